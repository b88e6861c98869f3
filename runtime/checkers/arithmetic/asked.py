"""What a question asks to evaluate, and what that comes to: an expression, or an operation that it names.

A question is understood only where every word of it is known; anything else may change what is asked.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from math import gcd, lcm, prod
from typing import NamedTuple

from runtime.checkers.arithmetic.measures import words
from runtime.checkers.arithmetic.quantities import Line, Quantity
from runtime.checkers.arithmetic.tokens import normal

MAX_QUESTION = 4_000  # characters


class Asked(NamedTuple):
    """The answers that are right."""

    values: tuple[Fraction, ...] = ()
    division: tuple[int, int] | None = None  # of "197/43", whose quotient and remainder are an answer too
    truth: bool | None = None  # of a question for yes or no


_MODULO = re.compile(r"\s+(mod(?:ulo)?)\b", re.IGNORECASE)
_TURNED = re.compile(
    r"\bfrom\b.*\bsubtract|\bby\b.*\bdivide\b", re.IGNORECASE
)  # the second number comes first
Work = Callable[[list[Fraction]], Asked | None]


class Operation(NamedTuple):
    """An operation with a name. A word of each of `names` has to be there, those of `beside` may be."""

    names: tuple[frozenset[str], ...]
    beside: frozenset[str]
    work: Work


def _pair(work: Work) -> Work:
    return lambda values: work(values) if len(values) == 2 else None


def _whole(work: Callable[..., Asked | None]) -> Work:
    """The work on whole numbers above 0 alone."""
    return lambda values: (
        work(*map(int, values)) if all(v.denominator == 1 and v > 0 for v in values) else None
    )


def _value(*values: Fraction | int) -> Asked:
    return Asked(tuple(map(Fraction, values)))


_GREAT, _SMALL = words("greatest highest largest biggest"), words("least lowest smallest possible")
_SPLIT = words("on divided dividing division over")
_OPERATIONS = (
    Operation(
        (words("gcd hcf gcf common"), words("gcd hcf gcf divisor factor")),
        _GREAT,
        _whole(lambda *v: _value(gcd(*v))),
    ),
    Operation((words("lcm common"), words("lcm multiple")), _SMALL, _whole(lambda *v: _value(lcm(*v)))),
    Operation(
        (words("average mean"),), words("arithmetic on big"), lambda v: _value(sum(v, Fraction(0)) / len(v))
    ),
    Operation(
        (words("sum add together total altogether"),), words(""), lambda v: _value(sum(v, Fraction(0)))
    ),
    Operation((words("product multiply"),), words("with by"), lambda v: _value(prod(v))),
    Operation(
        (words("difference differ apart gap distance"),),
        words("between from positive absolute big far lie"),
        _pair(lambda v: _value(abs(v[0] - v[1]), v[0] - v[1])),
    ),
    Operation((words("subtract"), words("from")), words(""), _pair(lambda v: _value(v[1] - v[0]))),
    Operation(
        (words("divide"), words("by")), words(""), _pair(lambda v: _value(v[0] / v[1]) if v[1] else None)
    ),
    Operation(
        (words("quotient"), words("remainder")),
        _SPLIT,
        _pair(_whole(lambda a, b: Asked(division=(a, b)))),
    ),
    Operation(
        (words("remainder left leaves mod modulo"),),
        _SPLIT | words("reduce by"),
        _pair(_whole(lambda a, b: _value(a % b))),
    ),
    Operation(
        (words("is"), words("divisible multiple")),
        words("evenly true or false by"),
        _pair(_whole(lambda a, b: Asked(truth=a % b == 0))),
    ),
    Operation(
        (words("is does"), words("divide divides divisor factor")),
        words("evenly exactly true or false"),
        _pair(_whole(lambda a, b: Asked(truth=b % a == 0))),
    ),
)
_ASKING = words(
    "what what's whats is are the value values of result answer to equal equals calculate calc compute "
    "evaluate work out find determine give tell me please how much many does do comes come simplify solve "
    "show your state expression following can could you i need want know exact exactly get got s this that "
    "a for and thanks in explain step hi hey hello question problem q help which number numbers when both "
    "these those calculation my if let"
)
_COUNTED = words("values numbers")  # "the mean of these 4 values: ..."
_DECORATION = words("sum product difference quotient have")  # of an expression that is written out


def asked(question: str) -> Asked | None:
    """What the question asks for, worked out; None where it is no calculation or not understood whole."""
    if len(question) > MAX_QUESTION or _TURNED.search(question):
        return None
    # a comma, or "17 mod" would count mods
    line = Line(_MODULO.sub(r", \1", normal(question).replace("?", " ")))
    said = _said(line)
    numbers = [number for number in line.quantities if not (number.single and number.units & _COUNTED)]
    if said is None or not numbers or any(number.cut or number.unsure for number in numbers):
        return None
    plain = len(numbers) == 1 and not numbers[0].single and not _words(line, numbers[0]) - {"of"}
    if plain and said <= _ASKING | _DECORATION:
        return Asked((numbers[0].value,), numbers[0].quotient)
    values = _values(numbers)
    for operation in _OPERATIONS if values else ():
        if all(said & name for name in operation.names):
            known = said <= _ASKING.union(*operation.names, operation.beside)
            return operation.work(values) if known else None
    return None


def outside(line: Line) -> list[int]:
    """The tokens that belong to no quantity of the line."""
    covered = {i for quantity in line.quantities for i in range(quantity.first, quantity.last)}
    return [i for i in range(len(line.tokens)) if i not in covered]


def _words(line: Line, number: Quantity) -> set[str]:
    """The words inside a quantity."""
    return {token.text for token in line.tokens[number.first : number.last] if token.kind == "word"}


def _said(line: Line) -> frozenset[str] | None:
    """The words of a question; None where signs among them may calculate."""
    last = line.quantities[-1].last if line.quantities else 0
    named = set()
    for i in outside(line):
        token = line.tokens[i]
        if token.text == "=" and len(line.tokens[i - 1].text) == 1 and line.kind(i - 1) == "word":
            named.add(line.tokens[i - 1].text.lower())  # "If y = 3 * 4, what is y?"
        elif token.kind not in ("word", "stop", "currency") and not (token.text == "=" and i >= last):
            return None
    # also those that a quantity took for its unit: "8 and 3 together"
    return frozenset(token.text.lower() for token in line.tokens if token.kind == "word") - named


def _values(numbers: list[Quantity]) -> list[Fraction]:
    """The numbers that an operation is asked of, none where they are no list; "93 divided by 4" names two."""
    if len(numbers) == 1 and numbers[0].quotient:
        return [Fraction(n) for n in numbers[0].quotient]
    plain = len(numbers) > 1 and all((n.single or n.quotient) and not n.percent for n in numbers)
    return [number.value for number in numbers] if plain else []
