"""Task families: linear equations, systems, sequences and quadratics whose numbers are long."""

from collections.abc import Sequence
from math import gcd, isqrt
from random import Random

from trainers.tasks import working
from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import family_like
from trainers.tasks.symbolic import equations, quadratics, sequences
from trainers.tasks.symbolic import long_wordings as words
from trainers.tasks.symbolic.chains import minus, over, plus, times, total
from trainers.tasks.symbolic.collecting import collect_lines, is_canonical, written
from trainers.tasks.symbolic.factoring import product_text, root_lines, root_of, scale, split_lines
from trainers.tasks.symbolic.linear import both_sides, check_line, equation_text, worked_linear
from trainers.tasks.symbolic.notation import (
    LETTERS,
    Expression,
    Term,
    fraction,
    letters,
    operand,
    write_sum,
)
from trainers.tasks.symbolic.polynomial import Polynomial, monomial, nonzero, poly
from trainers.tasks.symbolic.quadratics import _cubic_lines, _factor_lines, solve_lines
from trainers.tasks.symbolic.sequences import difference_lines

Row = tuple[int, int, int]


def split(pieces: list[int], rng: Random, size: int) -> None:
    """Break one of the numbers in two, or add a number and its opposite; the sum stays the same."""
    part = nonzero(rng, size)
    if pieces and rng.random() < 0.7:
        pieces[rng.randrange(len(pieces))] -= part
    else:
        pieces.append(-part)
    pieces.append(part)


def _equation(left: Sequence[Term], right: Sequence[Term]) -> Expression:
    return lambda notation: f"{write_sum(left, notation)} = {write_sum(right, notation)}"


def _sized(rng: Random, digits: int, least: int = 1) -> int:
    """A whole number other than 0 whose length is drawn first, up to so many digits."""
    return nonzero(rng, 10 ** rng.randint(least, digits) - 1)


def linear_1d(rng: Random, level: int) -> Problem:
    """Coefficients of up to five digits, the letter on both sides, terms repeated, a small whole solution."""
    letter = rng.choice(LETTERS)
    digits = level + 2
    value = rng.randint(-9, 9) if rng.random() < 0.5 else rng.randint(-199, 199)
    plain = rng.random() < 0.4  # no repeated terms, but all coefficients long
    least = digits if plain else 1
    a, b, other = (_sized(rng, digits, least) for _ in range(3))
    c = rng.choice((0, other, other, other if plain else a + nonzero(rng, 99)))
    a += a == c
    sides = (poly(a, b), poly(c, (a - c) * value + b))
    if rng.random() < 0.5:
        sides = sides[::-1]
    rows = [_scattered(rng, side, letter, 0 if plain else rng.randint(0, 2), digits) for side in sides]
    steps: list[str] = []
    for name, row in zip(("left", "right"), rows, strict=True):
        if not is_canonical(row, letter):
            steps += [f"{name}: {write_sum(row)}", *collect_lines(row, letter, result=False)]
    steps += both_sides(*sides, letter)
    steps += check_line(*sides, value)
    slots = {
        "equation": _equation(*rows),
        "left": written(rows[0]),
        "right": written(rows[1]),
        "letter": letter,
    }
    return Problem(slots, tuple(steps), str(value))


def _scattered(rng: Random, side: Polynomial, letter: str, splits: int, digits: int) -> list[Term]:
    """The terms of one side, some of them split in two and all shuffled."""
    pieces = {power: [int(side.coefficient(power))] for power in (1, 0) if side.coefficient(power)}
    for _ in range(splits):
        split(pieces.setdefault(rng.choice((0, 1)), []), rng, 10 ** rng.randint(1, digits) - 1)
    terms = [
        monomial(c, letter, power) for power, row in pieces.items() for c in row if c or rng.random() < 0.3
    ]
    if splits or rng.random() < 0.3:
        rng.shuffle(terms)
    return terms or [monomial(0, letter, 0)]


