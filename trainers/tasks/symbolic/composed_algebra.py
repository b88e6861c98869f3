"""Composed tasks about algebra: letters defined before stand in an equation, a function or a polynomial."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random

from trainers.tasks.symbolic.chains import total
from trainers.tasks.symbolic.collecting import collect_lines, power_name, scattered
from trainers.tasks.symbolic.composed_definitions import Letters, joined, nonzero, power, put_in
from trainers.tasks.symbolic.composed_equations import left_over, system_lines
from trainers.tasks.symbolic.composed_final import Final, FinalMaker, Value
from trainers.tasks.symbolic.derivatives import ORDERS, worked_derivative
from trainers.tasks.symbolic.evaluating import worked_evaluate
from trainers.tasks.symbolic.factoring import root_lines, root_of, scale, search_lines, split_lines
from trainers.tasks.symbolic.linear import both_sides
from trainers.tasks.symbolic.notation import fraction, operand, write_sum
from trainers.tasks.symbolic.polynomial import Polynomial, poly

Row = Sequence[tuple[int, str]]  # coefficients and what they multiply


class Hiding:
    """Which of a task's numbers are letters: `count` of them, one on levels 1 and 2."""

    def __init__(self, rng: Random, level: int, letters: Letters, slots: int) -> None:
        count = 1 if level < 3 else rng.choice((1, 1, 2))
        self._chosen = set(rng.sample(range(slots), min(count, slots)))
        self._letters, self._slot = letters, 0
        self.hidden: dict[str, Value] = {}

    def text(self, row: Row) -> str:
        """The sum, letters in the place of the hidden coefficients; zero terms only as hidden ones."""
        text = ""
        for coefficient, symbol in row:
            if self._slot in self._chosen:
                letter = self._letters.take()
                negative = coefficient < 0 and bool(text) and len(self.hidden) % 2 == 0
                self.hidden[letter] = -coefficient if negative else coefficient
                piece = f"{letter} * {symbol}" if symbol else letter
            else:
                negative = coefficient < 0
                piece = (str(abs(coefficient)) if abs(coefficient) != 1 or not symbol else "") + symbol
            self._slot += 1
            text += (" - " if text else "-") + piece if negative else (" + " if text else "") + piece
        return text or "0"

    def put(self, text: str) -> str:
        """The text with the hidden numbers in the place of their letters."""
        return put_in(text, {name: value for name, value in self.hidden.items() if isinstance(value, int)})


def chain(*lines: str) -> list[str]:
    """The lines, without those that repeat the one before."""
    return [line for i, line in enumerate(lines) if i == 0 or line != lines[i - 1]]


def _linear_1d(rng: Random, level: int, letters: Letters) -> Final:
    x, value = letters.take(), rng.randint(-9, 9) if level < 3 else rng.randint(-20, 20)
    limit = (4, 9, 12)[level - 1]
    a, b = nonzero(rng, limit), nonzero(rng, 3 * limit)
    c = nonzero(rng, limit) if level > 1 and rng.random() < 0.6 else 0
    while a == c:
        a = nonzero(rng, limit)
    d = (a - c) * value + b
    left, right = [(a, x), (b, "")], ([(c, x)] if c else []) + ([(d, "")] if d or not c else [])
    if rng.random() < 0.3:
        left.reverse()
    if rng.random() < 0.3:
        right.reverse()
    hiding = Hiding(rng, level, letters, len(left) + len(right))
    sides, plain = [hiding.text(left), hiding.text(right)], [joined(left), joined(right)]
    polynomials = [poly(a, b), poly(c, d)]
    if rng.random() < 0.3:
        for pair in (sides, plain, polynomials):
            pair.reverse()
    equation = " = ".join(sides)
    steps = chain(hiding.put(equation), " = ".join(plain), *both_sides(polynomials[0], polynomials[1], x))
    math = {"equation": equation, "x": x}
    return Final(hiding.hidden, math, {}, "Solve {equation} for {x}.", tuple(steps), str(value))


