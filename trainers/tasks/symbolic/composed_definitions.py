"""Definitions of composed tasks: what fixes a letter's value, and the working that finds it.

Every builder gets the letter and the value it must come to, and dresses the value up. Mathematics is
written in the canonical notation (`2x^2 - 3x`, `3/4`, ` * `); the wordings turn it into others.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from random import Random

from trainers.tasks import working
from trainers.tasks.symbolic.chains import over, plus
from trainers.tasks.symbolic.factoring import root_lines, search_lines, split_lines
from trainers.tasks.working import term

LETTERS = "abcdfghjkmnpqrstuvwxyz"
LONE = r"(?<![A-Za-z])[a-z](?![A-Za-z])"


@dataclass(frozen=True, slots=True)
class Definition:
    """What one letter stands for. `kind` picks the wording that `parts` fill; `steps` end with its value."""

    kind: str
    name: str
    parts: tuple[str, ...]
    steps: tuple[str, ...]


Known = Mapping[str, int]
Builder = Callable[[Random, "Letters", str, int, Known], Definition]


class Letters:
    """Letters not used yet in one question."""

    def __init__(self, rng: Random) -> None:
        self._left = rng.sample(LETTERS, len(LETTERS))

    def take(self) -> str:
        """A fresh letter."""
        return self._left.pop()

    def leave_out(self, names: str) -> None:
        """Keep these letters for something else."""
        self._left = [letter for letter in self._left if letter not in names]


def decimal(units: int, places: int) -> str:
    """`units` tenths, hundredths, ... as a decimal without trailing zeros."""
    sign, digits = "-" if units < 0 else "", str(abs(units)).rjust(places + 1, "0")
    whole, rest = (digits[:-places], digits[-places:].rstrip("0")) if places else (digits, "")
    return sign + whole + (f".{rest}" if rest else "")


def joined(terms: Sequence[tuple[int, str]]) -> str:
    """Coefficients and what they multiply as a signed sum: "-2n + 7". Zero terms are left out."""
    text = ""
    for coefficient, symbol in terms:
        if coefficient == 0:
            continue
        size = str(abs(coefficient)) if abs(coefficient) != 1 or not symbol else ""
        sign = " - " if coefficient < 0 else " + "
        text += (sign if text else sign.strip(" +")) + size + symbol
    return text or "0"


def polynomial(coefficients: Sequence[int], variable: str) -> str:
    """The polynomial, highest power first; `coefficients[k]` belongs to the k-th power."""
    powers = range(len(coefficients) - 1, -1, -1)
    return joined([(coefficients[k], power(variable, k)) for k in powers])


def power(variable: str, exponent: int) -> str:
    """The power as it stands in a term: "", "x" or "x^3"."""
    return "" if exponent == 0 else variable if exponent == 1 else f"{variable}^{exponent}"


def signed(n: int) -> str:
    """The number as a later term of a sum: " + 3" or " - 3"."""
    return f" - {-n}" if n < 0 else f" + {n}"


def shown(lines: Sequence[str], name: str, value: int) -> list[str]:
    """The working's lines and "name = value"; one plain equality takes the name in front instead."""
    if len(lines) == 1 and ":" not in lines[0]:
        return [f"{name} = {lines[0]}"]
    return [*lines, f"{name} = {value}"]


def defined(name: str, text: str, lines: Sequence[str]) -> tuple[str, ...]:
    """What is to be found and the working, which ends with the value; not said twice."""
    first = f"{name} = {text}"
    return tuple(lines) if lines[0].startswith(f"{first} =") else (first, *lines)


def needed(lines: Sequence[str]) -> list[str]:
    """The lines, unless the sum is small enough to be done in the head."""
    return list(lines) if len(lines) > 1 or ":" in lines[0] else []


def mentioned(name: str, text: str) -> bool:
    """Whether the letter stands on its own somewhere in the text."""
    return re.search(rf"(?<![A-Za-z]){name}(?![A-Za-z])", text) is not None


def recalled(text: str, known: Known) -> str:
    """The text and the values of the letters in it: "n + r - 27 with n = 110, r = -3"."""
    held = [letter for letter in dict.fromkeys(re.findall(LONE, text)) if letter in known]
    return f"{text} with {', '.join(f'{letter} = {known[letter]}' for letter in held)}" if held else text


def put_in(text: str, values: Known) -> str:
    """The text with values in the place of letters; negative ones in brackets unless they come first."""

    def number(found: re.Match[str]) -> str:
        if found[0] not in values:
            return found[0]
        before, value = text[: found.start()], values[found[0]]
        first = not before or before.endswith(("= ", "(", ", "))
        return str(value) if first and not text[found.end() :].startswith("^") else term(value)

    return re.sub(LONE, number, text)


def nonzero(rng: Random, limit: int) -> int:
    """A whole number from 1 to `limit` or its negative."""
    return rng.choice((-1, 1)) * rng.randint(1, limit)


