"""Definitions of composed tasks by fractions and decimals: sums, quotients, and what cancels."""

from fractions import Fraction
from math import gcd
from random import Random

from trainers.tasks import working
from trainers.tasks.symbolic.chains import over
from trainers.tasks.symbolic.composed_definitions import (
    Builder,
    Definition,
    Known,
    Letters,
    decimal,
    needed,
    nonzero,
    quotient,
    ratio,
    shown,
)
from trainers.tasks.symbolic.notation import operand
from trainers.tasks.working import term

UNITS = {
    1: "tenths",
    2: "hundredths",
    3: "thousandths",
    4: "ten-thousandths",
    5: "hundred-thousandths",
    6: "millionths",
}


def _lowest(top: int, bottom: int) -> list[str]:
    """Lines from a fraction as typed to its lowest terms: the sign first, then the common factor."""
    text, value, lines = ratio(top, bottom), Fraction(top, bottom), []
    if bottom < 0 or top < 0:
        lines.append(f"{text} = {top if bottom > 0 else -top}/{abs(bottom)}")
        top, bottom = top if bottom > 0 else -top, abs(bottom)
    common = gcd(top, bottom)
    if value.denominator == 1:
        whole = over(top, bottom)
        return [*lines, *(whole[:-1] if abs(value) >= 10 else ()), f"{top}/{bottom} = {value}"]
    if common > 1:
        lines.append(f"{top} / {common} = {top // common}, {bottom} / {common} = {bottom // common}")
        lines.append(f"{top}/{bottom} = {value}")
    return lines


def _over_common(value: Fraction, common: int) -> list[str]:
    """Lines that write the fraction over a common denominator."""
    times = common // value.denominator
    if times == 1:
        return []
    top = value.numerator * times
    lines = [f"{common} / {value.denominator} = {times}"] if value.denominator > 1 else []
    return [*lines, *working.multiply(value.numerator, times), f"{value} = {top}/{common}"]


def fraction_sum(
    rng: Random, letters: Letters, name: str, value: Fraction | int, known: Known, easy: bool = False
) -> Definition:
    """Two fractions, one perhaps not in lowest terms, that come to the value."""
    value = Fraction(value)
    own = value.denominator
    bottom = (
        own if easy else rng.choice((2, 3, 4, 5, 6, 8) if own == 1 else (own, own, 2 * own, 3 * own, 2, 3))
    )
    first = Fraction(nonzero(rng, 4 * bottom), bottom)
    if first == value:  # nothing would be left to add
        first += Fraction(1, bottom)
    second = value - first
    scale = 1 if easy else rng.choice((1, 1, -1, 2, -2, 3, -3))
    tops = first.numerator * scale, first.denominator * scale
    one = ratio(*tops)
    two = term(second.numerator) if second.denominator == 1 else ratio(second.numerator, second.denominator)
    text = f"{one} + {two}"
    lines = [f"{name} = {text}", *_lowest(*tops)]
    if second.numerator < 0 and second.denominator > 1:
        lines.append(f"{two} = {second}")
    common = first.denominator * second.denominator // gcd(first.denominator, second.denominator)
    p, q = first.numerator * (common // first.denominator), second.numerator * (common // second.denominator)
    if min(first.denominator, second.denominator) > 1 and first.denominator != second.denominator:
        lines.append(f"common denominator of {first.denominator} and {second.denominator}: {common}")
    lines += [*_over_common(first, common), *_over_common(second, common)]
    if common == 1:
        sums = shown(working.add(p, q), name, p + q)
        lines += [*(() if sums[0].startswith(name) else (f"{name} = {p} + {term(q)}",)), *sums]
        return Definition("value", name, (text,), tuple(dict.fromkeys(lines)))
    over_common = f"{name} = {p}/{common} {'-' if q < 0 else '+'} {abs(q)}/{common}"
    lines += [over_common] if over_common != lines[-1] else []
    lines += working.subtract(p, -q) if q < 0 else working.add(p, q)
    lines.append(f"{name} = {p + q}/{common}")
    if value.denominator != common:
        lines += _lowest(p + q, common)[1 if p + q < 0 else 0 :]
        lines.append(f"{name} = {value}")
    return Definition("value", name, (text,), tuple(lines))


def fraction_quotient(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    """(a/b) / (c/d) or a/b * c, which comes to a whole number."""
    if value == 0 or abs(value) > 30:
        return quotient(rng, letters, name, value, known)
    bottom, scale, other = rng.randint(2, 9), rng.choice((2, 3, -1, -2)), nonzero(rng, 6)
    if rng.random() < 0.5:
        c = Fraction(other, bottom)
        a = value * c
        left, right = (a.numerator * scale, a.denominator * scale), (other, bottom)
        text = f"({ratio(*left)})/({ratio(*right)})"
        lines = [f"{name} = {text}", *_lowest(*left), *_lowest(*right)]
        if c.denominator == 1:
            lines.append(f"{name} = {a} / {operand(c)} = {value}")
            return Definition("value", name, (text,), tuple(lines))
        turned = 1 / c
        lines.append(f"{name} = {a} / {operand(c)} = {a} * {operand(turned)}")
        lines += _multiplied(name, a, turned, value)
        return Definition("value", name, (text,), tuple(lines))
    a = Fraction(value, bottom)
    left = a.numerator * scale, a.denominator * scale
    text = f"{ratio(*left)} * {bottom}"
    lines = [f"{name} = {text}", *_lowest(*left), f"{name} = {a} * {bottom}"]
    lines += _multiplied(name, a, Fraction(bottom), value)
    return Definition("value", name, (text,), tuple(lines))


def _multiplied(name: str, a: Fraction, b: Fraction, value: int) -> list[str]:
    """Lines for a * b = value: tops, bottoms, then the division."""
    top, bottom = a.numerator * b.numerator, a.denominator * b.denominator
    lines = working.multiply(a.numerator, b.numerator)
    if bottom == 1:
        return [*lines, f"{name} = {value}"]
    if a.denominator > 1 and b.denominator > 1:
        lines += working.multiply(a.denominator, b.denominator)
    whole = over(top, bottom)[:-1] if abs(value) >= 10 else []
    return [*lines, *whole, f"{name} = {top}/{bottom} = {value}"]


def decimal_sum(rng: Random, letters: Letters, name: str, units: int, places: int) -> Definition:
    """Two decimals that come to `units` of the last place."""
    first_places = rng.randint(0, places)
    first = nonzero(rng, rng.choice((9, 60, 400))) * 10 ** (places - first_places)
    if rng.random() < 0.5:
        first = nonzero(rng, rng.choice((99, 999, 4999)))
    second = units - first
    one, two = decimal(first, places), decimal(second, places)
    sign, other, work = "+", term(second), working.add(first, second)
    if rng.random() < 0.5:
        sign, two, other = "-", decimal(-second, places), term(-second)
        work = working.subtract(first, -second)
    text = f"{one} {sign} {f'({two})' if two.startswith('-') else two}"
    if places == 0:
        return Definition("value", name, (text,), (f"{name} = {text}", *needed(work), f"{name} = {units}"))
    lines = [f"{name} = {text}", f"in {UNITS[places]}: {first} {sign} {other}", *work]
    lines.append(f"{name} = {units} {UNITS[places]} = {decimal(units, places)}")
    return Definition("value", name, (text,), tuple(lines))


FRACTIONS: tuple[Builder, ...] = (fraction_sum, fraction_quotient)
