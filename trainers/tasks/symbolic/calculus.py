"""Derivatives, integrals, tangent slopes and stationary points of polynomials."""

from random import Random

from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import short
from trainers.tasks.symbolic.chains import minus, plus, times
from trainers.tasks.symbolic.derivatives import ORDERS, integral_lines, worked_derivative, worked_partial
from trainers.tasks.symbolic.evaluating import worked_evaluate
from trainers.tasks.symbolic.linear import worked_linear
from trainers.tasks.symbolic.notation import (
    LETTERS,
    Expression,
    Notation,
    Term,
    crossed,
    fraction,
    letters,
    phrases,
    write_sum,
)
from trainers.tasks.symbolic.polynomial import Polynomial, nonzero, poly, random_polynomial

__all__ = ["FAMILIES", "worked_derivative"]


def differentiate(rng: Random, level: int) -> Problem:
    """First, second and third derivatives, with other letters along at level 3."""
    order = rng.choice({1: (1,), 2: (1, 1, 2), 3: (1, 2, 2, 3)}[level])
    size = {1: 12, 2: 30, 3: rng.choice((99, 999))}[level]
    if level > 1 and rng.random() < (0.2 if level == 2 else 0.4):
        letter, *others = letters(rng, rng.randint(2, level))
        terms = _mixed_terms(rng, letter, others, order, size if order == 1 else 30)
    else:
        letter = rng.choice(LETTERS)
        degree = rng.randint(1, 3) if level == 1 else rng.randint(order, order + (3 if order == 1 else 2))
        terms = random_polynomial(rng, degree, size, sparse=0.3).terms(letter)
        if level > 1 and rng.random() < 0.3:
            rng.shuffle(terms)
    worked = worked_partial(terms, letter, order)
    steps = worked.steps if order > 1 else (f"by {letter}, 1 time: {write_sum(terms)}", *worked.steps)
    several = len({name for _, factors in terms for name, _ in factors}) > 1
    wrt = (
        rng.choice((f" with respect to {letter}", f" wrt {letter}")) if several or rng.random() < 0.4 else ""
    )
    slots = {
        "expression": lambda notation: write_sum(terms, notation),
        "derivative": "derivative" if order == 1 and rng.random() < 0.5 else f"{ORDERS[order]} derivative",
        "times": {1: "", 2: " twice", 3: " three times"}[order],
        "operator": {1: f"d/d{letter}", 2: f"d^2/d{letter}^2", 3: f"d^3/d{letter}^3"}[order],
        "wrt": wrt,
        "letter": letter,
    }
    return Problem(slots, steps, worked.answer)


def _mixed_terms(rng: Random, letter: str, others: list[str], order: int, size: int) -> list[Term]:
    seen: dict[tuple[tuple[str, int], ...], int] = {}
    for index in range(rng.randint(2, 4 if order == 1 else 3)):
        powers = {letter: rng.randint(order, 4) if index < 2 else rng.randint(0, 3)}
        powers |= {other: rng.choice((0, 1, 1, 2)) for other in others}
        seen[tuple(sorted((name, power) for name, power in powers.items() if power))] = nonzero(rng, size)
    return [(coefficient, factors) for factors, coefficient in seen.items()]


def integrate(rng: Random, level: int) -> Problem:
    """Indefinite with + C."""
    letter = rng.choice(LETTERS)
    lowest, highest, size = {1: (0, 2, 12), 2: (1, 3, 12), 3: (2, 4, 60)}[level]
    inner = random_polynomial(rng, rng.randint(lowest, highest), size, sparse=0.25)
    if rng.random() < 0.6:  # whole coefficients after integration
        inner = Polynomial(tuple(c * (p + 1) for p, c in enumerate(inner.coefficients)))
    steps = integral_lines(inner, letter)
    slots = {"expression": inner.written(letter), "integral": _integral(inner, letter), "letter": letter}
    return Problem(slots, tuple(steps), f"{inner.integral().text(letter)} + C")


def definite(rng: Random, level: int) -> Problem:
    """The integral between two numbers."""
    letter = rng.choice(LETTERS)
    degree, size = {1: (1, 6), 2: (rng.randint(1, 2), 9), 3: (rng.randint(2, 3), 12)}[level]
    inner = random_polynomial(rng, degree, size, sparse=0.2)
    if level == 1 or rng.random() < 0.7:
        inner = Polynomial(tuple(c * (p + 1) for p, c in enumerate(inner.coefficients)))
    low = 0 if level == 1 else rng.randint(-4, 4)
    high = low + rng.randint(1, 4 if level < 3 else 6)
    whole = inner.integral()
    steps = integral_lines(inner, letter)
    values = []
    for bound in (high, low):
        if bound == 0:
            steps.append("F(0) = 0")
        else:
            steps += worked_evaluate(whole, bound, "F").steps
        values.append(whole(bound))
    result = values[0] - values[1]
    steps += minus(values[0], values[1])
    slots = {
        "expression": inner.written(letter),
        "integral": _integral(inner, letter, low, high),
        "letter": letter,
        "low": low,
        "high": high,
    }
    return Problem(slots, tuple(steps), fraction(result))


