"""Factoring quadratics by the search for two numbers with a given product and sum, written out."""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, isqrt

from trainers.tasks import working
from trainers.tasks.item import Worked
from trainers.tasks.symbolic.chains import minus, over, plus, times, worked_only
from trainers.tasks.symbolic.notation import fraction, operand
from trainers.tasks.symbolic.polynomial import Polynomial, poly


def worked_factor_quadratic(a: int, b: int, c: int, letter: str = "x") -> Worked:
    """a*x^2 + b*x + c as a product with whole coefficients, or itself where none exists."""
    whole = poly(a, b, c)
    if not c and not b:
        return Worked((f"{whole.text(letter)} is factored",), whole.text(letter))
    steps, common = common_lines([n for n in (a, b, c) if n])
    a, b, c = a // common, b // common, c // common
    inner = poly(a, b, c)
    if common != 1:
        steps.append(f"common factor {common}: {whole.text(letter)} = {scale(common)}({inner.text(letter)})")
    if not c:
        inside = f"{letter}({poly(a, b).text(letter)})"
        steps.append(f"common factor {letter}: {inner.text(letter)} = {inside}")
        return Worked(tuple(steps), f"{scale(common)}{inside}")
    square = b * b - 4 * a * c
    pair: tuple[int, int] | None
    steps += times(a, c) if a != 1 else []
    if abs(a * c) >= 100 and square >= 0 and isqrt(square) ** 2 == square:
        lines, pair = guided_pair(a * c, b)
    else:
        lines, pair = search_lines(a * c, b)
    steps += lines
    if not pair:
        return Worked(
            (*steps, "no pair fits"),
            f"{scale(common)}({inner.text(letter)})" if common != 1 else inner.text(letter),
        )
    lines, factors = split_lines(a, b, c, pair, letter)
    steps += lines
    inside = product_text(factors, letter)
    return Worked(tuple(steps), f"{scale(common)}{inside}")


def common_lines(numbers: Sequence[int]) -> tuple[list[str], int]:
    """Lines that find the common factor of the coefficients, negative where the first one is; and it."""
    sizes = sorted(abs(n) for n in numbers)
    lines, shared = [f"numbers {', '.join(map(str, numbers))}"], sizes[0]
    for size in sizes[1:]:
        if shared == 1:
            break
        found = gcd(shared, size)
        lines += [f"gcd({size}, {shared}) = {found}"] if size < 50 else working.gcd(size, shared)
        shared = found
    if shared > 1:
        lines += [line for n in numbers for line in worked_only(over(abs(n), shared))]
    shared = -shared if numbers[0] < 0 else shared
    return [*lines, "common factor 1"] if shared == 1 else lines, shared


def square_root_lines(n: int) -> list[str]:
    """Lines that find the root of a square below 10000: its tens, then its last digit by that of n."""
    root = isqrt(n)
    if root <= 20 or root % 10 == 0:
        return [f"sqrt({n}) = {root}"]
    low, high = root // 10 * 10, root // 10 * 10 + 10
    lines = [f"{low}^2 = {low**2}, {high}^2 = {high**2}, {n} is between"]
    if root % 10 == 5:
        return [*lines, f"{n} ends in 5", f"sqrt({n}) = {root}"]
    middle = low + 5
    side = "below" if root < middle else "above"
    ends = sorted((root % 10, 10 - root % 10))
    lines.append(f"{middle}^2 = {middle**2}, {n} is {side}")
    lines.append(f"{n} ends in {n % 10}: {low + ends[0]} or {low + ends[1]}")
    return [*lines, f"sqrt({n}) = {root}"]


