"""More definitions of composed tasks: by equations, or by the value of a function or a derivative."""

from collections.abc import Sequence
from math import gcd
from random import Random

from trainers.tasks.symbolic.chains import plus
from trainers.tasks.symbolic.composed_definitions import (
    Builder,
    Definition,
    Known,
    Letters,
    joined,
    nonzero,
    polynomial,
    power,
    put_in,
    recalled,
)
from trainers.tasks.symbolic.derivatives import worked_derivative
from trainers.tasks.symbolic.evaluating import worked_evaluate
from trainers.tasks.symbolic.linear import both_sides, equation_text, worked_system
from trainers.tasks.symbolic.polynomial import poly

Side = list[tuple[int, str]]


def linear(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    """An equation in one unknown, with like terms to collect; earlier letters may stand in it."""
    limit = 12 if abs(value) < 10 else 9 if abs(value) < 40 else 5
    total = nonzero(rng, limit)
    left: Side = [(total, name)]
    right: Side = []
    if rng.random() < 0.5:
        extra = nonzero(rng, limit)
        if rng.random() < 0.5:
            left = [(total + extra, name), (-extra, name)]
        else:
            left, right = [(total + extra, name)], [(extra, name)]
    shift = nonzero(rng, 40 if abs(value) < 40 else 500) if rng.random() < 0.8 else 0
    letter = rng.choice(list(known)) if known else ""
    if letter and rng.random() < 0.7:
        left.append((rng.choice((-1, 1)), letter))
    elif shift:
        left.append((shift, ""))
        if rng.random() < 0.4:
            left.append((nonzero(rng, 20), ""))
    values = {**known, "": 1, name: value}
    rest = sum(c * values[s] for c, s in left) - sum(c * values[s] for c, s in right)
    if letter and not any(s == letter for _, s in left):
        right.append((1, letter))
        rest -= known[letter]
    right.append((rest, ""))
    left, right = ([t for t in side if t[0]] for side in (left, right))
    for side in (left, right):
        if rng.random() < 0.4:
            rng.shuffle(side)
    if rng.random() < 0.3:
        left, right = right, left
    text = f"{joined(left)} = {joined(right)}"
    if rng.random() < 0.1:  # a term that only looks like one
        text = f"{joined(left)} {rng.choice('+-')} 0{name} = {joined(right)}"
    return Definition("equation", name, (text,), tuple(solved(name, text, left, right, known)))


def solved(name: str, text: str, left: Side, right: Side, known: Known) -> list[str]:
    """The equation with values put in, each side collected, then solved."""
    lines, collected = [recalled(text, known), put_in(text, known)], []
    sides = [[(c, s) if s in ("", name) else (c * known[s], "") for c, s in side] for side in (left, right)]
    lines.append(f"{joined(sides[0])} = {joined(sides[1])}")
    for side in sides:
        unknown, constants = [c for c, s in side if s], [c for c, s in side if not s and c]
        if len(unknown) > 1:
            result = joined([(sum(unknown), name)])
            lines.append(f"{joined([(c, name) for c in unknown])} = {result}")
        for k in range(1, len(constants)):
            lines.extend(plus(sum(constants[:k]), constants[k]))
        collected.append(poly(sum(unknown), sum(constants)))
    lines.extend(both_sides(collected[0], collected[1], name))
    return [line for i, line in enumerate(lines) if i == 0 or line != lines[i - 1]]


def system(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    """Two equations in the letter and one more unknown."""
    other, second = letters.take(), rng.randint(-9, 9)
    limit = 5 if abs(value) < 100 else 3
    a, b, c, d = 1, 1, 1, 1
    while not 0 < left_over(a, b, c, d) < (20 if abs(value) < 10 else 10):
        a, b, c, d = (nonzero(rng, limit) for _ in range(4))
    rows = (a, b, a * value + b * second), (c, d, c * value + d * second)
    texts = [_presented(rng, [(p, name), (q, other)], r) for p, q, r in rows]
    lines = system_lines(texts, rows, (name, other))
    return Definition("system", name, (*texts, other), tuple(lines))


def left_over(a: int, b: int, c: int, d: int) -> int:
    """The size of the first unknown's coefficient once the second is removed from ax + by, cx + dy."""
    return abs(a * d - b * c) // gcd(b, d)


def system_lines(
    texts: Sequence[str], rows: tuple[tuple[int, int, int], tuple[int, int, int]], names: tuple[str, str]
) -> list[str]:
    """The two equations as given, brought to one form, and solved for the first of the names."""
    steps = worked_system(*rows, names, names[0]).steps
    ready = [equation_text(row, names) for row in rows] == list(texts)
    return [*(() if ready else (f"given: {text}" for text in texts)), *steps]


def _presented(rng: Random, terms: Side, right: int) -> str:
    """An equation of two unknowns as questions write it: terms on either side, in any order."""
    (a, x), (b, y) = terms
    match rng.randrange(5):
        case 0:
            return f"{right} = {joined(terms)}"
        case 1:
            return f"{joined([(a, x)])} = {joined([(-b, y), (right, '')])}"
        case 2:
            return f"{joined([(b, y), (a, x), (-right, '')])} = 0"
        case _:
            return f"{joined(terms)} = {right}"


def _drawn(rng: Random, degree: int, at: int, value: int) -> list[int]:
    """Coefficients of a polynomial that has the value at the number."""
    limit = (12, 12, 9, 4)[degree]
    coefficients = [nonzero(rng, limit) if rng.random() < 0.8 else 0 for _ in range(degree + 1)]
    coefficients[degree] = coefficients[degree] or 1
    coefficients[0] = 0
    coefficients[0] = value - sum(c * at**k for k, c in enumerate(coefficients))
    return coefficients


def _argument(rng: Random, degree: int, known: Known) -> tuple[str, int]:
    """Where a function is evaluated: an earlier letter if a small one is there, or a number."""
    limit = (12, 12, 7, 4)[degree]
    small = [letter for letter, v in known.items() if abs(v) <= limit]
    if small and rng.random() < 0.8:
        letter = rng.choice(small)
        return letter, known[letter]
    at = nonzero(rng, limit) if rng.random() < 0.93 else 0
    return str(at), at


def function(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    """The value of a polynomial function of degree 1 to 3."""
    degree = rng.choice((1, 1, 1, 2, 2, 2, 3))
    f, x = letters.take(), letters.take()
    argument, at = _argument(rng, degree, known)
    coefficients = _drawn(rng, degree, at, value)
    text = _mixed(rng, coefficients, x)
    lines = [f"{f}({x}) = {text}"]
    if text != polynomial(coefficients, x):
        lines.append(f"{f}({x}) = {polynomial(coefficients, x)}")
    lines.append(f"{name} = {recalled(f'{f}({argument})', known)}")
    lines += _valued(name, f, coefficients, at)
    return Definition("function", name, (f, x, text, argument), tuple(lines))


def _valued(name: str, f: str, coefficients: Sequence[int], at: int) -> list[str]:
    """Lines that find the polynomial's value at a number by Horner's rule; the last names it."""
    worked = worked_evaluate(poly(*reversed(coefficients)), at, f)
    return [*worked.steps[:-1], f"{name} = {worked.steps[-1]}"]


def _mixed(rng: Random, coefficients: Sequence[int], x: str) -> str:
    """The polynomial, now and then with its terms out of order."""
    terms = [(c, power(x, k)) for k, c in reversed(list(enumerate(coefficients))) if c]
    if rng.random() < 0.25:
        rng.shuffle(terms)
    return joined(terms)


def derivative(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    """The value of a polynomial's derivative. Coefficients of the polynomial may be fractions."""
    degree = rng.choice((1, 1, 2, 2, 3))
    f, x = letters.take(), letters.take()
    argument, at = _argument(rng, degree, known)
    coefficients = _drawn(rng, degree, at, value)
    whole = poly(*reversed(coefficients)).integral()
    if rng.random() < 0.6:
        whole += poly(nonzero(rng, 60))
    text = whole.text(x)
    lines = [f"{f}({x}) = derivative of {text}", *worked_derivative(whole, 1, x).steps]
    lines.append(f"{f}({x}) = {polynomial(coefficients, x)}")
    lines.append(f"{name} = {recalled(f'{f}({argument})', known)}")
    lines += _valued(name, f, coefficients, at)
    return Definition("derivative", name, (f, x, text, argument), tuple(lines))


EQUATIONS: tuple[Builder, ...] = (linear, linear, linear, system, system, function, function, derivative)
CHAINED: tuple[Builder, ...] = (linear, function, derivative)  # these put earlier letters to use
