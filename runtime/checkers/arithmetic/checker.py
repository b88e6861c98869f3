"""The arithmetic checker: every relation in a step that can be evaluated, decided with exact fractions.

A claim is refuted only where both sides were read whole and in one way. Rounding is no error where the step
announces it, or where the number shown is a correct rounding of numbers that were given; what units,
percentages, another base or prose could make true stays unchecked.
"""

import operator
import re
from collections.abc import Callable
from fractions import Fraction

from runtime.checkers import HOLDS, UNCHECKED, Context
from runtime.checkers.arithmetic.certainty import certain, conditional, elsewhere, hedged
from runtime.checkers.arithmetic.claims import Claim, claims, pieces
from runtime.checkers.arithmetic.continued import joined
from runtime.checkers.arithmetic.given import given
from runtime.checkers.arithmetic.quantities import Line, Quantity
from runtime.checkers.arithmetic.reasons import reason
from runtime.checkers.arithmetic.rounding import Licence, announced, rounds
from runtime.checkers.arithmetic.statements import statements
from runtime.events import Verdict

MAX_STEP = 4_000  # characters; a longer step is no step

_RELATION = re.compile(r"[=≈≠<>≤≥]|equal|\b(?:is|are)\b|\bdivide")
_HOLDS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "≤": operator.le,
    "≥": operator.ge,
    "≠": operator.ne,
}


def check(step: str, context: Context) -> Verdict:
    """Refuted where a relation that the step states is wrong, holds where some were evaluated, all right."""
    step = joined(step, context.steps)
    if len(step) > MAX_STEP or not _RELATION.search(step):
        return UNCHECKED
    says, doubted = announced(step), hedged(step, context.question)
    held = False
    for true, wrong in statements(step):
        if not true and not doubted:
            return Verdict("refuted", wrong)
        held |= true
    for text, marked in pieces(step):
        line = Line(text)
        # "7 / 20 * 100 = 35%": there the sign is a unit and no hundredth
        percent = any(token.kind == "percent" for token in line.tokens)
        units = {c.left.first: c for c in claims(Line(text, Fraction(1)))} if percent else {}
        for claim in claims(line):
            versions = (claim, units.get(claim.left.first, claim)) if percent else (claim,)
            right = _right(claim, versions, _licence(claim, line, context, says, marked))
            if right:
                held = True
            sure = right is False and not doubted and not claim.unsure and (marked or certain(claim))
            if claim.sign != "=" and conditional(step):
                continue
            if sure and not elsewhere(claim, step, context.question):
                return Verdict("refuted", reason(claim))
    return HOLDS if held else UNCHECKED


def _licence(claim: Claim, line: Line, context: Context, says: bool, marked: bool) -> Licence:
    """What allows the claim to be a rounding."""
    if says or claim.about:
        return "announced"
    if claim.left.value == claim.right.value or not given(claim, line, context):
        return "none"
    return "calculator" if marked else "given"


def _right(claim: Claim, versions: tuple[Claim, ...], licence: Licence) -> bool | None:
    """Whether the claim is right in one of its readings; None where that is open."""
    if claim.remainder is not None:
        if claim.left.quotient is None or claim.left.quotient[1] == 0 or claim.unsure:
            return None
        return divmod(claim.left.quotient[0], claim.left.quotient[1]) == (claim.right.value, claim.remainder)
    if claim.sign != "=":
        pairs = [(one.left.value, other.right.value) for one in versions for other in versions]
        if any(_HOLDS[claim.sign](*pair) for pair in pairs):
            return True
        tie = claim.sign in ("<", ">") and any(one == other for one, other in pairs)
        return None if tie else False  # "8 > 8" may mean that nothing is greater
    found = {_compare(one.left, other.right, licence) for one in versions for other in versions}
    return True if True in found else None if None in found else False


def _compare(left: Quantity, right: Quantity, licence: Licence) -> bool | None:
    """Whether the sides are equal or one is a rounding of the other; None where that is open."""
    if left.value == right.value:
        return True
    found = {rounds(exact, shown, licence) for exact, shown in ((left, right), (right, left)) if shown.single}
    return True if True in found else None if None in found else False