def _linear_2d(rng: Random, level: int, letters: Letters) -> Final:
    x, y = letters.take(), letters.take()
    p, q = rng.randint(-9, 9), rng.randint(-9, 9)
    limit = (2, 4, 6)[level - 1]
    a, b, c, d = 1, 1, 1, 1
    while not 0 < left_over(a, b, c, d) < 20:
        a, b, c, d = (nonzero(rng, limit) for _ in range(4))
    rows = (a, b, a * p + b * q), (c, d, c * p + d * q)
    hiding = Hiding(rng, level, letters, 6)
    texts = []
    for row in rows:
        left, right = hiding.text([(row[0], x), (row[1], y)]), hiding.text([(row[2], "")])
        texts.append(f"{left} = {right}" if rng.random() < 0.7 else f"{right} = {left}")
    steps = system_lines([hiding.put(text) for text in texts], rows, (x, y))
    math = {"first": texts[0], "second": texts[1], "x": x}
    return Final(hiding.hidden, math, {}, "Solve {first}, {second} for {x}.", tuple(steps), str(p))


def row_of(polynomial: Polynomial, x: str) -> list[tuple[int, str]]:
    """The polynomial's coefficients other than zero with their powers, highest first."""
    powers = range(polynomial.degree, -1, -1)
    pairs = [(polynomial.coefficient(k).numerator, power(x, k)) for k in powers if polynomial.coefficient(k)]
    return pairs or [(0, "")]


def drawn(rng: Random, degree: int, limit: int) -> Polynomial:
    lower = [rng.randint(-limit, limit) if rng.random() < 0.85 else 0 for _ in range(degree)]
    return poly(nonzero(rng, limit), *lower)


def _evaluate(rng: Random, level: int, letters: Letters) -> Final:
    f, x = letters.take(), letters.take()
    degree = rng.choice(((1, 1, 2), (1, 2, 2, 3), (2, 2, 3, 3))[level - 1])
    p = drawn(rng, degree, (9, 9, 15)[level - 1])
    at = nonzero(rng, (12, 12, 7, 5)[degree]) if rng.random() < 0.95 else 0
    argument = letters.take()
    hidden: dict[str, Value] = {argument: at}
    text, put = p.text(x), p.text(x)
    if level == 3 and rng.random() < 0.4:
        hiding = Hiding(rng, 2, letters, len(row_of(p, x)))
        text = hiding.text(row_of(p, x))
        put = hiding.put(text)
        hidden = {**hidden, **hiding.hidden}
    worked = worked_evaluate(p, at, f)
    math = {"f": f"{f}({x})", "p": text, "call": f"{f}({argument})"}
    lines = chain(f"{f}({x}) = {put}", f"{f}({x}) = {p.text(x)}", f"{f}({argument}) = {f}({at})")
    return Final(hidden, math, {}, "{f} = {p}. Find {call}.", (*lines, *worked.steps), worked.answer)


def _differentiate(rng: Random, level: int, letters: Letters) -> Final:
    x = letters.take()
    order = rng.choice(((1,), (1, 1, 2), (1, 1, 2, 2, 3))[level - 1])
    degree = rng.randint(max(2, order), min((3, 4, 6)[level - 1], 7 - order))
    p = drawn(rng, degree, min((5, 12, 20)[level - 1], (20, 12, 7)[order - 1]))
    lines: list[str]
    if level == 3 and rng.random() < 0.3:
        terms = scattered(p, x, rng, rng.randint(1, 3))
        hiding = Hiding(rng, 2, letters, len(terms))
        row = [(Fraction(c).numerator, power(x, dict(factors).get(x, 0))) for c, factors in terms]
        text, hidden = hiding.text(row), hiding.hidden
        lines = chain(hiding.put(text), write_sum(terms), *collect_lines(terms, x))
    elif rng.random() < 0.5:
        hiding = Hiding(rng, min(level, 2), letters, len(row_of(p, x)))
        text, hidden = hiding.text(row_of(p, x)), hiding.hidden
        lines = chain(hiding.put(text), p.text(x))[:-1]
    else:
        letter = letters.take()
        text, hidden = p.text(x).replace(f"{x}^{degree}", f"{x}^{letter}", 1), {letter: degree}
        lines = []
    worked = worked_derivative(p, order, x)
    steps = (*lines, f"Differentiate {p.text(x)}.", *worked.steps)
    asked = "Find the {order} derivative of {p}."
    return Final(hidden, {"p": text, "x": x}, {"order": ORDERS[order]}, asked, steps, worked.answer)


