"""Orders from comparisons: "A is taller than B", chains "A > B > C", who stands where.

A comparison holds where the question's comparisons lead to it, and is refuted where they lead to its reverse.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from runtime.checkers import HOLDS, UNCHECKED
from runtime.checkers.logic.phrases import RESERVED
from runtime.events import Verdict

_SCALES = (
    (("taller",), ("shorter",), ("tallest",), ("shortest",)),
    (("older",), ("younger", "newer"), ("oldest",), ("youngest", "newest")),
    (("faster",), ("slower",), ("fastest",), ("slowest",)),
    (("richer",), ("poorer",), ("richest",), ("poorest",)),
    (("stronger",), ("weaker",), ("strongest",), ("weakest",)),
    (("heavier",), ("lighter",), ("heaviest",), ("lightest",)),
    (("bigger", "larger"), ("smaller",), ("biggest", "largest"), ("smallest",)),
    (("more",), ("less",), ("most expensive",), ("cheapest", "least expensive")),
    (("left",), ("right",), ("leftmost", "left"), ("rightmost", "right")),
)
_SIGN = {
    word: (scale, sign)
    for scale, (more, less, *_) in enumerate(_SCALES)
    for sign, words in ((1, more), (-1, less))
    for word in words
}
_END = {
    word: (scale, sign)
    for scale, (*_, most, least) in enumerate(_SCALES)
    for sign, words in ((1, most), (-1, least))
    for word in words
}
_RANKS = ("", "second", "third", "fourth", "fifth", "sixth")
_VERB = r"(?:is (\w+) than|costs (more|less) than|is to the (left|right) of)"
_THING = r"(the \w+ \w+|\w+)"
_COMPARISON = re.compile(rf"{_THING} {_VERB} {_THING}", re.IGNORECASE)
_ASKED = re.compile(rf"Asked: number (\d) from the ([\w ]+)\. A > B: A {_VERB} B\.")
_ENDS = "|".join(sorted(_END, key=len, reverse=True))
_PLACE = re.compile(rf"\b(?:({'|'.join(_RANKS[1:])}) )?(?:from the )?({_ENDS})\b")
_PLACED = re.compile(rf"(?:So )?[Tt]he (.+) is {_THING}\.?")
_OPTION = re.compile(rf"(?:^|(?<=\s))\(?([A-G])[).]\s+{_THING}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Order:
    """What comparisons say: the scale they are on, and every pair (upper, lower) that follows from them."""

    scale: int
    above: frozenset[tuple[str, str]]

    @property
    def line(self) -> list[str]:
        """The things from the top down, empty where their order is not fixed."""
        things = {thing for pair in self.above for thing in pair}
        line = sorted(things, key=lambda thing: sum(low == thing for _, low in self.above))
        fixed = len(self.above) == len(things) * (len(things) - 1) // 2
        return line if fixed else []


@lru_cache(maxsize=256)
def order_of(question: str) -> Order | None:
    """The order that a question's comparisons give; None where there is none, or no order at all."""
    above: set[tuple[str, str]] = set()
    scales = set()
    for sentence in re.split(r"(?<=[.?!;])\s+|\n+", question):
        if not _COMPARISON.search(sentence):
            continue
        match = _COMPARISON.fullmatch(re.sub(r"^(?:[\w ]+[:!,]\s*)+", "", sentence).strip(" ."))
        if match is None:
            return None  # a condition, a question: not what is given
        one, *words, other = (group.lower() for group in match.groups() if group)
        if words[0] not in _SIGN or {one, other} & RESERVED:
            return None
        scale, sign = _SIGN[words[0]]
        scales.add(scale)
        above.add((_short(one), _short(other)) if sign > 0 else (_short(other), _short(one)))
    if len(scales) != 1:
        return None
    while more := {(a, d) for a, b in above for c, d in above if b == c} - above:
        above |= more
    return None if any(a == b for a, b in above) else Order(scales.pop(), frozenset(above))


def _short(thing: str) -> str:
    """ "red" for "the red book"."""
    return thing.split()[1] if thing.startswith("the ") else thing


def check(step: str, question: str, steps: tuple[str, ...]) -> Verdict | None:
    """The verdict of a step about an order; None where it is about something else."""
    order = order_of(question)
    if order is None:
        return None
    told = next((match for line in (*steps, step) if (match := _ASKED.fullmatch(line))), None)
    if told is step or _ASKED.fullmatch(step):
        return _heading(_ASKED.fullmatch(step), question, order)
    if _COMPARISON.search(step):
        return _sentence(step, order)
    if match := _PLACED.fullmatch(step):
        return _placed(match, order)
    if told is None or re.search(r"[^\w\s<>,.:-]", step):
        return None
    scale, sign = _SIGN[next(word for word in told.groups()[2:] if word)]
    if scale != order.scale:
        return None
    return _chain(step, order, sign)


