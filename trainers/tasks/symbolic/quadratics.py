"""Factoring, and roots of quadratics and cubics."""

from fractions import Fraction
from math import gcd, isqrt
from random import Random

from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import short
from trainers.tasks.symbolic import quadratics_wordings as wordings
from trainers.tasks.symbolic.chains import minus, over, plus, times
from trainers.tasks.symbolic.collecting import scattered, written
from trainers.tasks.symbolic.factoring import (
    common_lines,
    product_text,
    root_lines,
    root_of,
    scale,
    square_root_lines,
    worked_factor_quadratic,
)
from trainers.tasks.symbolic.notation import LETTERS, Notation, fraction, operand, write_sum
from trainers.tasks.symbolic.polynomial import Polynomial, nonzero, poly
from trainers.tasks.symbolic.powers import root_of_number, surd_lines

NO_ROOT = "no real solution"


def quadratic(rng: Random, level: int) -> Problem:
    """Whole, rational and double roots by factor pairs; surds and none by the discriminant."""
    letter = rng.choice(LETTERS)
    value = _quadratic(rng, level)
    if (kind := rng.random()) < (0.06 if level == 1 else 0.12):
        value = _without_roots(rng)
    elif level > 1 and kind < 0.25:
        value = _with_surds(rng)
    steps, answer = solve_lines(value, letter)
    return Problem(_equation_slots(rng, value, letter, level), tuple(steps), answer)


def _quadratic(rng: Random, level: int) -> Polynomial:
    """A quadratic with rational roots."""
    if level == 1:
        return poly(1, nonzero(rng, 9)) * poly(1, rng.randint(-9, 9))
    if level == 2:
        far = poly(1, nonzero(rng, 12)) * poly(1, nonzero(rng, 12))
        return rng.choice(
            (
                far,
                far * rng.choice((2, 3, 5, -1, -2)),
                poly(rng.choice((2, 3)), nonzero(rng, 7)) * poly(1, nonzero(rng, 7)),
            )
        )
    while True:
        value = _hard_quadratic(rng)
        a, b, c = (Fraction(value.coefficient(p)).numerator for p in (2, 1, 0))
        if b * b - 4 * a * c < 10_000 * gcd(a, b, c) ** 2:
            return value


def _hard_quadratic(rng: Random) -> Polynomial:
    match rng.randrange(4):
        case 0:
            return poly(1, nonzero(rng, 20)) * poly(1, nonzero(rng, 20)) * rng.choice((1, 2, 3, -1, -4, 7))
        case 1:
            a, b = rng.randint(2, 6), rng.randint(1, 5)
            return poly(a, _coprime(rng, a, 9)) * poly(b, _coprime(rng, b, 9)) * rng.choice((1, 1, -1, 2))
        case 2:  # one small and one large root
            return poly(1, nonzero(rng, 6)) * poly(1, nonzero(rng, 90)) * rng.choice((1, 2, -2, 3))
        case _:
            return (
                poly(rng.choice((2, 3, 5, 7)), nonzero(rng, 6))
                * poly(1, nonzero(rng, 12))
                * rng.choice((1, -1, 4))
            )


def _coprime(rng: Random, a: int, size: int) -> int:
    while gcd(a, b := nonzero(rng, size)) != 1:
        pass
    return b


