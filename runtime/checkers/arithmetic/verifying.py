"""Final answers, against the expression that a question asks to evaluate."""

import re

from runtime.checkers.arithmetic.measures import words
from runtime.checkers.arithmetic.quantities import Line, Quantity
from runtime.checkers.arithmetic.tokens import normal

MAX_QUESTION = 4_000  # characters

_REMAINDER = re.compile(
    r"(\d{1,50}),?\s*(?:r|rem|remainder|with (?:a )?remainder(?: of)?)\.?\s*(\d{1,50})", re.I
)
_ASKING = words(
    "what what's whats is are the value of result answer to equal equals calculate compute evaluate "
    "work out find determine give tell me please how much many does do come comes simplify solve "
    "expression following sum product difference quotient can could you i need want know exact "
    "exactly s it this a for and thanks in"
)


def verify(answer: str, question: str) -> bool | None:
    """Whether the answer is what the question's expression comes to; None where it is no expression."""
    asked = _asked(question)
    if asked is None:
        return None
    if asked.quotient and (match := _REMAINDER.fullmatch(answer.strip())):
        whole, rest = int(match[1]), int(match[2])
        return asked.quotient[1] != 0 and divmod(asked.quotient[0], asked.quotient[1]) == (whole, rest)
    line = Line(normal(answer.strip().removesuffix(".").strip("$ ")))
    around = {line.kind(i) for i in _outside(line)}
    if len(line.quantities) != 1 or around & {"other", "relation", "op"}:
        return None
    given = line.quantities[0]
    if given.cut or given.unsure:
        return None
    if given.value == asked.value:
        return True
    rounded = given.single and given.unit.denominator > 1 and 2 * abs(given.value - asked.value) <= given.unit
    return None if rounded else False


def _asked(question: str) -> Quantity | None:
    """The one expression that a question asks to evaluate."""
    if len(question) > MAX_QUESTION:
        return None
    line = Line(normal(question).replace("?", " "))
    if len(line.quantities) != 1:
        return None
    asked = line.quantities[0]
    outside = _outside(line)
    for i in outside:
        token = line.tokens[i]
        if token.kind == "word" and token.text.lower() in _ASKING:
            continue
        if token.kind not in ("stop", "currency") and not (token.text == "=" and i >= asked.last):
            return None
    inside = [t for t in line.tokens[asked.first : asked.last] if t.kind == "word" and t.text != "of"]
    whole = asked.single or asked.cut or asked.unsure or inside
    return None if whole else asked


def _outside(line: Line) -> list[int]:
    """The tokens that belong to no quantity of the line."""
    covered = {i for quantity in line.quantities for i in range(quantity.first, quantity.last)}
    return [i for i in range(len(line.tokens)) if i not in covered]
