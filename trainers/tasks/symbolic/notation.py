"""How algebra is written: canonical steps, and the many notations people put into questions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from trainers.tasks.item import Phrasing

Number = int | Fraction
Term = tuple[Number, tuple[tuple[str, int], ...]]  # coefficient and (letter, power) pairs
LETTERS = "xxxxxxxxyyznntabcdfghjkmpqrsuvwilo"  # 'e' is left out: it reads as Euler's number
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Notation:
    """One way to write algebra. `power` is "^", "**", "sup" or "{}" (LaTeX braces)."""

    power: str = "^"
    times: str = ""
    spaces: bool = True
    dollars: str = ""

    def between(self, operator: str) -> str:
        """The operator with or without spaces around it."""
        return f" {operator} " if self.spaces else operator


Expression = Callable[[Notation], str]
PLAIN = Notation()
PYTHON = Notation("**", "*")
LATEX = Notation("{}", "", True, "$")
NOTATIONS = (
    *(PYTHON,) * 5,
    *(PLAIN,) * 4,
    Notation("^", "*"),
    Notation("^", "*"),
    Notation("^", "", False),
    Notation("^", "", False),
    Notation("^", "*", False),
    Notation("**", "*", False),
    Notation("sup", ""),
    Notation("sup", "", False),
    LATEX,
    LATEX,
)


def letters(rng: Random, count: int) -> list[str]:
    """Different letters, x the most frequent."""
    chosen: list[str] = []
    while len(chosen) < count:
        letter = rng.choice(LETTERS)
        if letter not in chosen:
            chosen.append(letter)
    return chosen


def write_power(letter: str, power: int, notation: Notation = PLAIN) -> str:
    """The letter to a power, e.g. "x^2"."""
    if power == 1:
        return letter
    match notation.power:
        case "sup" if power >= 0:
            return letter + str(power).translate(SUPERSCRIPTS)
        case "{}":
            return f"{letter}^{{{power}}}" if power < 0 or power > 9 else f"{letter}^{power}"
        case "sup":
            return f"{letter}^({power})"
        case sign:
            return f"{letter}{sign}{power}" if power >= 0 else f"{letter}{sign}({power})"


def write_term(term: Term, notation: Notation = PLAIN) -> str:
    """The term without its sign: "3x^2", "x/2", "7"."""
    coefficient = abs(Fraction(term[0]))
    factors = [(letter, power) for letter, power in term[1] if power]
    body = notation.times.join(write_power(letter, power, notation) for letter, power in factors)
    top, bottom = coefficient.as_integer_ratio()
    if not body:
        body = str(top)
    elif top != 1:
        body = f"{top}{notation.times}{body}"
    if bottom == 1:
        return body
    return f"\\frac{{{body}}}{{{bottom}}}" if notation.power == "{}" else f"{body}/{bottom}"


def write_sum(terms: Iterable[Term], notation: Notation = PLAIN) -> str:
    """The terms in the given order with their signs: "-x^2 + 3x - 4"; no terms give "0"."""
    text = ""
    for term in terms:
        sign = "-" if term[0] < 0 else "+"
        if text:
            text += notation.between(sign)
        elif sign == "-":
            text = "-"
        text += write_term(term, notation)
    return text or "0"


def fraction(value: Number) -> str:
    """The exact number: "3", "-3/4"."""
    return str(Fraction(value))


def operand(value: Number) -> str:
    """The number as a second operand: negative numbers and fractions in brackets."""
    return f"({fraction(value)})" if value < 0 or Fraction(value).denominator != 1 else str(value)


def phrase(template: str, notations: Sequence[Notation] = NOTATIONS) -> Phrasing:
    """A phrasing that writes all slots that are expressions in one notation drawn for the question."""

    def worded(slots: Mapping[str, Any], rng: Random) -> str:
        notation = rng.choice(notations)
        tight = not notation.spaces and rng.random() < 0.7
        filled = dict(slots)
        for name, value in slots.items():
            if callable(value):
                text = f"{notation.dollars}{value(notation)}{notation.dollars}"
                filled[name] = text.replace(" = ", "=") if tight else text
        return template.format(**filled)

    return worded


def phrases(*templates: str) -> tuple[Phrasing, ...]:
    """A phrasing for every template."""
    return tuple(phrase(template) for template in templates)


def crossed(*parts: Sequence[str]) -> tuple[Phrasing, ...]:
    """Phrasings from every combination of the parts, joined as they are."""
    return phrases(*("".join(combination) for combination in product(*parts)))
