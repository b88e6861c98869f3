"""Whole-number arithmetic as written working: digit by digit, last digit first, carries shown.

Every function returns lines; the last line always ends with the plain equality, e.g. "347 * 26 = 9022".
Sums of two-digit numbers and products of a two-digit with a one-digit number are stated outright:
a small model does those in its head. Negative second operands stand in brackets: "5 - (-3) = 8".
"""

STATED = 1_000  # below it a one-digit number is added or taken away in the head


def term(n: int) -> str:
    """The number as a second operand: negative ones in brackets."""
    return f"({n})" if n < 0 else str(n)


def add(a: int, b: int) -> list[str]:
    """Lines that work out a + b."""
    return [_signed(f"{a} + {term(b)}", a, b)]


def subtract(a: int, b: int) -> list[str]:
    """Lines that work out a - b."""
    return [_signed(f"{a} - {term(b)}", a, -b)]


def _signed(shown: str, a: int, b: int) -> str:
    """The line of a + b, written as `shown`: signs come first, "5 - 12 = -(12 - 5)", then digits."""
    equality = f"{shown} = {a + b}"
    big, small = max(abs(a), abs(b)), min(abs(a), abs(b))
    alike = (a < 0) == (b < 0)
    work = _digits_of_sum(big, small) if alike else _digits_of_difference(big, small)
    plain = f"{big} {'+' if alike else '-'} {small}"
    if not work or shown == plain or (alike and a >= 0 and "(" not in shown):
        return work + equality
    sized = f"-({plain})" if a + b < 0 else plain
    return f"{shown} = {sized}: {work.partition(': ')[2]}{equality}"


def multiply(a: int, b: int) -> list[str]:
    """Lines that work out a * b: one partial product a line, then their sum."""
    equality = f"{a} * {term(b)} = {a * b}"
    x, y = sorted((abs(a), abs(b)), reverse=True)
    if x < 10 or y < 10 or _is_round(x) or _is_round(y):
        return [_digits_of_product(x, y) + equality]
    lines: list[str] = []
    partials: list[int] = []
    for power, digit in enumerate(reversed(str(y))):
        if digit != "0":
            part = int(digit) * 10**power
            lines.append(f"{_digits_of_product(x, int(digit))}{x} * {part} = {x * part}")
            partials.append(x * part)
    total = partials[0]
    for partial in partials[1:]:
        lines.extend(add(total, partial))
        total += partial
    return [*lines, equality]


def divide(a: int, b: int, listed: bool = False) -> list[str]:
    """Lines of the long division a / b with b > 0 and a >= 0: quotient, and remainder where there is one.

    The multiples of b are left out where they stand `listed` above.
    """
    quotient, remainder = divmod(a, b)
    result = f"{a} / {b} = {quotient}" + (f" remainder {remainder}" if remainder else "")
    work = _digits_of_quotient(a, b, listed)
    return [f"{a} / {b}: {work} so {result}" if work else result]


def gcd(a: int, b: int) -> list[str]:
    """Lines of Euclid's algorithm for positive a and b; the last line is "gcd(a, b) = g"."""
    lines, x, y = [], max(a, b), min(a, b)
    while y:
        if x < 100 or x // y == 0:
            work = ""
        elif x // y == 1:
            work = _digits_of_difference(x, y)
        else:
            work = _digits_of_quotient(x, y)
            work = f"{x} / {y}: {work} so " if work else ""
        lines.append(f"{work}{x} = {x // y} * {y} + {x % y}")
        x, y = y, x % y
    return [*lines, f"gcd({a}, {b}) = {x}"]