def _heading(match: re.Match[str] | None, question: str, order: Order) -> Verdict:
    place = _place(question)
    if match is None or place is None:
        return UNCHECKED
    rank, sign, _ = place
    scale, turned = _SIGN[next(word for word in match.groups()[2:] if word)]
    if (int(match[1]), turned, scale) == (rank, sign, order.scale):
        return HOLDS
    return Verdict("refuted", "the question asks for another place, or counts from the other end")


def _sentence(step: str, order: Order) -> Verdict:
    """ "So Ada is taller than Bo.": one comparison and nothing else."""
    match = re.fullmatch(rf"(?:so|therefore|thus|hence)?,?\s*{_COMPARISON.pattern}\.?", step.strip(), re.I)
    if match is None:
        return UNCHECKED
    one, word, other = (group.lower() for group in match.groups() if group)
    if word not in _SIGN or _SIGN[word][0] != order.scale:
        return UNCHECKED
    return _compared(_short(one), _short(other), _SIGN[word][1], order)


def _placed(match: re.Match[str], order: Order) -> Verdict:
    """ "The second tallest is Ada.": who stands at a place."""
    place, said = _place(match[1]), _short(match[2].lower())
    if place is None or said not in order.line or _END[place[2]][0] != order.scale:
        return UNCHECKED
    right = order.line[:: place[1]][place[0] - 1 : place[0]]
    return (
        HOLDS
        if right == [said]
        else Verdict("refuted", f"the {match[1]} is {right[0] if right else 'nobody'}")
    )


def _compared(one: str, other: str, sign: int, order: Order) -> Verdict:
    pair = (one, other) if sign > 0 else (other, one)
    if pair in order.above:
        return HOLDS
    if pair[::-1] in order.above:
        return Verdict("refuted", f"the comparisons put {pair[1]} before {pair[0]}")
    return UNCHECKED


def _chain(step: str, order: Order, sign: int) -> Verdict | None:
    """Lines of comparisons: "A > B, C > D.", "Up: C < A, A < none.", "2 A > B, C.", "3 B."."""
    things = {thing for pair in order.above for thing in pair}
    text = step.strip().lower().rstrip(".")
    found = []
    if match := re.match(r"(\d) (\w+)(?: >|$)", text):
        if match[2] not in things:
            return UNCHECKED
        if not (line := order.line[::sign]):
            return UNCHECKED
        if line.index(match[2]) != int(match[1]) - 1:
            right = line[int(match[1]) - 1] if int(match[1]) <= len(line) else "nobody"
            return Verdict("refuted", f"number {match[1]} is {right}")
        found.append(HOLDS)
        text = text[2:]
    for clause in re.split(r"\. ", text.removeprefix("up: ")):
        said = re.sub(r": (?:next|wait)$", "", clause)
        relation, one = "", ""
        for item in said.split(", "):
            match = re.fullmatch(r"(?:(\w+) ([<>]) )?(\w+)", item)
            if match is None or not (match[1] or one or len(found) == 1):
                return UNCHECKED if found else None
            one, relation = match[1] or one, match[2] or relation
            if not relation:
                continue
            found.append(_related(one, relation, match[3], things, order, sign))
    bad = next((verdict for verdict in found if verdict.kind != "holds"), HOLDS)
    bad = next((verdict for verdict in found if verdict.kind == "refuted"), bad)
    return bad if found else None


def _related(one: str, relation: str, other: str, things: set[str], order: Order, sign: int) -> Verdict:
    up = sign if relation == ">" else -sign
    if other == "none" and one in things:
        beyond = [a if up < 0 else b for a, b in order.above if one == (b if up < 0 else a)]
        return Verdict("refuted", f"{beyond[0]} comes before {one}") if beyond else HOLDS
    if not {one, other} <= things:
        return UNCHECKED
    return _compared(one, other, up, order)


def _place(question: str) -> tuple[int, int, str] | None:
    """The place that is asked about, from which end, and its word; None where several are named."""
    rest = _COMPARISON.sub("", question)
    found = {(match[1] or "", match[2]) for match in _PLACE.finditer(rest.lower())}
    if len(found) != 1:
        return None
    rank, end = found.pop()
    return _RANKS.index(rank) + 1, _END[end][1], end


def verify(answer: str, question: str) -> bool | None:
    """Whether the answer names who stands at the place that is asked about; None where that is not clear."""
    order, place = order_of(question), _place(question)
    if order is None or place is None or _END[place[2]][0] != order.scale:
        return None
    line = order.line[:: place[1]]
    options = {letter.upper(): thing for letter, thing in _OPTION.findall(question)}
    given = answer.strip(" .()")
    said = _short(options.get(given.upper(), given).lower())
    if len(line) < place[0] or said not in line:
        return None
    return line[place[0] - 1] == said
