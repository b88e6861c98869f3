"""Exponent laws and square roots."""

from fractions import Fraction
from math import isqrt
from random import Random

from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import short
from trainers.tasks.symbolic.chains import minus, over, plus, reduced, times, total
from trainers.tasks.symbolic.notation import LETTERS, PLAIN, Notation, phrases
from trainers.tasks.working import divide

BOTTOMS = ((2, 4), (2, 3), (3, 4), (2, 5), (3, 9), (2, 8), (4, 8), (7, 7), (2, 7), (5, 5), (3, 6))
Tree = tuple  # ("power", exponent), ("*", tree, tree), ("/", tree, tree), ("^", tree, exponent)


def simplify_power(rng: Random, level: int) -> Problem:
    """One letter's powers multiplied, divided and raised, down to a single power."""
    letter = rng.choice(LETTERS)
    leaves = {1: rng.randint(2, 3), 2: rng.randint(2, 4), 3: rng.randint(4, 5)}[level]
    bottoms = rng.choice(BOTTOMS)
    tree = _tree(rng, leaves, level, bottoms)
    steps, exponent = exponent_lines(tree)

    def text(notation: Notation) -> str:
        return _write(tree, letter, notation)

    answer = _power(letter, exponent)
    note = rng.choice((f" assuming {letter} is positive", f" for {letter} > 0", f", {letter} > 0"))
    needs = level > 1 and rng.random() < 0.8
    return Problem(
        {"expression": text, "letter": letter, "note": note if needs else ""}, tuple(steps), answer
    )


def _exponent(rng: Random, level: int, bottoms: tuple[int, ...]) -> Fraction:
    if level > 1 and rng.random() < 0.35:
        return Fraction(rng.choice((1, 1, 2, 3, -1, -2, -3)), rng.choice(bottoms))
    return Fraction(rng.choice((1, 1, 2, 3, 4, 5, 6, 7)) * (rng.choice((1, 1, -1)) if level > 1 else 1))


def _tree(rng: Random, leaves: int, level: int, bottoms: tuple[int, ...]) -> Tree:
    if leaves == 1:
        tree: Tree = ("power", _exponent(rng, level, bottoms))
    else:
        split = rng.randint(1, leaves - 1)
        tree = (
            rng.choice("*/"),
            _tree(rng, split, level, bottoms),
            _tree(rng, leaves - split, level, bottoms),
        )
    if tree != ("power", Fraction(1)) and rng.random() < (0.15 if leaves > 1 else 0.1):
        outer = Fraction(rng.choice((2, 3, 4, 5)))
        if level == 3:
            outer = rng.choice((outer, *map(Fraction, (2, -3, 7, -1, -2)), Fraction(1, 2), Fraction(-2, 3)))
        tree = ("^", tree, outer)
    return tree


def _power(letter: str, exponent: Fraction, notation: Notation = PLAIN) -> str:
    if exponent == 0:
        return "1"
    if exponent == 1:
        return letter
    plain = exponent.denominator == 1 and exponent >= 0
    match notation.power:
        case "{}":
            return f"{letter}^{{{exponent}}}"
        case "**":
            return f"{letter}**{exponent}" if plain else f"{letter}**({exponent})"
        case _:
            return f"{letter}^{exponent}" if plain else f"{letter}^({exponent})"


def _write(tree: Tree, letter: str, notation: Notation) -> str:
    match tree:
        case ("power", exponent):
            return _power(letter, exponent, notation)
        case ("^", inner, exponent):
            return _power(f"({_write(inner, letter, notation)})", exponent, notation)
        case (operator, left, right):
            texts = [_write(side, letter, notation) for side in (left, right)]
            if right[0] in "*/":
                texts[1] = f"({texts[1]})"
            if left[0] == "/" and operator == "*":
                texts[0] = f"({texts[0]})"
            return f"{texts[0]}{'*' if operator == '*' else '/'}{texts[1]}"
    raise ValueError("not a tree of powers")


def exponent_lines(tree: Tree) -> tuple[list[str], Fraction]:
    """Lines that turn * into +, / into -, and powers of powers into *, then work the exponents out."""
    steps = [f"exponents: {_exponents(tree)}"]
    while tree[0] != "power":
        lines, tree = _reduced_once(tree)
        steps += lines
        if tree[0] != "power":
            steps.append(f"left: {_exponents(tree)}")
    return [*steps, f"exponent: {tree[1]}"], tree[1]


def _exponents(tree: Tree) -> str:
    match tree:
        case ("power", exponent):
            return str(exponent)
        case ("^", inner, exponent):
            return f"{_bracketed(inner)} * {_operand(exponent)}"
        case (operator, left, right):
            second = f"({right[1]})" if right[0] == "power" and right[1] < 0 else _exponents(right)
            second = f"({second})" if right[0] in "*/" else second
            return f"{_exponents(left)} {'+' if operator == '*' else '-'} {second}"
    raise ValueError("not a tree of powers")


def _bracketed(tree: Tree) -> str:
    return f"({_exponents(tree)})" if tree[0] in "*/^" else _exponents(tree)