def multiples(b: int, until: int | None = None) -> str:
    """The multiples of b from 1 to 9, or to the first one above `until`: "1:43 2:86 3:129"."""
    last = 9 if until is None else min(9, until // b + 1)
    return " ".join(f"{i}:{b * i}" for i in range(1, last + 1))


def _digits_of_quotient(a: int, b: int, listed: bool = False) -> str:
    """The long division without its result, or nothing where the quotient is stated outright."""
    if (
        a < b
        or b in (1, 10, 100, 1000)
        or (a < 100 and a % b == 0 and a // b < 10)
        or (a // b < 10 and b < 10)
    ):
        return ""
    parts: list[str] = []
    carried = 0
    for digit in str(a):
        carried = carried * 10 + int(digit)
        if carried >= b or parts:
            parts.append(quotient_digit(carried, b))
            carried %= b
    work = ", ".join(parts)
    if b < 10 or a < 100 or listed:
        return work
    lead = b // 10 ** (len(str(b)) - 2)
    until = a // 10 ** (len(str(b)) - 2) if len(parts) == 1 else None
    return f"{multiples(lead, until)}, {work}"


def quotient_digit(rest: int, b: int) -> str:
    """One digit of a quotient: its product with the divisor, and what that leaves.

    Divisors of three and more digits are guessed at by their first two, which is one too many at most.
    """
    digit, left = divmod(rest, b)
    if b < 10:
        return f"{rest}/{b}={digit} r {left}"
    if b < 100:
        return f"{b}*{digit}={b * digit} {rest}-{b * digit}={left}"
    cut = 10 ** (len(str(b)) - 2)
    guess = min(9, rest // cut // (b // cut))
    text = f"{rest // cut}/{b // cut}={guess}"
    if not guess:
        return text
    for tried in range(guess, digit, -1):
        text += f" {b}*{tried}: {_columns_of_product(b, tried)} {b * tried} > {rest}"
    if not digit:
        return f"{text} so 0"
    if digit > 1:
        text += f" {b}*{digit}: {_columns_of_product(b, digit)} {b * digit}"
    return f"{text} {rest}-{b * digit}: {_columns_of_difference(rest, b * digit)} {left}"


def _is_round(n: int) -> bool:
    return n > 0 and len(str(n).rstrip("0")) == 1


def _digits_of_sum(a: int, b: int) -> str:
    """ "345 + 278: 5+8=13 4+7+1=12 3+2+1=6 so ", or nothing where the sum is stated outright."""
    if max(a, b) < 100 or (min(a, b) < 10 and max(a, b) < STATED):
        return ""
    carry, parts = 0, []
    x, y = max(a, b), min(a, b)
    while x or y:
        p, q = x % 10, y % 10
        total = p + q + carry
        parts.append(f"{p}+{q}{f'+{carry}' if carry else ''}={total}")
        carry, x, y = total // 10, x // 10, y // 10
    return f"{max(a, b)} + {min(a, b)}: {' '.join(parts)} so "


def _digits_of_difference(big: int, small: int) -> str:
    """The same with borrowing: "623 - 278: 13-8=5 11-7=4 5-2=3 so "."""
    if big < 100 or (small < 10 and big < STATED):
        return ""
    return f"{big} - {small}: {_columns_of_difference(big, small)} so "


def _columns_of_difference(big: int, small: int) -> str:
    borrow, parts = 0, []
    x, y = big, small
    while x:
        p, q = x % 10 - borrow, y % 10
        borrow = 1 if p < q else 0
        parts.append(f"{p + 10 * borrow}-{q}={p + 10 * borrow - q}")
        x, y = x // 10, y // 10
    return " ".join(parts)


def _digits_of_product(x: int, y: int) -> str:
    """The digit products of x times a round number: "347 * 20: 7*2=14 4*2+1=9 3*2=6 so "."""
    if _is_round(x) and not (y < 10 or _is_round(y)):
        x, y = y, x
    digit = int(str(y).rstrip("0") or 0)
    if x < 100 or digit <= 1 or _is_round(x):
        return ""
    return f"{x} * {y}: {_columns_of_product(x, digit)} so "


def _columns_of_product(x: int, digit: int) -> str:
    carry, parts, rest = 0, [], x
    while rest:
        p = rest % 10
        total = p * digit + carry
        parts.append(f"{p}*{digit}{f'+{carry}' if carry else ''}={total}")
        carry, rest = total // 10, rest // 10
    return " ".join(parts)
