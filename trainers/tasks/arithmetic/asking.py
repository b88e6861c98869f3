# ruff: noqa: E501
"""The same story asked in another way: the question indirect, first, as a condition, or as notes.

Works on a finished text and on a telling with its slots still in it. What it is not sure about, it leaves alone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from trainers.tasks.arithmetic.story_words import HE, SHE, TITLED, third
from trainers.tasks.item import Family, Phrasing

_PAST = {
    "have": "had", "get": "got", "buy": "bought", "make": "made", "spend": "spent", "pay": "paid", "sell": "sold",
    "give": "gave", "find": "found", "eat": "ate", "read": "read", "run": "ran", "drive": "drove", "do": "did",
    "see": "saw", "catch": "caught", "bring": "brought", "take": "took", "write": "wrote", "keep": "kept",
    "leave": "left", "lose": "lost", "need": "needed", "use": "used", "pick": "picked", "count": "counted",
    "earn": "earned", "collect": "collected", "plant": "planted", "bake": "baked", "save": "saved", "walk": "walked",
    "score": "scored", "share": "shared", "receive": "received", "cost": "cost", "come": "came", "go": "went",
}  # fmt: skip
_VERBS = "|".join(
    """hold weigh fill contain cover want own grow reach gain cook wash grade sleep deliver build carry cross work visit
practice sit serve drink borrow put end start begin exercise measure hand owe require play swim climb bike wear send
jump travel produce lay load pack offer charge order swap remain fit stay win feed throw sew knit paint mow clean draw
call finish answer invite meet know complete help sing dance drop break raise add""".split()  # noqa: SIM905
    + list(_PAST)
)
_WHO = (
    r"(?:\{he\}|\{[NMP]\}|(?:Mrs\. |Mr\. |Ms\. )?[A-Z][a-z]+(?: and [A-Z][a-z]+)?|he|she|they|it"
    r"|(?:the|each|every|one|a|an|both|all|his|her|\{his\}) (?:\w+ )?\w+)"
)
_HOW = r"How (?:many|much)(?: (?!is\b|are\b|was\b|were\b|do\b|does\b|did\b|can\b|will\b|has\b|have\b)[\w'{}-]+){0,6}?"
_INVERTED = re.compile(
    rf"^({_HOW}) (does|do|did|can|will|must|could) ({_WHO}) (still |now |then )?({_VERBS})\b(.*)\?$"
)
_THERE = re.compile(rf"^({_HOW}) (are|were|is|was|will be|could be) there\b(.*)\?$")
_STRAIGHT = re.compile(
    rf"^({_HOW} (?:remain\w*|stay\w*|come|came|(?:are|were|is|was|can be) (?:still |now |then |not )?"
    r"(?:left|in|on|at|for|with|needed|made|used|sold|put|paid|taken|given|missing|gone|here|spent|planted|over)))\b(.*)\?$"
)
_NOUN = re.compile(
    r"^What (?:is|was|will be) (the (?:total|number|sum|difference|price|cost|amount|length|width|distance|weight|change|"
    r"bill|average|value|size|balance)\b[^,?]*)\?$"
)
_ORDERS = (
    "Find", "Work out", "Calculate", "Tell me", "Determine", "Say", "Figure out", "Write down", "Please find",
    "Compute", "Show", "State", "Find out", "Please tell me", "Reckon", "Try to find", "Your task: find",
)  # fmt: skip
_POLITE = (
    "Can you tell", "Could you work out", "Do you know", "Can you find", "Would you tell me", "Any idea",
    "Can you figure out", "Could somebody tell me", "Who can say", "Are you able to tell",
)  # fmt: skip
_POLITE_NAMED = ("Can you find", "Could you give", "Can you tell me", "Could you work out")
_WISHES = (
    "I would like to know", "I want to know", "We want to know", "The question is", "What we need is",
    "I am trying to find out", "It remains to say", "I wonder", "I need to know", "My teacher asks",
)  # fmt: skip
_LEADS = (
    "So", "Then", "Now,", "Tell me:", "Question:", "And", "To be found:", "Think:", "Quick question:", "Well,",
    "Here is the question:", "Wanted:", "The problem:", "Next,",
)  # fmt: skip
_SUPPOSING = ("If", "If", "Given that", "Suppose", "When", "Knowing that", "Seeing that")
_LEANS = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Hh]im|[Hh]er|[Tt]hem|[Hh]is|[Tt]heir|[Tt]h(?:at|is|ose|ese)|[Oo]nes?|others?|rest|such|same|[Bb]oth|then)\b"
    r"|\{(?:he|him|his)\}"
)
_LOOSE = re.compile(
    r"\b(?:if|If|When|when|Suppose|Given|Find|Since|After|Before|While|Of|What|How|then|Then)\b|[:;?\"]"
)
_OPENERS = frozenset(
    """The A An There Each Every In On At He She They It All His Her One Both Later For Of From After That This Then
