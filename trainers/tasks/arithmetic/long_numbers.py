"""Task families: the four operations, divisors and powers of ten on long numbers and long decimals."""

from fractions import Fraction
from random import Random

from trainers.tasks import working
from trainers.tasks.arithmetic import expressions, measures, numbers_divisors
from trainers.tasks.arithmetic import long_phrasings as words
from trainers.tasks.arithmetic import numbers_decimals as decimals
from trainers.tasks.arithmetic.expressions_fractions import operate
from trainers.tasks.arithmetic.expressions_wording import signed, whole
from trainers.tasks.arithmetic.numbers import worked_gcd, worked_is_factor, worked_lcm, worked_remainder
from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import family_like, short

DOMAIN = "arithmetic"
DIGITS = ((5, 6), (6, 8), (8, 13))


def long_decimal(rng: Random, level: int, share: float = 0.5) -> Fraction:
    """A positive long number, in this share of the draws with decimals."""
    least, most = DIGITS[level - 1]
    n = whole(rng, most, least)
    if rng.random() >= share:
        return Fraction(n)
    return Fraction(n, 10 ** rng.randint(1, min(len(str(n)) + 1, (4, 7, 10)[level - 1])))


def short_decimal(rng: Random, level: int, share: float = 0.4) -> Fraction:
    """A positive number of one to three digits, in this share of the draws with decimals."""
    places = rng.randint(1, 3) if rng.random() < share else 0
    return Fraction(whole(rng, min(level + 1, 3)), 10**places)


def _operands(rng: Random, level: int) -> tuple[Fraction, Fraction]:
    """One long and one short number as often as two long ones, signed, in either order."""
    a = long_decimal(rng, level)
    b = short_decimal(rng, level) if rng.random() < 0.5 else long_decimal(rng, level)
    a, b = (-v if rng.random() < 0.3 else v for v in (a, b))
    return (a, b) if rng.random() < 0.5 else (b, a)


def make_add_sub(rng: Random, level: int) -> Problem:
    """a + b or a - b."""
    a, b = _operands(rng, level)
    op = rng.choice("+-")
    lines = decimals.add(a, b) if op == "+" else decimals.subtract(a, b)
    one, other = decimals.decimal(a), decimals.decimal(b)
    slots = {"a": one, "b": other, "kind": op, "e": f"{one} {op} {decimals.bracketed(other)}"}
    return Problem(slots, tuple(lines), decimals.decimal(a + b if op == "+" else a - b))


def make_difference(rng: Random, level: int) -> Problem:
    """How far apart two numbers are: the bigger minus the smaller."""
    a, b = _operands(rng, level)
    big, small = max(a, b), min(a, b)
    one, other, p, q = (decimals.decimal(v) for v in (a, b, big, small))
    first = f"{p} = {q}" if big == small else f"The bigger is {p}, the smaller {q}."
    steps = (first, *decimals.subtract(big, small))
    return Problem({"a": one, "b": other}, steps, decimals.decimal(big - small), f"{p} {q}")


def make_mul(rng: Random, level: int) -> Problem:
    """A long number times one of one to three digits: the more digits there, the fewer here."""
    width = rng.choice(((1, 1, 2), (1, 2, 2), (1, 1, 2, 2, 3))[level - 1])
    least, most = (((5, 6), (4, 5)), ((6, 8), (5, 7)), ((8, 12), (6, 8), (4, 5)))[level - 1][width - 1]
    x, y = whole(rng, most, least), whole(rng, width, width)
    if rng.random() < 0.15:
        y *= 10 ** rng.randint(1, 3)
    p, q = (rng.randint(0, (3, 6, 9)[level - 1]), rng.randint(0, 2)) if rng.random() < 0.5 else (0, 0)
    a, b = Fraction(signed(rng, x), 10**p), Fraction(signed(rng, y), 10**q)
    if rng.random() < 0.5:
        a, b = b, a
    one, other = decimals.decimal(a), decimals.decimal(b)
    slots = {"a": one, "b": other, "e": f"{one} * {decimals.bracketed(other)}"}
    return Problem(slots, tuple(decimals.multiply(a, b)), decimals.decimal(a * b))


