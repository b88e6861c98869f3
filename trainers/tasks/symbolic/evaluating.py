"""The value of a polynomial at a number, written out by Horner's rule."""

from fractions import Fraction

from trainers.tasks.item import Worked
from trainers.tasks.symbolic.chains import plus, times
from trainers.tasks.symbolic.notation import Number, fraction, operand
from trainers.tasks.symbolic.polynomial import Polynomial


def worked_evaluate(polynomial: Polynomial, value: Number, name: str = "f", letter: str = "") -> Worked:
    """name(value) by Horner: times the value, plus the next coefficient, again and again.

    With `letter` the lines name no function: they start from the letter's value and the expression.
    """
    result = polynomial(value)
    coefficients = list(reversed(polynomial.coefficients)) or [0]
    listed = f"coefficients {', '.join(map(fraction, coefficients))}"
    if letter:
        steps = [f"{letter} = {fraction(value)}", f"{polynomial.text(letter)}: {listed}"]
    else:
        steps = [f"{name}({fraction(value)}): {listed}"]
    running = coefficients[0]
    for coefficient in coefficients[1:]:
        if value in (0, 1):
            product = running * value
        else:
            steps += times(running, value)
            product = running * value
        product = product.numerator if product.denominator == 1 else product
        if coefficient:
            steps += plus(product, coefficient)
        running = product + coefficient
        running = running.numerator if running.denominator == 1 else running
    head = "value" if letter else f"{name}({fraction(value)})"
    return Worked((*steps, f"{head} = {fraction(result)}"), fraction(result))


def worked_substitution(polynomial: Polynomial, value: int) -> str:
    """The number put in term by term: "3 * 4^2 - 5 * 4 + 1 = 48 - 20 + 1 = 29"."""
    put, values = "", ""
    for power in range(polynomial.degree, -1, -1):
        c = Fraction(polynomial.coefficient(power)).numerator
        if not c:
            continue
        base = operand(value) + (f"^{power}" if power > 1 else "")
        size = str(abs(c)) if not power else base if abs(c) == 1 else f"{abs(c)} * {base}"
        product = c * value**power
        put += (f" {'-' if c < 0 else '+'} " if put else "-" if c < 0 else "") + size
        values += f" {'-' if product < 0 else '+'} {abs(product)}" if values else str(product)
    result = fraction(polynomial(value))
    return " = ".join(dict.fromkeys((put, values, result)))
