"""Solving one linear equation and a system of two, written out: the steps other families reuse."""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from trainers.tasks.item import Worked
from trainers.tasks.symbolic.chains import over, plus, product_lines_of, times, total
from trainers.tasks.symbolic.collecting import gathered_lines
from trainers.tasks.symbolic.notation import Number, Term, fraction, operand, write_sum
from trainers.tasks.symbolic.polynomial import Polynomial, monomial, poly


def worked_linear(a: int, b: int, c: int, letter: str = "x", stated: bool = True) -> Worked:
    """The solution of a*x + b = c; the first line states the equation."""
    left = write_sum([monomial(a, letter, 1)])
    steps = [f"{poly(a, b).text(letter)} = {c}"] if stated else []
    if b:
        steps.append(f"{left} = {c} {'-' if b > 0 else '+'} {abs(b)}")
        steps += plus(c, -b)
        steps.append(f"{left} = {c - b}")
    value = Fraction(c - b, a)
    if a == -1:
        steps.append(f"{letter} = {value}")
    elif a != 1:
        steps += [f"{letter} = {c - b} / {operand(a)}", *over(c - b, a), f"{letter} = {value}"]
    return Worked(tuple(steps), str(value))


def both_sides(left: Polynomial, right: Polynomial, letter: str) -> list[str]:
    """Lines from ax + b = cx + d to its solution."""
    a, b, c, d = (_whole(n) for p in (left, right) for n in (p.coefficient(1), p.coefficient(0)))
    steps = [f"{left.text(letter)} = {right.text(letter)}"]
    if not a and c:
        left, right, a, b, c, d = right, left, c, d, a, b
        steps.append(f"{left.text(letter)} = {right.text(letter)}")
    if not c:
        return [*steps, *worked_linear(a, b, d, letter, stated=False).steps]
    moved = write_sum([monomial(a, letter, 1), monomial(-c, letter, 1)])
    constants = write_sum([t for t in (monomial(d, letter, 0), monomial(-b, letter, 0)) if t[0]])
    steps += [f"{moved} = {constants}", *plus(a, -c)]
    if b and d:
        steps += plus(d, -b)
    return [*steps, *worked_linear(a - c, 0, d - b, letter).steps]


def check_line(left: Polynomial, right: Polynomial, value: Number) -> list[str]:
    """A line that puts a small whole solution back into both sides, or nothing for larger numbers."""
    sizes = [abs(Fraction(n)) for p in (left, right) for n in p.coefficients]
    if Fraction(value).denominator != 1 or abs(Fraction(value)) > 30 or any(size > 99 for size in sizes):
        return []
    texts = [substituted(side, _whole(value)) for side in (left, right)]
    return [f"check: {texts[0]} and {texts[1]}"]


def substituted(side: Polynomial, value: int) -> str:
    """A linear polynomial with the number put in: "3 * (-2) + 5 = -6 + 5 = -1"."""
    a, b = side.coefficient(1), side.coefficient(0)
    if not a:
        return fraction(b)
    rest = f" {'-' if b < 0 else '+'} {abs(b)}" if b else ""
    if abs(a) == 1:
        start = f"{a * value}" if a == 1 else f"-{operand(value)}"
        return f"{start}{rest} = {side(value)}" if rest else f"{a * value}"
    middle = f" = {a * value}{rest}" if rest else ""
    return f"{a} * {operand(value)}{rest}{middle} = {side(value)}"


def standard_lines(left: Sequence[Term], right: Sequence[Term], letters: tuple[str, str]) -> list[str]:
    """Lines that move the letters to the left and the numbers to the right, and add what is alike."""
    named = [*(t for t in left if t[1] and t[0]), *((-c, f) for c, f in right if f and c)]
    numbers = [*(int(c) for c, f in right if not f and c), *(-int(c) for c, f in left if not f and c)]
    moved = f"{write_sum(named)} = {write_sum(monomial(n, '', 0) for n in numbers)}"
    lines = [] if moved == f"{write_sum(left)} = {write_sum(right)}" else [f"move: {moved}"]
    for letter in letters:
        coefficients = [c for c, factors in named if factors[0][0] == letter]
        if coefficients:
            lines += gathered_lines(coefficients, letter, 1)
    return [*lines, *(total(numbers)[len(numbers) > 2 :] if len(numbers) > 1 else [])]


