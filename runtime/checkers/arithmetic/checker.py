"""The arithmetic checker: every equality of a step that can be evaluated, decided with exact fractions.

A claim is refuted only where both sides were read whole and in one way. Rounding is no error where the step
announces it or the number shown is a correct rounding; what units, percentages, another base or prose could
make true stays unchecked.
"""

import re
from fractions import Fraction

from runtime.checkers import HOLDS, UNCHECKED, Context
from runtime.checkers.arithmetic.claims import Claim, claims, pieces
from runtime.checkers.arithmetic.measures import convertible, words
from runtime.checkers.arithmetic.quantities import Line, Quantity
from runtime.checkers.arithmetic.tokens import normal
from runtime.events import Verdict

EVIDENT = Fraction(1, 20)  # how far off, relatively, a silent rounding to a whole number may be
MAX_STEP = 4_000  # characters; a longer step is no step

_EQUALITY = re.compile(r"[=≈]|equal")
_HEDGED = re.compile(  # the step does not stand for its equality
    r"\b(?:claim\w*|suppos\w+|assum\w+|wrong\w*|incorrect\w*|mistake\w*|false\w*|contradict\w*|instead of"
    r"|(?:is|does|did|are)(?:n['’]t| not) (?:equal|correct|right|true)|not equal)\b|\?\s*$|≡",
    re.IGNORECASE,
)
_ROUNDED = re.compile(
    r"\bround(?:ed|ing|s? (?:it )?(?:up|down|to|off))|nearest|approx|roughly|estimat|≈|[=(] ?~", re.I
)
_BASE = re.compile(r"\bbase[- ]?(\d{1,2})\b|\b(binary|octal|hexadecimal)\b", re.IGNORECASE)
_BASES = {"binary": 2, "octal": 8, "hexadecimal": 16}
_MODULUS = re.compile(r"\bmod(?:ulo|ulus)?\b\D{0,12}(\d{1,9})?|\bclock\b", re.IGNORECASE)
_SHARE = re.compile(r"\d+/\d+")
_REMAINDER = re.compile(
    r"(\d{1,50}),?\s*(?:r|rem|remainder|with (?:a )?remainder(?: of)?)\.?\s*(\d{1,50})", re.I
)
_ASKING = words(
    "what what's whats is are the value of result answer to equal equals calculate compute evaluate "
    "work out find determine give tell me please how much many does do come comes simplify solve "
    "expression following sum product difference quotient can could you i need want know exact "
    "exactly s it this a for and thanks in"
)


def check(step: str, context: Context) -> Verdict:
    """Refuted where an equality of the step is wrong, holds where some were evaluated and all are right."""
    if len(step) > MAX_STEP or not _EQUALITY.search(step):
        return UNCHECKED
    rounded, hedged = bool(_ROUNDED.search(step)), bool(_HEDGED.search(step))
    held = False
    for text, marked in pieces(step):
        line = Line(text)
        # "7 / 20 * 100 = 35%": there the sign is a unit and no hundredth
        percent = any(token.kind == "percent" for token in line.tokens)
        units = {c.left.first: c for c in claims(Line(text, Fraction(1)))} if percent else {}
        for claim in claims(line):
            versions = (claim, units.get(claim.left.first, claim)) if percent else (claim,)
            right = _judge(versions, rounded, marked)
            if right:
                held = True
            elif right is False and not hedged and not _elsewhere(claim, step, context.question):
                return Verdict("refuted", _reason(claim))
    return HOLDS if held else UNCHECKED


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
    if len(question) > MAX_STEP:
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


def _judge(versions: tuple[Claim, ...], announced: bool, marked: bool) -> bool | None:
    """Whether the claim is right in one of its readings; None where that is not certain."""
    claim = versions[0]
    if claim.remainder is not None:
        return _judge_division(claim)
    found = {
        _compare(one.left, other.right, announced or claim.about, marked)
        for one in versions
        for other in versions
    }
    if True in found:
        return True
    return None if None in found or claim.unsure or not _certain(claim, marked) else False


