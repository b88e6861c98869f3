"""`moelite eval`: the systems side by side on question sets."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from adapters.errors import UsageError
from tui.commands.options import EXIT_CODES, emit, json_option, note, progress_line, targeted
from tui.host import Target

EXISTING = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("eval", epilog=EXIT_CODES)
@click.argument("sets", metavar="[SET]...", nargs=-1)
@click.option("--systems", metavar="A,B,...", default="", help="Among bare, each domain, routed, oracle.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N questions of each set.")
@click.option("--joint", metavar="FOLDER", multiple=True, type=EXISTING, help="Measure this pack too.")
@click.option(
    "--cache",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Go on from FILE, add to it.",
)
@json_option
@targeted
def evaluate(
    target: Target,
    sets: Sequence[str],
    systems: str,
    limit: int | None,
    joint: Sequence[Path],
    cache: Path | None,
    as_json: bool,
) -> int:
    """Grade the systems on each SET: a bundled one (default: all) or a JSONL file.

    Greedy, the same prompt and token limit in every arm; 95 % Wilson intervals, exact McNemar against routed.
    """
    chosen = [name.strip() for name in systems.split(",") if name.strip()]
    if systems and not chosen:
        raise UsageError("--systems names no system; give for example --systems bare,routed")
    if target.fake:
        raise UsageError("scripted answers are nothing to grade; leave --fake out")
    from trainers.evaluate import run

    with progress_line() as progress:
        progress("loading")
        rows = run(
            systems=chosen,
            sets=list(sets),
            limit=limit,
            backbone=target.backbone,
            device=target.device,
            precision=target.precision,
            on_row=emit if as_json else lambda row: None,
            on_progress=lambda done, total: progress(f"{done:,} of {total:,} answers"),
            cache=cache,
            joint=tuple(joint),
        )
    if not as_json:
        click.echo(table(rows), nl=False)
        for name, digest in dict.fromkeys((row["set"], row["sha256"]) for row in rows):
            note(f"{name}: SHA-256 {digest}")
    return 0


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The rows as a text table, wide enough for what is in it."""
    from io import StringIO

    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    grid = Table(box=SIMPLE_HEAD)
    for title in ("set", "system"):
        grid.add_column(title)
    for title in ("accuracy", "95 % interval", "p (McNemar)", "n", "no answer"):
        grid.add_column(title, justify="right")
    for row in rows:
        p = row.get("p")
        cells = (
            f"{row['accuracy']:.1%}",
            f"{row['low']:.1%} – {row['high']:.1%}",
            "" if p is None else f"{p:.2g}",
            str(row["n"]),
            str(row["unanswered"]),
        )
        grid.add_row(row["set"], row["system"], *cells)
    text = StringIO()
    Console(file=text, width=160, color_system=None).print(grid)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"
