"""Task family: letters, balls or cards drawn without replacement."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from math import gcd, prod
from random import Random
from typing import Any

from trainers.tasks import working
from trainers.tasks.arithmetic.expressions_wording import WORDS
from trainers.tasks.item import Family, Phrasing, Problem
from trainers.tasks.lengths import short

DOMAIN = "arithmetic"


def _multiplied(factors: list[int]) -> list[str]:
    lines, total = [], factors[0]
    for factor in factors[1:]:
        if 1 not in (total, factor):
            lines.extend(working.multiply(total, factor))
        total *= factor
    return lines


def _bag(rng: Random, level: int) -> Counter[str]:
    """How many of each letter there are: two to five kinds, five to eighteen in all."""
    kinds = (2, rng.randint(2, 3), rng.randint(2, 5))[level - 1]
    letters = rng.sample("abcdefghijklmnopqrstuvwxyz", kinds)
    while True:
        bag = Counter({letter: rng.randint(1, (4, 6, 8)[level - 1]) for letter in sorted(letters)})
        if 5 <= sum(bag.values()) <= (18, 18, 14)[level - 1]:
            return bag


def _drawn(rng: Random, bag: Counter[str], level: int) -> list[str]:
    """The letters of one draw, seldom impossible ones."""
    count = (2, rng.randint(2, 3), rng.randint(2, 4))[level - 1]
    if rng.random() < 0.06:
        return [rng.choice(sorted(bag)) for _ in range(count)]
    pool = list(bag.elements())
    while len(pool) < count:
        pool.append(pool[0])
    return rng.sample(pool, count)


def _shown(rng: Random, bag: Counter[str]) -> tuple[str, list[str]]:
    """The bag as the question shows it, a jumbled string or counts, and the lines that count it."""
    total = sum(bag.values())
    listed = ", ".join(f"{letter}: {count}" for letter, count in bag.items())
    so_far, sums = 0, []
    for count in bag.values():
        sums.append(f"{so_far} + {count} = {so_far + count}" if so_far else "")
        so_far += count
    counts = [f"{listed}; {', '.join(filter(None, sums)) or total} in all"]
    match rng.randrange(5):
        case 0 | 1:
            jumbled = list(bag.elements())
            rng.shuffle(jumbled)
            met: Counter[str] = Counter()
            numbered = []
            for letter in jumbled:
                met[letter] += 1
                numbered.append(f"{letter} {met[letter]}")
            return "".join(jumbled), [f"Counted: {', '.join(numbered)}", *counts]
        case 2 | 3:
            return f"{{{listed}}}", counts
        case _:
            return "a bag with " + ", ".join(f"{count} {letter}" for letter, count in bag.items()), counts


def make_sequence(rng: Random, level: int) -> Problem:
    """The probability of one ordered sequence of letters."""
    bag = _bag(rng, level)
    drawn = _drawn(rng, bag, level)
    left, total = Counter(bag), sum(bag.values())
    shown, lines = _shown(rng, bag)
    wanted = " then ".join(drawn)
    lines.insert(0, f"Wanted: {wanted}")
    chances, top, bottom = [], [], []
    for letter in drawn:
        chances.append(f"{letter} {left[letter]}/{total}")
        top.append(left[letter])
        bottom.append(total)
        left[letter], total = left[letter] - 1, total - 1
        if not top[-1]:
            break
    lines.append(f"One after the other: {', '.join(chances)}")
    if 0 in top:
        lines.append(f"There is no {drawn[len(top) - 1]} left, so the probability is 0.")
        answer = "0"
    else:
        answer = str(Fraction(prod(top), prod(bottom)))
        lines.extend(_probability(top, bottom))
    slots = {"bag": bag, "shown": shown, "drawn": "".join(drawn), "count": len(drawn)}
    return Problem(slots, tuple(lines), answer, f"{sorted(bag.items())} {''.join(drawn)}")


def _cancelled(top: list[int], bottom: list[int]) -> tuple[list[str], list[int], list[int]]:
    """Lines that cancel what a top and a bottom factor share, a pair at a time, and the factors left."""
    tops, bottoms, lines = list(top), list(bottom), []
    for i in range(len(tops)):
        for j in range(len(bottoms)):
            common = gcd(tops[i], bottoms[j])
            if common > 1:
                pair = f"Cancel {tops[i]} and {bottoms[j]} by {common}"
                tops[i], bottoms[j] = tops[i] // common, bottoms[j] // common
                lines.append(f"{pair}: {_over(tops, bottoms)}")
    return lines, tops, bottoms


def _over(top: list[int], bottom: list[int]) -> str:
    below = str(bottom[0]) if len(bottom) == 1 else f"({_product(bottom)})"
    return f"{_product(top)} / {below}"


def _probability(top: list[int], bottom: list[int]) -> list[str]:
    """Lines of a quotient of products: cancelled first, then multiplied out."""
    lines, tops, bottoms = _cancelled(top, bottom)
    result = Fraction(prod(tops), prod(bottoms))
    multiplied = [*_multiplied(tops), *_multiplied(bottoms)]
    return [_over(top, bottom), *lines, *multiplied, f"The probability is {result}."]


def _product(factors: list[int]) -> str:
    return " * ".join(map(str, factors))


def _choose(n: int, k: int) -> tuple[list[str], list[int]]:
    """Lines that give C(n, k) as a product, and the factors that are left when it is cancelled."""
    small = min(k, n - k)
    if small < 2:
        value = n if small else 1
        return [f"C({n}, {k}) = {value}"], [value]
    top, bottom = [n - i for i in range(small)], list(range(small, 1, -1))
    lines, tops, _ = _cancelled(top, bottom)
    factors = [f for f in tops if f > 1]
    same = "" if small == k else f" = C({n}, {small})"
    return [
        f"C({n}, {k}){same} = {_over(top, bottom)}",
        *lines,
        f"C({n}, {k}) = {_product(factors)}",
    ], factors


def make_level_set(rng: Random, level: int) -> Problem:
    """The probability of drawing exactly so many of each letter, in any order."""
    bag = _bag(rng, level)
    drawn = Counter(_drawn(rng, bag, level))
    count, total = sum(drawn.values()), sum(bag.values())
    shown, lines = _shown(rng, bag)
    kinds = [f"{letter} {k} of {bag[letter]}" for letter, k in drawn.items()]
    lines.append(f"Wanted: {', '.join(kinds)}; {count} of {total}")
    missing = [letter for letter, k in drawn.items() if k > bag[letter]]
    if missing:
        letter = missing[0]
        lines.append(f"{drawn[letter]} {letter} cannot be drawn from {bag[letter]}: the probability is 0.")
        answer = "0"
    else:
        ways: list[int] = []
        for letter, k in drawn.items():
            chosen, factors = _choose(bag[letter], k)
            lines.extend([f"{letter}: {chosen[0]}", *chosen[1:]])
            ways.extend(factors)
        chosen, factors = _choose(total, count)
        lines.extend(
            [f"All: {chosen[0]}", *chosen[1:], *_probability([w for w in ways if w > 1] or [1], factors)]
        )
        answer = str(Fraction(prod(ways), prod(factors)))
    wanted = [f"{k} {letter}" for letter, k in drawn.items()]
    asked = wanted[0] if len(wanted) == 1 else f"{', '.join(wanted[:-1])} and {wanted[-1]}"
    slots = {"bag": bag, "shown": shown, "drawn": asked, "count": count}
    return Problem(slots, tuple(lines), answer, f"{sorted(bag.items())} {sorted(drawn.items())}")


def _bagged(template: str) -> Phrasing:
    """A phrasing with the slots `bag` (a jumbled string or counts), `n` (how many, in words) and `drawn`."""

    def say(slots: Mapping[str, Any], rng: Random) -> str:
        number = WORDS[slots["count"]]
        return template.format(
            bag=slots["shown"],
            n=number,
            N=number.capitalize(),
            drawn=slots["drawn"],
            thing=rng.choice(THINGS),
        )

    return say


THINGS = ("letters", "letters", "letters", "balls", "tiles", "cards", "counters")
_OPENINGS = (
    "{N} {thing} are drawn without replacement from {bag}. ",
    "{N} {thing} leave {bag} at random and stay out. ",
    "From {bag}, {n} {thing} are taken one by one and not put back. ",
    "You take {n} {thing} from {bag} without putting any back. ",
    "{N} {thing} are chosen at random from {bag}, without replacement. ",
)
_SEQUENCE_ASKS = (
    "Calculate the chance of drawing {drawn}, in this order.",
    "How likely are the letters {drawn}, in order?",
    "What is the probability of the sequence {drawn}?",
    "How likely is it to draw {drawn} in this order?",
    "Give the probability of drawing {drawn} in order.",
    "Find the probability that they spell {drawn}.",
    "What is the chance that the draws are {drawn}, in that order?",
)
_SET_ASKS = (
    "Calculate the chance of getting {drawn}.",
    "How likely are exactly {drawn} among them?",
    "What is the probability of getting {drawn}?",
    "How likely is it to draw exactly {drawn}?",
    "Give the probability of drawing {drawn}.",
    "Find the probability that there are {drawn} among them.",
    "What is the chance of picking {drawn} in any order?",
)
_ENDINGS = (
    "when {n} {thing} are drawn without replacement from {bag}?",
    "if {n} {thing} are picked from {bag} and not put back?",
    "for {n} {thing} taken from {bag} without replacement?",
)
FAMILIES: tuple[Family, ...] = (
    Family(
        "draw_sequence",
        DOMAIN,
        short(make_sequence, 290),
        tuple(_bagged(opening + ask) for opening in _OPENINGS for ask in _SEQUENCE_ASKS)
        + tuple(
            _bagged(f"What probability does the sequence {{drawn}} have {ending}") for ending in _ENDINGS
        ),
        (
            _bagged("Without replacement, {n} {thing} come from {bag}. Find the chance of sequence {drawn}."),
            _bagged(
                "What is the chance of drawing {drawn}, in this order, from {bag} without putting any back?"
            ),
            _bagged(
                "How likely is {drawn}, in order, if {n} {thing} are picked from {bag} and not put back?"
            ),
        ),
        2.0,
    ),
    Family(
        "draw_exactly",
        DOMAIN,
        short(make_level_set, 290),
        tuple(_bagged(opening + ask) for opening in _OPENINGS for ask in _SET_ASKS)
        + tuple(_bagged(f"What probability does drawing {{drawn}} have {ending}") for ending in _ENDINGS),
        (
            _bagged(
                "Without replacement, {n} {thing} are drawn from {bag}. Find the chance of getting {drawn}."
            ),
            _bagged("How likely are exactly {drawn} if {n} {thing} are taken from {bag} and not put back?"),
            _bagged(
                "Calculate the probability of {drawn} among {n} {thing} from {bag}, without replacement."
            ),
        ),
        2.0,
    ),
)