def _certain(claim: Claim, marked: bool) -> bool:
    """Whether the two sides, taken as they stand, have to be the same number."""
    left, right = claim.left, claim.right
    if marked:
        return True
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


def _judge_division(claim: Claim) -> bool | None:
    if claim.left.quotient is None or claim.left.quotient[1] == 0 or claim.unsure:
        return None
    return divmod(claim.left.quotient[0], claim.left.quotient[1]) == (claim.right.value, claim.remainder)


def _compare(left: Quantity, right: Quantity, announced: bool, marked: bool) -> bool | None:
    """Whether the sides are equal or one is a rounding of the other; None where that is open."""
    if left.value == right.value:
        return True
    found = {
        _rounds(exact.value, shown, announced, whole=exact.quotient is not None, marked=marked)
        for exact, shown in ((left, right), (right, left))
        if shown.single
    }
    return True if True in found else None if None in found else False


def _rounds(exact: Fraction, shown: Quantity, announced: bool, whole: bool, marked: bool) -> bool | None:
    """Whether `shown` is `exact` rounded; `whole` where it is a quotient that may count whole groups."""
    off, unit = abs(exact - shown.value), shown.unit
    if announced:
        if off < max(unit, Fraction(10 ** _zeros(shown.value))):
            return True
        return None if off * 10 < abs(exact) else False
    if off >= unit:
        return False
    nearest = 2 * off <= unit
    if unit < 1:
        return nearest or (None if abs(shown.value) < abs(exact) else False)  # 2/3 = 0.66
    if marked:
        return False  # a calculator shows the decimals
    return None if whole else nearest and off <= EVIDENT * abs(exact)  # "17/5 = 3" full boxes


def _zeros(value: Fraction) -> int:
    """How many zeros a whole number ends in."""
    text = str(value.numerator) if value.denominator == 1 and value else "1"
    return len(text) - len(text.rstrip("0"))


def _converts(left: Quantity, right: Quantity) -> bool:
    """Whether the sides may differ by their units alone: "2 hours * 3 = 360 minutes"."""
    ratio = abs(left.value / right.value) if left.value and right.value else None
    return convertible(left.units, right.units, ratio, left.added or right.added)


def _elsewhere(claim: Claim, step: str, question: str) -> bool:
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


def _reason(claim: Claim) -> str:
    """What is wrong, in words that can be verified: "48/2 is 24, not 26"."""
    left, right = claim.left, claim.right
    if claim.remainder is not None and left.quotient:
        whole, rest = divmod(left.quotient[0], left.quotient[1])
        return (
            f"{left.text} is {whole} remainder {rest}, not {_shown(right.value)} remainder {claim.remainder}"
        )
    if left.single and not right.single:
        left, right = right, left
    if left.single:
        return f"{_shown(left.value)} is not {_shown(right.value)}"
    if not right.single:
        return (
            f"{_short(left.text)} is {_shown(left.value)}, but {_short(right.text)} is {_shown(right.value)}"
        )
    if right.percent:
        return f"{_short(left.text)} is {_shown(left.value * 100)}%, not {_shown(right.value * 100)}%"
    return f"{_short(left.text)} is {_shown(left.value)}, not {_shown(right.value)}"


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."


def _shown(value: Fraction) -> str:
    """The number as people write it: whole, as a finite decimal, or as a fraction."""
    if value.denominator == 1:
        return str(value.numerator) if value.numerator.bit_length() < 400 else "a number of many digits"
    if value.denominator.bit_length() > 200 or value.numerator.bit_length() > 400:
        return "a number of many digits"
    rest, places = value.denominator, 0
    while rest % 10 == 0 or rest % 5 == 0 or rest % 2 == 0:
        rest //= 10 if rest % 10 == 0 else 5 if rest % 5 == 0 else 2
        places += 1
    if rest > 1 or places > 30:
        cents = round(value * 100)
        near = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"
        return f"{value} (about {near})" if rest > 1 else str(value)
    scaled = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{scaled[:-places]}.{scaled[-places:]}"