Today Yesterday First Another To With Some Two Three Four Five {He} {His}""".split()  # noqa: SIM905
)
_AT_ONCE = re.compile(r"^(?:\d|\$|\{[a-f]\})")  # a number begins the sentence
_NAMES = frozenset((*HE, *SHE, "{N}", "{M}", "{P}", "Mr.", "Mrs.", "Ms.")) | {
    name.split()[0] for name in TITLED
}


def indirect(question: str) -> str | None:
    """The question as a clause, "how many are left"; None where its form is not known."""
    if match := _THERE.match(question):
        how, be, tail = match.groups()
        return _low(f"{how} there {be}{tail}")
    if match := _STRAIGHT.match(question):
        return _low(match[1] + match[2])
    if match := _NOUN.match(question):
        return match[1]
    match = _INVERTED.match(question)
    if match is None:
        return None
    how, helper, who, adverb, verb, tail = match.groups()
    match helper:
        case "does":
            verb = "has" if verb == "have" else third(verb)
        case "did" if verb in _PAST:
            verb = _PAST[verb]
        case "did":
            return None
        case "do":
            pass
        case _:
            who = f"{who} {helper}"
    return _low(f"{how} {who} {adverb or ''}{verb}{tail}")


def another_question(question: str, rng: Random) -> str:
    """The question in other words: an order, a polite question, a wish, or with a few words before it."""
    if not question.startswith(("How ", "What ")):
        return question
    clause = indirect(question)
    if clause is None or rng.random() < 0.12:
        return f"{rng.choice(_LEADS)} {_low(question)}" if rng.random() < 0.5 else question
    named = clause.startswith("the ")
    match rng.choices(("order", "polite", "wish", "short"), (6, 3, 0 if named else 2, 1))[0]:
        case "order":
            return f"{rng.choice(_ORDERS)} {clause}."
        case "polite":
            return f"{rng.choice(_POLITE_NAMED if named else _POLITE)} {clause}?"
        case "wish":
            return f"{rng.choice(_WISHES)} {clause}."
        case _:
            return f"{clause[0].upper()}{clause[1:]}?" if named else f"Wanted: {clause}."


def asked_anew(parts: list[str], rng: Random) -> list[str]:
    """The sentences of a story, question last, told with another question or with the question elsewhere."""
    *facts, question = parts
    draw = rng.random()
    if not facts or not question.startswith(("How ", "What ")) or any('"' in fact for fact in facts):
        return [*facts, another_question(question, rng)]
    if draw < 0.2 and not _LEANS.search(question):
        return [another_question(question, rng) if rng.random() < 0.6 else question, *facts]
    if draw < 0.36 and (fact := _inner(facts[-1])):
        start = rng.choice(_SUPPOSING)
        if start == "Suppose":
            return [*facts[:-1], f"Suppose {fact}.", question]
        return [*facts[:-1], f"{start} {fact}, {_low(question)}"]
    if draw < 0.44 and all(fact.endswith(".") and ":" not in fact for fact in facts):
        told = "; ".join([facts[0], *map(_inside, facts[1:])]).replace(".;", ";").removesuffix(".")
        return [
            f"{rng.choice(('Given:', 'Known:', 'We know:', 'Facts:'))} {told}.",
            another_question(question, rng),
        ]
    return [*facts, another_question(question, rng)]


def retold(families: Iterable[Family]) -> tuple[Family, ...]:
    """The families, each trained phrasing once as it is and once asked anew."""
    return tuple(
        replace(family, phrasings=(*family.phrasings, *map(_anew, family.phrasings))) for family in families
    )


def _anew(phrasing: Phrasing) -> Phrasing:
    def say(slots: Mapping[str, Any], rng: Random) -> str | None:
        text = phrasing.format(**slots) if isinstance(phrasing, str) else phrasing(slots, rng)
        if text is None or '"' in text:
            return text
        parts = re.split(r"(?<=[.?!])(?<!Mr\.)(?<!Mrs\.)(?<!Ms\.)(?<!Dr\.) (?=[A-Z\d$])", text)
        return " ".join(asked_anew(parts, rng))

    return say


def _inner(fact: str) -> str | None:
    """The fact as it stands inside a sentence, without its stop; None where that is not sure."""
    if not fact.endswith(".") or _LOOSE.search(fact):
        return None
    first = fact.split(" ", 1)[0]
    known = first in _OPENERS or first.removesuffix("'s") in _NAMES or _AT_ONCE.match(first)
    return _inside(fact)[:-1] if known else None


def _inside(sentence: str) -> str:
    """The sentence with a small first letter, unless it begins with a name or a number."""
    if sentence.split(" ", 1)[0] not in _OPENERS:
        return sentence
    return f"{{{sentence[1].lower()}{sentence[2:]}" if sentence[0] == "{" else _low(sentence)


def _low(text: str) -> str:
    return text[0].lower() + text[1:]
