"""The checkers' benchmark: what it counts, and the list of alarms that it holds itself to."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import checking
from benchmarks.gold import Gold
from runtime.checkers import Context


def lesson(folder: Path, *solutions: str) -> Path:
    (folder / "gsm8k").mkdir()
    rows = [json.dumps({"question": "How many?", "answer": f"{text}\n#### 0"}) for text in solutions]
    (folder / "gsm8k" / "train.jsonl").write_text("\n".join(rows))
    return folder


def test_every_line_of_the_list_says_where_and_of_what_kind() -> None:
    text = checking.ALARMS.read_text(encoding="utf-8")
    cells = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    kinds = [kind for _, row, _, kind, _ in cells if row.isdigit()]
    assert set(kinds) <= {"slip", "notation", "misreading"}
    for kind in set(kinds):
        assert f"{kinds.count(kind)} {kind}" in text
    assert ("math", 4553, 1) in checking.explained(text)
    assert len({place[1:] for place in checking.explained(text)}) == len(kinds)


def test_check_fails_for_an_alarm_that_is_not_listed_and_for_one_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = lesson(tmp_path, "Two and two: 2+2=4\nThree and three: 3+3=7", "Nine: 4+5=9")
    listed = tmp_path / "ALARMS.md"
    monkeypatch.setattr(checking, "ALARMS", listed)
    command = ["--data", str(data), "--only", "arithmetic", "--check", "--list"]

    def outcome(text: str) -> tuple[int, str]:
        listed.write_text(text)
        result = CliRunner().invoke(checking.main, command)
        return result.exit_code, result.output

    right = "| set | row | step |\n|---|---|---|\n| gsm8k, gsm8k plain | 0 | 1 | slip |\n"
    code, output = outcome(right)
    assert code == 0
    assert "gsm8k plain, row 0, step 1" in output
    code, output = outcome(right.replace(", gsm8k plain", ""))
    assert code == 1 and "not in ALARMS.md: [('gsm8k plain', 0, 1)]" in output
    code, output = outcome(f"{right}| gsm8k | 1 | 0 | slip |\n")
    assert code == 1 and "but no alarm: [('gsm8k', 1, 0)]" in output


def test_without_its_question_a_step_keeps_the_steps_before_it() -> None:
    gold = Gold("So 4.", Context("How many?", ("2+2=4",)), 3, 1)
    assert checking.without_question(gold) == Gold("So 4.", Context("", ("2+2=4",)), 3, 1)
