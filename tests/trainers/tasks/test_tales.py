"""The hand-written tales: every row is sound, and the worked lines lead to the value of the formulas."""

import json
import re
from fractions import Fraction
from random import Random

import pytest

from trainers.tasks.arithmetic.tale_problems import FAMILIES, make_tale
from trainers.tasks.arithmetic.tales.check import main, problems
from trainers.tasks.arithmetic.tales.tale import FOLDER, lines, numbers, tales
from trainers.tasks.item import draw


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.jsonl")), ids=lambda file: file.stem)
def test_every_row_is_sound(file) -> None:
    rows = [line for line in file.read_text("utf-8").split("\n") if line]
    assert len(rows) >= 50
    assert {n: found for n, line in enumerate(rows, 1) if (found := problems(json.loads(line)))} == {}


def test_the_answer_is_what_python_makes_of_the_formulas() -> None:
    rng = Random(0)
    for tale in tales():
        values = numbers(tale, rng)
        if values is None:
            continue
        names = {slot: Fraction(values[slot]) for slot in tale.ranges}
        for label, formula in tale.steps:
            names[label] = eval(formula, {}, names)  # noqa: S307
            assert names[label] == values[label], tale
        assert lines(tale, values)[-1].endswith(f" {values[tale.steps[-1][0]]}")


def test_tellings_are_filled_in_and_kept_ones_are_never_trained() -> None:
    (family,) = FAMILIES
    trained = " ".join(text for tale in tales() for text in tale.tell)
    pieces = {max(re.split(r"\{\w+\}", tale.kept), key=len) for tale in tales() if tale.kept}
    kept = {piece for piece in pieces if len(piece) > 25 and piece not in trained}
    assert len(kept) > 10
    rng = Random(1)
    for level in (1, 2, 3):
        for _ in range(300):
            item = draw(family, rng, level)
            assert "{" not in item.question and item.steps
            assert not any(piece in item.question for piece in kept)
    assert draw(family, rng, 3, "phrasings").question


def test_level_three_takes_at_least_two_steps() -> None:
    assert all(len(make_tale(Random(i), 3).steps) >= 2 for i in range(100))


def test_the_checker_names_the_bad_line(tmp_path, capsys) -> None:
    file = tmp_path / "bad.jsonl"
    row = {"tell": ["{N} has {a} hats and {b} caps."], "steps": [["all", "a + c"]], "ranges": {"a": [2, 5]}}
    file.write_text(f"{json.dumps(row)}\n{{\n")
    assert main([str(file)]) == 1
    out = capsys.readouterr().out
    assert "line 1: slots without a range: ['b']" in out
    assert "line 2: not JSON" in out
