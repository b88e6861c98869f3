"""Measures: sizes that other words measure too, so that "2 hours" and "120 minutes" are equal."""

from fractions import Fraction
from typing import NamedTuple


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


class Dimension(NamedTuple):
    """The words of one dimension and what one of its units may be of another."""

    words: frozenset[str]
    factors: frozenset[Fraction]


def _dimension(names: str, *factors: int) -> Dimension:
    return Dimension(words(names), frozenset(map(Fraction, factors)))


DIMENSIONS = (
    _dimension(
        "seconds minute hour day night week weekend fortnight month year decade century sec min hr mins hrs"
        " mph",
        *(
            2,
            4,
            5,
            7,
            8,
            10,
            12,
            14,
            24,
            28,
            30,
            31,
            48,
            52,
            60,
            100,
            168,
            360,
            365,
            366,
            720,
            1440,
            3600,
            10080,
        ),
    ),
    _dimension(
        "inch foot yard mile meter metre centimeter centimetre millimeter millimetre kilometer kilometre"
        " ft yd cm mm km acre block",
        *(3, 9, 10, 12, 36, 100, 144, 1000, 1760, 5280, 10000, 43560),
    ),
    _dimension(
        "ounce pound ton tonne gram kilogram kilo milligram oz lb kg mg stone", 14, 16, 1000, 2000, 32000
    ),
    _dimension(
        "cup pint quart gallon liter litre milliliter millilitre tablespoon teaspoon tbsp tsp ml ounce oz",
        *(2, 3, 4, 6, 8, 16, 32, 48, 64, 96, 100, 128, 1000),
    ),
    _dimension("$ dollar cent penny pennies nickel dime quarter buck euro", 2, 4, 5, 10, 20, 25, 50, 100),
)
SCALES = _dimension(
    "dozen pair couple hundred thousand million billion trillion score gross k pack case box carton set",
    *(2, 12, 20, 100, 144, 1000, 10**4, 10**5, 10**6, 10**9, 10**12),
)
_MEASURES = SCALES.words.union(*(dimension.words for dimension in DIMENSIONS))
_PLURALS = {"inches": "inch", "feet": "foot", "centuries": "century", "boxes": "box"}


def singular(word: str) -> str:
    """The measure in the singular, "hour" for "hours"; another word as it is."""
    if word in _PLURALS:
        return _PLURALS[word]
    single = word.removesuffix("s")
    return single if single in _MEASURES else word


def is_measure(word: str) -> bool:
    """Whether the word names a measure, in the singular or the plural."""
    return singular(word) in _MEASURES


def convertible(left: frozenset[str], right: frozenset[str], ratio: Fraction | None, added: bool) -> bool:
    """Whether sides with these units may be equal though their numbers differ by `ratio`.

    In a sum any two measures of one dimension may hide a conversion ("1.5 hours + 30 minutes"), elsewhere
    only a ratio that is known between units of the dimension.
    """
    left, right = frozenset(map(singular, left)), frozenset(map(singular, right))
    if (left ^ right) & SCALES.words and _known(ratio, SCALES):
        return True
    for dimension in DIMENSIONS:
        ours, theirs = left & dimension.words, right & dimension.words
        if not ours or ours == theirs:
            continue  # "2 cups/day + 3 cups/day = 6 cups/day"
        if added and len(ours | theirs) > 1:
            return True
        said = len(ours | theirs) > 1 or not right  # else the right side has a unit of its own
        if said and _known(ratio, dimension) and (theirs or "$" not in ours):
            return True
    return False


def _known(ratio: Fraction | None, dimension: Dimension) -> bool:
    return ratio is not None and (ratio in dimension.factors or 1 / ratio in dimension.factors)