def make_div(rng: Random, level: int) -> Problem:
    """a / b: exact by one to three digits, or a fraction of two longer numbers in lowest terms."""
    least, most = ((5, 6), (6, 8), (8, 12))[level - 1]
    match rng.randrange(5):
        case 0 | 1 | 2:  # exact
            b = max(2, whole(rng, 1 if rng.random() < 0.6 else 2))
            a = whole(rng, most if b < 10 else most - level, least if b < 10 else 4) // b * b
        case 3:  # a fraction whose terms share a factor
            common = rng.randint(1, (30, 60, 90)[level - 1])
            a, b = (common * rng.randint(2, (30, 60, 99)[level - 1]) for _ in range(2))
        case _:  # one long and one short term
            a, b = whole(rng, (4, 4, 5)[level - 1], 4), max(2, whole(rng, 2))
            a, b = (a, b) if rng.random() < 0.8 else (b, a)
    a, b = signed(rng, a), signed(rng, b, 0.2)
    slots = {"a": a, "b": b, "e": f"{a} / {working.term(b)}"}
    return Problem(slots, tuple(operate(Fraction(a), "/", Fraction(b))[0]), str(Fraction(a, b)))


def _divisor(rng: Random, level: int) -> int:
    if level == 3 and rng.random() < 0.12:
        return whole(rng, 3, 3)
    return max(2, whole(rng, 2))


def _dividend(rng: Random, level: int, b: int) -> int:
    """A long number whose quotient by b has a bounded number of digits: the fewer, the longer b is."""
    if b < 10:
        return whole(rng, (6, 7, 9)[level - 1], 5)
    return b * whole(rng, (3, 4, 5)[level - 1] if b < 100 else 2, 2) + rng.randrange(b)


def make_remainder(rng: Random, level: int) -> Problem:
    """The remainder of a dividend of five to nine digits."""
    b = _divisor(rng, level)
    a = _dividend(rng, level, b)
    if rng.random() < 0.1:
        a -= a % b
    worked = worked_remainder(a, b)
    return Problem({"a": a, "b": b}, worked.steps, worked.answer)


def make_quotient(rng: Random, level: int) -> Problem:
    """The division with remainder of such a dividend: "23 remainder 4"."""
    b = _divisor(rng, level)
    a = _dividend(rng, level, b)
    a += not a % b
    steps = (f"Quotient and remainder of {a} / {b}:", *working.divide(a, b))
    return Problem({"a": a, "b": b}, steps, f"{a // b} remainder {a % b}")


def make_is_factor(rng: Random, level: int) -> Problem:
    """Whether one number divides a long one; half do, many of the others nearly do."""
    a = _divisor(rng, level)
    b = _dividend(rng, level, a) // a * a
    if rng.random() < 0.5:
        b += rng.choice((-1, 1, rng.randrange(1, a), rng.randrange(1, a)))
    worked = worked_is_factor(a, b)
    return Problem({"a": a, "b": b}, worked.steps, worked.answer)


