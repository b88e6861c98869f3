"""Derivatives and antiderivatives of polynomials, a term at a time."""

from collections.abc import Sequence
from fractions import Fraction

from trainers.tasks.item import Worked
from trainers.tasks.symbolic.chains import over, times
from trainers.tasks.symbolic.notation import Term, write_power, write_sum, write_term
from trainers.tasks.symbolic.polynomial import Polynomial

ORDERS = ("", "first", "second", "third", "fourth")


def worked_derivative(polynomial: Polynomial, order: int = 1, letter: str = "x") -> Worked:
    """The derivative of the given order; the answer is the polynomial's text."""
    return worked_partial(polynomial.terms(letter), letter, order)


def worked_partial(terms: Sequence[Term], letter: str, order: int = 1) -> Worked:
    """The derivative by `letter` of terms that may hold other letters too."""
    steps, current = [], list(terms)
    if order > 1:
        steps.append(f"by {letter}, {order} times: {write_sum(current)}")
    for count in range(1, order + 1):
        derived = []
        for term in current:
            lines, result = _term_lines(term, letter)
            steps += lines
            derived += [result] if result[0] else []
        current = derived
        name = "derivative" if order == 1 else f"{ORDERS[count]} derivative"
        steps.append(f"{name}: {write_sum(current)}")
        if not current:
            break
    return Worked(tuple(steps), write_sum(current))


def _term_lines(term: Term, letter: str) -> tuple[list[str], Term]:
    """ "5x^3: x^3, 5 * 3 = 15" and "5x^3 -> 15x^2": the power comes down, then it drops by one."""
    coefficient, factors = term
    power = dict(factors).get(letter, 0)
    lowered = tuple((name, p - 1 if name == letter else p) for name, p in factors)
    result = (coefficient * power, tuple(pair for pair in lowered if pair[1]))
    text = write_sum([term])
    if not power:
        return [f"{text}: no {letter} -> 0"], (0, ())
    arrow = f"{write_power(letter, power)} -> {write_sum([result])}"
    if power == 1:
        return [f"{text}: {arrow}"], result
    lines = times(coefficient, power)
    if len(lines) == 1 and ":" not in lines[0]:
        return [f"{text}: {lines[0]}, {arrow}"], result
    return [*lines, f"{text}: {arrow}"], result


def integral_lines(polynomial: Polynomial, letter: str) -> list[str]:
    """Lines that raise each power by one and divide by it; the last line is the antiderivative without C."""
    lines, result = [], polynomial.integral()
    for power in range(polynomial.degree, -1, -1):
        coefficient = polynomial.coefficient(power)
        if not coefficient:
            continue
        raised = (Fraction(coefficient) / (power + 1), ((letter, power + 1),))
        before = (coefficient, ((letter, power),) if power else ())
        if power and isinstance(coefficient, int) and abs(coefficient) != 1:
            lines += over(coefficient, power + 1)
        lines.append(f"{write_sum([before])} -> {'-' if raised[0] < 0 else ''}{write_term(raised)}")
    return [*lines, f"antiderivative: {result.text(letter)}"]
