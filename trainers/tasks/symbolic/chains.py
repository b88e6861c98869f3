"""Written-out steps that the symbolic families share: sums, products and quotients of signed numbers."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

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
    a, b = Fraction(a), Fraction(b)
    common = lcm(a.denominator, b.denominator)
    p, q = a.numerator * (common // a.denominator), b.numerator * (common // b.denominator)
    middle = f" = {p}/{common} {'-' if q < 0 else '+'} {abs(q)}/{common} = {p + q}/{common}"
    start, end = signed_sum((a, b)), fraction(a + b)
    if middle == f" = {end}" or common == 1:
        return [f"{start} = {end}"]
    text = start + middle.removeprefix(f" = {start}") if middle.startswith(f" = {start} ") else start + middle
    return [text if text.endswith(f"= {end}") else f"{text} = {end}"]


def minus(a: Number, b: Number) -> list[str]:
    """Lines for a - b, brackets round a negative b."""
    if isinstance(a, int) and isinstance(b, int):
        return working.subtract(a, b)
    return [f"{fraction(a)} - {operand(b)} = {fraction(a - b)}"]


def times(a: Number, b: Number) -> list[str]:
    """Lines for a * b."""
    if isinstance(a, int) and isinstance(b, int):
        return working.multiply(a, b)
    return [f"{fraction(a)} * {operand(b)} = {fraction(Fraction(a) * b)}"]


def over(a: int, b: int) -> list[str]:
    """Lines for a / b, exact or as a fraction in lowest terms."""
    value = Fraction(a, b)
    equality = f"{a} / {operand(b)} = {fraction(value)}"
    if value.denominator != 1 or abs(b) == 1:
        return [equality]
    lines = working.divide(abs(a), abs(b))
    return lines if a >= 0 and b > 0 else [*(lines if abs(value) >= 10 else ()), equality]


def total(numbers: Sequence[Number], label: str = "") -> list[str]:
    """Lines that add the numbers up from the left: one line for small ones, else digit by digit."""
    head = f"{label}: " if label else ""
    if len(numbers) == 1:
        return [f"{head}{fraction(numbers[0])}"]
    if all(isinstance(n, int) and abs(n) < 100 for n in numbers):
        text, rest = signed_sum(numbers), list(numbers)
        while len(rest) > 1:
            rest[:2] = [rest[0] + rest[1]]
            text += f" = {signed_sum(rest)}"
        return [head + text]
    lines = [head + signed_sum(numbers)] if len(numbers) > 2 or label else []
    running = numbers[0]
    for number in numbers[1:]:
        lines.extend(plus(running, number))
        running += number
    return lines
