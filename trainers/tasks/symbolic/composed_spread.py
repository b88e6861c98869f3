"""Definitions of composed tasks whose like terms are spread out: systems of two equations, and functions."""

from random import Random

from trainers.tasks.symbolic.collecting import collect_lines
from trainers.tasks.symbolic.composed_definitions import Definition, Letters, nonzero
from trainers.tasks.symbolic.composed_equations import left_over
from trainers.tasks.symbolic.evaluating import worked_evaluate
from trainers.tasks.symbolic.linear import standard_lines, worked_system
from trainers.tasks.symbolic.long_algebra import messy
from trainers.tasks.symbolic.notation import Term, write_sum
from trainers.tasks.symbolic.polynomial import monomial, poly

Piece = tuple[int, str]  # a coefficient and its letter; a number has none


def spread_system(
    rng: Random, letters: Letters, name: str, value: int, before: str = "", held: int = 0
) -> Definition:
    """Two equations in the letter and one more; the letter `before`, worth `held`, may stand in one."""
    other, second = letters.take(), rng.randint(-9, 9)
    a, b, c, d = 1, 1, 1, 1
    while not 0 < left_over(a, b, c, d) < 15:
        a, b, c, d = (nonzero(rng, 5) for _ in range(4))
        if rng.random() < 0.15:
            c = 0
    rows = (a, b, a * value + b * second), (c, d, c * value + d * second)
    pair, texts, steps = (name, other), [], []
    user = rng.randrange(2) if before else -1
    for index, row in enumerate(rows):
        known = (before, held) if index == user else ("", 0)
        sides = _sides(rng, row, pair, known)
        text, put = (_equation(sides, shown) for shown in (("", 0), known))
        texts.append(text)
        recalled = f" with {before} = {held}" if index == user else ""
        steps += [f"({index + 1}) {text}{recalled}", *([put] if put != text else [])]
        steps += standard_lines(_terms(sides[0], known), _terms(sides[1], known), pair)
    steps += worked_system(*rows, pair, name).steps
    return Definition("system", name, (*texts, other), tuple(steps))


def _sides(
    rng: Random, row: tuple[int, int, int], pair: tuple[str, str], known: tuple[str, int]
) -> tuple[list[Piece], list[Piece]]:
    """The equation's pieces on both sides, some split in two, in any order."""
    pieces = [(row[0], pair[0]), (row[1], pair[1])]
    constant = -row[2]
    if known[0]:
        sign = rng.choice((1, -1))
        pieces.append((sign, known[0]))
        constant -= sign * known[1]
    if rng.random() < 0.5:
        letter, part = rng.choice(pair), nonzero(rng, 7)
        pieces = [(c - part, n) if n == letter else (c, n) for c, n in pieces] + [(part, letter)]
    if rng.random() < 0.3:
        part = nonzero(rng, 60)
        pieces.append((part, ""))
        constant -= part
    pieces = [piece for piece in (*pieces, (constant, "")) if piece[0]]
    rng.shuffle(pieces)
    left: list[Piece] = []
    right: list[Piece] = []
    for c, letter in pieces:
        if rng.random() < 0.6:
            left.append((c, letter))
        else:
            right.append((-c, letter))
    return left or [(0, "")], right or [(0, "")]


def _terms(side: list[Piece], known: tuple[str, int]) -> list[Term]:
    """The side's terms, the known letter's value put in."""
    return [
        monomial(c * known[1], "x", 0) if n and n == known[0] else monomial(c, n or "x", 1 if n else 0)
        for c, n in side
    ]


def _equation(sides: tuple[list[Piece], list[Piece]], known: tuple[str, int]) -> str:
    return " = ".join(write_sum(_terms(side, known)) for side in sides)


def messy_function(
    rng: Random, letters: Letters, name: str, value: int, before: str = "", held: int = 0
) -> Definition:
    """The value of a function whose terms must be collected, at a number or at the letter `before`."""
    f, x = letters.take(), letters.take()
    at = held if before else nonzero(rng, 12)
    degree = rng.choice((1, 1, 2)) if abs(at) < 10 else 1
    upper = [nonzero(rng, 9), *(rng.randint(-9, 9) for _ in range(degree - 1))]
    function = poly(*upper, 0)
    function += poly(value - int(function(at)))
    terms = messy(rng, function, x, rng.randint(1, 3), rng.choice((9, 30, 300)))
    text, argument = write_sum(terms), before or str(at)
    worked = worked_evaluate(function, at, f)
    lines = [
        f"{f}({x}) = {text}",
        *collect_lines(terms, x),
        f"{f}({x}) = {function.text(x)}",
        f"{name} = {f}({argument})" + (f" with {before} = {held}" if before else ""),
        *worked.steps[:-1],
        f"{name} = {worked.steps[-1]}",
    ]
    return Definition("function", name, (f, x, text, argument), tuple(lines))
