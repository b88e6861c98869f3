"""How good the checkers are: `python benchmarks/checking.py --data FOLDER`. Prints a table.

For each data set: false alarms (gold steps that are refuted), coverage (gold steps that get a verdict),
detection (of the gold steps that hold, with one thing in them changed, those that are refuted) and the time
of a check, as a session runs it: in its own process, under its limit. --list prints every refuted gold step.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
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


@click.command()
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--limit", type=int, help="Steps of each set.")
@click.option("--only", type=click.Choice(NAMES), help="One checker.")
@click.option("--list", "listed", is_flag=True, help="Print every refuted gold step to stderr.")
@click.option("--json", "as_json", is_flag=True)
def main(data: Path, limit: int | None, only: str | None, listed: bool, as_json: bool) -> None:
    """Measure false alarms, coverage, detection and time on gold steps."""

    def alarm(gold: Gold, verdict: Verdict) -> None:
        if listed:
            click.echo(f"refuted: {gold.step!r}\n         {verdict.reason}", err=True)

    if not as_json:
        click.echo(
            f"{'checker':11}{'set':16}{'steps':>7}{'false alarms, %':>22}{'coverage':>10}{'detected, %':>24}"
            f"{'median':>10}{'p99':>9}{'killed':>8}"
        )
    for name in (only,) if only else NAMES:
        module = import_module(f"benchmarks.gold_{name}")
        for label, gold in module.SETS.items():
            worker = Worker()
            row = measure(worker, name, islice(gold(data), limit), module.corrupt, alarm)
            worker.close()
            if as_json:
                click.echo(json.dumps({"checker": name, "set": label, **row}))
                continue
            alarms, found = row["false_alarms_interval"], row["detection_interval"]
            click.echo(
                f"{name:11}{label:16}{row['steps']:7}"
                f"{100 * row['false_alarms']:9.2f} ({100 * alarms[0]:.2f}-{100 * alarms[1]:.2f})"
                f"{row['coverage']:9.1%}"
                f"{100 * row['detection']:9.1f} ({100 * found[0]:.1f}-{100 * found[1]:.1f})"
                f"{row['median_ms']:8.2f}ms{row['p99_ms']:7.1f}ms{row['killed']:6}"
            )


if __name__ == "__main__":
    main()
