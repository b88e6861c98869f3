# ruff: noqa: E501
"""The same tale in another order: sentences moved, joined and split, the question first, a harmless sentence more.

Every move works on a telling with its slots still in it, leaves alone what it is not sure about, and never
changes what the numbers mean.
"""

import re
from collections.abc import Mapping
from random import Random

from trainers.tasks.arithmetic.story_words import (
    BACKGROUND,
    CITIES,
    DAYS,
    HE,
    KINDS,
    NOISE,
    RELATIONS,
    SHE,
    plural,
)

_SENTENCES = re.compile(r"(?<=[.?!]) (?=[A-Z{$\d])")
_SLOT = re.compile(r"\{[a-f]\}")
# Words that point back at a sentence before, or tell the next thing that happens.
_BACK = re.compile(
    r"\b(?:[Tt]hey|[Tt]hem|[Tt]heir|[Ii]t|[Ii]ts|[Hh]e|[Ss]he|[Hh]im|[Hh]er|[Hh]is|[Tt]hat|[Tt]hose|[Tt]hese|[Tt]his|[Tt]hen|"
    r"[Aa]nother|[Mm]ore|[Oo]thers?|[Rr]est|[Aa]fter\w*|[Ll]ater|[Nn]ext|[Aa]lso|[Tt]oo|[Ss]till|[Nn]ow|[Bb]ut|[Ss]uch|[Bb]oth|"
    r"left|remain\w*|[Ss]o|[Ss]ame|once|[Oo]nly|[Ff]ewer|[Ll]ess|ones?|[Ss]econd|[Tt]hird|[Ll]ast|[Ff]inally|[Aa]gain|[Nn]one)\b"
    r"|\{[Hh](?:e|im|is)\}"
)
_OPENERS = (
    "The",
    "A",
    "An",
    "There",
    "Each",
    "Every",
    "Two",
    "Three",
    "Four",
    "Half",
    "In",
    "On",
    "At",
    "{He}",
    "{His}",
)
_SUBORDINATE = re.compile(
    r"^(?:If|When|After|While|Since|With|Because|As|Once|Before|Of|For|Find|Work|Let|Suppose|How|What)\b"
)
_SPLIT = re.compile(r", and (\{he\}|each|every|then \{he\}|there|the) (?=[a-z])")
_PAIR = re.compile(
    r"(\{[a-f]\}) ([a-z]+(?: [a-z]+)?) and (\{[a-f]\}) ([a-z]+(?: [a-z]+)?)(?=[.,?;]| (?:on|in|at|for|from|to|are|is|were|was|have|has)\b)"
)
_LEADS = (
    "So ", "Tell me, ", "Now the question: ", "Question: ", "Here is the question: ", "Well, ", "Can you work it out: ",
    "Think about it: ", "Now, ", "The question is this: ", "Say, ", "Who can tell: ",
)  # fmt: skip
_CONTENT = re.compile(r"[a-z]{3,}")
_COMMON = frozenset("the and was were has have had for with that his her this there from been going".split())  # noqa: SIM905


def moved(telling: str, rng: Random) -> str:
    """The telling with some of its sentences told in another order or shape."""
    if '"' in telling:  # speech stays as it is
        return telling
    parts = sentences_of(telling)
    if rng.random() < 0.5:
        parts = [_PAIR.sub(r"\3 \4 and \1 \2", part) if rng.random() < 0.5 else part for part in parts]
    if rng.random() < 0.35:
        parts = _swapped(parts, rng)
    draw = rng.random()
    if draw < 0.18:
        parts = _asked_first(parts)
    elif draw < 0.38:
        parts = _as_condition(parts)
    elif draw < 0.55:
        parts = _joined(parts, rng)
    elif draw < 0.72:
        parts = _parted(parts, rng)
    if rng.random() < 0.12 and parts[-1].startswith(("How ", "What ")):
        lead = rng.choice(_LEADS)
        parts[-1] = f"{lead}{parts[-1][0].lower()}{parts[-1][1:]}"
    return " ".join(parts)


def sentences_of(telling: str) -> list[str]:
    """The sentences of a telling."""
    return _SENTENCES.split(telling)


