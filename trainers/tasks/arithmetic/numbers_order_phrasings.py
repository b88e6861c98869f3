"""Phrasings of the families of order: which is bigger, the k-th of a list, the nearest one, sorting."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from trainers.tasks.arithmetic.expressions_wording import spread
from trainers.tasks.item import Phrasing


def options(texts: Sequence[str]) -> dict[str, str]:
    return dict(zip("abcdefgh", texts, strict=False))


def _listed(rng: Random, texts: Sequence[str]) -> str:
    """The options as a question shows them: (a) 3  (b) 1/2, or A) 3, or a list with semicolons."""
    style = rng.randrange(5)
    pairs = options(texts).items()
    match style:
        case 0 | 1:
            return "  ".join(f"({letter}) {text}" for letter, text in pairs)
        case 2:
            return " ".join(f"({letter}) {text}" for letter, text in pairs)
        case 3:
            return ", ".join(f"{letter}) {text}" for letter, text in pairs)
        case _:
            return "; ".join(f"({letter}) {text}" for letter, text in pairs)


def _choice(open_form: str, lettered_form: str) -> Phrasing:
    """A phrasing for a plain list (slot `list`) and for lettered options (slot `options`)."""

    def say(slots: Mapping[str, Any], rng: Random) -> str:
        texts = slots["texts"]
        shown = {**slots, "list": ", ".join(texts), "options": _listed(rng, texts)}
        return (lettered_form if slots["lettered"] else open_form).format(**shown)

    return say


def comparing(template: str) -> Phrasing:
    """A phrasing with the slot `word`: bigger, larger, greater; smaller, less, lower."""

    def say(slots: Mapping[str, Any], rng: Random) -> str:
        word = rng.choice(
            ("bigger", "larger", "greater") if slots["bigger"] else ("smaller", "lower", "lesser")
        )
        return template.format(word=word, **slots)

    return say


def _ordering(template: str) -> Phrasing:
    """A phrasing with the slot `order`: an adverbial that names the direction."""

    def say(slots: Mapping[str, Any], rng: Random) -> str:
        up = (
            "in ascending order",
            "in increasing order",
            "from smallest to largest",
            "from least to greatest",
        )
        down = (
            "in descending order",
            "in decreasing order",
            "from largest to smallest",
            "from greatest to least",
        )
        more = (
            ("with the biggest first",)
            if slots["descending"]
            else ("with the smallest first", "from low to high")
        )
        return template.format(order=rng.choice((*(down if slots["descending"] else up), *more)), **slots)

    return say


def several(make_one: Any, *forms: Any) -> tuple[Phrasing, ...]:
    return tuple(make_one(*((form,) if isinstance(form, str) else form)) for form in forms)


WHICH = several(
    comparing,
    "Which one is {word}: {a} or {b}?", "Which is {word}, {a} or {b}?", "Which number is {word}: {a} or {b}?",
    "which is {word} {a} or {b}", "Of {a} and {b}, which is {word}?", "Pick the {word} of {a} and {b}.",
    "Which of {a} and {b} is the {word} one?", "Name the {word} of the two numbers {a} and {b}.",
    "{a} or {b}: which one is {word}?", "Compare {a} and {b} and give the {word} number.",
    "What is the {word} of {a} and {b}?", "Write down the {word} number: {a}, {b}",
    "Two cards show {a} and {b}. What is on the {word} one?", "Choose the {word} value: {a} or {b}.",
    "Between {a} and {b}, which has the {word} value?",
)  # fmt: skip
RELATION = (
    "Would you say that {a} is {relation} {b}?", "Is it correct that {a} is {relation} {b}?",
    "Does it hold: {a} is {relation} {b}?", "State if it is true that {a} is {relation} {b}.",
    "Is {a} {relation} {b}?", "is {a} {relation} {b}", "True or false: {a} is {relation} {b}.",
    "{a} {relation} {b}?", "Is it true that {a} is {relation} {b}?",
    "Does the statement hold: {a} is {relation} {b}?", "Decide whether {a} is {relation} {b}.",
    "Check if {a} is {relation} {b}.", "Can we say that {a} is {relation} {b}?",
    "The claim: {a} is {relation} {b}. True or false?", "Is the number {a} {relation} the number {b}?",
    "Tell me whether {a} is {relation} {b}.", "Say true or false: {a} is {relation} {b}.",
    "Someone says {a} is {relation} {b}. Is that correct?", "Verify: {a} is {relation} {b}",
)  # fmt: skip
KTH = several(
    _choice,
    ("What is the {rank} of the values {list}?", "Which letter has the {rank} value? {options}"),
    ("What is the {rank} of {list}?", "Which is the {rank}?  {options}"),
    ("Which number is the {rank} of {list}?", "Which option is the {rank}? {options}"),
    ("Find the {rank} number in the list {list}.", "Choose the {rank} number: {options}"),
    ("{rank} of {list}", "{rank} number: {options}"),
    ("Out of {list}, what is the {rank}?", "Out of {options}, which is the {rank}?"),
    ("Name the {rank} number among {list}.", "Name the letter of the {rank} number. {options}"),
    ("Pick the {rank} value: {list}", "Pick the {rank} value: {options}"),
    ("These numbers are given: {list}. What is the {rank} one?", "{options}. Which of these is the {rank}?"),
    ("What's the {rank} number in {list}?", "What's the {rank} number? {options}"),
    (
        "Look at {list}. Give the {rank} number.",
        "Look at these: {options}. Give the letter of the {rank} one.",
    ),
    ("Scores: {list}. Which score is the {rank}?", "Scores: {options}. Which one is the {rank}?"),
)
KTH += tuple(
    _choice(f"{start} {{rank}} {noun} {link} {{list}}{stop}", f"{start} {{rank}} {noun}{stop} {{options}}")
    for start, stop in (("What is the", "?"), ("Find the", "."), ("Give the", "."), ("Select the", "."))
    for noun, link in (("number", "in"), ("value", "among"), ("one", "of"))
)
KTH_KEPT_OUT = several(
    _choice,
    ("Give the {rank} of these numbers: {list}", "Give the letter of the {rank} of these numbers: {options}"),
    ("Among {list}, which value is the {rank}?", "Among these, which value is the {rank}? {options}"),
    ("In the list {list}, find the {rank} value.", "Find the option that is the {rank}. {options}"),
)
CLOSEST = several(
    _choice,
    (
        "Which of the values {list} is the closest to {target}?",
        "Which letter marks the closest to {target}? {options}",
    ),
    (
        "Which of the values {list} is the nearest to {target}?",
        "Which letter marks the nearest to {target}?  {options}",
    ),
    ("Which number in {list} is closest to {target}?", "Which option is closest to {target}? {options}"),
    ("Which of {list} is nearest to {target}?", "Which of these is nearest to {target}? {options}"),
    ("Find the number nearest to {target}: {list}", "Find the number nearest to {target}: {options}"),
    ("closest to {target}: {list}", "closest to {target}: {options}"),
    (
        "Pick the value with the least distance from {target}: {list}.",
        "Pick the value closest to {target}: {options}",
    ),
    (
        "On the number line, which of {list} lies nearest to {target}?",
        "Which lies nearest to {target}? {options}",
    ),
    ("Out of {list}, what comes closest to {target}?", "Out of {options}, which comes closest to {target}?"),
    (
        "The target is {target}. Which guess is nearest: {list}?",
        "The target is {target}. Nearest guess? {options}",
    ),
    (
        "Given {list}, name the number closest to {target}.",
        "Given {options}, name the letter closest to {target}.",
    ),
    ("Among {list}, which differs least from {target}?", "Which differs least from {target}? {options}"),
)
CLOSEST += tuple(
    _choice(f"{ask} {near} {{target}} {link} {{list}}?", f"{ask} {near} {{target}}? {{options}}")
    for ask in ("Which value is", "Which one is", "What number is", "which is")
    for near, link in (("closest to", "in"), ("nearest to", "among"), ("the nearest to", "out of"))
)
CLOSEST_KEPT_OUT = several(
    _choice,
    (
        "Of the numbers {list}, which is the nearest one to {target}?",
        "Which option comes nearest to {target}? {options}",
    ),
    (
        "What number out of {list} lies closest to {target}?",
        "Which of these lies closest to {target}? {options}",
    ),
    (
        "Name the one of {list} that is nearest to {target}.",
        "Name the letter of the value nearest to {target}. {options}",
    ),
)
SORT = several(
    _ordering,
    *spread(
        ("Sort the list ", "Put the list ", "Arrange ", "Order ", "Write "),
        ("{list} {order}.", "{list}, {order}."),
    ),
    "{list}: sort {order}",
    "sort {order}: {list}",
    "Rank these numbers {order}: {list}.",
    "Please sort {list} {order}.",
    "Arrange {order}: {list}",
    "Can you put {list} {order}?",
    "Give the list {list} {order}.",
    "The temperatures were {list}. List them {order}.",
    "List {list} {order}.",
    "What is {list} sorted {order}?",
)
SORT_KEPT_OUT = several(
    _ordering,
    "Order these values {order}: {list}.",
    "Write {order} the list {list}.",
    "How do you sort {list} {order}?",
)
