"""When a number that is not exactly right is a rounding, and so no error."""

import re
from fractions import Fraction
from typing import Literal

from runtime.checkers.arithmetic.quantities import Quantity

# What allows a rounding: the words announce it; the numbers are the problem's own, so that their quotient may
# count whole groups; the two sides are a calculator's; nothing.
Licence = Literal["announced", "given", "calculator", "none"]

EVIDENT = Fraction(1, 20)  # how far off, relatively, a silent rounding to a whole number may be
CLOSE = Fraction(1, 100)  # how far off one of numbers that were never given

_ROUNDED = re.compile(
    r"\bround(?:ed|ing|s? (?:it )?(?:up|down|to|off))|nearest|approx|roughly|estimat|≈|[=(] ?~", re.I
)


def announced(text: str) -> bool:
    """Whether the text says that it rounds."""
    return bool(_ROUNDED.search(text))


def rounds(exact: Quantity, shown: Quantity, licence: Licence) -> bool | None:
    """Whether `shown` is `exact` rounded; None where that is open."""
    value, unit = exact.value, shown.unit
    off = abs(value - shown.value)
    if licence == "announced":
        if off < max(unit, Fraction(10 ** _zeros(shown.value))):
            return True
        return None if off * 10 < abs(value) else False
    if off >= unit:
        return False
    nearest = 2 * off <= unit
    if licence == "none":
        return nearest and unit < 1 and off <= CLOSE * abs(value)
    if unit < 1:
        return nearest or (None if abs(shown.value) < abs(value) else False)  # 2/3 = 0.66
    if licence == "calculator":
        return False  # it shows the decimals
    if exact.quotient is not None:
        return None  # "17/5 = 3" full boxes
    return nearest and off <= EVIDENT * abs(value)


def _zeros(value: Fraction) -> int:
    """How many zeros a whole number ends in."""
    text = str(value.numerator) if value.denominator == 1 and value else "1"
    return len(text) - len(text.rstrip("0"))