def _sum(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    first = value + nonzero(rng, max(9, rng.choice((12, 90, abs(value), 2 * abs(value)))))
    second = value - first
    if rng.random() < 0.6:
        text = f"{first} - {term(-second)}"
        lines = working.subtract(first, -second)
    else:
        text = f"{first} + {term(second)}"
        lines = working.add(first, second)
    return Definition("value", name, (text,), defined(name, text, shown(lines, name, value)))


def _three(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    """Three numbers, perhaps with the last two in brackets."""
    a, b = nonzero(rng, 20), nonzero(rng, 20)
    if rng.random() < 0.5:
        c = value - a - b
        inner, sign = a + b, " - " if rng.random() < 0.5 else " + "
        second = term(-b) if sign == " - " else term(b)
        text = f"{a}{sign}{second}{signed(c)}"
        lines = [f"{a}{sign}{second} = {inner}", *_last(plus(inner, c), f"{inner}{signed(c)}", name, value)]
        return Definition("value", name, (text,), defined(name, text, lines))
    first = value + a
    c = b - a  # first - (b - c) with b - c = a
    text = f"{first} - ({b} - {term(c)})"
    lines = [f"{b} - {term(c)} = {a}"]
    lines += _last(working.subtract(first, a), f"{first} - {term(a)}", name, value)
    return Definition("value", name, (text,), defined(name, text, lines))


def _last(lines: Sequence[str], text: str, name: str, value: int) -> list[str]:
    """The definition as what is left of it, then worked out."""
    return list(defined(name, text, shown(lines, name, value)))


def _product(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    a, b = nonzero(rng, 12), nonzero(rng, 12)
    rest = value - a * b
    step = f"{a} * {term(b)} = {a * b}"
    if rng.random() < 0.5:
        text = f"{a} * {term(b)}{signed(rest)}"
        lines = [step, *_last(plus(a * b, rest), f"{a * b}{signed(rest)}", name, value)]
        return Definition("value", name, (text,), defined(name, text, lines))
    first = value + a * b
    text = f"{first} - {term(a)} * {term(b)}"
    lines = [step, *_last(working.subtract(first, a * b), f"{first} - {term(a * b)}", name, value)]
    return Definition("value", name, (text,), defined(name, text, lines))


def quotient(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    """A fraction that cancels, plus a whole number."""
    size, divisor = nonzero(rng, 9), rng.choice((-1, 1)) * rng.randint(2, 9)
    if rng.random() < 0.3 and abs(value) < 60:
        size = value
    top, rest = size * divisor, value - size
    text = ratio(top, divisor)
    working_lines = over(top, divisor)[:-1] if abs(size) >= 10 else []
    if rest == 0:
        lines = [*working_lines, f"{name} = {text} = {size}"]
        return Definition("value", name, (text,), defined(name, text, lines))
    lines = [*working_lines, f"{text} = {size}"]
    lines += _last(plus(size, rest), f"{size}{signed(rest)}", name, value)
    return Definition(
        "value", name, (f"{text}{signed(rest)}",), defined(name, f"{text}{signed(rest)}", lines)
    )


def ratio(top: int, bottom: int) -> str:
    """An unreduced fraction as people type it; negative parts in brackets."""
    return f"{term(top)}/{term(bottom)}"


def _from_known(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    """A sum, difference or multiple of earlier letters and a number."""
    first = rng.choice(list(known))
    held = known[first]
    rest = value - held
    others = [other for other in known if other != first]
    if others and rng.random() < 0.5:
        other = rng.choice(others)
        both = held + known[other]
        rest = value - both
        text = joined([(1, first), (1, other), (rest, "")])
        lines = working.add(held, known[other])
        if rest:
            lines += _last(plus(both, rest), f"{both}{signed(rest)}", name, value)
        else:
            lines = shown(lines, name, value)
    elif rng.random() < 0.5:
        text, lines = f"{value + held} - {first}", shown(working.subtract(value + held, held), name, value)
    elif rest < 0:
        text, lines = f"{first} - {-rest}", shown(working.subtract(held, -rest), name, value)
    else:
        text, lines = f"{rest} + {first}", shown(working.add(rest, held), name, value)
    steps = (f"{name} = {recalled(text, known)}", *defined(name, put_in(text, known), lines))
    return Definition("value", name, (text,), steps)


def _root(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    """The larger or the smaller of the two roots of a quadratic."""
    if abs(value) > 12:
        return _sum(rng, letters, name, value, known)
    other = value + nonzero(rng, 9)
    x = letters.take()
    p, q = sorted((value, other))
    which = "larger" if value == q else "smaller"
    square = polynomial((p * q, -(p + q), 1), x)
    lines = [f"{name} = {which} root of {square} = 0"]
    if p * q:
        searched, pair = search_lines(p * q, -(p + q))
        split, factors = split_lines(1, -(p + q), p * q, pair or (-p, -q), x)
        lines += [*searched, *split, *root_lines(factors, x)]
    else:
        lines += [f"{x}({joined([(1, x), (-p - q, '')])}) = 0", f"{x} = {p} or {x} = {q}"]
    lines.append(f"{p} < {q}, so {name} = {value}")
    return Definition(which, name, (f"{square} = 0", x), tuple(lines))


def _square(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    """A sum with a small power in it."""
    base, exponent = rng.choice(
        ((2, 3), (3, 2), (4, 2), (5, 2), (-2, 3), (-3, 2), (6, 2), (2, 4), (-4, 2), (3, 3))
    )
    if value > 0 and isqrt(value) ** 2 == value and value <= 144 and rng.random() < 0.5:
        root = isqrt(value)
        return Definition("value", name, (f"{root}^2",), (f"{name} = {root}^2 = {value}",))
    rest, square = value - base**exponent, base**exponent
    text = f"{term(base)}^{exponent}{signed(rest)}"
    lines = [
        f"{term(base)}^{exponent} = {square}",
        *_last(plus(square, rest), f"{square}{signed(rest)}", name, value),
    ]
    return Definition("value", name, (text,), defined(name, text, lines))


TRIVIAL: tuple[Builder, ...] = (_sum,)
EXPRESSIONS: tuple[Builder, ...] = (_sum, _three, _product, quotient, _square, _root)
FROM_KNOWN: tuple[Builder, ...] = (_from_known,)