def _polynomial_roots(rng: Random, level: int, letters: Letters) -> Final:
    x = letters.take()
    limit = (5, 9, 12)[level - 1]
    r, s = nonzero(rng, limit), nonzero(rng, limit)
    a = 1 if level < 3 or rng.random() < 0.7 else rng.choice((2, 3, -1))
    p = poly(a, -r) * poly(1, -s) if a > 0 else poly(-1, r + s, -r * s)
    hiding = Hiding(rng, level, letters, len(row_of(p, x)))
    text = hiding.text(row_of(p, x))
    lines = chain(f"{hiding.put(text)} = 0", f"{p.text(x)} = 0")
    if a < 0:
        p = -p
        lines.append(f"{p.text(x)} = 0")
    a, b, c = (p.coefficient(k).numerator for k in (2, 1, 0))
    searched, pair = search_lines(a * c, b)
    if pair is None:
        raise ValueError(f"{p} has no rational roots")
    split, factors = split_lines(a, b, c, pair, x)
    lines += [*searched, *split, *root_lines(factors, x)]
    roots = sorted({root_of(factor) for factor in factors})
    return Final(
        hiding.hidden, {"p": text, "x": x}, {}, "Solve {p} = 0.", tuple(lines), ", ".join(map(str, roots))
    )


def _add_polynomials(rng: Random, level: int, letters: Letters) -> Final:
    f, g, x = letters.take(), letters.take(), letters.take()
    degree = rng.choice(((1,), (1, 2), (2, 2, 3))[level - 1])
    p, q = (drawn(rng, rng.randint(1, degree), 9) for _ in range(2))
    m, n = nonzero(rng, (4, 6, 9)[level - 1]), nonzero(rng, (4, 6, 9)[level - 1])
    hiding = Hiding(rng, level, letters, 2)
    text = sum_text(hiding, m, f, n, g, x)
    lines, answer = sum_lines((m, f, p), (n, g, q), x)
    put, plain = hiding.put(text), f"{scaled(m, f, x)} {'-' if n < 0 else '+'} {scaled(abs(n), g, x)}"
    steps = (*chain(f"Find {put}.", f"Find {plain}."), *lines)
    math = {"f": f"{f}({x})", "g": f"{g}({x})", "p": p.text(x), "q": q.text(x), "sum": text}
    asked = "{f} = {p}. {g} = {q}. Find {sum}."
    return Final(hiding.hidden, math, {}, asked, steps, answer.text(x))


def sum_lines(
    first: tuple[int, str, Polynomial], second: tuple[int, str, Polynomial], x: str
) -> tuple[list[str], Polynomial]:
    """Lines that add a multiple of one named polynomial to a multiple of another, and the sum."""
    lines = []
    for size, name, polynomial in (first, second):
        if size == 1:
            lines.append(f"{name}({x}) = {polynomial.text(x)}")
            continue
        lines.append(f"{scaled(size, name, x)} = {scale(size)}({polynomial.text(x)})")
        if abs(size) > 1:
            coefficients = [c for c in reversed(polynomial.coefficients) if c]
            products = (f"{size} * {operand(c)} = {fraction(size * c)}" for c in coefficients)
            lines.append(", ".join(products))
        lines.append(f"{scaled(size, name, x)} = {(polynomial * size).text(x)}")
    one, two = first[2] * first[0], second[2] * second[0]
    for k in range(max(one.degree, two.degree), -1, -1):
        pair = [one.coefficient(k), two.coefficient(k)]
        if any(pair):
            lines += total(pair, power_name(x, k))
    return [*lines, f"total: {(one + two).text(x)}"], one + two


def sum_text(hiding: Hiding, m: int, f: str, n: int, g: str, x: str) -> str:
    """ "3 * f(x) - k * g(x)", letters put in: a number before f(x) needs its own sign."""
    text = hiding.text([(m, f"{f}({x})"), (n, f"{g}({x})")])
    for size, name in ((m, f), (n, g)):
        text = text.replace(f"{abs(size)}{name}({x})", f"{abs(size)} * {name}({x})")
    return text


def scaled(size: int, name: str, x: str) -> str:
    """The multiple of a function as steps write it: "f(x)", "-f(x)", "3 * f(x)"."""
    return f"{scale(size)}{name}({x})" if abs(size) == 1 else f"{size} * {name}({x})"


ALGEBRA: Mapping[str, FinalMaker] = {
    "composed_linear_1d": _linear_1d,
    "composed_linear_2d": _linear_2d,
    "composed_evaluate": _evaluate,
    "composed_differentiate": _differentiate,
    "composed_polynomial_roots": _polynomial_roots,
    "composed_add_polynomials": _add_polynomials,
}
