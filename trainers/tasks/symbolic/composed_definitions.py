"""Definitions of composed tasks: what fixes a letter's value, and the working that finds it.

Every builder gets the letter and the value it must come to, and dresses the value up. Mathematics is
written in the canonical notation (`2x^2 - 3x`, `3/4`, ` * `); the wordings turn it into others.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt
from random import Random

from trainers.tasks import working
from trainers.tasks.symbolic.chains import plus
from trainers.tasks.symbolic.factoring import root_lines, search_lines, split_lines
from trainers.tasks.symbolic.notation import operand
from trainers.tasks.working import term

LETTERS = "abcdfghjkmnpqrstuvwxyz"


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


def needed(lines: Sequence[str]) -> list[str]:
    """The lines, unless the sum is small enough to be done in the head."""
    return list(lines) if len(lines) > 1 or ":" in lines[0] else []


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
    return Definition("value", name, (text,), tuple(shown(lines, name, value)))


def _three(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    """Three numbers, perhaps with the last two in brackets."""
    a, b = nonzero(rng, 20), nonzero(rng, 20)
    if rng.random() < 0.5:
        c = value - a - b
        inner, sign = a + b, " - " if rng.random() < 0.5 else " + "
        second = term(-b) if sign == " - " else term(b)
        lines = [f"{a}{sign}{second} = {inner}", *shown(plus(inner, c), name, value)]
        return Definition("value", name, (f"{a}{sign}{second}{signed(c)}",), tuple(lines))
    first = value + a
    c = b - a  # first - (b - c) with b - c = a
    lines = [f"{b} - {term(c)} = {a}", *shown(working.subtract(first, a), name, value)]
    return Definition("value", name, (f"{first} - ({b} - {term(c)})",), tuple(lines))


def _product(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    a, b = nonzero(rng, 12), nonzero(rng, 12)
    rest = value - a * b
    step = f"{a} * {term(b)} = {a * b}"
    if rng.random() < 0.5:
        lines = [step, *shown(plus(a * b, rest), name, value)]
        return Definition("value", name, (f"{a} * {term(b)}{signed(rest)}",), tuple(lines))
    first = value + a * b
    lines = [step, *shown(working.subtract(first, a * b), name, value)]
    return Definition("value", name, (f"{first} - {term(a)} * {term(b)}",), tuple(lines))


def _quotient(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    """A fraction that cancels, plus a whole number."""
    size, divisor = nonzero(rng, 9), rng.choice((-1, 1)) * rng.randint(2, 9)
    if rng.random() < 0.3 and abs(value) < 60:
        size = value
    top, rest = size * divisor, value - size
    fraction = _fraction(top, divisor)
    step = f"{fraction} = {size}"
    if rest == 0:
        return Definition("value", name, (fraction,), (f"{name} = {step}",))
    lines = [step, *shown(plus(size, rest), name, value)]
    return Definition("value", name, (f"{fraction}{signed(rest)}",), tuple(lines))


def _fraction(top: int, bottom: int) -> str:
    """An unreduced fraction as people type it; negative parts in brackets."""
    return f"{term(top)}/{term(bottom)}"


def fraction_sum(
    rng: Random, letters: Letters, name: str, value: Fraction | int, known: Known, easy: bool = False
) -> Definition:
    """Two fractions, one perhaps not in lowest terms, that come to the value."""
    value = Fraction(value)
    bottom = value.denominator if easy else rng.choice((2, 3, 4, 5, 6, 8, 10, 12))
    first = Fraction(nonzero(rng, 4 * bottom), bottom)
    second = value - first
    scale = 1 if easy else rng.choice((1, -1, 2, -2, 3, -3))
    texts = [_fraction(first.numerator * scale, first.denominator * scale), f"{term(second.numerator)}"]
    lines = []
    if scale != 1:
        lines.append(f"{texts[0]} = {first}")
    if second.denominator != 1:
        texts[1] = _fraction(second.numerator, second.denominator)
    common = first.denominator * second.denominator // gcd(first.denominator, second.denominator)
    p, q = first.numerator * (common // first.denominator), second.numerator * (common // second.denominator)
    if common == 1:
        lines.extend(needed(working.add(p, q)))
        total = f"{p} + {term(q)}"
    else:
        over = f"{p}/{common} + " + (f"({q}/{common})" if q < 0 else f"{q}/{common}")
        total = over
        if (first.denominator, second.denominator) != (common, common):
            lines.append(f"{first} + {operand(second)} = {over}")
        lines.extend(needed(working.add(p, q)))
        total = f"{over} = {p + q}/{common}"
        if value.denominator == common:
            return Definition("value", name, (" + ".join(texts),), (*lines, f"{name} = {total}"))
    return Definition("value", name, (" + ".join(texts),), (*lines, f"{name} = {total} = {value}"))


def _fraction_quotient(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    """(a/b) / (c/d) or a/b * c, which comes to a whole number."""
    if value == 0 or abs(value) > 60:
        return _quotient(rng, letters, name, value, known)
    bottom, scale, other = rng.randint(2, 9), rng.choice((2, 3, 4, -2, -3)), nonzero(rng, 6)
    if rng.random() < 0.5:
        c = Fraction(other, bottom)
        a = value * c
        left, right = _fraction(a.numerator * scale, a.denominator * scale), _fraction(other, bottom)
        lines = [
            f"{left} = {a}",
            f"{right} = {c}" if right != str(c) else "",
            f"{a} / {operand(c)} = {a} * {operand(1 / c)}",
            f"{name} = {a} * {operand(1 / c)} = {value}",
        ]
        return Definition("value", name, (f"({left})/({right})",), tuple(line for line in lines if line))
    a = Fraction(value, bottom)
    left = _fraction(a.numerator * scale, a.denominator * scale)
    lines = [f"{left} = {a}", f"{name} = {a} * {bottom} = {value}"]
    return Definition("value", name, (f"{left} * {bottom}",), tuple(lines))


def decimal_sum(rng: Random, letters: Letters, name: str, units: int, places: int) -> Definition:
    """Two decimals that come to `units` of the last place."""
    first_places = rng.randint(0, places)
    first = nonzero(rng, rng.choice((9, 60, 400))) * 10 ** (places - first_places)
    if rng.random() < 0.5:
        first = nonzero(rng, rng.choice((99, 999, 4999)))
    second = units - first
    one, two = decimal(first, places), decimal(second, places)
    sign, other, work = "+", term(second), working.add(first, second)
    minus = rng.random() < 0.5
    if minus:
        sign, two, other, work = (
            "-",
            decimal(-second, places),
            term(-second),
            working.subtract(first, -second),
        )
    text = f"{one} {sign} {f'({two})' if two.startswith('-') else two}"
    if places == 0:
        return Definition("value", name, (text,), tuple(shown(work, name, units)))
    unit = {1: "tenths", 2: "hundredths", 3: "thousandths", 4: "ten-thousandths"}[places]
    lines = (f"{text} in {unit}: {first} {sign} {other}", *work, f"{name} = {decimal(units, places)}")
    return Definition("value", name, (text,), lines)


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
        lines = needed(working.add(held, known[other]))
        lines.append(f"{first} + {other} = {held} + {term(known[other])} = {both}")
        if rest:
            lines.extend(shown(plus(both, rest), name, value))
        else:
            lines.append(f"{name} = {both}")
        return Definition("value", name, (text,), tuple(lines))
    if rng.random() < 0.5:
        text, lines = f"{value + held} - {first}", working.subtract(value + held, held)
    elif rest < 0:
        text, lines = f"{first} - {-rest}", working.subtract(held, -rest)
    else:
        text, lines = f"{rest} + {first}", working.add(rest, held)
    return Definition("value", name, (text,), (f"{name} = {text}", *shown(lines, name, value)))


def _root(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    """The larger or the smaller of the two roots of a quadratic."""
    if abs(value) > 12:
        return _sum(rng, letters, name, value, known)
    other = value + nonzero(rng, 9)
    x = letters.take()
    p, q = sorted((value, other))
    square = polynomial((p * q, -(p + q), 1), x)
    lines = [f"{square} = 0"]
    if p * q:
        searched, pair = search_lines(p * q, -(p + q))
        split, factors = split_lines(1, -(p + q), p * q, pair or (-p, -q), x)
        lines += [*searched, *split, *root_lines(factors, x)]
    else:
        lines += [f"{x}({joined([(1, x), (-p - q, '')])}) = 0", f"{x} = {p} or {x} = {q}"]
    lines.append(f"{name} = {value}")
    which = "larger" if value == q else "smaller"
    return Definition(which, name, (f"{square} = 0", x), tuple(lines))


def _square(rng: Random, letters: Letters, name: str, value: int, known: Known) -> Definition:
    """A sum with a small power in it."""
    base, exponent = rng.choice(
        ((2, 3), (3, 2), (4, 2), (5, 2), (-2, 3), (-3, 2), (6, 2), (2, 4), (-4, 2), (3, 3))
    )
    if value > 0 and isqrt(value) ** 2 == value and value <= 144 and rng.random() < 0.5:
        root = isqrt(value)
        return Definition("value", name, (f"{root}^2",), (f"{name} = {root}^2 = {value}",))
    step = f"{term(base)}^{exponent} = {base**exponent}"
    rest = value - base**exponent
    lines = [step, *shown(plus(base**exponent, rest), name, value)]
    return Definition("value", name, (f"{term(base)}^{exponent}{signed(rest)}",), tuple(lines))


TRIVIAL: tuple[Builder, ...] = (_sum,)
EXPRESSIONS: tuple[Builder, ...] = (
    _sum,
    _three,
    _product,
    _quotient,
    fraction_sum,
    _fraction_quotient,
    _square,
    _root,
)
FROM_KNOWN: tuple[Builder, ...] = (_from_known,)
