"""Whether the two sides of an equality have to be the same number as they stand."""

import re

from runtime.checkers.arithmetic.claims import Claim
from runtime.checkers.arithmetic.measures import convertible
from runtime.checkers.arithmetic.quantities import Quantity

_HEDGE = re.compile(  # the step does not stand for its equality
    r"\b(?:claim\w*|suppos(?:ed?|es|ing)\b(?! to\b)|assum\w+"
    r"|(?P<told>wrong|incorrect|mistakes?)\b|wrong\w+|incorrect\w+|mistake\w+|false\w*"
    r"|contradict\w*|(?:is|does|did|are)(?:n['’]t| not) (?:equal|correct|right|true)|not equal"
    r"|instead of(?= [\d$]))|\?\s*$|≡",
    re.IGNORECASE,
)
_WEIGHED = re.compile(
    r"\?|\b(?:if|whether|when|while|until|unless|check|test|try|want|need|must|should|never|fails?|no"
    r"|not (?:hold|so|the case))\b",
    re.IGNORECASE,
)
_BASE = re.compile(r"\bbase[- ]?(\d{1,2})\b|\b(binary|octal|hexadecimal)\b", re.IGNORECASE)
_BASES = {"binary": 2, "octal": 8, "hexadecimal": 16}
_MODULUS = re.compile(r"\bmod(?:ulo|ulus)?\b\D{0,12}(\d{1,9})?|\bclock (?:arithmetic|face)\b", re.IGNORECASE)
_SHARE = re.compile(r"\d+/\d+")


def hedged(step: str, question: str) -> bool:
    """Whether the step only reports or doubts what it says. Mistakes in the question belong to its story."""
    story = question.lower()
    return any(not (match["told"] and match[0].lower() in story) for match in _HEDGE.finditer(step))


def conditional(step: str) -> bool:
    """Whether what the step compares may be only a condition or a wish: "until 3 * n > 20"."""
    return bool(_WEIGHED.search(step))


def certain(claim: Claim) -> bool:
    """Whether the sides, taken as they stand, have to be the same number."""
    left, right = claim.left, claim.right
    if claim.sign != "=":
        return left.units == right.units and left.percent == right.percent  # not "2 hours > 90 minutes"
    if left.single and (right.single or left.worded) and not claim.chained:
        return False  # "1 dozen = 12", "8 batches = 5 * 8 cups"
    if _SHARE.match(left.text) and left.quotient and left.value < 1 < right.value:
        return False  # "3/8 = $375", a share of a whole
    if right.leading == left.value and not right.single:
        return False  # "2 + 3 = 5 * 4 = 20", a calculation that runs on
    if right.spelled:
        return False  # "100 / 5 = 20 times two people", "1 - 2/3 = 1/3 of $150"
    for one, other in ((left, right), (right, left)):
        if one.single and one.percent and other.units and not other.percent:
            return False  # "1% = $165/110"
    return not _converts(left, right)


def elsewhere(claim: Claim, step: str, question: str) -> bool:
    """Whether the equality may be true in a base or to a modulus that the step or the question names."""
    text = f"{question}\n{step}"
    bases = [int(m[1]) if m[1] else _BASES[m[2].lower()] for m in _BASE.finditer(text)]
    digits = [int(d) for side in (claim.left, claim.right) for d in side.text if d.isdecimal()]
    if max(digits, default=0) < max(bases, default=0):
        return True
    for match in _MODULUS.finditer(text):
        if match[1] is None or int(match[1]) == 0:
            return True
        if (claim.left.value - claim.right.value) % int(match[1]) == 0:
            return True
    return False


def _converts(left: Quantity, right: Quantity) -> bool:
    """Whether the sides may differ by their units alone: "2 hours * 3 = 360 minutes"."""
    ratio = abs(left.value / right.value) if left.value and right.value else None
    return convertible(left.units, right.units, ratio, left.added or right.added)
