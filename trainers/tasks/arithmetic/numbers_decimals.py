"""Decimals and fractions as written working. Numbers are int, Fraction, or str as written ("0.40", "2/7")."""

from fractions import Fraction

from trainers.tasks import working

Number = int | Fraction | str


def exact(value: Number) -> Fraction:
    """The exact value of a number however it is written."""
    return Fraction(value)


def places(value: Fraction) -> int | None:
    """How many decimal places the value needs; None where its decimals never end."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def decimal(value: Fraction | int, digits: int | None = None) -> str:
    """The decimal text, exact without trailing zeros, or cut (towards zero) after `digits` places."""
    value = Fraction(value)
    count = places(value) if digits is None else digits
    if count is None:
        raise ValueError(f"{value} has no finite decimal form")
    scaled = abs(value.numerator) * 10**count // value.denominator
    text = str(scaled).rjust(count + 1, "0")
    if count:
        text = f"{text[:-count]}.{text[-count:]}"
        if digits is None:
            text = text.rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 and scaled else text


def bracketed(text: str) -> str:
    """A second operand: in brackets where it is negative."""
    return f"({text})" if text.startswith("-") else text


def as_decimal(text: str, digits: int) -> tuple[list[str], str]:
    """Lines that turn a fraction as written into decimals (cut after `digits` places), and those decimals."""
    if "/" not in text:
        return [], text
    value = Fraction(text)
    needed = places(value)
    if value.denominator == 1:
        return [f"{text} = {value}"], str(value)
    finite = needed is not None and needed <= digits
    result = decimal(value) if finite else decimal(value, digits)
    top, bottom = abs(value.numerator), value.denominator
    whole, rest = divmod(top, bottom)
    parts = []
    if whole:
        parts = [working.quotient_digit(top, bottom)] if whole < 10 else working.divide(top, bottom)
    for _ in range(needed if finite and needed is not None else digits):
        parts.append(working.quotient_digit(rest * 10, bottom))
        rest = rest * 10 % bottom
    return [f"{text}: {', '.join(parts)} so {text} {'=' if finite else 'is about'} {result}"], result


def _scaled(a: Fraction, b: Fraction) -> tuple[int, int]:
    count = max(places(a) or 0, places(b) or 0)
    return int(a * 10**count), int(b * 10**count)


def _with_point(lines: list[str], a: Fraction, b: Fraction, equality: str) -> list[str]:
    """Both with as many decimals, the whole-number working, then the equality with its points."""
    count = max(places(a) or 0, places(b) or 0)
    if not count:
        return lines
    plural = "s" if count > 1 else ""
    aligned = f"To {count} decimal place{plural}: {decimal(a, count)} and {decimal(b, count)}"
    level = [] if places(a) == places(b) else [aligned]
    return [*level, *lines, f"With {count} decimal place{plural}: {equality}"]


def add(a: Fraction, b: Fraction) -> list[str]:
    """Lines that work out a + b of finite decimals."""
    x, y = _scaled(a, b)
    return _with_point(working.add(x, y), a, b, f"{decimal(a)} + {bracketed(decimal(b))} = {decimal(a + b)}")


def subtract(a: Fraction, b: Fraction) -> list[str]:
    """Lines that work out a - b of finite decimals."""
    x, y = _scaled(a, b)
    equality = f"{decimal(a)} - {bracketed(decimal(b))} = {decimal(a - b)}"
    return _with_point(working.subtract(x, y), a, b, equality)


def multiply(a: Fraction, b: Fraction) -> list[str]:
    """Lines that work out a * b of finite decimals: whole numbers first, then the places counted."""
    p, q = places(a) or 0, places(b) or 0
    x, y = int(a * 10**p), int(b * 10**q)
    equality = f"{decimal(a)} * {bracketed(decimal(b))} = {decimal(a * b)}"
    if not p + q:
        return working.multiply(x, y)
    plural = "s" if p + q > 1 else ""
    return [*working.multiply(x, y), f"{p} + {q} = {p + q} decimal place{plural}: {equality}"]


def moved(value: Fraction, power: int) -> list[str]:
    """Lines that multiply by 10^power (or divide, where it is negative) by counting decimal places."""
    result, count = decimal(value * Fraction(10) ** power), places(value) or 0
    digits, left = str(abs(int(value * 10**count))), count - power
    op = "*" if power > 0 else "/"
    equality = f"{decimal(value)} {op} {10 ** abs(power)} = {result}"
    first = f"{decimal(value)} is {digits} with {count} decimal place{'s' * (count != 1)}"
    if left <= 0:
        zeros = f"{-left or 'no'} zero{'s' * (left != -1)} behind {digits}"
        way = f"{power} place{'s' * (power > 1)} to the right"
        return [first, f"{way}: {power} - {count} = {-left}, {zeros}: {equality}"]
    sign, way = ("-", "right") if power > 0 else ("+", "left")
    moves = f"{abs(power)} place{'s' * (abs(power) > 1)} to the {way}"
    padded = digits.rjust(left + 1, "0")
    shown = f"{padded[:-left]}.{padded[-left:]}"
    return [first, f"{moves}: {count} {sign} {abs(power)} = {left} decimals of {digits}: {shown}", equality]
