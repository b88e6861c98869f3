"""Final answers, against what the question asks to evaluate."""

import re

from runtime.checkers.arithmetic.asked import Asked, asked, outside
from runtime.checkers.arithmetic.quantities import Line
from runtime.checkers.arithmetic.tokens import normal

_REMAINDER = re.compile(
    r"(\d{1,50}),?\s*(?:r|rem|remainder|with (?:a )?remainder(?: of)?)\.?\s*(\d{1,50})", re.I
)
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


def verify(answer: str, question: str) -> bool | None:
    """Whether the answer is what the question's calculation comes to; None where it asks for none."""
    wanted = asked(question)
    if wanted is None:
        return None
    if wanted.truth is not None:
        said = _TRUTHS.get(answer.strip().rstrip(".").lower())
        return None if said is None else said == wanted.truth
    if wanted.division and (match := _REMAINDER.fullmatch(answer.strip())):
        whole, by = wanted.division
        return by != 0 and divmod(whole, by) == (int(match[1]), int(match[2]))
    return _right(answer, wanted)


def _right(answer: str, wanted: Asked) -> bool | None:
    """Whether the answer is one of the numbers wanted; None where it is no number or may be one rounded."""
    line = Line(normal(answer.strip().removesuffix(".").strip("$ ")))
    around = {line.kind(i) for i in outside(line)}
    if not wanted.values or len(line.quantities) != 1 or around & {"other", "relation", "op"}:
        return None
    given = line.quantities[0]
    if given.cut or given.unsure:
        return None
    if given.value in wanted.values:
        return True
    fine = given.single and given.unit.denominator > 1
    return None if fine and any(2 * abs(given.value - v) <= given.unit for v in wanted.values) else False
