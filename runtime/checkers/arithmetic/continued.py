"""Steps that go on from a calculation in the steps before: "= 6 + 34" on a line of its own."""

import re

from runtime.checkers.arithmetic.claims import claims
from runtime.checkers.arithmetic.quantities import Line
from runtime.checkers.arithmetic.tokens import normal

MOST = 12  # steps to look back over

_NUMBER = re.compile(r"[\d.]+")
_GOES_ON = re.compile(r"\s*=(?!=)\s*")
_REMAINS = re.compile(r"\s*(?:so )?(?:the |its )?remainder is (\d{1,50})\b", re.IGNORECASE)
_DIVISION = re.compile(r"(\d+ / \d+ = \d+)(?: remainder \d+)?\W*$")  # at the end of a step
_RESULT = re.compile(
    r"\s*(?:so )?the (?:probability|answer|result|value|sum|product|quotient|difference) is (?=[-\d])",
    re.IGNORECASE,
)
_REWRITES = re.compile(  # a step that names what it does to the calculation before it
    r"\s*(?:cancel|simplify|reduce|expand|divide|multiply|rewrite)(?:s|ling|ing)?\b[^:=]{0,60}:\s*",
    re.IGNORECASE,
)


def joined(step: str, steps: tuple[str, ...]) -> str:
    """The step with the calculation that it goes on from in front; as it is where it stands for itself."""
    if match := _GOES_ON.match(step):
        before = _before(steps)
        return step if before is None else f"{before} = {step[match.end() :]}"
    if not steps:
        return step
    if (match := _REMAINS.match(step)) and (division := _DIVISION.search(steps[-1])):
        return f"{division[1]} remainder {match[1]}{step[match.end() :]}"
    if (match := _RESULT.match(step)) and (before := _expression(_behind_colon(steps[-1]))):
        return f"{before} = {step[match.end() :]}"
    if (match := _REWRITES.match(step)) and (after := _expression(step[match.end() :])):
        before = _expression(re.split(r"[=:]", steps[-1])[-1])
        # a cancelled factor stays as 1; fewer numbers are only a part of the calculation before
        if before is not None and len(_NUMBER.findall(before)) == len(_NUMBER.findall(after)):
            return f"{before} = {after}"
    return step


def _before(steps: tuple[str, ...]) -> str | None:
    """The calculation that is being worked on; side calculations lie between."""
    for step in steps[: -MOST - 1 : -1]:
        if (match := _GOES_ON.match(step)) or _expression(step):
            return _expression(step[match.end() :] if match else step)
        if next(claims(Line(normal(step))), None) is None:
            return None
    return None


def _behind_colon(step: str) -> str:
    """The step without the words that say how it rewrites the one before."""
    match = _REWRITES.match(step)
    return step[match.end() :] if match else step


def _expression(text: str) -> str | None:
    """The text where it is one whole calculation, else None."""
    line = Line(normal(text.strip().rstrip(".")))
    if len(line.quantities) != 1:
        return None
    found = line.quantities[0]
    whole = found.first == 0 and found.last == len(line.tokens)
    return found.text if whole and not (found.single or found.cut or found.unsure or found.units) else None
