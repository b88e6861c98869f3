"""Solving one linear equation and a system of two, written out: the steps other families reuse."""

from fractions import Fraction
from math import gcd

from trainers.tasks.item import Worked
from trainers.tasks.symbolic.chains import minus, over, plus, times
from trainers.tasks.symbolic.notation import Number, fraction, operand, write_sum
from trainers.tasks.symbolic.polynomial import Polynomial, monomial, poly


def worked_linear(a: int, b: int, c: int, letter: str = "x", stated: bool = True) -> Worked:
    """The solution of a*x + b = c; the first line states the equation."""
    left = write_sum([monomial(a, letter, 1)])
    steps = [f"{poly(a, b).text(letter)} = {c}"] if stated else []
    if b:
        steps.append(f"{left} = {c} {'-' if b > 0 else '+'} {abs(b)}")
        steps += _unless_small(minus(c, b) if b > 0 else plus(c, -b), c, b)
        steps.append(f"{left} = {c - b}")
    value = Fraction(c - b, a)
    if a == -1:
        steps.append(f"{letter} = {value}")
    elif a != 1:
        if f"{c - b}/{a}" != str(value):
            steps.append(f"{letter} = {c - b} / {operand(a)}")
        if value.denominator == 1 and abs(value) >= 10:
            steps += over(c - b, a)
        steps.append(f"{letter} = {value}")
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
    steps.append(f"{moved} = {constants}")
    steps += _unless_small(minus(a, c) if c > 0 else plus(a, -c), a, c)
    if b and d:
        steps += _unless_small(minus(d, b) if b > 0 else plus(d, -b), d, b)
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


def worked_system(
    first: tuple[int, int, int], second: tuple[int, int, int], letters: tuple[str, str], wanted: str = ""
) -> Worked:
    """The solution of two equations a*x + b*y = c by elimination: the letter `wanted`, or both."""
    x, y = letters
    steps = [f"({i}) {equation_text(row, letters)}" for i, row in enumerate((first, second), 1)]
    keep = letters.index(wanted) if wanted else _cheaper(first, second)
    gone = 1 - keep
    value, lines = _eliminated(first, second, letters, keep)
    steps += lines
    if wanted:
        return Worked(tuple(steps), str(value))
    use_first = first[gone] and (abs(first[gone]) <= abs(second[gone]) or not second[gone])
    number, row = (1, first) if use_first else (2, second)
    kept, other = letters[keep], letters[gone]
    if row[keep]:
        product = row[keep] * value
        steps.append(
            f"put {kept} = {value} into ({number}): {row[keep]} * {operand(value)} = {fraction(product)}"
        )
        left = [monomial(row[gone], other, 1), *([monomial(product, other, 0)] if product else [])]
        steps.append(f"{write_sum(left)} = {row[2]}")
        rest = row[2] - product
    else:
        rest = Fraction(row[2])
    coefficient = write_sum([monomial(row[gone], other, 1)])
    steps.append(f"{coefficient} = {fraction(rest)}")
    found = rest / row[gone]
    if row[gone] != 1:
        steps.append(f"{other} = {fraction(found)}")
    values = {kept: value, other: found}
    return Worked(tuple(steps), ", ".join(f"{name} = {values[name]}" for name in (x, y)))


def _eliminated(
    first: tuple[int, int, int], second: tuple[int, int, int], letters: tuple[str, str], keep: int
) -> tuple[Fraction, list[str]]:
    gone = 1 - keep
    p, q = first[gone], second[gone]
    if not p or not q:  # an equation in the wanted letter alone
        row, number = (first, 1) if not p else (second, 2)
        worked = worked_linear(row[keep], 0, row[2], letters[keep], stated=False)
        name = f"({number}) has only {letters[keep]}"
        return Fraction(worked.answer), [f"{name}: {equation_text(row, letters)}", *worked.steps]
    shared = gcd(p, q)
    m, n = abs(q) // shared, abs(p) // shared
    lines: list[str] = []
    rows = []
    for number, row, factor in ((1, first, m), (2, second, n)):
        scaled = (row[0] * factor, row[1] * factor, row[2] * factor)
        rows.append(scaled)
        if factor != 1:
            lines += (
                _unless_small(times(row[2], factor), 0, 0) if len(str(abs(row[2]))) > 2 and factor > 1 else ()
            )
            lines.append(f"({number}) * {factor}: {equation_text(scaled, letters)}")
    add = (p > 0) != (q > 0)
    combine = plus if add else minus
    a, c = (rows[0][i] + rows[1][i] if add else rows[0][i] - rows[1][i] for i in (keep, 2))
    lines.append(f"{'add' if add else 'subtract'} to remove {letters[gone]}:")
    lines += combine(rows[0][keep], rows[1][keep])
    lines += combine(rows[0][2], rows[1][2])
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


def _unless_small(lines: list[str], a: int, b: int) -> list[str]:
    """The working, left out where both numbers are small enough to add at sight."""
    return lines if len(lines) > 1 or " so " in lines[0] or max(abs(a), abs(b)) >= 100 else []


def _whole(n: Number) -> int:
    return Fraction(n).numerator