def linear_2d(rng: Random, level: int) -> Problem:
    """Coefficients of up to three digits, terms repeated and on both sides; one letter is asked."""
    names = letters(rng, 2)
    keep = rng.randrange(2)
    size, far = ((30, 20), (99, 50), (999, 99))[level - 1]
    values = rng.randint(-far, far), rng.randint(-far, far)
    while True:
        rows: list[Row] = []
        for _ in range(2):
            kept, gone = nonzero(rng, size if rng.random() < 0.6 else 9), nonzero(rng, (9, 12, 24)[level - 1])
            a, b = (kept, gone) if keep == 0 else (gone, kept)
            rows.append((a, b, a * values[0] + b * values[1]))
        if rng.random() < 0.15:  # an equation in one letter
            a, b, _ = rows[0]
            rows[0] = (a, 0, a * values[0]) if keep else (0, b, b * values[1])
        (a, b, _), (c, d, _) = rows
        p, q = rows[0][1 - keep], rows[1][1 - keep]
        if a * d - b * c and max(abs(p), abs(q)) <= 12 * gcd(p, q):
            break
    if rng.random() < 0.5:
        rows.reverse()
    steps: list[str] = []
    shown: list[Expression] = []
    for number, row in enumerate(rows, 1):
        left, right, lines = _spread(rng, row, names, level)
        shown.append(_equation(left, right))
        text = f"{write_sum(left)} = {write_sum(right)}"
        steps += [f"({number}) {text}", *lines] if text != equation_text(row, (names[0], names[1])) else []
    steps += _elimination(rows, (names[0], names[1]), keep)
    joint = rng.choice((", ", " and ", "; ", ", "))
    slots = {
        "equations": lambda n: shown[0](n) + joint + shown[1](n),
        "one": shown[0],
        "two": shown[1],
        "letter": names[keep],
    }
    return Problem(slots, tuple(steps), str(values[keep]))


def _spread(rng: Random, row: Row, names: list[str], level: int) -> tuple[list[Term], list[Term], list[str]]:
    """Both sides of an equation, its terms split and moved about, and the lines that join them again."""
    groups = {names[0]: [row[0]], names[1]: [row[1]], "": [-row[2]]}
    for _ in range(rng.randint(0, level)):
        split(groups[rng.choice((*names, ""))], rng, (9, 99, 999)[level - 1] if rng.random() < 0.6 else 9)
    left: list[Term] = []
    right: list[Term] = []
    pieces = [(name, c) for name, cs in groups.items() for c in cs if c]
    rng.shuffle(pieces)
    usual = rng.random() < 0.3
    for name, c in pieces:
        if bool(name) if usual else rng.random() < 0.5:
            left.append(monomial(c, name, 1 if name else 0))
        else:
            right.append(monomial(-c, name, 1 if name else 0))
    zero = [monomial(0, names[0], 0)]
    left, right = left or zero, right or zero
    lines: list[str] = []
    for name in (*names, ""):
        here = [int(c) for c, f in left if c and (f[0][0] if f else "") == name]
        there = [-int(c) for c, f in right if c and (f[0][0] if f else "") == name]
        numbers = here + there if name else [-c for c in there] + [-c for c in here]
        if len(numbers) > 1:
            lines += total(numbers, name or "constant")
    return left, right, lines


def _elimination(rows: list[Row], names: tuple[str, str], keep: int) -> list[str]:
    """Lines that multiply, then add or subtract the equations so that only the wanted letter is left."""
    gone = 1 - keep
    lines = [f"({number}) {equation_text(row, names)}" for number, row in enumerate(rows, 1)]
    p, q = rows[0][gone], rows[1][gone]
    if not p or not q:
        number = 2 if p else 1
        row = rows[number - 1]
        worked = worked_linear(row[keep], 0, row[2], names[keep], stated=False)
        return [*lines, f"({number}) has only {names[keep]}: {equation_text(row, names)}", *worked.steps]
    scaled: list[Row] = []
    for number, row, other in ((1, rows[0], q), (2, rows[1], p)):
        factor = abs(other) // gcd(p, q)
        scaled.append((row[0] * factor, row[1] * factor, row[2] * factor))
        if factor > 1:
            lines += [line for i in (keep, 2) for line in times(row[i], factor) if len(str(abs(row[i]))) > 2]
            lines.append(f"({number}) * {factor}: {equation_text(scaled[-1], names)}")
    added = (p > 0) != (q > 0)
    combine = plus if added else minus
    a, c = (scaled[0][i] + scaled[1][i] if added else scaled[0][i] - scaled[1][i] for i in (keep, 2))
    lines.append(f"{'add' if added else 'subtract'} to remove {names[gone]}:")
    lines += [*combine(scaled[0][keep], scaled[1][keep]), *combine(scaled[0][2], scaled[1][2])]
    return [*lines, *worked_linear(a, 0, c, names[keep]).steps]


