"""What steps say of whole numbers in words: "7 divides 91", "6/21 divided through by 3 is 2/7"."""

import re
from collections.abc import Iterator
from fractions import Fraction

from runtime.checkers.arithmetic.certainty import conditional

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WHOLE = r"\d{1,50}"
_CLAUSE = r"(?:^|[.,;:]\s|\b(?:so|and|but|since|because|as|thus|hence|therefore)\s)\s*"
_END = r"(?=\s*(?:[.,;:)]\s|[.,;:)]?$|(?:so|and|but)\b))"
_DIVIDES = re.compile(
    rf"{_CLAUSE}({_WHOLE}) (divides|does not divide|doesn['’]t divide) ({_WHOLE}){_END}", re.I
)
_THROUGH = re.compile(
    rf"{_CLAUSE}({_WHOLE})/({_WHOLE}) divided through by ({_WHOLE}) is ({_WHOLE})(?:/({_WHOLE}))?{_END}", re.I
)
_IN_BASE = re.compile(rf"{_CLAUSE}([0-9a-z]{{1,50}}) in base (\d{{1,2}}) is ([0-9a-z]{{1,50}}){_END}", re.I)


def statements(step: str) -> Iterator[tuple[bool, str]]:
    """Each statement of the step that can be decided: whether it is right, and what is wrong if not."""
    if conditional(step):
        return
    for match in _DIVIDES.finditer(step):
        by, whole = int(match[1]), int(match[3])
        if by:
            right = (whole % by == 0) == (match[2].lower() == "divides")
            yield right, f"{whole} divided by {by} leaves {whole % by}"
    for match in _THROUGH.finditer(step):
        top, bottom, by, over, under = (int(part or 1) for part in match.groups())
        if bottom and by and under:
            shorter = Fraction(top, by), Fraction(bottom, by)
            right = shorter == (over, under)
            yield right, f"{top}/{bottom} divided through by {by} is {shorter[0]} over {shorter[1]}"
    for match in _IN_BASE.finditer(step):
        base = int(match[2])
        if 2 <= base <= 36 and match[1][0].isdigit():
            yield _in_base(match[1].lower(), base, match[3].lower())


def _in_base(one: str, base: int, other: str) -> tuple[bool, str]:
    """Either number may be the one that is written in the base, the other in base ten."""
    readings = [(digits, int(plain)) for digits, plain in ((one, other), (other, one)) if plain.isdecimal()]
    right = any(_value(digits, base) == plain for digits, plain in readings)
    return right, f"{one} and {other} are not the same number, in base {base} and in base 10"


def _value(digits: str, base: int) -> int | None:
    """What the digits are worth, None where one is too great for the base."""
    return int(digits, base) if all(_DIGITS.index(d) < base for d in digits) else None