def worked_system(
    first: tuple[int, int, int], second: tuple[int, int, int], letters: tuple[str, str], wanted: str = ""
) -> Worked:
    """The solution of two equations a*x + b*y = c by elimination: the letter `wanted`, or both."""
    x, y = letters
    steps = [f"({i}) {equation_text(row, letters)}" for i, row in enumerate((first, second), 1)]
    keep = letters.index(wanted) if wanted else _cheaper(first, second)
    gone = 1 - keep
    value, lines = eliminated(first, second, letters, keep)
    steps += lines
    if wanted:
        return Worked(tuple(steps), str(value))
    use_first = first[gone] and (abs(first[gone]) <= abs(second[gone]) or not second[gone])
    number, row = (1, first) if use_first else (2, second)
    kept, other = letters[keep], letters[gone]
    rest = Fraction(row[2])
    if row[keep]:
        product = row[keep] * value
        steps.append(f"put {kept} = {value} into ({number}): {equation_text(row, letters)}")
        steps += times(row[keep], _whole(value) if value.denominator == 1 else value)
        left = [monomial(row[gone], other, 1), *([monomial(product, other, 0)] if product else [])]
        steps.append(f"{write_sum(left)} = {row[2]}")
        if product:
            steps += plus(row[2], _plain(-product))
        rest = row[2] - product
    steps.append(f"{write_sum([monomial(row[gone], other, 1)])} = {fraction(rest)}")
    found = rest / row[gone]
    if row[gone] != 1:
        if rest.denominator == 1 and row[gone] != -1:
            steps += over(rest.numerator, row[gone])
        steps.append(f"{other} = {fraction(found)}")
    values = {kept: value, other: found}
    return Worked(tuple(steps), ", ".join(f"{name} = {values[name]}" for name in (x, y)))


def eliminated(
    first: tuple[int, int, int], second: tuple[int, int, int], letters: tuple[str, str], keep: int
) -> tuple[Fraction, list[str]]:
    """The value of the kept letter, and the lines that bring the other to opposite numbers and add."""
    gone = 1 - keep
    p, q = first[gone], second[gone]
    if not p or not q:  # an equation in the wanted letter alone
        row, number = (first, 1) if not p else (second, 2)
        worked = worked_linear(row[keep], 0, row[2], letters[keep], stated=False)
        name = f"({number}) has only {letters[keep]}"
        return Fraction(worked.answer), [f"{name}: {equation_text(row, letters)}", *worked.steps]
    common = abs(p * q) // gcd(p, q)
    m, n = common // abs(p), common // abs(q)
    if (p > 0) == (q > 0):
        n = -n
    lines = [f"remove {letters[gone]}: {p} and {q} to {common}, (1) * {m}, (2) * {operand(n)}"]
    rows = []
    for number, row, factor in ((1, first, m), (2, second, n)):
        scaled = (row[0] * factor, row[1] * factor, row[2] * factor)
        rows.append(scaled)
        if factor != 1:
            lines += product_lines_of(factor, (row[0], row[1], row[2]))
            lines.append(f"({number}) * {operand(factor)}: {equation_text(scaled, letters)}")
    a, c = (rows[0][i] + rows[1][i] for i in (keep, 2))
    lines += ["add:", *plus(rows[0][keep], rows[1][keep]), *plus(rows[0][2], rows[1][2])]
    worked = worked_linear(a, 0, c, letters[keep])
    return Fraction(worked.answer), [*lines, *worked.steps]


def _cheaper(first: tuple[int, int, int], second: tuple[int, int, int]) -> int:
    """The letter to keep: the one whose elimination needs the smaller multiples."""
    costs = []
    for gone in (1, 0):
        p, q = first[gone], second[gone]
        costs.append(0 if not p or not q else (abs(p) + abs(q)) // gcd(p, q))
    return costs.index(min(costs))


def equation_text(row: tuple[int, int, int], letters: tuple[str, str]) -> str:
    """An equation from its coefficients and constant: "3x + 2y = 8"."""
    terms = [monomial(c, letter, 1) for c, letter in zip(row, letters, strict=False) if c]
    return f"{write_sum(terms)} = {row[2]}"


def _whole(n: Number) -> int:
    return Fraction(n).numerator


def _plain(n: Fraction) -> Number:
    return n.numerator if n.denominator == 1 else n
