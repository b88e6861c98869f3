"""Written-out steps that the symbolic families share: sums, products and quotients of signed numbers."""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from trainers.tasks import working
from trainers.tasks.symbolic.notation import Number, fraction, operand


def signed_sum(numbers: Sequence[Number]) -> str:
    """The numbers as a sum: "3 - 5 + 8"."""
    text = fraction(numbers[0])
    for number in numbers[1:]:
        text += f" - {fraction(-number)}" if number < 0 else f" + {fraction(number)}"
    return text


def plus(a: Number, b: Number) -> list[str]:
    """Lines for a + b, written a - |b| where b is negative."""
    if isinstance(a, int) and isinstance(b, int):
        return working.subtract(a, -b) if b < 0 else working.add(a, b)
    return _fraction_sum(Fraction(a), Fraction(b))


def minus(a: Number, b: Number) -> list[str]:
    """Lines for a - b, brackets round a negative b."""
    if isinstance(a, int) and isinstance(b, int):
        return working.subtract(a, b)
    lines = _fraction_sum(Fraction(a), -Fraction(b))
    return lines if b >= 0 else [f"{fraction(a)} - ({fraction(b)}) = {signed_sum((a, -b))}", *lines]


def times(a: Number, b: Number) -> list[str]:
    """Lines for a * b."""
    if isinstance(a, int) and isinstance(b, int):
        return working.multiply(a, b)
    p, q = Fraction(a), Fraction(b)
    top, bottom = p.numerator * q.numerator, p.denominator * q.denominator
    lines = [*worked_only(times(p.numerator, q.numerator)), *worked_only(times(p.denominator, q.denominator))]
    start = f"{fraction(a)} * {operand(b)}"
    if gcd(top, bottom) == 1:
        return [*lines, f"{start} = {fraction(p * q)}"]
    return [*lines, f"{start} = {top}/{bottom}", *reduced(top, bottom), f"{start} = {fraction(p * q)}"]


def over(a: int, b: int) -> list[str]:
    """Lines for a / b, exact or as a fraction in lowest terms."""
    value = Fraction(a, b)
    equality = f"{a} / {operand(b)} = {fraction(value)}"
    if abs(b) == 1:
        return [equality]
    if value.denominator != 1:
        if gcd(a, b) == 1:
            return [equality]
        return [*reduced(abs(a), abs(b)), *([equality] if a < 0 or b < 0 else [])]
    lines = working.divide(abs(a), abs(b))
    return lines if a >= 0 and b > 0 else [*worked_only(lines), equality]


def reduced(top: int, bottom: int) -> list[str]:
    """Lines that bring top/bottom to lowest terms: the greatest common divisor, then both divided by it."""
    shared, value = gcd(top, bottom), Fraction(top, bottom)
    end = f"{top}/{bottom} = {fraction(value)}"
    if shared == 1:
        return []
    if value.denominator == 1:
        return [*worked_only(over(top, bottom)), end]
    if max(abs(top), bottom) < 60:
        return [f"{top}/{bottom}: divide both by {shared}, {end}"]
    lines = working.gcd(abs(top), bottom)
    return [*lines, *over(abs(top), shared), *over(bottom, shared), end]


def total(numbers: Sequence[Number], label: str = "") -> list[str]:
    """Lines that add the numbers up from the left, one addition a line, and the labelled result."""
    head = f"{label}: " if label else ""
    if len(numbers) == 1:
        return [f"{head}{fraction(numbers[0])}"]
    lines = [head + signed_sum(numbers)] if len(numbers) > 2 or label else []
    running = numbers[0]
    for number in numbers[1:]:
        lines.extend(plus(running, number))
        running += number
    return lines


def worked_only(lines: list[str]) -> list[str]:
    """The lines where they are more than one stated fact, else nothing."""
    return lines if len(lines) > 1 or ":" in lines[0] else []


def product_lines_of(factor: Number, numbers: Sequence[Number]) -> list[str]:
    """Lines for those products of the factor that are too large to state."""
    lines: list[str] = []
    for number in numbers:
        lines += worked_only(times(number, factor))
    return lines


def _fraction_sum(a: Fraction, b: Fraction) -> list[str]:
    """a + b over the common denominator: rewritten, the tops added, reduced."""
    common = lcm(a.denominator, b.denominator)
    start, end = signed_sum((a, b)), fraction(a + b)
    if common == 1:
        return plus(a.numerator, b.numerator)
    p, q = a.numerator * (common // a.denominator), b.numerator * (common // b.denominator)
    sign = "-" if q < 0 else "+"
    lines = [
        *worked_only(times(abs(a.numerator), common // a.denominator)),
        *worked_only(times(abs(b.numerator), common // b.denominator)),
    ]
    rewritten = f"{p}/{common} {sign} {abs(q)}/{common}"
    if rewritten != start:
        lines.append(f"{start} = {rewritten}")
    lines += plus(p, q)
    if gcd(p + q, common) > 1:
        lines += reduced(p + q, common)
    return [*lines, f"{start} = {end}"]
