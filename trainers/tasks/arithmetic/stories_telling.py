# ruff: noqa: E501, SIM905
"""How stories are told: templates with alternatives, a cast of slots, and labelled reasoning lines.

A template is text with "[one|two|]" alternatives (they nest), "<clause>" references and "{slot}" fields.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

from trainers.tasks import working
from trainers.tasks.arithmetic.story_words import (
    BACKGROUND,
    CITIES,
    COLORS,
    DAYS,
    HE,
    KINDS,
    MONTHS,
    NOISE,
    OCCASIONS,
    RELATIONS,
    SHE,
    TITLED,
    plural,
    third,
)
from trainers.tasks.item import Phrasing, Problem

Slots = dict[str, Any]
Node = str | tuple["Node", ...] | list["Node"]  # text; a sequence; alternatives

_WORDS = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
          "sixteen seventeen eighteen nineteen twenty").split()  # fmt: skip
_BARE = re.compile(r"(?<![\w$/.,:#-])\d+(?![\d%/]|[.,:]\d|-\w)")
_STARTS = re.compile(r"(?:^|(?<=[.?!] ))[a-z]")
_STOP = re.compile(r"(?<=[.?!])(?<!Mr\.)(?<!Mrs\.)(?<!Ms\.) (?=[A-Z])")
_MARKED = re.compile("([\1\2\3])(he|she|him|her|his)(?=[^a-z]|self|$)")
_AN = re.compile(r"\b[aA]\(n\) (?=([a-zA-Z]))")


def _parse(text: str, at: int = 0) -> tuple[Node, int]:
    parts: list[Node] = []
    options: list[Node] = []
    while at < len(text):
        match text[at]:
            case "[":
                node, at = _parse(text, at + 1)
                parts.append(node)
            case "|":
                options.append(tuple(parts))
                parts, at = [], at + 1
            case "]":
                return [*options, tuple(parts)], at + 1
            case _:
                end = min((i for c in "[|]" if (i := text.find(c, at)) >= 0), default=len(text))
                parts.append(text[at:end])
                at = end
    return tuple(parts), at


@cache
def _tree(text: str) -> Node:
    return _parse(text)[0]


def _pick(node: Node, rng: Random) -> str:
    match node:
        case str():
            return node
        case list():
            return _pick(node[int(rng.random() * len(node))], rng)
        case _:
            return "".join([_pick(part, rng) for part in node])


def fill(template: str, slots: Mapping[str, Any], rng: Random) -> str:
    """The template with its alternatives drawn and its slots filled (slots may hold slots)."""
    text = _pick(_tree(template), rng).format_map(slots)
    return text.format_map(slots) if "{" in text else text


def sentences(text: str) -> list[str]:
    """The sentences of a story (the stop of a title such as "Mr." ends none)."""
    return _STOP.split(text)


def tell(template: str) -> Phrasing:
    """A phrasing that fills the template and varies number words, background and irrelevant facts."""

    def phrasing(slots: Mapping[str, Any], rng: Random) -> str:
        text = _polish(_named(fill(template, slots, rng), slots["a"]))
        parts = sentences(text)
        noise = slots.get("noise", "")
        if "{others}" in noise and "{other" in template:  # it would not be irrelevant
            noise = ""
        if noise:
            last = parts[-1].lower()
            pinned = len(parts) < 2 or " them" in last or " it " in last or last.startswith("how much did it")
            parts.insert(
                0 if pinned or rng.random() < 0.4 else len(parts) - 1,
                _polish(_named(fill(noise, slots, rng), slots["a"])),
            )
        elif rng.random() < 0.12:
            parts.insert(0, _polish(_named(fill(rng.choice(BACKGROUND), slots, rng), slots["a"])))
        text = " ".join(parts)
        style = rng.random()
        if style < 0.12:  # small numbers in words, as in primers
            text = _polish(_BARE.sub(lambda m: _WORDS[int(m[0])] if int(m[0]) <= 20 else m[0], text))
        elif style < 0.25:
            text = _BARE.sub(lambda m: f"{int(m[0]):,}", text)
        return text

    return phrasing


def _polish(text: str) -> str:
    text = _AN.sub(lambda m: "an " if m[1].lower() in "aeio" else "a ", " ".join(text.split()))
    text = text.replace(" ,", ",").replace(" .", ".").replace(" ?", "?").replace(", There ", ", there ")
    return _STARTS.sub(lambda m: m[0].upper(), text)


def weave(clauses: Mapping[str, str], scripts: Sequence[str]) -> tuple[Phrasing, ...]:
    """One phrasing a script; "<name>" in a script or a clause stands for that clause's alternatives."""
    woven = []
    for script in scripts:
        while "<" in script:
            script = re.sub(r"<(\w+)>", lambda m: f"[{clauses[m[1]]}]", script)
        woven.append(tell(script))
    return tuple(woven)


