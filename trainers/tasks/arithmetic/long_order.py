"""Task families: long numbers and decimals compared, sorted, rounded, read by their places and rebased."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random
from typing import Any

from trainers.tasks.arithmetic import long_phrasings as words
from trainers.tasks.arithmetic import numbers_bases, numbers_digits, numbers_order
from trainers.tasks.arithmetic.expressions_wording import signed, whole
from trainers.tasks.arithmetic.long_numbers import long_decimal, short_decimal
from trainers.tasks.arithmetic.numbers import (
    DECIMAL_PLACES,
    PLACES,
    exact,
    worked_compare,
    worked_place_value,
    worked_round,
    worked_sort,
)
from trainers.tasks.arithmetic.numbers_bases import _from_base, _letters, _to_base, conversion_plan, in_base
from trainers.tasks.arithmetic.numbers_decimals import decimal
from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import family_like, short

Value = Callable[[Random, int], str]


def _decimal(rng: Random, level: int) -> str:
    value = long_decimal(rng, level, 0.7) if rng.random() < 0.6 else short_decimal(rng, level, 0.7)
    return decimal(-value if rng.random() < 0.4 else value)


def _fraction(rng: Random, level: int) -> str:
    bottom = rng.randint(2, 10 ** rng.randint(1, min(level, 2)))
    top = rng.randint(1, rng.choice((9, 30, bottom * 3)))
    return str(Fraction(signed(rng, top, 0.4), bottom))


def _value(rng: Random, level: int) -> str:
    return (_fraction if rng.random() < 0.3 else _decimal)(rng, level)


def _near(rng: Random, text: str, level: int) -> str:
    """A number that differs from the one written in a late digit, or a fraction with the same denominator."""
    value = exact(text)
    if "/" in text:
        return str(value + Fraction(rng.choice((-1, 1)), value.denominator))
    digits = len(text.partition(".")[2])
    return decimal(value + Fraction(signed(rng, rng.choice((1, 2, 9, 10, 90)), 0.5), 10**digits))


def _pair(rng: Random, level: int) -> tuple[str, str]:
    a = _value(rng, level)
    b = _near(rng, a, level) if rng.random() < 0.5 else _value(rng, level)
    return (a, b) if rng.random() < 0.5 else (b, a)


def make_which(rng: Random, level: int) -> Problem:
    """Which of two numbers is bigger, or smaller."""
    a, b = _pair(rng, level)
    while exact(a) == exact(b):
        a, b = _pair(rng, level)
    worked = worked_compare(a, b)
    bigger = rng.random() < 0.5
    answer = a if (worked.answer == ">") == bigger else b
    steps = (*worked.steps, f"The {'bigger' if bigger else 'smaller'} one is {answer}.")
    return Problem({"a": a, "b": b, "bigger": bigger}, steps, answer, f"{a} {b} {bigger}")


def make_relation(rng: Random, level: int) -> Problem:
    """Whether a relation between two numbers holds: "True" or "False"."""
    wanted = rng.random() < 0.5
    relation = rng.choice(("<", ">", "<=", ">=", "<", ">", "<=", ">=", "=", "!="))
    equal = 0.5 if relation in ("=", "!=") else 0.1
    while True:
        a, b = _pair(rng, level)
        b = a if rng.random() < equal else b
        worked = worked_compare(a, b)
        if (worked.answer in numbers_order.HOLDS[relation]) == wanted:
            break
    said = rng.choice(numbers_order.RELATIONS[relation])
    steps = numbers_order.relation_lines(a, relation, b, worked)
    return Problem({"a": a, "b": b, "relation": said}, steps, str(wanted), f"{a} {relation} {b}")


def make_sort(rng: Random, level: int) -> Problem:
    """A list of decimals or of fractions and short decimals put in order."""
    count = (3, rng.randint(3, 4), rng.randint(4, 5))[level - 1]
    shape: Value = _decimal if rng.random() < 0.5 else _mixed
    texts: list[str] = []
    while len(texts) < count:
        text = _near(rng, rng.choice(texts), level) if texts and rng.random() < 0.3 else shape(rng, level)
        if all(exact(text) != exact(other) for other in texts):
            texts.append(text)
    rng.shuffle(texts)
    descending = rng.random() < 0.45
    worked = worked_sort(texts, descending)
    slots = {"list": ", ".join(texts), "descending": descending}
    return Problem(slots, worked.steps, worked.answer, f"{' '.join(texts)} {descending}")


def _mixed(rng: Random, level: int) -> str:
    if rng.random() < 0.5:
        return decimal(signed(rng, 1, 0.4) * short_decimal(rng, level, 0.6))
    return str(Fraction(signed(rng, rng.randint(1, 99), 0.4), rng.randint(2, (9, 12, 20)[level - 1])))


def make_round(rng: Random, level: int) -> Problem:
    """A long number rounded to a power of ten, a whole number, or some decimal places; tiny ones too."""
    if rng.random() < 0.4:
        n, k = long_decimal(rng, level, 0.2), rng.randint(1, 6)
    elif rng.random() < 0.7:
        n = long_decimal(rng, level, 1.0)
        k = -rng.randint(0, min(6, max(0, len(decimal(n).partition(".")[2]) - 1)))
    else:  # below one, with zeros behind the point
        n = Fraction(whole(rng, (3, 5, 8)[level - 1]), 10 ** rng.randint(3, (5, 7, 10)[level - 1]))
        k = -rng.randint(1, 6)
    n = -n if rng.random() < 0.35 else n
    if abs(n) % Fraction(10) ** k * 2 == Fraction(10) ** k:
        n += Fraction(10) ** (k - 1) * (1 if n > 0 else -1)  # no exact halves: conventions differ
    written = decimal(n)
    worked = worked_round(written, k)
    return Problem({"n": written, "k": k}, worked.steps, worked.answer, f"{written} {k}")


def make_place_value(rng: Random, level: int) -> Problem:
    """The digit of a long number at a named place."""
    n = long_decimal(rng, level, 0.35)
    written = decimal(n)
    front, _, behind = written.partition(".")
    if behind and rng.random() < 0.5:
        place = -rng.randint(1, min(len(behind), len(DECIMAL_PLACES)))
    else:
        place = rng.randrange(min(len(front), len(PLACES)))
    worked = worked_place_value(written, place)
    name = PLACES[place] if place >= 0 else DECIMAL_PLACES[-place - 1]
    slots = {"n": written, "place": name.replace("units", rng.choice(("units", "units", "ones")))}
    return Problem(slots, worked.steps, worked.answer, f"{written} {place}")


def make_base_conversion(rng: Random, level: int) -> Problem:
    """A number of three to six digits from one base into another, through base ten where neither is ten."""
    source, target = rng.sample(range(2, 17), 2)
    if rng.random() < 0.7:
        source, target = (10, target) if rng.random() < 0.5 else (source, 10)
        if source == target:
            target = rng.choice((2, 6, 7, 16))
    n = int(10 ** rng.uniform(level + 1.2, level + 1.8))
    text, result = in_base(n, source), in_base(n, target)
    steps = conversion_plan(text, source, target)
    steps += _from_base(text, source) if source != 10 else []
    steps += _to_base(n, target) if target != 10 else []
    if target > 10 and _letters(result):
        steps.insert(len(steps) - 1, _letters(result))
    minus = "-" if rng.random() < 0.15 else ""
    if minus:
        steps.append("The sign stays: negative.")
    slots = {"n": minus + text, "source": source, "target": target}
    return Problem(slots, tuple(steps), minus + result, f"{minus}{text} {source} {target}")


def _ordered(slots: Mapping[str, Any], rng: Random) -> str:
    first = rng.choice(("biggest", "largest") if slots["descending"] else ("smallest", "lowest"))
    return f"{slots['list']}: {first} first"


FAMILIES: tuple[Family, ...] = (
    family_like(numbers_order.FAMILIES, "which_bigger", short(make_which, 300)),
    family_like(numbers_order.FAMILIES, "is_bigger", short(make_relation, 300), *words.RELATION),
    family_like(numbers_order.FAMILIES, "sort", short(make_sort, 300), _ordered),
    family_like(numbers_digits.FAMILIES, "round_number", make_round),
    family_like(
        numbers_digits.FAMILIES,
        "place_value",
        make_place_value,
        *words.PLACE,
    ),
    family_like(numbers_bases.FAMILIES, "base_conversion", short(make_base_conversion, 300)),
)
