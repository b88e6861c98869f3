"""The restarts benchmark: what is asked, kept and compared."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import pytest

from adapters.errors import UsageError
from benchmarks import restarts
from benchmarks.restarts import ARMS, Asked, Result, Task, line_of, read, run, table, tasks_of

ROOT = Path(__file__).parents[1]


def asked(task: Task, **right: bool) -> Asked:
    arms = {arm: Result("7", right.get(arm.split()[0], False), 100) for arm in ARMS}
    return Asked(task.key, task.question.domain, arms)


def test_a_question_keeps_its_seed_whatever_else_is_asked() -> None:
    alone = tasks_of("logic.numbers", 2, 5, 0.7)
    assert [task.key for task in alone] == [("logic.numbers", 0, 5, 0.7), ("logic.numbers", 1, 6, 0.7)]
    several = tasks_of("symbolic.long, logic", 3, 5, 0.7)
    assert [task.set for task in several[::3]] == ["symbolic.long", "logic.numbers", "logic.phrasings"]
    assert set(alone) <= set(several)
    with pytest.raises(UsageError, match="logic.numbers"):
        tasks_of("geography", 1, 0, 0.7)


def test_the_table_compares_at_equal_tokens_and_over_all_domains() -> None:
    tasks = tasks_of("logic.numbers,symbolic.numbers", 2, 0, 0.7)
    kept = [asked(task, resample=True, commonest=task.row == 0) for task in tasks]
    rows = {(row["domain"], row["arm"], row["against"]): row for row in table(kept)}
    assert {domain for domain, _, _ in rows} == {"logic", "symbolic", "all"}
    assert len(rows) == 3 * (len(ARMS) + 2)
    row = rows["all", "resample", "commonest"]
    assert (row["gained"], row["lost"], row["difference"]) == (2, 0, 0.5)
    assert rows["logic", "commonest", "off"]["gained"] == 1
    assert "resample against commonest: +2 -0 p=0.500  +50.0%" in line_of(row)


def test_a_run_goes_on_where_its_file_was_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "out.jsonl"
    tasks = tasks_of("logic.numbers", 3, 0, 0.7)
    whole = json.dumps(asdict(asked(tasks[1], off=True)))
    file.write_text(f"{whole}\n{whole[:40]}\n")
    new: list[Task] = []

    def ask(missing: Sequence[Task], workers: int, device: str) -> Iterator[Asked]:
        new.extend(missing)
        yield from map(asked, reversed(missing))

    monkeypatch.setattr(restarts, "ask", ask)
    found = run(tasks, 2, "cpu", file)
    assert new == [tasks[0], tasks[2]]
    assert [one.key for one in found] == [task.key for task in tasks]
    assert found[1].arms["off"].right and not found[0].arms["off"].right
    assert sorted(one.key for one in read([file, file])) == [task.key for task in tasks]


@pytest.mark.slow
def test_it_asks_in_other_processes_and_prints_the_table_of_what_it_kept(tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    command = [sys.executable, "benchmarks/restarts.py"]
    options = ["--sets", "logic.numbers", "--limit", "1", "--workers", "2", "--out", str(file)]
    done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "1 of 1, 0 min left" in done.stderr
    again = subprocess.run(
        [*command, "--table", str(file)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert again.stdout == done.stdout and "logic       resample" in done.stdout
