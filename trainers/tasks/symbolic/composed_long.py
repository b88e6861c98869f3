"""Composed tasks whose letters come from long sums that cancel, decimals among them, one after another."""

from collections.abc import Mapping
from fractions import Fraction
from random import Random

from trainers.tasks import working
from trainers.tasks.arithmetic.numbers import worked_round
from trainers.tasks.item import Family
from trainers.tasks.lengths import family_like
from trainers.tasks.symbolic.composed import FAMILIES as SHORT
from trainers.tasks.symbolic.composed import FINALS
from trainers.tasks.symbolic.composed_definitions import (
    Definition,
    Letters,
    decimal,
    defined,
    joined,
    needed,
    nonzero,
    shown,
)
from trainers.tasks.symbolic.composed_equations import solved
from trainers.tasks.symbolic.composed_final import Final, FinalMaker, Value, hide, maker
from trainers.tasks.symbolic.composed_fractions import UNITS, fraction_sum
from trainers.tasks.symbolic.composed_spread import messy_function, spread_system
from trainers.tasks.working import term

COUNTS = ("two", "three", "four", "five", "six")


def far_definitions(
    rng: Random, level: int, letters: Letters, hidden: Mapping[str, Value]
) -> tuple[Definition, ...]:
    """Definitions of the hidden letters; on level 3 mostly through one or two letters before them."""
    found: list[Definition] = []
    for name, value in hidden.items():
        if isinstance(value, Fraction) and value.denominator > 1:
            found.append(fraction_sum(rng, letters, name, value, {}))
            continue
        units, places = value if isinstance(value, tuple) else (int(value), 0)
        links = 0 if level < 3 else rng.choice((0, 1, 1, 2) if len(hidden) == 1 else (0, 0, 1))
        found += _chain(rng, level, letters, name, units, places, links)
    return tuple(found)


def _chain(
    rng: Random, level: int, letters: Letters, name: str, units: int, places: int, links: int
) -> list[Definition]:
    """The letter by itself, or from `links` letters that are defined before it."""
    if not links:
        draw = rng.random() if not places else 1.0
        if draw < 0.35:
            return [_equation(rng, name, units, level)]
        if draw < 0.65 and level > 1 and abs(units) < 200:
            return [rng.choice((spread_system, messy_function))(rng, letters, name, units)]
        return [_sum(rng, level, name, units, places)]
    before = letters.take()
    if not places and rng.random() < 0.6:
        held = rng.choice((-1, 1)) * rng.randint(2, 9)
        ahead = _chain(rng, level, letters, before, held, 0, links - 1)
        if rng.random() < 0.4 or abs(units) >= 200:
            return [*ahead, _multiple(rng, name, units, before, held)]
        build = rng.choice((spread_system, messy_function))
        return [*ahead, build(rng, letters, name, units, before, held)]
    held = units + _away(rng, level, places) * rng.choice((-1, 1))
    ahead = _chain(rng, level, letters, before, held, places, links - 1)
    return [*ahead, _onward(rng, name, units, before, held, places)]


def _away(rng: Random, level: int, places: int) -> int:
    """How far another number lies from a value, in units of the last place."""
    size = rng.choice(((30, 90), (90, 900, 2000), (90, 900, 9000))[level - 1])
    return rng.randint(1, size) * (10 ** rng.randint(0, places) if rng.random() < 0.5 else 1)


def _sum(rng: Random, level: int, name: str, units: int, places: int) -> Definition:
    """A sum or a difference of two numbers, mostly much larger than what it comes to."""
    first = rng.choice((-1, 1)) * _away(rng, level, places)
    return _worked(rng, name, "", first, units - first, units, places)


def _onward(rng: Random, name: str, units: int, before: str, held: int, places: int) -> Definition:
    """ "g = 3 - y", "n = -0.17 + k": from the letter before and one number."""
    match rng.randrange(3):
        case 0:
            return _worked(rng, name, before, held, units - held, units, places)
        case 1:
            return _worked(rng, name, before, units - held, held, units, places, second="+")
        case _:
            return _worked(rng, name, before, units + held, -held, units, places, second="-")