def with_company(telling: str, people: Mapping[str, str], rng: Random) -> tuple[str, dict[str, int]]:
    """The telling, perhaps with a sentence more that changes nothing; its numbers are slots {y} and {z}."""
    draw = rng.random()
    if draw > 0.5:
        return telling, {}
    mine = "{N}" in telling and rng.random() < 0.6
    name = people["N"] if mine else rng.choice(HE + SHE)
    kind = rng.choice(KINDS)
    things, others = rng.sample(kind.nouns, 2)
    # A sentence about somebody else never says "he" or "she".
    sentence = rng.choice(BACKGROUND if draw < 0.25 else NOISE)
    if not mine and "{his}" in sentence:
        return telling, {}
    sentence = sentence.format(
        a=name, b=rng.choice(HE + SHE), c=rng.choice(HE + SHE), his="{his}", rel=rng.choice(RELATIONS),
        things=plural(things), others=plural(others), day=rng.choice(DAYS), place=rng.choice(kind.places),
        city=rng.choice(CITIES), bags=rng.choice(("bags", "boxes", "bikes", "coats")), d1="{y}", d2="{z}",
    )  # fmt: skip
    sentence = sentence[0].upper() + sentence[1:]
    held = telling.lower()
    if any(
        word[:5] in held
        for word in _CONTENT.findall(sentence.lower())
        if word not in _COMMON and word != name.lower()
    ):
        return telling, {}
    numbers = {
        slot: rng.randint(2, 90 if slot == "y" else 12) for slot in ("y", "z") if f"{{{slot}}}" in sentence
    }
    parts = sentences_of(telling)
    if len(parts) > 1 and mine and '"' not in telling and rng.random() < 0.4 and not _BACK.search(parts[-1]):
        return " ".join([*parts[:-1], sentence, parts[-1]]), numbers
    return f"{sentence} {telling}", numbers


def _asked_first(parts: list[str]) -> list[str]:
    """The question before the facts, a pronoun in it spelled out."""
    *facts, question = parts
    named = question
    if any("{N}" in fact for fact in facts) and "{N}" not in question:
        named = re.sub(r"\{he\}|\{him\}", "{N}", question, count=1)
        if named == question:
            named = question.replace("{his}", "{N}'s", 1)
    first = re.sub(r"\{N\}.*", "", named)
    if not facts or not question.endswith("?") or _BACK.search(first.replace("more", "").replace("left", "")):
        return parts
    if re.search(r"\b(?:they|them|it|that|those|these|this|then|her|she)\b|\b(?:he|his|him)\b(?!\})", named):
        return parts
    return [named, *facts]


def _as_condition(parts: list[str]) -> list[str]:
    """The last fact and the question as one sentence: "If ..., how many ...?"."""
    if len(parts) < 2 or not parts[-1].startswith(("How ", "What ")) or not parts[-2].endswith("."):
        return parts
    fact = _lower(parts[-2])
    if fact is None or _SUBORDINATE.search(parts[-2]) or ";" in fact or ":" in fact:
        return parts
    return [*parts[:-2], f"If {fact[:-1]}, {parts[-1][0].lower()}{parts[-1][1:]}"]


def _joined(parts: list[str], rng: Random) -> list[str]:
    """Two neighbouring facts in one sentence."""
    places = [
        i
        for i in range(len(parts) - 2)
        if parts[i].endswith(".")
        and parts[i + 1].endswith(".")
        and _lower(parts[i + 1])
        and not _SUBORDINATE.search(parts[i] + parts[i + 1])
        and " and " not in parts[i]
        and "," not in parts[i]
    ]
    if not places:
        return parts
    i = rng.choice(places)
    return [*parts[:i], f"{parts[i][:-1]}, and {_lower(parts[i + 1])}", *parts[i + 2 :]]


def _parted(parts: list[str], rng: Random) -> list[str]:
    """One sentence with "and" as two."""
    places = [
        i
        for i, part in enumerate(parts)
        if part.endswith(".") and _SPLIT.search(part) and not _SUBORDINATE.search(part)
    ]
    if not places:
        return parts
    i = rng.choice(places)
    two = _SPLIT.sub(
        lambda m: f". {m[1].replace('{he}', '{He}') if m[1][0] == '{' else m[1].capitalize()} ", parts[i], 1
    )
    return [*parts[:i], two, *parts[i + 1 :]]


def _swapped(parts: list[str], rng: Random) -> list[str]:
    """Two neighbouring facts the other way round, where neither leans on the other."""
    places = [
        i
        for i in range(len(parts) - 2)
        if _SLOT.search(parts[i])
        and _SLOT.search(parts[i + 1])
        and parts[i].endswith(".")
        and parts[i + 1].endswith(".")
        and not _BACK.search(parts[i + 1])
        and not (i + 2 < len(parts) - 1 and _BACK.search(parts[i + 2]))
        and not (i > 0 and _BACK.search(parts[i]))
    ]
    if not places:
        return parts
    i = rng.choice(places)
    return [*parts[:i], parts[i + 1], parts[i], *parts[i + 2 :]]


def _lower(sentence: str) -> str | None:
    """The sentence as it stands inside another one; None where its first word may be a name."""
    word = sentence.split(" ", 1)[0]
    if word in ("{N}", "{M}", "{P}") or word.startswith(("{N}'", "{M}'", "{P}'")) or _SLOT.match(word):
        return sentence
    if word in _OPENERS:
        return (
            f"{{{word[1:].lower()}{sentence[len(word) :]}"
            if word[0] == "{"
            else sentence[0].lower() + sentence[1:]
        )
    return None
