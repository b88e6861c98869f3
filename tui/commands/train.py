"""`moelite train`: a new or better adapter for a domain, installed when it is done."""

import json
from pathlib import Path
from typing import Any

import click

from adapters.errors import UsageError
from tui.commands.options import EXIT_CODES, emit, json_option, note, progress_line, targeted
from tui.host import Target

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("train", epilog=EXIT_CODES)
@click.argument("domain")
@click.option(
    "--tasks", multiple=True, metavar="DOMAIN", help="Whose task families to learn (default: DOMAIN's)."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write the pack there, do not install it.",
)
@click.option("--replace", is_flag=True, help="Take the place of an adapter of that name.")
@click.option("--steps", type=click.IntRange(min=1), default=800, show_default=True)
@click.option(
    "--minutes", type=float, default=float("inf"), help="End the schedule after so long, if that comes first."
)
@click.option("--lr", type=float, default=2e-3, show_default=True, help="Peak learning rate.")
@click.option("--rank", type=click.IntRange(1, 1024), default=32, show_default=True)
@click.option("--targets", type=click.Choice(["qkv", "all-linear"]), default="all-linear", show_default=True)
@click.option(
    "--rows", type=click.IntRange(min=1), default=64, show_default=True, help="Packed rows in a step."
)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--workers", type=click.IntRange(min=0), default=0, help="Processes that make the text.")
@click.option("--extra", type=FILE, metavar="JSONL", help='Rendered documents {"text": ...} to mix in.')
@json_option
@targeted
def train(
    target: Target,
    domain: str,
    tasks: tuple[str, ...],
    out: Path | None,
    replace: bool,
    steps: int,
    minutes: float,
    lr: float,
    rank: int,
    targets: str,
    rows: int,
    seed: int,
    workers: int,
    extra: Path | None,
    as_json: bool,
) -> int:
    """Train the adapter DOMAIN on generated tasks and install it. Interrupted, the same command goes on."""
    from adapters.pack import check_name
    from adapters.registry import user_packs

    check_name(domain)
    folder = out or user_packs() / domain
    if folder.exists() and not replace:
        raise UsageError(f"{folder} is there already; give --replace, or --out and another folder")
    known = ("arithmetic", "symbolic", "logic", "general")
    if unknown := [name for name in tasks or (domain,) if name not in known]:
        raise UsageError(
            f"there are no tasks of the domain {unknown[0]!r}; give --tasks with {', '.join(known)}"
        )
    texts = _documents(extra) if extra else []

    from trainers.loop import Plan
    from trainers.sft import LoraPlan, finetune

    with progress_line() as progress:

        def report(row: dict[str, Any]) -> None:
            if as_json:
                emit(row)
            progress(f"step {row['step']:,}, loss {row['loss']:.3f}, {row['left_s']:,} s left")

        record = finetune(
            domain,
            tasks or (domain,),
            folder,
            LoraPlan(rank, targets, rows, seed),
            Plan(steps, lr, minutes, warmup=0.05, decay=0.9),
            backbone=target.backbone,
            workers=workers,
            extra=texts,
            report=report,
        )
    if as_json:
        emit(record)
    else:
        note(f"{record['steps']:,} steps, {record['tokens']:,} tokens; the adapter is in {folder}")
    return 0


def _documents(file: Path) -> list[str]:
    """The texts of a JSONL file. Raises UsageError naming the bad line."""
    texts = []
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                texts.append(str(json.loads(line)["text"]))
            except (ValueError, KeyError, TypeError) as error:
                raise UsageError(f'{file}, line {number}: not {{"text": ...}} ({error})') from error
    return texts