def wider(clauses: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """The clauses with more alternatives to those that have some in `more`."""
    return {name: f"{text}|{more[name]}" if name in more else text for name, text in clauses.items()}


HANDY = tuple(
    i for i in range(len(KINDS)) if i not in (5, 6)
)  # things that go in bags: no plants, no animals
_OPENINGS = (
    "", "", "", "", "{a} was getting ready {for}. ", "{a} and {b} met on {day}. ",
    "{a} lives in {city}. ", "This happened in {city}. ", "{b} told {a} about a plan. ", "[Here is what {a} did. |Here is a story about {a}. ]",
    "{a} likes to plan ahead. ", "It was a busy {day} for {a}. ", "", "", "", "", "{a} comes from {city2}. ", "The day was a {day}. ",
    "{b} wrote this down about {a}. ", "Think of {a}. ", "[Let us look at|Take] {a}. ", "{a} is a friend of {b}. ",
    "[Last|One] {day} [it rained|the sun was out]. ", "{a} has a lot to do. ", "{b} wants to help {a}. ", "In {month}, it was {a}'s turn. ",
)  # fmt: skip
_OPENINGS_KEPT = (
    "It was {day} in {city}. ",
    "Here is a plan for {day}. ",
    "{b} was getting ready {for} when {a} came. ",
    "{b} lives in {city} and told this story. ",
)


def openings(body: str, kept: bool = False) -> list[str]:
    """The body of a story after each of the opening sentences there are."""
    return [f"{opening}{body}" for opening in (_OPENINGS_KEPT if kept else _OPENINGS)]


def joined(
    some: Mapping[str, Sequence[Phrasing]], more: Mapping[str, Sequence[Phrasing]]
) -> dict[str, tuple[Phrasing, ...]]:
    """The phrasings of each story, and those that `more` has for it."""
    return {story: (*told, *more.get(story, ())) for story, told in some.items()}


def by_story(**scripts: Sequence[Phrasing]) -> tuple[Phrasing, ...]:
    """Phrasings for a family with several stories: the problem's slot "story" says which one is told."""

    def nth(i: int) -> Phrasing:
        def phrasing(slots: Mapping[str, Any], rng: Random) -> str | None:
            told = scripts[slots["story"]]
            one = told[i % len(told)]
            return one.format(**slots) if isinstance(one, str) else one(slots, rng)

        return phrasing

    return tuple(nth(i) for i in range(max(len(told) for told in scripts.values())))


_INDOORS = ("on the table", "on a shelf", "on the counter", "in the room", "by the door")
_SPOTS = {
    5: ("in the yard", "by the fence", "in the greenhouse"),
    6: ("in the yard", "at the farm", "by the barn"),
}


def _named(text: str, name: str) -> str:
    """The text with its pronouns spelled out, where the first of them comes before any name by that name.

    Pronouns are marked in the slots: \\1 he, \\2 him, \\3 his. "After he left, Tom slept" becomes "After Tom left, he slept".
    """
    mark = _MARKED.search(text)
    if mark is None:
        return text
    said = re.search(rf"\b{re.escape(name)}\b", text)
    if said is None or said.start() > mark.start():
        rest = text[mark.end() :]
        if mark[1] == "\1":
            again = re.search(rf"(?<=, ){re.escape(name)} (?=\w)", rest)
            if again and not re.search(r"[.?!]", rest[: again.start()]):
                rest = f"{rest[: again.start()]}{mark[2]} {rest[again.end() :]}"
        text = f"{text[: mark.start()]}{name}{chr(39) + 's' if mark[1] == chr(3) else ''}{rest}"
    return _MARKED.sub(lambda m: m[2], text)


def cast(rng: Random, level: int, kinds: Sequence[int] = ()) -> Slots:
    """Slots for people, things and places that go together, and at levels 2 and 3 often an irrelevant fact."""
    kind = KINDS[rng.choice(kinds) if kinds else int(rng.random() * len(KINDS))]
    thing, other = rng.sample(kind.nouns, 2)
    he = rng.random() < 0.5
    a, a2 = rng.sample(HE if he else SHE, 2)
    b, c = rng.choice(SHE if rng.random() < 0.6 else HE), a2
    if rng.random() < 0.08:
        a = rng.choice(TITLED)
        if a.startswith("M"):
            he = a.startswith("Mr.")
    while b in (a, c):
        b = rng.choice(SHE)
    box = rng.choice(kind.boxes)
    gain, lose = rng.choice(kind.gain).split("/"), rng.choice(kind.lose).split("/")
    city, city2 = rng.sample(CITIES, 2)
    day, day2, day3 = rng.sample(DAYS, 3)
    color, color2, color3 = rng.sample(COLORS, 3)
    slots: Slots = {
        "a": a, "b": b, "c": c, "he": "\1he" if he else "\1she", "him": "\2him" if he else "\2her",
        "his": "\3his" if he else "\3her", "spot": rng.choice(_SPOTS.get(KINDS.index(kind), _INDOORS)), "thing": thing, "things": plural(thing), "other": other,
        "others": plural(other), "box": box, "boxes": plural(box), "place": rng.choice(kind.places),
        "rel": rng.choice(RELATIONS), "city": city, "city2": city2, "day": day, "day2": day2, "day3": day3,
        "month": rng.choice(MONTHS), "for": rng.choice(OCCASIONS), "color": color, "color2": color2,
        "color3": color3, "got": gain[0], "get": gain[1], "gets": third(gain[1]),
        "got_tail": gain[2] if len(gain) > 2 else "", "lost": lose[0], "lose": lose[1], "loses": third(lose[1]),
        "lost_tail": lose[2] if len(lose) > 2 else "", "bags": rng.choice(("bags", "boxes", "bikes", "coats")),
        "d1": rng.randint(3, 30 if level < 3 else 95), "d2": rng.randint(2, 12), "noise": "", "kind": kind,
    }  # fmt: skip
    if rng.random() < (0.0, 0.04, 0.3, 0.45)[level]:
        slots["noise"] = rng.choice(NOISE)
    return slots


def size(rng: Random, level: int, low: int = 2) -> int:
    """A number as stories of that level hold: mostly to 20, to 100, to 2,000 and now and then 9,999."""
    high = ((20, 20, 60, 100), (30, 60, 100, 500), (100, 900, 2000, 9999))[level - 1]
    return rng.randint(low, max(low + 1, int(high[int(rng.random() * 4)])))


def small(rng: Random, level: int) -> int:
    """A number of groups, weeks or pieces: a multiplier or divisor."""
    return rng.randint(2, (9, 12, 25)[level - 1])


def labelled(label: str, lines: Sequence[str]) -> list[str]:
    """Working under a label: "left: 72 - 15 = 57", or the plan in one line and its working below."""
    if len(lines) == 1 and " so " not in lines[0]:
        return [f"{label}: {lines[0]}"]
    return [f"{label}: {lines[-1].split(' so ')[-1].split(' = ')[0]}", *lines]


class Reasoning:
    """Steps as they grow. Each method works one operation out, writes it down and returns its result."""

    def __init__(self, given: str):
        self.steps = [given]

    def add(self, label: str, *terms: int) -> int:
        total = terms[0]
        for n in terms[1:]:
            self.steps += labelled(label, working.add(total, n))
            total += n
        return total

    def take(self, label: str, a: int, b: int) -> int:
        self.steps += labelled(label, working.subtract(a, b))
        return a - b

    def times(self, label: str, a: int, b: int) -> int:
        self.steps += labelled(label, working.multiply(a, b))
        return a * b

    def over(self, label: str, a: int, b: int) -> int:
        self.steps += labelled(label, working.divide(a, b))
        return a // b

    def problem(self, slots: Slots, answer: int | str | Fraction, *key: object) -> Problem:
        return Problem(slots, tuple(self.steps), str(answer), " ".join(map(str, key)))
