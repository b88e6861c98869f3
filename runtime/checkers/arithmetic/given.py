"""The numbers that a step was given: those of the question, of the steps before it and of its own prose."""

import re
from fractions import Fraction

from runtime.checkers import Context
from runtime.checkers.arithmetic.claims import Claim
from runtime.checkers.arithmetic.quantities import Line
from runtime.checkers.arithmetic.tokens import normal, number

_NUMBER = re.compile(r"\d[\d,.]*\d|\.?\d")
_WORD = re.compile(r"[a-z]+")
_COUNTING = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_NAMED = dict(enumerate(_COUNTING.split())) | {30: "thirty", 40: "forty", 50: "fifty", 60: "sixty"}
_VALUES = {word: Fraction(value) for value, word in _NAMED.items()} | {
    word: Fraction(value)
    for value, named in {
        2: "half twice double both pair couple",
        3: "third thirds triple",
        4: "quarter quarters fourth fourths",
        5: "fifth fifths",
        7: "week weekly",
        12: "dozen year yearly",
        24: "day daily",
        60: "hour minute hourly",
        100: "hundred percent",
        1000: "thousand",
    }.items()
    for word in named.split()
}


def given(claim: Claim, line: Line, context: Context) -> bool:
    """Whether the claim calculates with numbers that come from somewhere; True where there is no question.

    The leading digits of a number stand for it: a long division tries 76/18 for 764/182.
    """
    if not context.question:
        return True
    exact = claim.right if claim.left.single else claim.left
    written = _written(line, 0, claim.left.first) | _written(line, claim.right.last, len(line.tokens))
    known = set(map(number, written))
    wanted = {
        number(text)
        for text in _written(line, exact.first, exact.last)
        if number(text) not in known and not any(other.startswith(text) for other in written)
    }
    for text in (context.question, *reversed(context.steps)):
        if not wanted:
            break
        wanted -= _mentioned(text)
    return not wanted


def _written(line: Line, first: int, last: int) -> set[str]:
    return {token.text for token in line.tokens[first:last] if token.kind == "number"}


def _mentioned(text: str) -> set[Fraction | None]:
    """The numbers of a text, in digits or in words."""
    text = normal(text).lower()
    return {number(match) for match in _NUMBER.findall(text)} | {
        _VALUES[word] for word in _WORD.findall(text) if word in _VALUES
    }
