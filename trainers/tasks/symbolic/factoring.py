"""Factoring quadratics by the search for two numbers with a given product and sum, written out."""

from fractions import Fraction
from math import gcd, isqrt

from trainers.tasks import working
from trainers.tasks.item import Worked
from trainers.tasks.symbolic.notation import fraction, operand
from trainers.tasks.symbolic.polynomial import Polynomial, poly


def worked_factor_quadratic(a: int, b: int, c: int, letter: str = "x") -> Worked:
    """a*x^2 + b*x + c as a product with whole coefficients, or itself where none exists."""
    whole = poly(a, b, c)
    if not c and not b:
        return Worked((f"{whole.text(letter)} is factored",), whole.text(letter))
    steps, common = [], gcd(a, b, c) * (-1 if a < 0 else 1)
    a, b, c = a // common, b // common, c // common
    inner = poly(a, b, c)
    if common != 1:
        steps.append(f"common factor {common}: {whole.text(letter)} = {scale(common)}({inner.text(letter)})")
    if not c:
        inside = f"{letter}({poly(a, b).text(letter)})"
        steps.append(f"common factor {letter}: {inner.text(letter)} = {inside}")
        return Worked(tuple(steps), f"{scale(common)}{inside}")
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


def search_lines(product: int, wanted: int) -> tuple[list[str], tuple[int, int] | None]:
    """Lines that try the factor pairs of `product` until one has the sum, and that pair."""
    lines = [f"product {product}, sum {wanted}"]
    for p in range(1, isqrt(abs(product)) + 1):
        if product % p:
            continue
        q = abs(product) // p
        if abs(product) >= 200 and p > 1:
            lines += [line for line in working.divide(abs(product), p) if ":" in line]
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