def _related(rng: Random, level: int, most: int) -> tuple[int, int]:
    """Two different numbers below `most` with a common factor of any size, in either order."""
    while True:
        common = rng.randint(1, 10 ** rng.randint(1, min(level, 2)))
        a = common * rng.randint(2, max(3, most // common))
        b = common * rng.randint(2, max(3, most // common // rng.choice((1, 1, 10, 100))))
        if a != b and max(a, b) < most and max(a, b) >= most // 20:
            return a, b


def make_gcd(rng: Random, level: int) -> Problem:
    """The greatest common divisor of numbers with up to three, at level 3 four digits."""
    worked = worked_gcd(*(pair := _related(rng, level, (400, 999, 4000)[level - 1])))
    return Problem({"a": pair[0], "b": pair[1]}, worked.steps, worked.answer)


def make_lcm(rng: Random, level: int) -> Problem:
    """The least common multiple of numbers with up to three digits."""
    a, b = _related(rng, level, (200, 400, 999)[level - 1])
    worked = worked_lcm(a, b)
    return Problem({"a": a, "b": b}, worked.steps, worked.answer)


def make_common_denominator(rng: Random, level: int) -> Problem:
    """The least common denominator of two fractions with denominators of up to three digits."""
    while True:
        p, q = _related(rng, level, (150, 300, 600)[level - 1])
        x, y = (Fraction(signed(rng, rng.randint(1, 199)), bottom) for bottom in (p, q))
        if (x.denominator, y.denominator) == (p, q):
            worked = worked_lcm(p, q)
            steps = (f"The denominators are {p} and {q}.", *worked.steps)
            return Problem({"a": x, "b": y}, steps, worked.answer)


def make_power_of_ten(rng: Random, level: int) -> Problem:
    """A long number times or divided by a power of ten, which may be written as one."""
    value = long_decimal(rng, level, 0.75) if rng.random() < 0.75 else short_decimal(rng, level, 0.6)
    value = -value if rng.random() < 0.2 else value
    size = rng.randint(1, (4, 6, 9)[level - 1])
    kind = rng.choice("*/")
    lines = [f"10^{size} = {10**size}"] if (as_power := rng.random() < 0.3) else []
    lines.extend(decimals.moved(value, size if kind == "*" else -size))
    factor = f"10^{size}" if as_power else str(10**size)
    a = decimals.decimal(value)
    slots = {"a": a, "b": factor, "kind": kind, "e": f"{a} {kind} {factor}"}
    return Problem(slots, tuple(lines), lines[-1].rpartition(" = ")[2])


METRIC = (*measures.METRIC.values(), measures.SHORT_TIMES)


def make_unit_conversion(rng: Random, level: int) -> Problem:
    """A long measurement in another metric unit."""
    while True:
        sizes = rng.choice(METRIC)
        one, other = rng.sample(list(sizes), 2)
        ratio = Fraction(sizes[one], sizes[other])
        power = len(str(max(ratio.numerator, ratio.denominator))) - 1
        if power > (3, 6, 9)[level - 1]:
            continue
        value = long_decimal(rng, min(level, 2), 0.8) if rng.random() < 0.8 else short_decimal(rng, level)
        result = value * ratio
        if (decimals.places(result) or 0) <= 14:
            break
    written, answer = decimals.decimal(value), decimals.decimal(result)
    slots = {"kind": "plain", "value": written, "one": one[1], "symbol": one[2], "other": other[1]}
    steps = tuple(measures.metric_lines(value, one, other, ratio))
    return Problem(slots, steps, answer, f"{written} {one[0]} {other[0]}")


FAMILIES: tuple[Family, ...] = (
    family_like(expressions.FAMILIES, "add_sub", short(make_add_sub, 300), *words.SHOW, *words.ADD_SUB * 2),
    family_like(expressions.FAMILIES, "difference", short(make_difference, 300), *words.DIFFERENCE),
    family_like(expressions.FAMILIES, "mul", short(make_mul, 300), *words.SHOW, *words.MUL),
    family_like(expressions.FAMILIES, "div", short(make_div, 300), *words.SHOW, *words.DIV),
    family_like(expressions.FAMILIES, "quotient_remainder", short(make_quotient, 300), *words.QUOTIENT),
    family_like(numbers_divisors.FAMILIES, "div_remainder", short(make_remainder, 300), *words.REMAINDER),
    family_like(numbers_divisors.FAMILIES, "is_factor", short(make_is_factor, 300), *words.FACTOR),
    family_like(numbers_divisors.FAMILIES, "gcd", short(make_gcd, 300), *words.GCD),
    family_like(numbers_divisors.FAMILIES, "lcm", short(make_lcm, 300), *words.LCM),
    family_like(
        numbers_divisors.FAMILIES,
        "common_denominator",
        short(make_common_denominator, 300),
        *words.DENOMINATOR,
    ),
    family_like(measures.FAMILIES, "unit_conversion", short(make_unit_conversion, 300)),
    Family(
        "power_of_ten",
        DOMAIN,
        short(make_power_of_ten, 300),
        words.POWER_OF_TEN,
        words.POWER_OF_TEN_KEPT_OUT,
        0.5,
    ),
)
