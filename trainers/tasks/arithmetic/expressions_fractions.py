"""One operation on whole numbers or fractions as written working; the last line is the plain equality."""

from fractions import Fraction
from math import gcd

from trainers.tasks import working


def bracketed(value: Fraction, tight: bool = False) -> str:
    """A second operand: negative in brackets, and where `tight` (times, divided by) fractions as well."""
    return f"({value})" if value < 0 or (tight and value.denominator > 1) else str(value)


def equality(a: Fraction, op: str, b: Fraction, result: Fraction) -> str:
    """ "3/4 / (2/5) = 15/8": fractions that are multiplied or divided stand in brackets."""
    first = f"({a})" if op in "*/" and a.denominator > 1 else str(a)
    return f"{first} {op} {bracketed(b, op in '*/')} = {result}"


def reduce(top: int, bottom: int) -> list[str]:
    """Lines that bring top/bottom (bottom > 0) to lowest terms, by Euclid's algorithm."""
    common = gcd(top, bottom)
    if bottom == 1 or not top:
        return [f"{top}/{bottom} = {Fraction(top, bottom)}"]
    if abs(top) == 1:
        return []
    if abs(top) >= bottom:
        lines, rest = working.divide(abs(top), bottom), abs(top) % bottom
        if not rest:
            return _signed_division(top, bottom)
        if rest > 1:
            lines.extend(working.gcd(bottom, rest)[:-1])
        lines.append(f"gcd({abs(top)}, {bottom}) = {common}")
    else:
        lines = working.gcd(abs(top), bottom)
    return [*lines, *_through(top, bottom, common)]


def _through(top: int, bottom: int, common: int) -> list[str]:
    """Lines that divide both terms of a fraction by their common divisor."""
    if common == 1:
        return []
    lines = []
    for part in (abs(top), bottom):
        if part // common >= 10:
            lines.extend(_shown(working.divide(part, common)))
    return [*lines, f"{top}/{bottom} divided through by {common} is {Fraction(top, bottom)}"]


def _signed_division(a: int, b: int) -> list[str]:
    """The lines of a / b where b divides a."""
    lines = working.divide(abs(a), abs(b))
    plain = f"{abs(a)} / {abs(b)} = {abs(a) // abs(b)}"
    signed = f"{a} / {working.term(b)} = {a // b}"
    return lines if plain == signed else [*(lines if ":" in lines[0] else []), signed]


def operate(a: Fraction, op: str, b: Fraction) -> tuple[list[str], Fraction]:
    """The lines of `a op b` for op in + - * /, and its value."""
    match op:
        case "+" | "-":
            result = a + b if op == "+" else a - b
            if a.denominator == b.denominator == 1:
                whole = working.add if op == "+" else working.subtract
                return whole(a.numerator, b.numerator), result
            return [*_common(a, op, b), equality(a, op, b, result)], result
        case "*":
            result = a * b
            if a.denominator == b.denominator == 1:
                return working.multiply(a.numerator, b.numerator), result
            lines = _product(a, b)
        case _:
            result = a / b
            if a.denominator == b.denominator == 1:
                if result.denominator == 1:
                    return _signed_division(a.numerator, b.numerator), result
                lines = reduce(abs(a.numerator), abs(b.numerator))
            else:
                flipped = 1 / b
                lines = [
                    f"{equality(a, '/', b, result).rpartition(' = ')[0]} = {_times(a, flipped)}",
                    *_product(a, flipped),
                ]
    return [*lines, equality(a, op, b, result)], result


def _times(a: Fraction, b: Fraction) -> str:
    return equality(a, "*", b, Fraction(0)).rpartition(" = ")[0]


def _shown(lines: list[str]) -> list[str]:
    """Whole-number working where it is more than one stated fact."""
    return lines if len(lines) > 1 or ":" in lines[0] else []


def _common(a: Fraction, op: str, b: Fraction) -> list[str]:
    """Both over the common denominator, their tops added, and the result reduced."""
    p, q = a.denominator, b.denominator
    common = gcd(p, q)
    more, less = q // common, p // common  # what a and what b are extended by
    shared = p * more
    lines: list[str] = []
    if 1 not in (more, less) and min(p, q) > 1:
        lines.extend(working.gcd(p, q))
        if common > 1:
            lines.append(f"{q} / {common} = {more}, {p} / {common} = {less}")
        lines.extend(working.multiply(p, more))
    elif p != q and min(p, q) > 1:
        lines.append(f"{max(p, q)} / {min(p, q)} = {shared // min(p, q)}")
    if p != q:
        lines.append(f"Common denominator: {shared}")
    x, y = a.numerator * more, b.numerator * less
    for value, factor, top in ((a, more, x), (b, less, y)):
        if factor > 1:
            if value.numerator != 1:
                lines.extend(working.multiply(value.numerator, factor))
            lines.append(f"{value} = {top}/{shared}")
    whole = working.add(x, y) if op == "+" else working.subtract(x, y)
    top = x + y if op == "+" else x - y
    lines.extend(whole)
    if p == q or shared == common or not top:
        return [*lines, *reduce(top, shared)]
    if common > 1:  # nothing else can cancel
        lines.extend(working.gcd(abs(top), common))
        lines.extend(_through(top, shared, gcd(top, common)))
    return lines


def _product(a: Fraction, b: Fraction) -> list[str]:
    """What cancels is cancelled first; then top times top and bottom times bottom."""
    lines: list[str] = []
    for first in (True, False):
        top, bottom = (a.numerator, b.denominator) if first else (b.numerator, a.denominator)
        common = gcd(top, bottom)
        if not top or 1 in (abs(top), bottom):
            continue
        if max(abs(top), bottom) % min(abs(top), bottom) or max(abs(top), bottom) >= 100:
            lines.extend(working.gcd(abs(top), bottom))
        if common == 1:
            continue
        for part in (abs(top), bottom):
            if part // common >= 10:
                lines.extend(_shown(working.divide(part, common)))
        if first:
            a, b = a / common, b * common
        else:
            a, b = a * common, b / common
        lines.append(f"Cancel {abs(top)} and {bottom} by {common}: {_times(a, b)}")
    if 1 not in (abs(a.numerator), abs(b.numerator)):
        lines.extend(working.multiply(a.numerator, b.numerator))
    if 1 not in (a.denominator, b.denominator):
        lines.extend(working.multiply(a.denominator, b.denominator))
    return lines
