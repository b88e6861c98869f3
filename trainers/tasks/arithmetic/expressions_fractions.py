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
    """Lines that bring top/bottom (bottom > 0) to lowest terms; none where it is there already."""
    common, lines = gcd(top, bottom), []
    if common == 1 or not top:
        return [f"{top}/{bottom} = {Fraction(top, bottom)}"] if bottom == 1 or not top else []
    if bottom == common:
        return _signed_division(top, bottom)
    if max(abs(top), bottom) >= 100:
        lines.extend(working.gcd(abs(top), bottom))
        for part in (abs(top), bottom):
            if part // common >= 10:
                lines.extend(working.divide(part, common))
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
    shared = p * q // gcd(p, q)
    lines: list[str] = []
    if min(p, q) > 1 and p != q:
        if shared > 99:
            lines.extend(working.gcd(p, q))
            lines.extend(_shown(working.multiply(p, shared // p)))
        lines.append(f"lcm({p}, {q}) = {shared}")
    x, y = a.numerator * (shared // p), b.numerator * (shared // q)
    for value, top in ((a, x), (b, y)):
        if value.denominator != shared:
            lines.extend(_shown(working.multiply(value.numerator, shared // value.denominator)))
            lines.append(f"{value} = {top}/{shared}")
    whole = working.add(x, y) if op == "+" else working.subtract(x, y)
    top = x + y if op == "+" else x - y
    return [*lines, *whole, *reduce(top, shared)]


def _product(a: Fraction, b: Fraction) -> list[str]:
    """What cancels is cancelled first; then top times top and bottom times bottom."""
    lines: list[str] = []
    for first in (True, False):
        top, bottom = (a.numerator, b.denominator) if first else (b.numerator, a.denominator)
        common = gcd(top, bottom)
        if common == 1 or not top:
            continue
        if max(abs(top), bottom) >= 100:
            lines.extend(working.gcd(abs(top), bottom))
            for part in (abs(top), bottom):
                if part // common >= 10:
                    lines.extend(working.divide(part, common))
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
