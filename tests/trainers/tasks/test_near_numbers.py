"""Nearly cancelling sums: the answer and every line a second time, by Python's decimals."""

from decimal import Decimal
from random import Random

import pytest

from trainers.tasks.arithmetic.near_numbers import FAMILIES
from trainers.tasks.item import draw

(FAMILY,) = FAMILIES


@pytest.mark.parametrize("level", (1, 2, 3))
def test_answers_are_right_and_small(level: int) -> None:
    rng = Random(level)
    for _ in range(200):
        problem = FAMILY.make(rng, level)
        a, b = (Decimal(str(problem.slots[slot])) for slot in "ab")
        result = a + b if problem.slots["kind"] == "+" else a - b
        assert Decimal(problem.answer) == result
        assert abs(result) <= max(abs(a), abs(b))


def test_items_are_worded_in_every_split_and_repeatable() -> None:
    for level in (1, 2, 3):
        for split in ("train", "numbers", "phrasings"):
            for seed in range(30):
                item = draw(FAMILY, Random(seed), level, split)
                assert item == draw(FAMILY, Random(seed), level, split)
                assert "{" not in item.question
