"""Linear equations in one letter and systems of two."""

from fractions import Fraction
from random import Random

from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import short
from trainers.tasks.symbolic.chains import plus, product_lines_of, times, worked_only
from trainers.tasks.symbolic.collecting import collect_lines, is_canonical, scattered, written
from trainers.tasks.symbolic.linear import (
    both_sides,
    check_line,
    equation_text,
    standard_lines,
    worked_linear,
    worked_system,
)
from trainers.tasks.symbolic.notation import (
    LETTERS,
    PLAIN,
    Expression,
    Notation,
    Term,
    letters,
    phrases,
    write_sum,
)
from trainers.tasks.symbolic.polynomial import Polynomial, monomial, nonzero, poly

__all__ = ["FAMILIES", "worked_linear", "worked_system"]


def linear_1d(rng: Random, level: int) -> Problem:
    """ax + b = cx + d: plain, on both sides, with brackets, with fractions, with repeated terms."""
    letter = rng.choice(LETTERS)
    shape = rng.choice(
        {
            1: ("plain",),
            2: ("both", "bracket", "terms", "plain"),
            3: ("both", "brackets", "terms", "terms", "parts"),
        }[level]
    )
    if shape == "parts":
        return _fractions(rng, letter)
    size, far = {1: (9, 12), 2: (12, 20), 3: (99, 60)}[level]
    value = (
        rng.randint(-far, far)
        if level < 3 or rng.random() < 0.8
        else Fraction(rng.randint(-30, 30), rng.randint(2, 9))
    )
    a, b = nonzero(rng, size), rng.randint(-size, size) if level < 3 else rng.randint(-999, 999)
    c = nonzero(rng, size) if level > 1 and shape != "plain" else 0
    a += a == c
    b = b if isinstance(value, int) else b * value.denominator
    d = Fraction((a - c) * value + b)
    if d.denominator != 1:
        a, c = a * d.denominator, c * d.denominator
        d = Fraction((a - c) * value + b)
    left, right = poly(a, b), poly(c, d.numerator)
    steps: list[str] = []
    if shape in ("bracket", "brackets"):
        return _bracketed(rng, letter, level)
    sides = (left, right)
    if rng.random() < 0.35:
        sides = sides[::-1]
    rows = [side.terms(letter) or [monomial(0, letter, 0)] for side in sides]
    if shape == "terms":
        extra = 1 if level == 2 else rng.randint(1, 3)
        rows = [
            scattered(side, letter, rng, rng.randint(0, extra), 99 if level == 3 else 9) for side in sides
        ]
        for name, row in zip(("left", "right"), rows, strict=True):
            if not is_canonical(row, letter):
                steps += [f"{name}: {write_sum(row)}", *collect_lines(row, letter, result=False)]
    steps += both_sides(*sides, letter)
    steps += check_line(left, right, value)
    slots = {
        "equation": _equation(*rows),
        "left": written(rows[0]),
        "right": written(rows[1]),
        "letter": letter,
    }
    return Problem(slots, tuple(steps), str(value))


def _bracketed(rng: Random, letter: str, level: int) -> Problem:
    size = 9 if level == 2 else 15
    value, a, b, m = (
        rng.randint(-20, 20),
        nonzero(rng, 5),
        nonzero(rng, size),
        rng.choice((2, 3, 4, 5, 6, 7, 8, 9, -2, -3, -4)),
    )
    inner, extra = poly(a, b), rng.choice((0, nonzero(rng, 30)))
    n, other = nonzero(rng, 9), poly(rng.choice((1, 1, 2, 3, -1)), nonzero(rng, size))
    if level == 2:
        n, other = 1, poly(rng.choice((0, 0, nonzero(rng, 9))), 0)
    if m * a == n * other.coefficient(1):
        m += 1
    left, right = inner * m + poly(extra), other * n
    rest = int(left(value) - right(value))
    right += poly(rest)

    def side(notation: Notation, factor: int, bracket: Polynomial, plus: int) -> str:
        head = {1: "", -1: "-"}.get(factor, f"{factor}{notation.times}")
        tail = notation.between("-" if plus < 0 else "+") + str(abs(plus)) if plus else ""
        return f"{head}({bracket.text(letter, notation)}){tail}"

    def first(notation: Notation) -> str:
        return side(notation, m, inner, extra)

    def second(notation: Notation) -> str:
        return side(notation, n, other, rest) if level == 3 else right.text(letter, notation)

    steps = [f"{first(PLAIN)} = {second(PLAIN)}"]
    steps += product_lines_of(m, [a, b])
    steps.append(f"{m}({inner.text(letter)}) = {(inner * m).text(letter)}")
    if level == 3:
        if abs(n) > 1:
            steps += product_lines_of(n, [int(other.coefficient(0))])
            steps.append(f"{n}({other.text(letter)}) = {(other * n).text(letter)}")
        if extra or rest:
            opened = [
                write_sum([*(p.terms(letter)), *([monomial(k, letter, 0)] if k else [])])
                for p, k in ((inner * m, extra), (other * n, rest))
            ]
            steps.append(" = ".join(opened))
            for whole, k in ((inner * m, extra), (other * n, rest)):
                steps += plus(int(whole.coefficient(0)), k) if k and whole.coefficient(0) else []
    elif extra:
        steps.append(
            f"{(inner * m).text(letter)} {'-' if extra < 0 else '+'} {abs(extra)} = {right.text(letter)}"
        )
        steps += plus(b * m, extra)
    steps += both_sides(left, right, letter)
    slots = {
        "equation": lambda notation: f"{first(notation)} = {second(notation)}",
        "left": first,
        "right": second,
        "letter": letter,
    }
    return Problem(slots, tuple(steps), str(value))