def _integral(inner: Polynomial, letter: str, low: int | None = None, high: int | None = None) -> Expression:
    def text(notation: Notation) -> str:
        body = inner.text(letter, notation)
        body = f"({body})" if len(inner.terms()) > 1 else body
        if notation.power == "{}":
            bounds = "" if low is None else f"_{{{low}}}^{{{high}}}"
            return f"\\int{bounds} {body} \\, d{letter}"
        bounds = "" if low is None else f" from {low} to {high} of"
        return f"∫ {body} d{letter}" if not bounds else f"the integral{bounds} {body} d{letter}"

    return text


def tangent(rng: Random, level: int) -> Problem:
    """The slope at a point, and the equation of the tangent at level 3."""
    letter = rng.choice("xxxxtuz")
    degree, size = {1: (2, 9), 2: (rng.randint(2, 3), 12), 3: (rng.randint(2, 3), 15)}[level]
    curve = random_polynomial(rng, degree, size, sparse=0.2)
    at = rng.randint(-5, 5)
    slope_line = worked_derivative(curve, 1, letter)
    slope = worked_evaluate(curve.derivative(), at, "f'")
    slots = {"curve": curve.written(letter), "letter": letter, "at": at, "what": "slope of the tangent"}
    if level < 3 or rng.random() < 0.4:
        slots["what"] = rng.choice(("slope of the tangent", "gradient", "slope", "rate of change"))
        return Problem(slots, (*slope_line.steps, *slope.steps), slope.answer)
    height = worked_evaluate(curve, at, "f")
    m, y = int(slope.answer), int(height.answer)
    line = poly(m, y - m * at).text(letter)
    steps = [*slope_line.steps, *slope.steps, *height.steps]
    shift = f"({letter} {'-' if at >= 0 else '+'} {abs(at)})" if at else letter
    steps.append(f"tangent: y = {m} * {shift} {'-' if y < 0 else '+'} {abs(y)}")
    if at:
        steps += [*times(m, -at), *plus(-m * at, y)]
    steps.append(f"y = {line}")
    slots["what"] = "equation of the tangent"
    return Problem(slots, tuple(steps), f"y = {line}")


def stationary(rng: Random, level: int) -> Problem:
    """Where the derivative of a quadratic is 0."""
    letter = rng.choice(LETTERS)
    at = rng.randint(-9, 9) if level < 3 else rng.randint(-25, 25)
    a = nonzero(rng, {1: 3, 2: 6, 3: 15}[level])
    b = -2 * a * at
    if level > 1 and rng.random() < 0.3:
        b = rng.randint(-40, 40)
    curve = poly(a, b, rng.randint(-30, 30))
    derived = worked_derivative(curve, 1, letter)
    solved = worked_linear(2 * a, b, 0, letter)
    kind = "minimum" if a > 0 else "maximum"
    slots = {
        "curve": curve.written(letter),
        "letter": letter,
        "kind": rng.choice(("stationary point", "turning point", kind)),
    }
    return Problem(slots, (*derived.steps, *solved.steps), solved.answer)