def _without_roots(rng: Random) -> Polynomial:
    b = rng.randint(-9, 9)
    a = rng.randint(1, 4)
    return poly(a, b, b * b // (4 * a) + rng.randint(1, 12))


def _with_surds(rng: Random) -> Polynomial:
    while True:
        a, b, c = rng.choice((1, 1, 1, 2, 3)), rng.randint(-10, 10), nonzero(rng, 12)
        d = b * b - 4 * a * c
        if d > 0 and isqrt(d) ** 2 != d:
            return poly(a, b, c)


def solve_lines(value: Polynomial, letter: str) -> tuple[list[str], str]:
    """Lines from a quadratic equal to 0 to its roots, and the roots in ascending order."""
    a, b, c = (Fraction(value.coefficient(p)).numerator for p in (2, 1, 0))
    steps = [f"{value.text(letter)} = 0"]
    lines, common = common_lines([n for n in (a, b, c) if n])
    steps += lines
    if common != 1:
        a, b, c = a // common, b // common, c // common
        steps.append(f"divide by {common}: {poly(a, b, c).text(letter)} = 0")
    if not c:
        factors: tuple[Polynomial, ...] = (poly(1, 0), poly(a, b)) if b else (poly(1, 0),)
        if b:
            steps.append(f"{letter}({factors[1].text(letter)}) = 0")
        steps += root_lines(factors, letter)
        answer = ", ".join(map(fraction, sorted({root_of(factor) for factor in factors})))
        return [*steps, f"roots: {answer}"], answer
    d = b * b - 4 * a * c
    steps += [f"a = {a}, b = {b}, c = {c}", *times(b, b), *(times(4, a) if a > 1 else []), *times(4 * a, c)]
    steps += [*minus(b * b, 4 * a * c), f"D = {d}"]
    if d < 0:
        return [*steps, f"D < 0: {NO_ROOT}"], NO_ROOT
    if isqrt(d) ** 2 != d:
        return _surd_roots([*steps, f"{d} is no square"], a, b, d, letter)
    root = isqrt(d)
    steps += square_root_lines(d)
    found = []
    for top, sign in ((-b - root, "-"), (-b + root, "+"))[: 2 if root else 1]:
        joined = f"({-b} {sign} {root}) / {2 * a}"
        steps += [f"{letter} = {joined}", *(minus(-b, root) if sign == "-" else plus(-b, root))]
        steps += [*over(top, 2 * a), f"{letter} = {Fraction(top, 2 * a)}"]
        found.append(Fraction(top, 2 * a))
    answer = ", ".join(map(fraction, found))
    return [*steps, f"roots: {answer}"], answer


def _surd_roots(steps: list[str], a: int, b: int, d: int, letter: str) -> tuple[list[str], str]:
    """The lines of (-b - sqrt(d)) / 2a and (-b + sqrt(d)) / 2a in lowest terms."""
    steps.append(f"{letter} = ({-b} - sqrt({d})) / {2 * a} or {letter} = ({-b} + sqrt({d})) / {2 * a}")
    outside, inside = root_of_number(d)
    steps += surd_lines(d)
    shared = gcd(outside, b, 2 * a)
    top, out, bottom = -b // shared, outside // shared, 2 * a // shared
    surd = f"sqrt({inside})" if out == 1 else f"{out} * sqrt({inside})"
    if shared > 1:
        steps.append(f"divide {-b}, {outside} and {2 * a} by {shared}")

    def root(sign: str) -> str:
        text = f"{top} {sign} {surd}" if top else surd if sign == "+" else f"-{surd}"
        return text if bottom == 1 else f"({text})/{bottom}" if top else f"{text}/{bottom}"

    roots = (root("-"), root("+"))
    steps.append(f"{letter} = {roots[0]} or {letter} = {roots[1]}")
    return steps, ", ".join(roots)


def _equation_slots(rng: Random, value: Polynomial, letter: str, level: int) -> dict[str, object]:
    moved = level > 1 and rng.random() < 0.25
    terms = scattered(value, letter, rng, 0) if moved else value.terms(letter)
    zero_first = rng.random() < 0.15

    def equation(notation: Notation) -> str:
        text = write_sum(terms, notation)
        return f"0 = {text}" if zero_first else f"{text} = 0"

    return {"equation": equation, "expression": written(terms), "letter": letter}


def cubic_roots(rng: Random, level: int) -> Problem:
    """A cubic with a common factor or a small whole root, found by trying 1, -1, 2, -2, ..."""
    letter = rng.choice(LETTERS)
    small = rng.choice((1, -1) if level == 1 else (1, -1, 2, -2) if level == 2 else (1, -1, 2, -2, 3, -3))
    size = {1: 6, 2: 9, 3: 9}[level]
    rest = poly(1, nonzero(rng, size)) * poly(1, nonzero(rng, size))
    if level == 3 and rng.random() < 0.4:
        rest = poly(rng.choice((2, 3, 5)), nonzero(rng, 5)) * poly(1, nonzero(rng, 6))
    has_common = rng.random() < {1: 0.7, 2: 0.4, 3: 0.15}[level]
    value = (poly(1, 0) if has_common else poly(1, -small)) * rest
    front = rng.choice((1, 1, 2, 3, -1, -2)) if level > 1 else 1
    steps, roots = _cubic_lines(value * front, letter)
    return Problem(
        _equation_slots(rng, value * front, letter, level), tuple(steps), ", ".join(map(fraction, roots))
    )


def _cubic_lines(value: Polynomial, letter: str) -> tuple[list[str], list[Fraction]]:
    steps = [f"{value.text(letter)} = 0"]
    quotient, root, lines = first_factor(value, letter, "= 0")
    steps += lines
    a, b, c = (Fraction(quotient.coefficient(p)).numerator for p in (2, 1, 0))
    rows, answer = solve_lines(quotient, letter)
    steps += rows[1:] if (a, b, c) else rows
    roots = sorted({Fraction(root), *(Fraction(text) for text in answer.split(", "))})
    first = ", ".join(dict.fromkeys((str(root), *answer.split(", "))))
    return [*steps, f"all roots: {first}", f"in order: {', '.join(map(fraction, roots))}"], roots


def first_factor(value: Polynomial, letter: str, tail: str = "") -> tuple[Polynomial, int, list[str]]:
    """The quotient by a first linear factor, its root, and the lines that find it by synthetic division."""
    tail = f" {tail}" if tail else ""
    coefficients = [Fraction(c).numerator for c in reversed(value.coefficients)]
    lines, common = common_lines([c for c in coefficients if c])
    if common != 1:
        coefficients = [c // common for c in coefficients]
        text = poly(*coefficients).text(letter)
        lines.append(
            f"divide by {common}: {text} = 0" if tail else f"common factor {common}: {scale(common)}({text})"
        )
    if not coefficients[-1]:
        quotient = poly(*coefficients[:-1])
        return quotient, 0, [*lines, f"{letter}({quotient.text(letter)}){tail}"]
    for root in (1, -1, 2, -2, 3, -3):
        if coefficients[-1] % root:
            continue
        row, shown = [coefficients[0]], []
        for c in coefficients[1:]:
            product = row[-1] * root
            row.append(product + c)
            if abs(root) > 1:
                shown.append(f"{row[-2]} * {operand(root)} = {product}")
            shown.append(f"{product} {'-' if c < 0 else '+'} {abs(c)} = {row[-1]}")
        lines.append(f"try {root}: {row[0]}, {', '.join(shown)}")
        if not row[-1]:
            quotient = poly(*row[:-1])
            return quotient, root, [*lines, f"({poly(1, -root).text(letter)})({quotient.text(letter)}){tail}"]
    raise ValueError("no small whole root")


def factor(rng: Random, level: int) -> Problem:
    """Common factors, quadratics, differences of squares, cubics with a common factor or a small root."""
    letter = rng.choice(LETTERS)
    kind = rng.choice(
        {
            1: ("simple", "simple", "common"),
            2: ("quadratic", "squares", "cubic"),
            3: ("quadratic", "quadratic", "squares", "cubic", "root"),
        }[level]
    )
    match kind:
        case "simple":
            value = poly(1, nonzero(rng, 9)) * poly(1, nonzero(rng, 9))
        case "common":
            front = rng.choice((2, 3, 4, 5, 6, 7))
            value = (
                poly(rng.randint(1, 5), nonzero(rng, 9)) * front * poly(1, 0)
                if rng.random() < 0.6
                else poly(1, nonzero(rng, 9)) * front
            )
        case "quadratic":
            value = _quadratic(rng, level)
        case "squares":
            p, q = rng.randint(1, 4 if level == 2 else 9), rng.randint(1, 12)
            value = poly(p, q) * poly(p, -q) * (1 if level == 2 else rng.choice((1, 1, 2, 3, -1, 5)))
        case "cubic":
            value = _quadratic(rng, 2) * poly(rng.choice((1, 1, 2, 3)), 0)
        case _:
            value = (
                poly(1, -rng.choice((1, -1, 2, -2, 3, -3)))
                * poly(rng.choice((1, 1, 2)), nonzero(rng, 7))
                * poly(1, nonzero(rng, 7))
            )
    steps, answer = _factor_lines(value, letter)
    steps = [value.text(letter), *steps]
    terms = value.terms(letter)
    if level > 1 and rng.random() < 0.2:
        rng.shuffle(terms)
    return Problem({"expression": written(terms), "letter": letter}, tuple(steps), answer)


def _factor_lines(value: Polynomial, letter: str) -> tuple[list[str], str]:
    coefficients = [Fraction(value.coefficient(p)).numerator for p in range(value.degree, -1, -1)]
    if value.degree == 1:
        common = gcd(*coefficients)
        answer = f"{scale(common)}({poly(*(c // common for c in coefficients)).text(letter)})"
        return [f"common factor {common}: {value.text(letter)} = {answer}"], answer
    if value.degree == 2:
        a, b, c = coefficients
        steps, common = common_lines([n for n in (a, b, c) if n])
        p, q = isqrt(abs(a // common)), isqrt(abs(c // common))
        if not b and c and p * p == a // common and q * q == -c // common:
            inner = poly(a // common, 0, c // common).text(letter)
            if common != 1:
                steps.append(f"common factor {common}: {value.text(letter)} = {scale(common)}({inner})")
            pair = (poly(p, -q), poly(p, q))
            first = write_sum(poly(p, 0).terms(letter))
            steps.append(
                f"{inner} = {first if p == 1 else f'({first})'}^2 - {q}^2 = {product_text(pair, letter)}"
            )
            return steps, f"{scale(common)}{product_text(pair, letter)}"
        worked = worked_factor_quadratic(a, b, c, letter)
        return list(worked.steps), worked.answer
    common = gcd(*coefficients) * (-1 if coefficients[0] < 0 else 1)
    quotient, root, steps = first_factor(value, letter)
    rest, answer = _factor_lines(quotient, letter)
    head = letter if not root else f"({poly(1, -root).text(letter)})"
    lead = head + answer
    return [*steps, *rest, f"all: {scale(common)}{lead}"], f"{scale(common)}{lead}"


FAMILIES: tuple[Family, ...] = (
    Family("quadratic", "symbolic", short(quadratic, 360), wordings.ROOTS, wordings.ROOTS_KEPT, 1.3),
    Family("cubic_roots", "symbolic", short(cubic_roots, 360), wordings.ROOTS, wordings.ROOTS_KEPT, 0.7),
    Family("factor", "symbolic", short(factor, 360), wordings.FACTOR, wordings.FACTOR_KEPT, 1.3),
)