def _fractions(rng: Random, letter: str) -> Problem:
    """(x + a)/p + (x + b)/q = c, cleared by the product of the denominators."""
    p, q = rng.sample(range(2, 10), 2)
    value = rng.randint(-30, 30)
    a = p * rng.randint(-9, 9) - value
    b = q * rng.randint(-9, 9) - value
    sign = rng.choice((1, -1))
    c = (value + a) // p + sign * ((value + b) // q)
    first, second = poly(1, a), poly(1, b)

    def over_number(side: Polynomial, bottom: int, notation: Notation) -> str:
        text = side.text(letter, notation)
        if notation.power == "{}":
            return f"\\frac{{{text}}}{{{bottom}}}"
        return f"({text})/{bottom}" if len(side.terms()) > 1 else f"{text}/{bottom}"

    def left(notation: Notation) -> str:
        joint = notation.between("+" if sign > 0 else "-")
        return over_number(first, p, notation) + joint + over_number(second, q, notation)

    whole = first * q + second * (sign * p)
    terms = [*(first * q).terms(letter), *(second * (sign * p)).terms(letter)]
    steps = [
        f"{left(PLAIN)} = {c}",
        f"multiply by {p} * {q} = {p * q}",
        f"{q}({first.text(letter)}) {'+' if sign > 0 else '-'} {p}({second.text(letter)}) = {c} * {p * q}",
        *product_lines_of(q, [a]),
        *product_lines_of(p, [b]),
        *worked_only(times(c, p * q)),
        f"{write_sum(terms)} = {c * p * q}",
        *collect_lines(terms, letter, result=False),
    ]
    steps += both_sides(whole, poly(c * p * q), letter)
    slots = {
        "equation": lambda n: f"{left(n)} = {c}",
        "left": left,
        "right": lambda n: str(c),
        "letter": letter,
    }
    return Problem(slots, tuple(steps), str(value))


def _equation(left: list[Term], right: list[Term]) -> Expression:
    return lambda notation: f"{write_sum(left, notation)} = {write_sum(right, notation)}"


def linear_2d(rng: Random, level: int) -> Problem:
    """Two equations in two letters; one letter or both asked."""
    names = letters(rng, 2)
    wanted = names[0] if level == 3 or rng.random() < 0.5 else ""
    if not wanted:
        names.sort()
    size, far = {1: (4, 6), 2: (9, 12), 3: (9, 30)}[level]
    x, y = rng.randint(-far, far), rng.randint(-far, far)
    while True:
        rows = [[rng.randint(-size, size) for _ in range(2)] for _ in range(2)]
        if level == 1:
            rows[1][rng.randrange(2)] = rng.choice((1, -1))
        if rng.random() < 0.1:
            rows[rng.randrange(2)][rng.randrange(2)] = 0
        (a, b), (c, d) = rows
        if a * d - b * c and all(any(row) for row in rows):
            break
    equations = [(a, b, a * x + b * y), (c, d, c * x + d * y)]
    pair = (names[0], names[1])
    steps = [f"find {wanted}, remove {names[1]}" if wanted else f"find {names[0]} and {names[1]}"]
    shown = []
    for number, row in enumerate(equations, 1):
        left, right = _spread(rng, row, names, level)
        shown.append((left, right))
        text = f"{write_sum(left)} = {write_sum(right)}"
        if text != equation_text(row, pair):
            steps += [f"({number}) {text}", *standard_lines(left, right, pair)]
    worked = worked_system(equations[0], equations[1], pair, wanted)
    texts = [_equation(*pair) for pair in shown]
    joints = (", ", " and ", "; ", ", ")
    joint = rng.choice(joints)
    asked = wanted or rng.choice((f"{names[0]} and {names[1]}", f"{names[0]}, {names[1]}"))
    slots = {
        "equations": lambda n: texts[0](n) + joint + texts[1](n),
        "one": texts[0],
        "two": texts[1],
        "letter": asked,
    }
    return Problem(slots, (*steps, *worked.steps), worked.answer)