DIFFERENTIATE = (
    *crossed(
        (
            "Find the ",
            "Calculate the ",
            "Give the ",
            "Determine the ",
            "Compute the ",
            "find the ",
            "Work out the ",
        ),
        ("{derivative} of {expression}{wrt}.",),
    ),
    *phrases(
        "What is the {derivative} of {expression}{wrt}?",
        "Differentiate {expression}{times}{wrt}.",
        "differentiate {expression}{times}{wrt}",
        "{operator} ({expression})",
        "{operator} of ({expression}) = ?",
        "What is {operator} of {expression}?",
        "Compute {operator} {expression}.",
        "Work out {operator} of {expression}",
        "Find {operator}: {expression}",
        "Let y = {expression}. Find the {derivative} of y wrt {letter}.",
        "y = {expression}. What is the {derivative} of y with respect to {letter}?",
        "With respect to {letter}, differentiate {expression}{times}.",
        "Determine the {derivative} with respect to {letter} of {expression}.",
        "Let f({letter}) = {expression}. What is its {derivative}?",
        "Take the {derivative} of {expression}{wrt}.",
        "Differentiate{times}{wrt}: {expression}",
        "If y = {expression}, find the {derivative} of y with respect to {letter}.",
        "{derivative} of {expression}{wrt}",
    ),
)
DIFFERENTIATE_KEPT = phrases(
    "With respect to {letter}, what is the {derivative} of {expression}?",
    "Find {operator} of {expression}.",
    "Let y = {expression}. Determine the {derivative} of y with respect to {letter}.",
)
INTEGRATE = phrases(
    "Integrate {expression}.",
    "integrate {expression}",
    "Integrate {expression} with respect to {letter}.",
    "Find the integral of {expression}.",
    "What is the integral of {expression} with respect to {letter}?",
    "Find an antiderivative of {expression}, with the constant C.",
    "{integral}",
    "{integral} = ?",
    "Work out {integral}.",
    "Evaluate {integral}.",
    "Find the indefinite integral of {expression}.",
    "Which functions have the derivative {expression}?",
    "Give the general antiderivative of {expression}.",
    "Calculate {integral}.",
    "Determine the indefinite integral of {expression} in {letter}.",
)
INTEGRATE_KEPT = phrases(
    "Determine {integral}.",
    "What is the general antiderivative of {expression}?",
    "Find the indefinite integral of {expression} with respect to {letter}.",
)
DEFINITE = phrases(
    "Integrate {expression} from {low} to {high}.",
    "Integrate {expression} with respect to {letter} from {low} to {high}.",
    "Find the integral of {expression} between {low} and {high}.",
    "integrate {expression} from {letter} = {low} to {high}",
    "Find {integral}.",
    "Evaluate {integral}.",
    "Calculate {integral}.",
    "What is {integral}?",
    "Compute {integral}.",
    "Work out {integral}.",
    "Find the definite integral of {expression} from {low} to {high}.",
    "What is the definite integral of {expression} for {letter} from {low} to {high}?",
    "Take the integral of {expression} from {letter} = {low} to {letter} = {high}.",
    "Determine the definite integral of {expression} from {low} to {high}.",
    "Evaluate the integral of {expression} between {letter} = {low} and {letter} = {high}.",
    "What do you get when you integrate {expression} from {low} to {high}?",
)
DEFINITE_KEPT = phrases(
    "Determine {integral}.",
    "Evaluate the definite integral of {expression} between {low} and {high}.",
    "What do you get when {expression} is integrated from {low} to {high}? Find the integral.",
)
TANGENT = phrases(
    "Find the {what} of y = {curve} at {letter} = {at}.",
    "What is the {what} of y = {curve} at {letter} = {at}?",
    "What is the {what} of {curve} where {letter} = {at}?",
    "Calculate the {what} of the curve y = {curve} at {letter} = {at}.",
    "Let f({letter}) = {curve}. Find the {what} at {letter} = {at}.",
    "For y = {curve}, give the {what} when {letter} = {at}.",
    "{what} of {curve} at {letter} = {at}",
    "Determine the {what} of the graph of {curve} at the point with {letter} = {at}.",
    "Work out the {what} at {letter} = {at} for y = {curve}.",
    "At {letter} = {at}, what is the {what} of {curve}?",
    "A curve has the equation y = {curve}. What is its {what} at {letter} = {at}?",
    "Compute the {what} of f({letter}) = {curve} at {letter} = {at}.",
    "The function is f({letter}) = {curve}. What is the {what} at {letter} = {at}?",
    "When {letter} = {at}, what is the {what} of {curve}?",
    "Give the {what} of {curve} at the point {letter} = {at}.",
    "Find the {what} of the curve {curve} for {letter} = {at}.",
    "Given f({letter}) = {curve}, work out the {what} where {letter} = {at}.",
    "Take the curve y = {curve}. Determine its {what} at {letter} = {at}.",
)
TANGENT_KEPT = phrases(
    "Give the {what} of the curve {curve} at the point where {letter} = {at}.",
    "A function is f({letter}) = {curve}. Work out its {what} at {letter} = {at}.",
    "When {letter} = {at}, what is the {what} of the graph of y = {curve}?",
)
STATIONARY = phrases(
    "At which {letter} is the {kind} of {curve}?",
    "Find the {letter} of the {kind} of y = {curve}.",
    "For which {letter} does {curve} have its {kind}?",
    "Where is the {kind} of {curve}? Give {letter}.",
    "Find {letter} at the {kind} of f({letter}) = {curve}.",
    "What value of {letter} gives the {kind} of {curve}?",
    "Determine the {letter}-coordinate of the {kind} of {curve}.",
    "Calculate the {letter} where {curve} has its {kind}.",
    "Let f({letter}) = {curve}. At what {letter} is its {kind}?",
    "{letter} at the {kind} of {curve} = ?",
    "Give the value of {letter} at the {kind} of y = {curve}.",
    "The curve y = {curve} has one {kind}. What is {letter} there?",
)
STATIONARY_KEPT = phrases(
    "What is the {letter}-coordinate of the {kind} of y = {curve}?",
    "At what value of {letter} does {curve} have its {kind}?",
    "Find the {kind} of the curve {curve} and give {letter} there.",
)

FAMILIES: tuple[Family, ...] = (
    Family("differentiate", "symbolic", short(differentiate, 360), DIFFERENTIATE, DIFFERENTIATE_KEPT, 1.5),
    Family("integrate", "symbolic", short(integrate, 360), INTEGRATE, INTEGRATE_KEPT),
    Family("definite_integral", "symbolic", short(definite, 360), DEFINITE, DEFINITE_KEPT, 0.7),
    Family("tangent", "symbolic", short(tangent, 360), TANGENT, TANGENT_KEPT, 1.0),
    Family("stationary_point", "symbolic", stationary, STATIONARY, STATIONARY_KEPT, 0.5),
)
