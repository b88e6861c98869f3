"""The GRPO benchmark runs from end to end on the nano backbone, and goes on where it was cut off."""

import json
from pathlib import Path
from random import Random

import pytest
import torch
from click.testing import CliRunner

from benchmarks.grpo import hardest, line_of, main, table
from trainers.sets import read_set


def test_both_arms_are_trained_and_measured_once(
    nano: Path, nano_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("trl")
    monkeypatch.setattr(torch, "set_num_threads", lambda threads: None)  # of the process of all tests
    options = ["--small", "--json", "--out", tmp_path, "--backbone", nano, "--pack", nano_pack]

    def run() -> tuple[list[dict], str]:
        done = CliRunner().invoke(main, list(map(str, options)), catch_exceptions=False)
        assert done.exit_code == 0
        return [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    rows, told = run()
    assert [row["arm"] for row in rows] == ["before", "grpo", "sft"]
    assert all(row["n"] == 4 and 0 <= row["low"] <= row["high"] <= 1 for row in rows)
    _, grpo, sft = rows
    assert grpo["tokens"] > 0 and sft["tokens"] > 0
    assert "Rewarded" in told
    for arm in ("grpo", "sft"):
        assert (tmp_path / arm / "peft" / "adapter_model.safetensors").exists()
    again, told = run()
    assert again == rows
    assert "Rewarded" not in told


def test_arms_are_paired_question_by_question() -> None:
    right = {"before": [True, False, False], "grpo": [True, True, False], "sft": [False, False, False]}
    before, grpo, sft = table(right, {"grpo": 10, "sft": 10})
    assert (before["right"], grpo["right"], sft["right"]) == (1, 2, 0)
    assert grpo["against before"] == {"gained": 1, "lost": 0, "p": 1.0}
    assert sft["against grpo"] == {"gained": 0, "lost": 2, "p": 0.5}
    assert "against before +1 -0 p=1" in line_of(grpo)


def test_no_question_learned_from_stands_in_the_set_that_is_reported() -> None:
    reported = {question.text for question in read_set("arithmetic.long").questions}
    items = hardest("arithmetic", Random(0))
    assert not any(next(items).question in reported for _ in range(300))