def _spread(
    rng: Random, row: tuple[int, int, int], names: list[str], level: int
) -> tuple[list[Term], list[Term]]:
    """Both sides of an equation with its terms moved about."""
    x, y = names
    left = [monomial(c, name, 1) for c, name in zip(row, names, strict=False) if c]
    right = [monomial(row[2], x, 0)]
    if level == 1 or rng.random() < 0.25:
        if rng.random() < 0.4:
            left.reverse()
        return left, right
    groups: dict[str, list[int]] = {x: [row[0]], y: [row[1]], "": [-row[2]]}
    for _ in range(rng.randint(0, level - 1)):
        name = rng.choice((x, y, ""))
        part = nonzero(rng, 9 if name else 99)
        groups[name][0] -= part
        groups[name].append(part)
    left, right = [], []
    pieces = [(name, c) for name, cs in groups.items() for c in cs if c]
    rng.shuffle(pieces)
    for name, c in pieces:
        if rng.random() < 0.5:
            left.append(monomial(c, name, 1 if name else 0))
        else:
            right.append(monomial(-c, name, 1 if name else 0))
    zero = [monomial(0, x, 0)]
    return left or zero, right or zero


ASK = (
    "Solve {e} for {letter}.",
    "Solve {e}.",
    "solve {e}",
    "Find {letter} if {e}.",
    "If {e}, what is {letter}?",
    "Given that {e}, find {letter}.",
    "What is the value of {letter} in {e}?",
    "What value of {letter} makes {e} true?",
    "Determine {letter}: {e}",
    "Work out {letter} when {e}.",
    "{e}, {letter} = ?",
    "{e}\nSolve for {letter}.",
    "Suppose {e}. What is {letter}?",
    "Let {e}. Calculate {letter}.",
    "Solve the equation {e}.",
    "Solve the linear equation {e} for {letter}.",
    "Which number {letter} satisfies {e}?",
    "For what {letter} is {e}?",
    "what is {letter} if {e}",
    "find {letter}: {e}",
    "Can you solve {e} for me?",
    "I need to find {letter} from {e}. How?",
    "Calculate the unknown {letter} in the equation {e}.",
    "Solve for {letter}: {e}",
    "Solve for {letter} in {e}.",
    "Find the solution of {e}.",
    "What must {letter} equal if {e}?",
    "Determine the value of {letter} from {e}.",
    "Which {letter} makes {e} hold?",
    "How can I solve {e} for {letter}?",
    "{e}. Work out {letter}.",
    "The equation {e} holds. Find {letter}.",
)
SIDES = (
    "The expressions {left} and {right} are equal. What is {letter}?",
    "When does {left} equal {right}?",
    "Find the {letter} for which {left} is the same as {right}.",
    "Set {left} equal to {right} and solve for {letter}.",
    "Suppose {left} equals {right}. Find {letter}.",
    "{left} is equal to {right}. What number is {letter}?",
    "Let {left} be equal to {right}. Determine {letter}.",
)
LINEAR = phrases(*(text.replace("{e}", "{equation}") for text in ASK), *SIDES)
LINEAR_KEPT = phrases(
    "Determine the number {letter} that satisfies the equation {equation}.",
    "What must {letter} be so that {equation}?",
    "Let {left} equal {right}. Find {letter}.",
    "How do I solve {equation}?",
)
SYSTEM = (
    *phrases(
        "Solve {equations} for {letter}.",
        "Solve the system {equations} for {letter}.",
        "Find {letter} if {equations}.",
        "If {equations}, what is {letter}?",
        "Given {equations}, find {letter}.",
        "Solve the simultaneous equations {equations}. Give {letter}.",
        "{equations}. Find {letter}.",
        "solve {equations}, give {letter}",
        "What is {letter} when {one} and also {two}?",
        "Suppose {one} and {two}. Determine {letter}.",
        "Let {one}. Let {two}. What is {letter}?",
        "Two equations hold: {one} and {two}. Work out {letter}.",
        "(1) {one}\n(2) {two}\nFind {letter}.",
        "Use elimination to find {letter}: {equations}",
        "Find the solution of the system {one}, {two}. State {letter}.",
        "Suppose that {one}, {two}. Calculate {letter}.",
        "We know {one} and {two}; what is {letter}?",
        "Determine {letter} from {equations}.",
        "From the two equations {one} and {two}, find {letter}.",
        "Both equations hold: {one}, {two}. Give {letter}.",
        "Calculate {letter} if both {one} and {two}.",
        "Work out {letter}: {one}; {two}",
        "The system {equations} is given. What is {letter}?",
        "Take {one} together with {two} and find {letter}.",
        "{one} and {two} are both true. Find {letter}.",
        "Calculate {letter} from {equations}.",
        "Work out {letter} for the system of equations {one}, {two}.",
        "How do I find {letter} when {one} and {two}?",
    ),
)
SYSTEM_KEPT = phrases(
    "Calculate {letter} from the two equations {one} and {two}.",
    "Both {one} and {two} hold. What is {letter}?",
    "Work out {letter} given the system {equations}.",
)

FAMILIES: tuple[Family, ...] = (
    Family("linear_1d", "symbolic", short(linear_1d, 350), LINEAR, LINEAR_KEPT, 2.0),
    Family("linear_2d", "symbolic", short(linear_2d, 350), SYSTEM, SYSTEM_KEPT, 2.5),
)
