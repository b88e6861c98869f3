"""GSM8K rows as documents."""

import json
from pathlib import Path

import pytest

from adapters.errors import UsageError
from trainers.gsm8k import documents


def test_marks_go_and_the_answer_is_boxed(tmp_path: Path) -> None:
    row = {"question": "Ann has 2 hats and buys 3.", "answer": "She has 2 + 3 = <<2+3=5>>5 hats.\n#### 1,005"}
    file = tmp_path / "train.jsonl"
    file.write_text(json.dumps(row) + "\n")
    (text,) = documents(file)
    assert "<think>\nShe has 2 + 3 = 5 hats.\n</think>\n\n\\boxed{1005}<|im_end|>" in text


def test_a_bad_row_is_named(tmp_path: Path) -> None:
    file = tmp_path / "train.jsonl"
    file.write_text('{"question": "?", "answer": "no mark"}\n')
    with pytest.raises(UsageError, match="line 1"):
        list(documents(file))
