"""Gold steps of arithmetic: the lines of GSM8K's worked solutions, and equalities made wrong.

The last line of a solution, "#### N", is its label and no step.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.gold import Gold
from runtime.checkers import Context
from runtime.checkers.arithmetic.claims import MARK, claims
from runtime.checkers.arithmetic.quantities import Line
from runtime.checkers.arithmetic.tokens import normal


def _gsm8k(data: Path, marks: bool) -> Iterator[Gold]:
    """Every line of the training solutions of GSM8K, with its calculator marks or without."""
    for row, text in enumerate((data / "gsm8k" / "train.jsonl").open(encoding="utf-8")):
        item = json.loads(text)
        lines = [line for line in item["answer"].split("\n") if line.strip() and not line.startswith("####")]
        steps = lines if marks else [MARK.sub("", line) for line in lines]
        for i, step in enumerate(steps):
            yield Gold(step, Context(item["question"], tuple(steps[:i])), row, i)


SETS: dict[str, Callable[[Path], Iterator[Gold]]] = {
    "gsm8k": partial(_gsm8k, marks=True),
    "gsm8k plain": partial(_gsm8k, marks=False),
}


def corrupt(step: str, rng: Random) -> str | None:
    """The step with one number of an equality changed so that it is false; None where it has no equality."""
    marks = [match.span(1) for match in MARK.finditer(step)]
    spans = marks or [(0, len(step))]
    rng.shuffle(spans)
    for begin, end in spans:
        if (changed := _falsified(normal(step[begin:end]), rng)) is not None:
            return step[:begin] + changed + step[end:]
    return None


def _falsified(text: str, rng: Random) -> str | None:
    line = Line(text)
    true = [
        claim for claim in claims(line) if claim.left.value == claim.right.value and claim.remainder is None
    ]
    if not true:
        return None
    claim = rng.choice(true)
    places = [
        token
        for token in line.tokens[claim.left.first : claim.right.last]
        if token.kind == "number" and token.text.isdigit()
    ]
    for _ in range(20 if places else 0):
        token = rng.choice(places)
        changed = text[: token.start] + _other(token.text, rng) + text[token.end :]
        again = [c for c in claims(Line(changed)) if c.left.first == claim.left.first]
        if again and again[0].left.value != again[0].right.value:
            return changed
    return None


def _other(digits: str, rng: Random) -> str:
    """Another whole number: one digit changed, or one more or less."""
    if rng.random() < 0.3:
        return str(max(0, int(digits) + rng.choice((-1, 1))))
    place = rng.randrange(len(digits))
    digit = rng.choice([d for d in "0123456789" if d != digits[place] and (d != "0" or place)])
    return digits[:place] + digit + digits[place + 1 :]
