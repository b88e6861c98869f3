"""The public sets as they are: every row is read or refused, graded and asked as evaluation does it."""

import json
from collections import Counter
from pathlib import Path

import pytest

from runtime.chat import extract_answer
from tests.trainers.data.shared import SHARED
from trainers.data import read
from trainers.sets import read_set

EMPTY_BOX = "an empty answer"


def found(name: str) -> Path:
    file = SHARED / name
    if not file.is_file():
        pytest.skip(f"no {file}")
    return file


@pytest.mark.parametrize(
    ("name", "kept", "refused"),
    [
        ("gsm8k/train.jsonl", 7473, {}),
        ("math/train.jsonl", 7496, {EMPTY_BOX: 2}),
        ("logiqa/valid.jsonl", 598, {}),
        ("logiqa2/valid.jsonl", 1478, {}),
    ],
)
def test_every_row_is_read_or_refused(name: str, kept: int, refused: dict[str, int]) -> None:
    file = found(name)
    rows = read(str(file))
    assert len(rows) == kept and Counter(bad.reason for bad in rows.refused) == refused
    questions = read_set(str(file)).questions
    lines = file.read_text("utf-8").split("\n")
    for row in rows:
        gold = json.loads(lines[row.line - 1])["final_answer"]
        question = questions[row.line - 1]
        assert row.gold == gold.strip()
        assert row.question.split() == question.text.split()
        assert extract_answer(row.answer) == row.gold
    assert all(questions[row.line - 1].graded(row.gold) for row in rows.rows[:300])


def test_aime_is_read_for_evaluation() -> None:
    file = found("aime/train_1983_2023.jsonl")
    rows = read(str(file), training=False)
    assert len(rows) == 880 and all(0 <= int(row.gold) < 1000 for row in rows)