def guided_pair(product: int, wanted: int) -> tuple[list[str], tuple[int, int]]:
    """Lines that find two numbers by their product and sum: half the sum and a square root apart from it."""
    lines, half = [f"product {product}, sum {wanted}"], wanted // 2
    root = isqrt(wanted * wanted - 4 * product)
    if wanted % 2:
        lines += [*times(abs(wanted), abs(wanted)), *times(4, product), *minus(wanted**2, 4 * product)]
        lines += square_root_lines(root * root)
        big, small = (wanted + root) // 2, (wanted - root) // 2
        lines += [*plus(wanted, root), *over(wanted + root, 2), *minus(wanted, big)]
    else:
        root //= 2
        big, small = half + root, half - root
        lines += [*over(wanted, 2), *times(abs(half), abs(half)), *minus(half**2, product)]
        lines += square_root_lines(root * root)
        lines += [*plus(half, root), *minus(half, root)]
    if abs(small) > abs(big):
        small, big = big, small
    return [*lines, f"{small} and {operand(big)} fit"], (small, big)


def search_lines(product: int, wanted: int) -> tuple[list[str], tuple[int, int] | None]:
    """Lines that try the factor pairs of `product` until one has the sum, and that pair."""
    lines = [f"product {product}, sum {wanted}"]
    for p in range(1, isqrt(abs(product)) + 1):
        if product % p:
            continue
        q = abs(product) // p
        if p > 1 and abs(product) >= 100:
            lines += worked_only(working.divide(abs(product), p))
        big = q if wanted >= 0 else -q
        small = p if (product > 0) == (big > 0) else -p
        fits = small + big == wanted
        tried = f"{small} * {operand(big)} = {product}, {small} + {operand(big)} = {small + big}"
        lines.append(f"{tried} fits" if fits else tried)
        if fits:
            return lines, (small, big)
    return lines, None


def split_lines(
    a: int, b: int, c: int, pair: tuple[int, int], letter: str
) -> tuple[list[str], tuple[Polynomial, Polynomial]]:
    """Lines from the fitting pair to the two brackets, and the brackets."""
    p, q = pair
    text = poly(a, b, c).text(letter)
    if a == 1:
        factors = (poly(1, p), poly(1, q))
        return [f"{text} = {product_text(factors, letter)}"], factors
    outer = gcd(a, p)
    bracket = poly(a // outer, p // outer)
    rest = q * outer // a  # q*x + c is this number times the bracket
    factors = (poly(outer, rest), bracket)
    shape = bracket.text(letter)
    first = f"{scale(outer)}{letter}({shape})"
    lines = [
        f"{text} = {poly(a, 0, 0).text(letter)}{_signed(p, letter)}{_signed(q, letter)}{_signed(c)}",
        f"= {first} {'-' if rest < 0 else '+'} {scale(abs(rest))}({shape})",
        f"= {product_text(factors, letter)}",
    ]
    return lines, factors


def product_text(factors: tuple[Polynomial, ...], letter: str) -> str:
    """The brackets side by side, equal ones as a power: "(x + 2)(x - 7)", "(x - 3)^2"."""
    if len(factors) == 2 and factors[0] == factors[1]:
        return f"({factors[0].text(letter)})^2"
    return "".join(f"({factor.text(letter)})" for factor in factors)


def root_of(factor: Polynomial) -> Fraction:
    """The root of a factor of degree 1."""
    return Fraction(-factor.coefficient(0), 1) / factor.leading


def root_lines(factors: tuple[Polynomial, ...], letter: str) -> list[str]:
    """Lines that read the roots off the factors."""
    distinct = dict.fromkeys(factors)
    zero = " or ".join(f"{factor.text(letter)} = 0" for factor in distinct)
    return [zero, " or ".join(f"{letter} = {fraction(root_of(factor))}" for factor in distinct)]


def scale(n: int) -> str:
    """The number in front of a bracket: nothing for 1, "-" for -1."""
    return {1: "", -1: "-"}.get(n, str(n))


def _signed(n: int, letter: str = "") -> str:
    body = f"{scale(abs(n))}{letter}" if letter else str(abs(n))
    return f" {'-' if n < 0 else '+'} {body}"
