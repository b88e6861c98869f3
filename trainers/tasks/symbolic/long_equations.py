"""Task families: linear equations, systems, sequences and quadratics whose numbers are long."""

from collections.abc import Sequence
from math import gcd
from random import Random

from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import family_like
from trainers.tasks.symbolic import equations, quadratics, sequences
from trainers.tasks.symbolic import long_wordings as words
from trainers.tasks.symbolic.chains import plus
from trainers.tasks.symbolic.collecting import collect_lines, is_canonical, written
from trainers.tasks.symbolic.linear import (
    both_sides,
    check_line,
    equation_text,
    standard_lines,
    worked_system,
)
from trainers.tasks.symbolic.notation import (
    LETTERS,
    Expression,
    Term,
    fraction,
    letters,
    write_sum,
)
from trainers.tasks.symbolic.polynomial import Polynomial, monomial, nonzero, poly
from trainers.tasks.symbolic.quadratics import _cubic_lines, _factor_lines, solve_lines
from trainers.tasks.symbolic.sequences import difference_lines, formula_lines

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
    digits = level + 1
    value = rng.randint(-9, 9) if rng.random() < 0.5 else rng.randint(-99, 99)
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
    size, far = ((30, 20), (60, 30), (99, 40))[level - 1]
    values = rng.randint(-far, far), rng.randint(-far, far)
    while True:
        rows: list[Row] = []
        for _ in range(2):
            a, b = nonzero(rng, size if rng.random() < 0.6 else 9), nonzero(rng, (9, 9, 12)[level - 1])
            rows.append((a, b, a * values[0] + b * values[1]))
        if rng.random() < 0.15:  # an equation in one letter
            a, b, _ = rows[0]
            rows[0] = (0, b, b * values[1])
        (a, b, _), (c, d, _) = rows
        p, q = b, d
        if a * d - b * c and max(abs(p), abs(q)) <= 12 * gcd(p, q):
            break
    if rng.random() < 0.5:
        rows.reverse()
    pair = (names[0], names[1])
    steps = [f"find {names[0]}, remove {names[1]}"]
    shown: list[Expression] = []
    for number, row in enumerate(rows, 1):
        left, right = _spread(rng, row, names, level)
        shown.append(_equation(left, right))
        text = f"{write_sum(left)} = {write_sum(right)}"
        if text != equation_text(row, pair):
            steps += [f"({number}) {text}", *standard_lines(left, right, pair)]
    steps += worked_system(rows[0], rows[1], pair, names[0]).steps
    joint = rng.choice((", ", " and ", "; ", ", "))
    slots = {
        "equations": lambda n: shown[0](n) + joint + shown[1](n),
        "one": shown[0],
        "two": shown[1],
        "letter": names[0],
    }
    return Problem(slots, tuple(steps), str(values[0]))


def _spread(rng: Random, row: Row, names: list[str], level: int) -> tuple[list[Term], list[Term]]:
    """Both sides of an equation, its terms split and moved about."""
    groups = {names[0]: [row[0]], names[1]: [row[1]], "": [-row[2]]}
    for _ in range(rng.randint(0, level)):
        split(groups[rng.choice((*names, ""))], rng, (9, 30, 99)[level - 1] if rng.random() < 0.6 else 9)
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
    return left, right


def _rule(rng: Random, level: int) -> Polynomial:
    """A sequence's rule, whose terms grow to four to seven digits."""
    start = rng.randint(-(10 ** (level + 1)), 10 ** (level + 1))
    match rng.randrange(5):
        case 0 | 1:
            return poly(nonzero(rng, 10 ** (level + rng.randint(0, 1))), start)
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


def _near_roots(rng: Random, level: int) -> Polynomial:
    """A quadratic whose factor pair has two long numbers: the search would be long."""
    while True:
        a = 1 if level == 1 or rng.random() < 0.6 else rng.randint(2, 6)
        wanted = nonzero(rng, (60, 80, 120)[level - 1])
        first = nonzero(rng, rng.choice((60, (70, 90, 110)[level - 1])))
        second = wanted - first  # the pair; a must share its factors with the two for whole coefficients
        b, c, rest = wanted, first * second // a, first * second % a
        square = wanted**2 - 4 * first * second
        if not rest and gcd(a, b, c) == 1 and abs(first * second) >= 400 and 100 <= square < 10**4:
            return poly(a, b, c)


def _far_roots(rng: Random, level: int) -> Polynomial:
    """A quadratic with one small and one large root, or a cubic with the factor x as well."""
    a = 1 if level == 1 else rng.choice((1, 1, 1, 2, 3, 5))
    small = poly(a, nonzero(rng, (4, 6, 9)[level - 1]))
    large = poly(1, rng.choice((-1, 1)) * rng.randint(10, (40, 60, 85)[level - 1] // a))
    value = small * large * rng.choice((1, 1, 2, 3, -1, -4, 7))
    return value * poly(1, 0) if level == 3 and rng.random() < 0.25 else value


def _hidden_product(rng: Random, level: int) -> Polynomial:
    """Either of the two, with a number in front."""
    if rng.random() < 0.4:
        return _far_roots(rng, level)
    return _near_roots(rng, level) * (rng.choice((1, 1, 1, 2, 3, -1, -2, 4)) if level > 1 else 1)


def factor(rng: Random, level: int) -> Problem:
    """A quadratic as a product, the factor pair found by a short search or through a square root."""
    letter = rng.choice(LETTERS)
    value = _hidden_product(rng, level)
    steps, answer = _factor_lines(value, letter)
    steps = [value.text(letter), *steps]
    terms = value.terms(letter)
    if rng.random() < 0.2:
        rng.shuffle(terms)
    return Problem({"expression": written(terms), "letter": letter}, tuple(steps), answer)


def quadratic(rng: Random, level: int) -> Problem:
    """The roots of such a quadratic, in ascending order."""
    letter = rng.choice(LETTERS)
    value = _hidden_product(rng, level)
    if value.degree == 3:
        steps, found = _cubic_lines(value, letter)
        answer = ", ".join(map(fraction, found))
    else:
        steps, answer = solve_lines(value, letter)
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
