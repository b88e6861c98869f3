"""Polynomials given with their terms in any order and unreduced: first collected, then worked on."""

from collections.abc import Sequence
from random import Random
from typing import Any

from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import short
from trainers.tasks.symbolic import algebra, calculus, quadratics
from trainers.tasks.symbolic.collecting import collect_lines, written
from trainers.tasks.symbolic.derivatives import ORDERS, worked_derivative
from trainers.tasks.symbolic.evaluating import worked_evaluate
from trainers.tasks.symbolic.factoring import worked_factor_quadratic
from trainers.tasks.symbolic.long_algebra import messy
from trainers.tasks.symbolic.notation import LETTERS, Notation, Term, write_sum
from trainers.tasks.symbolic.polynomial import Polynomial, nonzero, poly, random_polynomial

KNOWN = {f.name: f for module in (algebra, calculus, quadratics) for f in module.FAMILIES}


def _broken_up(rng: Random, level: int, value: Polynomial, letter: str) -> list[Term]:
    """The polynomial's terms split, with pieces that cancel, in any order."""
    size = rng.choice(((9,), (20, 99), (20, 300, 9999))[level - 1])
    return messy(rng, value, letter, rng.randint(1, (2, 3, 4)[level - 1]), size)


def differentiate(rng: Random, level: int) -> Problem:
    """The first, second or third derivative."""
    letter, order = rng.choice(LETTERS), rng.choice(((1,), (1, 1, 2), (1, 2, 2, 3))[level - 1])
    value = random_polynomial(rng, rng.randint(order, order + 2), (9, 20, 60)[level - 1], sparse=0.4)
    terms = _broken_up(rng, level, value, letter)
    worked = worked_derivative(value, order, letter)
    again = (f"by {letter}, {order} time{'s' if order > 1 else ''}: {write_sum(terms)}",)
    head = "derivative" if order == 1 and rng.random() < 0.5 else f"{ORDERS[order]} derivative"
    slots = {
        "expression": written(terms),
        "derivative": head,
        "times": ("", " twice", " three times")[order - 1],
        "operator": f"d/d{letter}" if order == 1 else f"d^{order}/d{letter}^{order}",
        "wrt": rng.choice((f" with respect to {letter}", f" wrt {letter}", "")),
        "letter": letter,
    }
    return Problem(slots, (*again, *collect_lines(terms, letter), *worked.steps), worked.answer)


def evaluate(rng: Random, level: int) -> Problem:
    """The value of the polynomial at a number."""
    letter = rng.choice(LETTERS)
    name = rng.choice([n for n in "fghpqruvw" if n != letter])
    degree, at = rng.randint(1, (1, 2, 3)[level - 1]), nonzero(rng, (5, 9, 12)[level - 1])
    value = random_polynomial(rng, degree, (9, 12, 15)[level - 1], sparse=0.3)
    terms = _broken_up(rng, level, value, letter)
    worked = worked_evaluate(value, at, letter=letter)

    def definition(notation: Notation) -> str:
        return f"{name}({letter}) = {write_sum(terms, notation)}"

    slots = {
        "definition": definition,
        "asked": f"{name}({at})",
        "name": name,
        "value": at,
        "letter": letter,
        "expression": written(terms),
    }
    return Problem(slots, (write_sum(terms), *collect_lines(terms, letter), *worked.steps), worked.answer)


def _product(rng: Random, level: int) -> Polynomial:
    """A quadratic with rational roots, perhaps with a number in front."""
    limit, front = (6, 9, 15)[level - 1], rng.choice(((1,), (1, 1, 2, -1), (1, 2, 3, -1, -4))[level - 1])
    inner = rng.choice((1, 1, 2, 3)) if level == 3 else 1
    return poly(inner, nonzero(rng, limit)) * poly(1, rng.randint(-limit, limit)) * front


def roots(rng: Random, level: int) -> Problem:
    """The solutions of a quadratic equation, all its terms on one side."""
    letter, value = rng.choice(LETTERS), _product(rng, level)
    terms = _broken_up(rng, level, value, letter)
    lines, answer = quadratics.solve_lines(value, letter)
    slots: dict[str, Any] = {
        "equation": lambda notation: f"{write_sum(terms, notation)} = 0",
        "expression": written(terms),
        "letter": letter,
    }
    return Problem(slots, (f"{write_sum(terms)} = 0", *collect_lines(terms, letter), *lines), answer)


def factor(rng: Random, level: int) -> Problem:
    """The factored form of a quadratic."""
    letter, value = rng.choice(LETTERS), _product(rng, level)
    terms = _broken_up(rng, level, value, letter)
    a, b, c = (int(value.coefficient(power)) for power in (2, 1, 0))
    worked = worked_factor_quadratic(a, b, c, letter)
    steps = (write_sum(terms), *collect_lines(terms, letter), *worked.steps)
    return Problem({"expression": written(terms), "letter": letter}, steps, worked.answer)


def _sister(name: str, known: str, make: Any, weight: float) -> Family:
    """A family in the words of a known one."""
    words = KNOWN[known]
    return Family(name, "symbolic", short(make, 360), words.phrasings, words.kept_out, weight)


MAKERS: Sequence[tuple[str, str, Any]] = (
    ("uncollected_differentiate", "differentiate", differentiate),
    ("uncollected_evaluate", "evaluate", evaluate),
    ("uncollected_roots", "quadratic", roots),
    ("uncollected_factor", "factor", factor),
)
FAMILIES: tuple[Family, ...] = tuple(_sister(name, known, make, 0.8) for name, known, make in MAKERS)