def _reduced_once(tree: Tree) -> tuple[list[str], Tree]:
    """The lines of the first operation that has numbers on both sides, and the tree without it."""
    if tree[0] == "^":
        _, inner, exponent = tree
        if inner[0] != "power":
            lines, inner = _reduced_once(inner)
            return lines, ("^", inner, exponent)
        return times(_plain(inner[1]), _plain(exponent)), ("power", inner[1] * exponent)
    operator, left, right = tree
    if left[0] != "power":
        lines, left = _reduced_once(left)
        return lines, (operator, left, right)
    if right[0] != "power":
        lines, right = _reduced_once(right)
        return lines, (operator, left, right)
    a, b = _plain(left[1]), _plain(right[1])
    if operator == "*":
        return plus(a, b), ("power", left[1] + right[1])
    return minus(a, b), ("power", left[1] - right[1])


def _plain(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _operand(value: Fraction) -> str:
    return f"({value})" if value < 0 or value.denominator != 1 else str(value)


def root_of_number(n: int) -> tuple[int, int]:
    """(a, b) with sqrt(n) = a * sqrt(b) and no square left in b."""
    outside, inside, p = 1, n, 2
    while p * p <= inside:
        while inside % (p * p) == 0:
            inside //= p * p
            outside *= p
        p += 1
    return outside, inside


def surd_lines(n: int) -> list[str]:
    """Lines that try the squares of the primes and take each one that divides out of sqrt(n)."""
    lines, outside, inside = [], 1, n
    for p in (p for p in range(2, isqrt(n) + 1) if all(p % q for q in range(2, p))):
        while p * p <= inside:
            lines += divide(inside, p * p)
            if inside % (p * p):
                break
            before, inside = surd_text(outside, inside), inside // (p * p)
            lines += times(outside, p) if outside > 1 else []
            outside *= p
            lines.append(f"{before} = {surd_text(outside, inside)}")
    if outside > 1:
        return lines
    return [*lines, f"sqrt({n}) has no square factor" if n != 1 else "sqrt(1) = 1"]


def surd_text(outside: int | Fraction, inside: int | str) -> str:
    """ "3 * sqrt(2)", "sqrt(2)", "6"."""
    if inside == 1 or not outside:
        return str(outside)
    root = f"sqrt({inside})"
    match Fraction(outside).as_integer_ratio():
        case (1, 1):
            return root
        case (-1, 1):
            return f"-{root}"
        case (top, 1):
            return f"{top} * {root}"
        case (1, bottom):
            return f"{root}/{bottom}"
        case (-1, bottom):
            return f"-{root}/{bottom}"
        case (top, bottom):
            return f"{top} * {root}/{bottom}"
    raise ValueError("not a surd")


def simplify_surd(rng: Random, level: int) -> Problem:
    """sqrt(72), sums and products of roots, a rational denominator."""
    kind = rng.choice(
        {1: ("root",), 2: ("root", "sum", "product", "under"), 3: ("sum", "product", "under", "pair")}[level]
    )
    free = (2, 3, 5, 6, 7, 10, 11, 13)
    inside = rng.choice(free)
    out = rng.randint(2, {1: 9, 2: 9, 3: 12}[level])
    n = out * out * inside
    match kind:
        case "root":
            front = rng.randint(1, 5) if level > 1 else 1
            n = rng.choice((n, n, rng.randint(2, 200)))
            outside, inside = root_of_number(n)
            shown = [(front, n)]
            steps = surd_lines(n)
            answer = surd_text(front * outside, inside)
            if front > 1:
                ahead = times(front, outside) if outside > 1 else []
                steps = [*steps, *ahead, f"{front} * {surd_text(outside, inside)} = {answer}"]
        case "sum":
            count = 2 if level == 2 else rng.randint(3, 4)
            shown, steps, parts = [], [], []
            for number in range(1, count + 1):
                p, front = rng.randint(1, 8), nonzero_front(rng)
                shown.append((front, p * p * inside))
                steps.append(f"{number}) {surd_text(front, p * p * inside)}")
                if p > 1:
                    steps += surd_lines(p * p * inside)
                    steps += times(front, p) if front != 1 else []
                steps.append(f"{number}) {surd_text(front * p, inside)}: {front * p}")
                parts.append(front * p)
            answer = surd_text(sum(parts), inside)
            steps += total(parts, "sum")
        case "product":
            a, b = (rng.choice(free) * rng.choice((1, 1, 2, 3, 4)) for _ in range(2))
            front = rng.randint(1, 9) if level == 3 else 1
            outside, left = root_of_number(a * b)
            steps = [
                *times(a, b),
                f"sqrt({a}) * sqrt({b}) = sqrt({a * b})",
                *surd_lines(a * b),
            ]
            answer = surd_text(front * outside, left)
            if front > 1:
                steps += times(front, outside) if outside > 1 else []
                steps.append(f"{front} * {surd_text(outside, left)} = {answer}")
            return _surd_problem(f"{surd_text(front, a)} * sqrt({b})", steps, answer)
        case "under":
            top = rng.randint(1, 30)
            value = Fraction(top, inside)
            answer = surd_text(value, inside)
            steps = [
                f"{top}/sqrt({inside}) = {top} * sqrt({inside})/(sqrt({inside}) * sqrt({inside}))",
                f"= {top} * sqrt({inside})/{inside}",
                *(reduced(top, inside) or [f"{top}/{inside} stays"]),
                f"= {answer}",
            ]
            return _surd_problem(f"{top}/sqrt({inside})", steps, answer)
        case _:
            a = rng.randint(1, 9)
            bottom = a * a - inside
            top = rng.choice((1, 2, 3, abs(bottom), 2 * abs(bottom)))
            sign = rng.choice((1, -1))
            expression = f"{top}/({a} {'+' if sign > 0 else '-'} sqrt({inside}))"
            other = f"{a} {'-' if sign > 0 else '+'} sqrt({inside})"
            whole, part = Fraction(top * a, bottom), Fraction(-sign * top, bottom)
            answer = f"{whole} {'-' if part < 0 else '+'} {surd_text(abs(part), inside)}"
            below = _operand(Fraction(bottom))
            steps = [
                f"{expression} = {top} * ({other})/({a}^2 - {inside})",
                f"{a}^2 = {a * a}",
                f"{a}^2 - {inside} = {a * a} - {inside}",
                *minus(a * a, inside),
                f"first: {top} * {a} / {below}",
                *times(top, a),
                *over(top * a, bottom),
                f"first: {whole}",
                f"root: {-sign * top} / {below}",
                *over(-sign * top, bottom),
                f"root: {part}",
                f"= {answer}",
            ]
            return _surd_problem(expression, steps, answer)
    text = " + ".join(surd_text(front, n) for front, n in shown).replace("+ -", "- ")
    return _surd_problem(text, steps, answer)


def nonzero_front(rng: Random) -> int:
    """A small factor in front of a root."""
    return rng.choice((1, 1, 1, -1, 2, -2, 3, 5))


def _surd_problem(text: str, steps: list[str], answer: str) -> Problem:
    def expression(notation: Notation) -> str:
        shown = text if notation.spaces else text.replace(" ", "")
        if notation.power == "{}":
            return (
                shown.replace("sqrt(", "\\sqrt{").replace(")", "}")
                if "(" not in text.replace("sqrt(", "")
                else shown
            )
        return shown.replace("sqrt(", "√(") if notation.power == "sup" else shown

    return Problem({"expression": expression}, (f"{text}", *steps), answer)


POWER = phrases(
    "Simplify {expression}{note}.",
    "simplify {expression}{note}",
    "Write {expression} as a single power of {letter}{note}.",
    "What is {expression} as one power of {letter}{note}?",
    "Use the laws of exponents to simplify {expression}{note}.",
    "Reduce {expression} to a power of {letter}{note}.",
    "{expression} = ?",
    "Combine the powers in {expression}{note}.",
    "Express {expression} as {letter} to some power{note}.",
    "What does {expression} simplify to{note}?",
    "Find the simplest form of {expression}{note}.",
    "Work out {expression}{note}.",
    "Bring {expression} to the form of one power{note}.",
    "Can you simplify {expression}{note}?",
    "Rewrite {expression} with just one exponent{note}.",
    "Use the rules for exponents to write {expression} as {letter} to one power{note}.",
    "Which power of {letter} is {expression}{note}?",
    "Give {expression} as one power of {letter}{note}.",
    "Turn {expression} into a single power{note}.",
    "What single power does {expression} come to{note}?",
)
POWER_KEPT = phrases(
    "Use exponent laws to write {expression} as one power{note}.",
    "Express {expression} as a single power of {letter}{note}.",
    "What single power of {letter} is {expression}{note}?",
)
SURD = phrases(
    "Simplify {expression}.",
    "simplify {expression}",
    "Write {expression} in simplest surd form.",
    "What is {expression} in simplest form?",
    "Simplify the radical {expression}.",
    "Reduce {expression}.",
    "{expression} = ?",
    "Express {expression} as simply as possible.",
    "Give the exact value of {expression} in its simplest form.",
    "Work out {expression} exactly.",
    "Take the squares out of the roots in {expression}.",
    "Calculate {expression} and keep the roots exact.",
    "Can you simplify {expression}?",
    "Put {expression} into simplest radical form.",
    "Write {expression} with the smallest number under the root and no root in the denominator.",
    "Simplify the surd {expression}.",
    "What does {expression} simplify to?",
    "Give {expression} in its simplest form.",
    "Express {expression} with the smallest possible roots.",
    "What is the exact value of {expression}, simplified?",
    "Bring {expression} into simplest form.",
)
SURD_KEPT = phrases(
    "Express {expression} in simplest radical form.",
    "Simplify the surd {expression} and give the exact value.",
    "What does {expression} reduce to in its simplest form?",
)

FAMILIES: tuple[Family, ...] = (
    Family("simplify_power", "symbolic", short(simplify_power, 350), POWER, POWER_KEPT, 2.0),
    Family("simplify_surd", "symbolic", short(simplify_surd, 350), SURD, SURD_KEPT, 1.2),
)