def _rule(rng: Random, level: int) -> Polynomial:
    """A sequence's rule, whose terms grow to four to seven digits."""
    start = rng.randint(-(10 ** (level + 3)), 10 ** (level + 3))
    match rng.randrange(5):
        case 0 | 1:
            return poly(nonzero(rng, 10 ** (level + rng.randint(0, 2))), start)
        case 2 | 3:
            return poly(nonzero(rng, (9, 30, 99)[level - 1]), _sized(rng, level + 1), start)
        case _:
            cubic = nonzero(rng, (2, 5, 9)[level - 1])
            return poly(cubic, rng.randint(-20, 20), _sized(rng, level), start // 10)


def _terms(rng: Random, rule: Polynomial) -> list[int]:
    count = rule.degree + rng.choice((2, 3, 3, 4, 4, 5))
    return [int(rule(n)) for n in range(1, count + 1)]


def sequence_next(rng: Random, level: int) -> Problem:
    """The term after the last one shown."""
    rule = _rule(rng, level)
    terms = _terms(rng, rule)
    steps, rows = difference_lines(terms, rule.degree)
    following = rows[-1][-1]
    for row in reversed(rows[:-1]):
        steps += plus(row[-1], following)
        following += row[-1]
    return Problem({"terms": ", ".join(map(str, terms))}, tuple(steps), str(following))


def sequence_nth(rng: Random, level: int) -> Problem:
    """The formula of the sequence in some letter."""
    letter = "n" if rng.random() < 0.4 else rng.choice(LETTERS)
    rule = _rule(rng, level)
    terms = _terms(rng, rule)
    steps, rows = difference_lines(terms, rule.degree)
    steps += formula_lines([row[0] for row in rows], letter)
    answer = rule.text(letter)
    slots = {"terms": ", ".join(map(str, terms)), "letter": letter}
    return Problem(slots, (*steps, f"formula: {answer}"), answer)


def formula_lines(heads: list[int], letter: str) -> list[str]:
    """Lines from the first term and the first differences to the coefficients, as in `sequence_nth`."""
    start, first = heads[:2]
    match len(heads) - 1:
        case 1:
            return [f"a{letter} + b: a = {first}", *_labelled("b", minus(start, first))]
        case 2:
            a = heads[2] // 2
            b = first - 3 * a
            return [
                f"a{letter}^2 + b{letter} + c",
                *_labelled("a", over(heads[2], 2)),
                *_labelled("3a", times(3, a)),
                *_labelled("b", minus(first, 3 * a)),
                *minus(start, a),
                *_labelled("c", minus(start - a, b)),
            ]
        case _:
            second, third = heads[2:]
            a = third // 6
            b = (second - 12 * a) // 2
            c = first - 7 * a - 3 * b
            return [
                f"a{letter}^3 + b{letter}^2 + c{letter} + d",
                *_labelled("a", over(third, 6)),
                *_labelled("12a", times(12, a)),
                *minus(second, 12 * a),
                *_labelled("b", over(second - 12 * a, 2)),
                *_labelled("7a", times(7, a)),
                *_labelled("3b", times(3, b)),
                *minus(first, 7 * a),
                *_labelled("c", minus(first - 7 * a, 3 * b)),
                *minus(start, a),
                *minus(start - a, b),
                *_labelled("d", minus(start - a - b, c)),
            ]


def _labelled(label: str, lines: list[str]) -> list[str]:
    return [*lines[:-1], f"{label}: {lines[-1]}"]


def root_estimate(n: int) -> list[str]:
    """Lines that find the whole square root of a square below a million: the tens first, then the units."""
    root, tens = isqrt(n), isqrt(n) // 10
    head, start = n // 100, tens * 10
    lines = [f"{tens}^2 = {tens**2} <= {head} < {(tens + 1) ** 2} = {tens + 1}^2, so start from {start}."]
    if root == start:
        return [*lines, f"sqrt({n}) = {root}"]
    digit = root % 10
    lines += working.subtract(n, start * start)
    lines += working.multiply(2 * start + digit, digit)
    return [*lines, f"sqrt({n}) = {start} + {digit} = {root}"]


def guided_pair(product: int, wanted: int) -> tuple[list[str], tuple[int, int]]:
    """Lines that find two numbers by their product and sum: half the sum and a square root apart from it."""
    lines, half = [f"product {product}, sum {wanted}"], wanted // 2
    root = isqrt(wanted * wanted - 4 * product)
    if wanted % 2:
        lines += [*times(abs(wanted), abs(wanted)), *times(4, product), *minus(wanted**2, 4 * product)]
        lines += root_estimate(root * root)
        big, small = (wanted + root) // 2, (wanted - root) // 2
        lines += [f"({wanted} + {root}) / 2 = {2 * big} / 2 = {big}", f"{wanted} - {operand(big)} = {small}"]
    else:
        root //= 2
        big, small = half + root, half - root
        lines += [f"half the sum: {half}", *times(abs(half), abs(half)), *minus(half**2, product)]
        lines += root_estimate(root * root)
        lines += [f"{half} + {root} = {big}", f"{half} - {root} = {small}"]
    if abs(small) > abs(big):
        small, big = big, small
    tried = f"{small} * {operand(big)} = {product}, {small} + {operand(big)} = {wanted}"
    return [*lines, f"{tried} fits"], (small, big)


def _near_roots(rng: Random, level: int) -> tuple[int, int, int]:
    """a, b, c of a quadratic whose factor pair has two long numbers: the search would be long."""
    while True:
        a = 1 if level == 1 or rng.random() < 0.6 else rng.randint(2, (5, 5, 12)[level - 1])
        wanted = nonzero(rng, (80, 120, 199)[level - 1])
        first = nonzero(rng, rng.choice((80, (99, 199, 480)[level - 1])))
        second = wanted - first  # the pair; a must share its factors with the two for whole coefficients
        b, c, rest = wanted, first * second // a, first * second % a
        square = wanted**2 - 4 * first * second
        square //= 1 if wanted % 2 else 4
        if not rest and gcd(a, b, c) == 1 and abs(first * second) >= 900 and 100 <= square < 10**6:
            return a, b, c


def _far_roots(rng: Random, level: int) -> Polynomial:
    """A quadratic with one small and one large root, or a cubic with the factor x as well."""
    a = 1 if level == 1 else rng.choice((1, 1, 1, 2, 3, 5))
    small, large = (
        poly(a, nonzero(rng, (4, 6, 9)[level - 1])),
        poly(1, nonzero(rng, (199, 499, 999)[level - 1])),
    )
    value = small * large * rng.choice((1, 1, 2, 3, -1, -4, 7))
    return value * poly(1, 0) if level == 3 and rng.random() < 0.25 else value


def _lines(rng: Random, level: int, letter: str) -> tuple[Polynomial, int, list[str], tuple[Polynomial, ...]]:
    """A quadratic, the number in front of it, the lines to its brackets, and the brackets."""
    a, b, c = _near_roots(rng, level)
    front = rng.choice((1, 1, 1, 2, 3, -1, -2, 4)) if level > 1 else 1
    lines, pair = guided_pair(a * c, b)
    more, factors = split_lines(a, b, c, pair, letter)
    return poly(a, b, c), front, [*lines, *more], factors


def factor(rng: Random, level: int) -> Problem:
    """A quadratic as a product, the factor pair found by a short search or through a square root."""
    letter = rng.choice(LETTERS)
    if rng.random() < 0.4:
        value = _far_roots(rng, level)
        steps, answer = _factor_lines(value, letter)
    else:
        inner, front, steps, factors = _lines(rng, level, letter)
        value, answer = inner * front, f"{scale(front)}{product_text(factors, letter)}"
        if front != 1:
            opened = f"{scale(front)}({inner.text(letter)})"
            steps = [f"common factor {front}: {value.text(letter)} = {opened}", *steps]
    terms = value.terms(letter)
    if rng.random() < 0.2:
        rng.shuffle(terms)
    return Problem({"expression": written(terms), "letter": letter}, tuple(steps), answer)


def quadratic(rng: Random, level: int) -> Problem:
    """The roots of such a quadratic, in ascending order."""
    letter = rng.choice(LETTERS)
    if rng.random() < 0.4:
        value = _far_roots(rng, level)
        if value.degree == 3:
            steps, found = _cubic_lines(value, letter)
            answer = ", ".join(map(fraction, found))
        else:
            steps, answer = solve_lines(value, letter)
    else:
        inner, front, lines, factors = _lines(rng, level, letter)
        value = inner * front
        divided = [f"divide by {front}: {inner.text(letter)} = 0"] if front != 1 else []
        steps = [f"{value.text(letter)} = 0", *divided, *lines, *root_lines(factors, letter)]
        answer = ", ".join(map(fraction, sorted({root_of(bracket) for bracket in factors})))
    slots = {
        "equation": lambda notation: f"{value.text(letter, notation)} = 0",
        "expression": value.written(letter),
        "letter": letter,
    }
    return Problem(slots, tuple(steps), answer)


FAMILIES: tuple[Family, ...] = (
    family_like(equations.FAMILIES, "linear_1d", linear_1d, *words.EQUATION),
    family_like(equations.FAMILIES, "linear_2d", linear_2d, *words.SYSTEM),
    family_like(sequences.FAMILIES, "sequence_next", sequence_next, *words.NEXT),
    family_like(sequences.FAMILIES, "sequence_nth", sequence_nth, *words.NTH),
    family_like(quadratics.FAMILIES, "factor", factor, *words.FACTOR),
    family_like(quadratics.FAMILIES, "quadratic", quadratic, *words.ROOTS),
)