def _worked(
    rng: Random, name: str, before: str, one: int, other: int, units: int, places: int, second: str = ""
) -> Definition:
    """`one` + `other`; the letter `before` stands for the first number, with `second` for the other."""
    minus = second == "-" if second else rng.random() < 0.5
    sign, added = ("-", -other) if minus else ("+", other)
    texts = [decimal(one, places), _bracketed(decimal(added, places))]
    put = f"{texts[0]} {sign} {texts[1]}"
    work = working.subtract(one, added) if minus else working.add(one, added)
    if before:
        value = decimal(added if second else one, places)
        texts[bool(second)] = before
    said = f"{texts[0]} {sign} {texts[1]}"
    lines = [f"{name} = {said} with {before} = {value}"] if before else []
    if not places:
        return Definition("value", name, (said,), (*lines, *defined(name, put, shown(work, name, units))))
    lines += [f"{name} = {put}", f"in {UNITS[places]}: {one} {sign} {term(added)}", *needed(work)]
    lines.append(f"{name} = {units} {UNITS[places]} = {decimal(units, places)}")
    return Definition("value", name, (said,), tuple(lines))


def _bracketed(text: str) -> str:
    return f"({text})" if text.startswith("-") else text


def _equation(rng: Random, name: str, value: int, level: int) -> Definition:
    """A linear equation whose numbers are long: "2h - 189 - 135 = 0", "35k = -449 + 515"."""
    a, shift = nonzero(rng, (5, 9, 60)[level - 1]), nonzero(rng, (90, 900, 3000)[level - 1])
    match rng.randrange(4):
        case 0:
            left, right = [(a, name), (shift, "")], [(a * value + shift, "")]
        case 1:
            left, right = [(a, name), (-shift, ""), (shift - a * value, "")], [(0, "")]
        case 2:
            left, right = [(a, name)], [(shift, ""), (a * value - shift, "")]
        case _:
            b = nonzero(rng, 60)
            left, right = [(a + b, name), (a * -value, "")], [(b, name)]
    left = [pair for pair in left if pair[0]]
    if rng.random() < 0.2:
        left, right = right, left
    text = f"{joined(left)} = {joined(right)}"
    return Definition("equation", name, (text,), tuple(solved(name, text, left, right, {})))


def _multiple(rng: Random, name: str, value: int, before: str, held: int) -> Definition:
    """ "x * j = -384 + 1734": the letter before in front of the new one."""
    product = held * value
    shift = rng.choice((0, nonzero(rng, 900)))
    right = [pair for pair in ((shift, ""), (product - shift, "")) if pair[0]]
    text = f"{before} * {name} = {joined(right)}"
    put = f"{joined([(held, name)])} = {joined(right)}"
    lines = solved(name, put, [(held, name)], right, {})
    return Definition("equation", name, (text,), (f"{text} with {before} = {held}", *lines))


def _round_decimal(rng: Random, level: int, letters: Letters) -> Final:
    """A letter that is a decimal, to be rounded to two to six places."""
    k = rng.randint(1, (2, 3, 5)[level - 1])
    units = nonzero(rng, 10 ** rng.randint(1, min(k + 2, 5)))
    while units % 10 == 0:
        units = nonzero(rng, 10 ** rng.randint(1, min(k + 2, 5)))
    text = decimal(units, k + 1)
    to = f"{rng.choice((str(k), COUNTS[k - 2] if k > 1 else 'one'))} {rng.choice(('decimal place', 'dp'))}"
    to += "s" if k > 1 else ""
    worked = worked_round(text, -k)
    hidden, math = hide(rng, level, letters, {"a": (units, k + 1)})
    steps = (f"Round {text} to {to}.", *worked.steps)
    return Final(hidden, math, {"to": to}, "Round {a} to {to}.", steps, worked.answer)


CHOSEN = (
    "composed_gcd", "composed_lcm", "composed_div_remainder", "composed_is_prime", "composed_is_factor",
    "composed_place_value", "composed_prime_factors", "composed_compare_pair", "composed_which_of_pair",
    "composed_kth_biggest", "composed_kth_option", "composed_closest", "composed_closest_option",
    "composed_sort", "composed_linear_1d", "composed_linear_2d", "composed_evaluate",
)  # fmt: skip


def _round(rng: Random, level: int, letters: Letters) -> Final:
    known: FinalMaker = FINALS["composed_round_number"]
    return (_round_decimal if rng.random() < 0.6 else known)(rng, level, letters)


MAKERS: Mapping[str, FinalMaker] = {
    "composed_round_number": _round,
    **{name: FINALS[name] for name in CHOSEN},
}
FAMILIES: tuple[Family, ...] = tuple(
    family_like(SHORT, name, maker(final, far_definitions)) for name, final in MAKERS.items()
)
