"""Surds that come to a number plus a multiple of one root: sums, quotients, multiples and squares of them."""

from random import Random

from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import short
from trainers.tasks.symbolic import powers
from trainers.tasks.symbolic.chains import plus, times, total
from trainers.tasks.symbolic.notation import Notation, operand
from trainers.tasks.symbolic.polynomial import nonzero
from trainers.tasks.symbolic.powers import surd_lines, surd_text

FREE = (2, 3, 5, 6, 7, 10, 11, 13)
Part = tuple[str, list[str], int, int]  # its text, its working, the number and the multiple of the root


def _root(rng: Random, level: int, inside: int) -> Part:
    """A multiple of a root: "-2 * sqrt(75)"."""
    p, front = rng.randint(1, (4, 6, 9)[level - 1]), rng.choice((1, 1, 1, -1, 2, -2, 3))
    text = surd_text(front, p * p * inside)
    lines = surd_lines(p * p * inside) if p > 1 else []
    if p > 1 and abs(front) > 1:
        lines += times(front, p)
    return text, lines, 0, front * p


def _quotient(rng: Random, level: int, inside: int) -> Part:
    """A quotient of roots: "sqrt(30)/sqrt(5)"."""
    other, sign = rng.choice([n for n in FREE if n != inside]), rng.choice((1, 1, -1))
    text = f"{surd_text(sign, inside * other)}/sqrt({other})"
    divided = f"sqrt({inside * other})/sqrt({other}) = sqrt({inside * other}/{other})"
    return text, [divided, f"{inside * other} / {other} = {inside}"], 0, sign


def _number(rng: Random, level: int, inside: int) -> Part:
    """A whole number."""
    n = nonzero(rng, (5, 9, 12)[level - 1])
    return str(n), [], n, 0


def _parts(rng: Random, level: int, inside: int) -> list[Part]:
    makers = [_root, rng.choice((_root, _quotient, _number)), rng.choice((_root, _number, _quotient))]
    parts = [make(rng, level, inside) for make in makers[: 2 if level < 3 else rng.choice((2, 3))]]
    if not any(lines for _, lines, *_ in parts):  # nothing to do
        return _parts(rng, level, inside)
    rng.shuffle(parts)
    return parts


def written(number: int, root: int, inside: int) -> str:
    """ "3 - 42 * sqrt(3)": the number first, and neither part where it is 0."""
    if not root or not number:
        return surd_text(root, inside) if root else str(number)
    return f"{number} {'-' if root < 0 else '+'} {surd_text(abs(root), inside)}"


def surd_expression(rng: Random, level: int) -> Problem:
    """A sum of parts, on level 2 and 3 perhaps times a number or squared."""
    inside = rng.choice(FREE)
    kind = "plain" if level == 1 else rng.choice(("plain", "times", "times", "square"))
    parts = _parts(rng, level, inside)
    while kind == "plain" and not any(part[2] or "/" in part[0] for part in parts):
        parts = _parts(rng, level, inside)  # a sum of roots alone is a simplify_surd
    text, steps = "", []
    for index, part in enumerate(parts, 1):
        said, lines, whole, front = part
        text += f" {'-' if said[0] == '-' else '+'} {said.removeprefix('-')}" if text else said
        found = str(whole) if whole else surd_text(front, inside)
        steps += [f"{index}) {said}", *lines, *([f"{index}) {found}"] if lines else [])]
    roots = [root for *_, root in parts if root]
    numbers = [number for *_, number, _ in parts if number]
    steps += total(roots, "roots") if len(roots) > 1 else []
    steps += total(numbers, "numbers") if len(numbers) > 1 else []
    number, root = sum(numbers), sum(roots)
    inner = written(number, root, inside)
    steps.append(f"sum: {inner}")
    if kind == "times":
        factor = rng.choice((-1, 1)) * rng.randint(2, 9)
        text = f"({text}) * {operand(factor)}" if rng.random() < 0.5 else f"{factor} * ({text})"
        steps.append(f"times {factor}")
        steps += times(number, factor) if number else []
        steps += times(root, factor) if root else []
        number, root = number * factor, root * factor
    elif kind == "square":
        text = f"({text})^2"
        steps.append(f"({inner})^2")
        square, mixed = root * root * inside, 2 * number * root
        if root:
            steps += [*times(root, root), *times(root * root, inside), f"first: {square}"]
        if number:
            steps += [*times(number, number), f"last: {number * number}"]
        if mixed:
            steps += [*times(2, number), *times(2 * number, root), f"middle: {surd_text(mixed, inside)}"]
            steps += plus(square, number * number)
        number, root = square + number * number, mixed
    answer = written(number, root, inside)

    def expression(notation: Notation) -> str:
        shown = text.replace("^", "**") if notation.power == "**" else text
        return shown if notation.spaces else shown.replace(" ", "")

    return Problem({"expression": expression}, (text, *steps, f"= {answer}"), answer)


_KNOWN = next(family for family in powers.FAMILIES if family.name == "simplify_surd")
FAMILIES: tuple[Family, ...] = (
    Family(
        "surd_expression", "symbolic", short(surd_expression, 350), _KNOWN.phrasings, _KNOWN.kept_out, 0.8
    ),
)
