"""`moelite eval`: the systems side by side on question sets; `moelite reports`: what was found before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.errors import UsageError
from tui.commands.options import EXIT_CODES, emit, json_option, note, progress_line, targeted
from tui.host import Target
from tui.text import duration, percent

if TYPE_CHECKING:
    from rich.table import Table

    from trainers.evaluate import EvaluationEvent
    from trainers.graded import Row
    from trainers.reports import Difference

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
@click.option("--no-report", is_flag=True, help="Keep no report of it (see: moelite reports).")
@json_option
@targeted
def evaluate(
    target: Target,
    sets: Sequence[str],
    systems: str,
    limit: int | None,
    joint: Sequence[Path],
    cache: Path | None,
    no_report: bool,
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
    from trainers import reports
    from trainers.evaluate import run

    with progress_line() as progress:
        progress("loading")
        report = run(
            systems=chosen,
            sets=list(sets),
            limit=limit,
            backbone=target.backbone,
            device=target.device,
            precision=target.precision,
            on_event=lambda event: progress(text) if (text := progress_of(event)) else None,
            cache=cache,
            joint=tuple(joint),
        )
    _show_rows(report.rows, as_json)
    if not as_json:
        for name, digest in report.sets.items():
            note(f"{name}: SHA-256 {digest}")
    if not no_report:
        note(f"report {reports.save(report).name} (see: moelite reports)")
    return 0


@click.group("reports", epilog=EXIT_CODES)
def saved_reports() -> None:
    """List, show and compare the reports that `moelite eval` saved."""


@saved_reports.command("list")
@json_option
@targeted
def list_reports(target: Target, as_json: bool) -> int:
    """List the saved reports, the latest first."""
    from trainers import reports

    found, problems = reports.listed()
    for report in found:
        if as_json:
            fields = ("name", "when", "backbone", "packs", "sets", "systems")
            emit({field: getattr(report, field) for field in fields})
        else:
            click.echo(f"{report.name:<18} {report.backbone['name']:<12} {', '.join(report.sets)}")
            note(f"  {', '.join(report.systems)}")
    for problem in problems:
        note(f"broken: {problem}")
    if not found and not problems and not as_json:
        note("no report is saved yet; make one with moelite eval")
    return 0


@saved_reports.command()
@click.argument("name", metavar="NAME|FILE")
@json_option
@targeted
def show(target: Target, name: str, as_json: bool) -> int:
    """Show the table of a saved report."""
    from trainers import reports

    report = reports.read(name)
    _show_rows(report.rows, as_json)
    if not as_json:
        backbone = report.backbone
        note(f"{report.when}, backbone {backbone['name']} {backbone['fingerprint']} on {backbone['device']}")
        for what in (report.packs, report.sets):
            for key, digest in what.items():
                note(f"{key}: {digest}")
    return 0


@saved_reports.command()
@click.argument("first", metavar="FIRST")
@click.argument("second", metavar="SECOND")
@json_option
@targeted
def compare(target: Target, first: str, second: str, as_json: bool) -> int:
    """Compare two saved reports on the questions that both hold."""
    from trainers import reports

    found = reports.compare(reports.read(first), reports.read(second))
    if as_json:
        for difference in found:
            emit(asdict(difference))
    else:
        click.echo(differences(found), nl=False)
    return 0


def progress_of(event: EvaluationEvent) -> str:
    """The event as a line of progress; "" where it is none."""
    from trainers.evaluate import Answered, Routing

    match event:
        case Routing(done, total):
            return f"routing {done:,} of {total:,}"
        case Answered(done=done, total=total, left_s=left):
            return f"{done:,} of {total:,} answers, {duration(left)} left"
        case _:
            return ""


def _show_rows(rows: Sequence[Row], as_json: bool) -> None:
    if as_json:
        for row in rows:
            emit(asdict(row))
    else:
        click.echo(table(rows), nl=False)


def table(rows: Sequence[Row]) -> str:
    """The rows as a text table, wide enough for what is in it."""
    grid = _grid(("accuracy", "95 % interval", "p (McNemar)", "n", "no answer"))
    for row in rows:
        p = "" if row.p is None else f"{row.p:.2g}"
        interval = f"{percent(row.low)} – {percent(row.high)}"
        grid.add_row(row.set, row.system, percent(row.accuracy), interval, p, str(row.n), str(row.unanswered))
    return _text(grid)


def differences(found: Sequence[Difference]) -> str:
    """The differences as a text table."""
    grid = _grid(("first", "second", "difference", "95 % interval", "p (McNemar)", "n"))
    for d in found:
        interval = f"{percent(d.low, sign=True)} to {percent(d.high, sign=True)}"
        cells = (percent(d.first), percent(d.second), percent(d.difference, sign=True), interval)
        grid.add_row(d.set, d.system, *cells, f"{d.p:.2g}", str(d.n))
    return _text(grid)


def _grid(numbers: Sequence[str]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    grid = Table(box=SIMPLE_HEAD)
    for title in ("set", "system"):
        grid.add_column(title)
    for title in numbers:
        grid.add_column(title, justify="right")
    return grid


def _text(grid: Table) -> str:
    from io import StringIO

    from rich.console import Console

    text = StringIO()
    Console(file=text, width=160, color_system=None).print(grid)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"
