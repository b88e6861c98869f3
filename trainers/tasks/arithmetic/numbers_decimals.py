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
    parts = [f"{top}/{bottom}={whole} r {rest}"] if whole else []
    for _ in range(needed if finite and needed is not None else digits):
        parts.append(f"{rest * 10}/{bottom}={rest * 10 // bottom} r {rest * 10 % bottom}")
        rest = rest * 10 % bottom
    return [f"{text}: {', '.join(parts)} so {text} {'=' if finite else 'is about'} {result}"], result


def _scaled(a: Fraction, b: Fraction) -> tuple[int, int, int]:
    count = max(places(a) or 0, places(b) or 0)
    return int(a * 10**count), int(b * 10**count), count


def _with_point(lines: list[str], count: int, equality: str) -> list[str]:
    """Whole-number working, then the equality with its points; small whole-number sums are not shown."""
    if not count:
        return lines
    shown = lines if len(lines) > 1 or ":" in lines[0] else []
    return [*shown, equality]


def add(a: Fraction, b: Fraction) -> list[str]:
    """Lines that work out a + b of finite decimals."""
    x, y, count = _scaled(a, b)
    return _with_point(working.add(x, y), count, f"{decimal(a)} + {bracketed(decimal(b))} = {decimal(a + b)}")


def subtract(a: Fraction, b: Fraction) -> list[str]:
    """Lines that work out a - b of finite decimals."""
    x, y, count = _scaled(a, b)
    equality = f"{decimal(a)} - {bracketed(decimal(b))} = {decimal(a - b)}"
    return _with_point(working.subtract(x, y), count, equality)


def multiply(a: Fraction, b: Fraction) -> list[str]:
    """Lines that work out a * b of finite decimals: whole numbers first, then the places counted."""
    p, q = places(a) or 0, places(b) or 0
    x, y = int(a * 10**p), int(b * 10**q)
    equality = f"{decimal(a)} * {bracketed(decimal(b))} = {decimal(a * b)}"
    if not p + q:
        return working.multiply(x, y)
    plural = "s" if p + q > 1 else ""
    return [*working.multiply(x, y), f"{p} + {q} = {p + q} decimal place{plural}: {equality}"]
