"""The equalities and comparisons that a step of arithmetic claims, and how sure it is what they say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from runtime.checkers.arithmetic.measures import is_measure
from runtime.checkers.arithmetic.quantities import Line, Quantity, doubtful
from runtime.checkers.arithmetic.tokens import normal, number

MARK = re.compile(r"<<([^<>]*)>>")  # the calculator marks of GSM8K
SIGNS = {  # how each relation is written, and its one spelling
    **dict.fromkeys(("=", "==", "≈", "is", "are"), "="),
    **dict.fromkeys(("!=", "≠"), "≠"),
    **dict.fromkeys(("<=", "≤"), "≤"),
    **dict.fromkeys((">=", "≥"), "≥"),
    "<": "<",
    ">": ">",
}
_ABOUT = {"about", "approximately", "approx", "around", "roughly", "nearly", "almost", "~", "≈"}
_FILLERS = {"only", "exactly"}
_JOINING = {"and", "from", "of", "to", "by", "with", "than", "at"}  # "5 and 3 + 4 = 12"
_BEFORE = {"of", "than", "the"}  # "the square of", "less than"
_AT = {"in", "on", "from", "for", "of", "by", "at", "during", "until", "till", "after", "before", "since"}
_ARTICLES = {"the", "a", "an", "his", "her", "their", "its", "another", "these", "those"}
_COPULAS = {"is", "are", "was", "were", "be", "amount", "amounts", "come", "comes", "total", "sum", "came"}
_BEHIND = re.compile(
    r",?\s*(?:with |and )?(?:an? )?(?:r|rem|remainder)\.?(?: of| is)?\s*=?\s*(\d{1,50})(?![\d.]*\d)", re.I
)


@dataclass(frozen=True, slots=True)
class Claim:
    """An equality or comparison between two neighbours of a chain."""

    left: Quantity
    right: Quantity
    chained: bool = False  # the left side is what an equality before it came to
    about: bool = False  # announced as a rounding
    unsure: bool = False  # what stands around it may change its meaning
    remainder: int | None = None  # of "197/43 = 4 r 25"
    sign: str = "="


def pieces(step: str) -> Iterator[tuple[str, bool]]:
    """The texts to read in a step, each with whether it is a calculator mark: the marks, then the rest."""
    if "<<" in step:
        for match in MARK.finditer(step):
            yield normal(match[1]), True
        step = MARK.sub("", step)
    yield normal(step), False


def claims(line: Line) -> Iterator[Claim]:
    """The equalities and comparisons of a line whose two sides were read whole."""
    begins = {quantity.first: quantity for quantity in line.quantities}
    ends = {quantity.last: quantity for quantity in line.quantities}
    before: int | None = None  # where the right side of the last equality ended
    for i, token in enumerate(line.tokens):
        said = token.text in ("is", "are")
        if token.text not in SIGNS or (token.kind != "relation" and not said):
            continue
        left, at, about = ends.get(i), i + 1, token.text == "≈"
        while at < len(line.tokens) and (word := line.tokens[at].text.lower()) in _ABOUT | _FILLERS:
            about |= word in _ABOUT
            at += 1
        right = begins.get(at)
        chained = left is not None and line.kind(left.first - 1) == "relation" and before == left.first
        before = at
        if left is None or right is None or left.cut or right.cut:
            continue
        start, end = _start(line, left, chained), _end(line, right)
        if start is None or end is None:
            continue
        if said and (left.single or not _ends(line, right)):
            continue  # "5 + 6 is 11" but not "5 is 2 more than 3"
        remainder = _remainder(line, right)
        about |= left.recurring or right.recurring
        unsure = left.unsure or right.unsure or start or end or _spaced(line, left, right)
        yield Claim(left, right, chained, about, unsure, remainder, SIGNS[token.text])


def _start(line: Line, left: Quantity, chained: bool) -> bool | None:
    """Whether what stands before the left side makes it unsure; None where the side is only a part."""
    i = left.first - 1
    kind = line.kind(i)
    if kind in ("", "relation"):
        return False
    if kind == "op" and i == 0 and not line.glued(0):
        return {"*": False, "-": True}.get(line.sign(0))  # the mark of a list item
    if kind == "stop":
        mark, glued = line.tokens[i].text, line.glued(i - 1)
        ratio = mark == ":" and not glued and line.kind(i - 1) == "number"
        thousands = mark == "," and glued and line.kind(i - 1) == "number" and _three(line, left.first)
        factorial = mark == "!" and line.glued(i)
        return None if ratio or thousands or factorial or line.kind(i - 1) == "op" else False
    if kind == "open":
        function = line.glued(i - 1) and line.kind(i - 1) in ("word", "number", "close")
        return None if function else bool(line.sign(i - 1))
    if kind == "number":
        # "10 500 / 2" may be a number written with a space, "2 (3 + 4)" a product
        spaced = _three(line, left.first) and len(line.tokens[i].text) <= 3
        return None if line.kind(left.first) != "number" or line.glued(i) else spaced
    if kind == "percent":
        return True
    if kind != "word" or line.glued(i) or left.single:
        return None
    said = []
    while line.kind(i) == "word":
        said.append(line.tokens[i].text.lower())
        i -= 1
    if line.kind(i) == "op":
        return None
    if said[0] in _COPULAS:
        return False
    if doubtful(said[0]) or (said[0] in _BEFORE and any(map(doubtful, said[1:2]))):
        # "half of 3 + 4"; "the three have 3 + 4", and nobody takes "an average of 3 * 4" for an average
        return left.added or said[1:2] != ["average"]
    counted = line.kind(i) in ("number", "close")
    if is_measure(said[0]) and (said[1:2] and said[1] in _AT or not said[1:] and not counted):
        return True  # "Weeks 1-2", "on day 1 * 2"; but "every day 1 * 2", "in 3 days 1 * 2"
    joined = counted and len(said) <= 3 and not _COPULAS & set(said)
    return joined and bool(_JOINING & set(said[: 1 + (said[0] in _ARTICLES)]))


def _three(line: Line, i: int) -> bool:
    """Whether token `i` is a number of three digits, as behind the separator of thousands."""
    return line.kind(i) == "number" and len(line.tokens[i].text) == 3


def _spaced(line: Line, left: Quantity, right: Quantity) -> bool:
    """Whether the right side goes on behind a space: "50 * 50 = 2 500"."""
    if not (right.single and _three(line, right.last)):
        return False
    behind = number(line.tokens[right.last].text)
    return behind is not None and left.value == right.value * 1000 + behind


def _end(line: Line, right: Quantity) -> bool | None:
    """Whether what stands behind the right side makes it unsure; None where the side is only a part."""
    i = right.last
    kind = line.kind(i)
    if kind in ("op", "other") or (kind in ("word", "number", "open") and line.glued(i - 1)):
        is_remainder = kind == "word" and line.tokens[i].text.lower() == "r"
        return False if is_remainder else None
    if kind == "number" and line.sign(i + 1) == "*" and line.kind(i + 2) == "number":
        # "254/25=9 259*9: ..." guesses a digit of a long division, and no digit is above 9
        return line.tokens[i + 2].text == right.text == "9"
    return kind == "stop" and line.tokens[i].text == "!" and line.glued(i - 1)  # a factorial?


def _ends(line: Line, right: Quantity) -> bool:
    """Whether the clause ends behind the right side."""
    return line.kind(right.last) in ("", "stop") and line.kind(right.last - 1) != "word"


def _remainder(line: Line, right: Quantity) -> int | None:
    """The remainder that is stated behind a whole quotient: "4 r 25", "4 remainder 25"."""
    at = line.tokens[right.first].end
    match = _BEHIND.match(line.text, at)
    return int(match[1]) if match and right.single and right.value.denominator == 1 else None
