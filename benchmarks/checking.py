"""How good the checkers are: `python benchmarks/checking.py --data FOLDER`. Prints a table.

For each data set: false alarms (gold steps that are refuted), coverage (gold steps that get a verdict),
detection (of the gold steps that hold, with one thing in them changed, those that are refuted) and the time
of a check, as a session runs it: in its own process, under its limit. --list prints every refuted gold step,
--check fails unless ALARMS.md explains just these, --no-question keeps the questions back.
"""

import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import click

sys.path.insert(0, str(Path(__file__).parents[1]))  # the gold modules lie beside this one

from benchmarks.gold import Gold
from runtime.checkers import NAMES
from runtime.checkers.worker import Worker
from runtime.events import Verdict
from trainers.statistics import wilson

Place = tuple[str, int, int]  # a set, a row of its file, a step
ALARMS = Path(__file__).with_name("ALARMS.md")


def measure(
    worker: Worker,
    name: str,
    gold: Iterator[Gold],
    corrupt: Callable[[str, Random], str | None],
    on_alarm: Callable[[Gold, Verdict], None] = lambda gold, verdict: None,
) -> dict[str, Any]:
    """The figures of one checker on one set of gold steps."""
    rng = Random(0)
    steps = judged = refuted = changed = seen = 0
    times: list[float] = []
    for item in gold:
        began = time.perf_counter()
        verdict = worker.check(name, item.step, item.context)
        times.append(time.perf_counter() - began)
        steps += 1
        judged += verdict.kind != "unchecked"
        if verdict.kind == "refuted":
            refuted += 1
            on_alarm(item, verdict)
        if verdict.kind == "holds" and (wrong := corrupt(item.step, rng)) is not None:
            changed += 1
            seen += worker.check(name, wrong, item.context).kind == "refuted"
    times = sorted(times[1:]) or times or [0.0]  # the first one waits for the imports
    return {
        "steps": steps,
        "refuted": refuted,
        "false_alarms": refuted / max(steps, 1),
        "false_alarms_interval": wilson(refuted, steps),
        "coverage": judged / max(steps, 1),
        "changed": changed,
        "detected": seen,
        "detection": seen / max(changed, 1),
        "detection_interval": wilson(seen, changed),
        "median_ms": statistics.median(times) * 1000,
        "p99_ms": times[min(len(times) - 1, int(len(times) * 0.99))] * 1000,
        "killed": worker.replaced,
    }


def explained(text: str) -> set[Place]:
    """The place of every step that the table in ALARMS.md, given as its text, lists."""
    found: set[Place] = set()
    for sets, row, step in re.findall(r"^\| ([a-z][\w, ]*) \| (\d+) \| (\d+) \|", text, re.MULTILINE):
        found |= {(name, int(row), int(step)) for name in sets.split(", ")}
    return found


def without_question(gold: Gold) -> Gold:
    """The same step with nothing but the steps before it in its context."""
    return replace(gold, context=replace(gold.context, question=""))


@click.command()
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--limit", type=int, help="Steps of each set.")
@click.option("--only", type=click.Choice(NAMES), help="One checker.")
@click.option("--list", "listed", is_flag=True, help="Print every refuted gold step to stderr.")
@click.option("--check", is_flag=True, help="Fail unless ALARMS.md has each refuted gold step.")
@click.option("--no-question", is_flag=True, help="Check the steps without their questions.")
@click.option("--json", "as_json", is_flag=True)
def main(
    data: Path,
    limit: int | None,
    only: str | None,
    listed: bool,
    check: bool,
    no_question: bool,
    as_json: bool,
) -> None:
    """Measure false alarms, coverage, detection and time on gold steps."""
    known = explained(ALARMS.read_text(encoding="utf-8"))
    alarms: set[Place] = set()
    labels: set[str] = set()

    def alarm(label: str, gold: Gold, verdict: Verdict) -> None:
        alarms.add((label, gold.row, gold.index))
        if listed:
            click.echo(
                f"{label}, row {gold.row}, step {gold.index}: {gold.step!r}\n    {verdict.reason}", err=True
            )

    if not as_json:
        click.echo(
            f"{'checker':11}{'set':16}{'steps':>7}{'false alarms, %':>22}{'coverage':>10}{'detected, %':>24}"
            f"{'median':>10}{'p99':>9}{'killed':>8}"
        )
    for name in (only,) if only else NAMES:
        module = import_module(f"benchmarks.gold_{name}")
        for label, gold in module.SETS.items():
            labels.add(label)
            worker = Worker()
            items = islice(map(without_question, gold(data)) if no_question else gold(data), limit)
            row = measure(worker, name, items, module.corrupt, partial(alarm, label))
            worker.close()
            if as_json:
                click.echo(json.dumps({"checker": name, "set": label, **row}))
                continue
            (low, high), found = row["false_alarms_interval"], row["detection_interval"]
            click.echo(
                f"{name:11}{label:16}{row['steps']:7}"
                f"{100 * row['false_alarms']:9.2f} ({100 * low:.2f}-{100 * high:.2f})"
                f"{row['coverage']:9.1%}"
                f"{100 * row['detection']:9.1f} ({100 * found[0]:.1f}-{100 * found[1]:.1f})"
                f"{row['median_ms']:8.2f}ms{row['p99_ms']:7.1f}ms{row['killed']:6}"
            )
    if check and alarms - known:
        raise click.ClickException(f"not in {ALARMS.name}: {sorted(alarms - known)}")
    gone = {place for place in known - alarms if place[0] in labels}
    if check and limit is None and gone:
        raise click.ClickException(f"in {ALARMS.name}, but no alarm: {sorted(gone)}")


if __name__ == "__main__":
    main()
