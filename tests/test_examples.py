"""The examples: what they generate is right, and short enough to be read at a glance."""

import json
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from benchmarks.fourth_domain import HELD_OUT, split
from trainers.config import load
from trainers.data import read

EXAMPLES = Path(__file__).parents[1] / "examples"
YEAR = 2023  # no leap year
MONTHS = [date(YEAR, month, 1).strftime("%B") for month in range(1, 13)]
DATE = re.compile(rf"({'|'.join(MONTHS)}) (\d+)")


@pytest.fixture(scope="module")
def lines() -> list[str]:
    script = [sys.executable, str(EXAMPLES / "dates.py")]
    return subprocess.run(script, check=True, capture_output=True, text=True).stdout.splitlines()


def _dates(text: str) -> list[date]:
    return [date(YEAR, MONTHS.index(month) + 1, int(day)) for month, day in DATE.findall(text)]


def _answer(question: str) -> str:
    """The answer by the calendar of the standard library."""
    if len(found := _dates(question)) == 2:
        return str((found[1] - found[0]).days)
    days = int(re.findall(r"(\d+) days", question)[0])
    if found:
        later = found[0] + timedelta(days)
        return f"{later:%B} {later.day}"
    sign = -1 if "before" in question else 1
    first = next(day for day in (date(YEAR, 1, n) for n in range(1, 8)) if f"{day:%A}" in question)
    return f"{first + sign * timedelta(days):%A}"


def test_every_date_is_right_and_its_last_step_leads_to_it(lines: list[str]) -> None:
    rows = [json.loads(line) for line in lines]
    assert len(rows) > 3000 and len({row["question"] for row in rows}) == len(rows)
    for row in rows:
        assert row["answer"] == _answer(row["question"]), row
        assert row["reasoning"].splitlines()[-1].endswith(row["answer"]), row


def test_the_example_is_short_and_its_rows_and_settings_can_be_used(lines: list[str], tmp_path: Path) -> None:
    assert len((EXAMPLES / "dates.py").read_text().splitlines()) < 60
    file = tmp_path / "dates.jsonl"
    file.write_text("\n".join(lines))
    assert not read(str(file)).refused
    assert load(EXAMPLES / "dates.toml").lora.targets == ("all-linear",)


def test_no_problem_of_the_benchmark_is_on_both_sides(lines: list[str]) -> None:
    learned, held = split([json.loads(line) for line in lines])
    assert len(learned) == len(lines) - HELD_OUT and HELD_OUT / 2 < len(held) <= HELD_OUT
    known = {(row["reasoning"], row["answer"]) for row in learned}
    assert not any((row["reasoning"], row["answer"]) in known for row in held)
