"""Class chains: does a statement about one member hold, by walking from class to class to the property."""

from collections.abc import Mapping
from random import Random
from typing import Any

from trainers.tasks.item import Family, Phrasing, Problem
from trainers.tasks.logic.logic_words import NAMES, PROPERTIES, Noun, capital, invented_nouns, plain_nouns

Rule = tuple[int, int | tuple[str, bool]]  # class -> class, or class -> (property, whether it holds)

_HOPS = {1: (1, 2), 2: (2, 3, 4), 3: (4, 5, 5, 6)}
_PREMISES = {1: (4, 6), 2: (6, 11), 3: (11, 20)}


def _class_rule(lower: Noun, upper: Noun, rng: Random) -> str:
    return rng.choice(
        (
            f"every {lower.one} is {upper.a}",
            f"each {lower.one} is {upper.a}",
            f"{lower.many} are {upper.many}",
            f"all {lower.many} are {upper.many}",
            f"{lower.many} are {upper.many}",
            f"any {lower.one} is {upper.a}",
            f"{lower.a} is {upper.a}",
        )
    )


def _property_rule(lower: Noun, word: str, holds: bool, rng: Random) -> str:
    no = "" if holds else "not "
    return rng.choice(
        (
            f"every {lower.one} is {no}{word}",
            f"each {lower.one} is {no}{word}",
            f"{lower.many} are {no}{word}",
            f"{lower.many} are {no}{word}",
            f"all {lower.many} are {no}{word}" if holds else f"no {lower.many} are {word}",
            f"any {lower.one} is {no}{word}",
        )
    )


def _draw_rules(rng: Random, level: int) -> tuple[list[Rule], int, int]:
    """The rules with distractors, how many classes and hops walked."""
    hops = rng.choice(_HOPS[level])
    total = max(rng.randint(*_PREMISES[level]), hops + 2)
    chain = hops + 1 + (rng.randrange(0, 4) if level > 1 else 0)  # classes 0 .. chain-1, past the answer too
    classes, words = chain, iter(rng.sample(PROPERTIES, total + 2))
    asked, holds = next(words), rng.random() < 0.5
    rules: list[Rule] = []
    spare = total - (chain - 1) - 2  # one rule is for the asked property, one for its opposite elsewhere
    for i in range(chain):
        here: list[Rule] = []
        if i < chain - 1:
            here.append((i, i + 1))
        if i == hops:
            here.append((i, (asked, holds)))
        elif spare > 0 and rng.random() < 0.6:
            here.append((i, (next(words), rng.random() < 0.6)))
            spare -= 1
        if level == 3 and i < hops and spare > 0 and rng.random() < 0.07:
            here.append((i, classes))
            classes += 1
            spare -= 1
        rng.shuffle(here)
        rules.extend(here)
    first = 0
    for _ in range(min(spare, rng.randrange(4)) if level > 1 else 0):  # classes below the member's own
        rules.insert(0, (classes, first))
        first = classes
        if spare > 1 and rng.random() < 0.6:
            rules.insert(rng.randrange(2), (classes, (next(words), rng.random() < 0.6)))
            spare -= 1
        classes += 1
        spare -= 1
    # A class outside the chain always has the asked property the other way round: neither the word nor the
    # number of negations settles anything.
    rules.insert(rng.randrange(len(rules) + 1), (classes, (asked, not holds)))
    outside = classes
    classes += 1
    while spare > 0 and rng.random() < 0.75:
        target: int | tuple[str, bool] = (
            rng.choice((0, hops, outside))
            if rng.random() < 0.5
            else (
                next(words),
                rng.random() < 0.6,
            )
        )
        rules.insert(rng.randrange(len(rules) + 1), (classes, target))
        classes += 1
        spare -= 1
    return rules, classes, hops


def _walk(here: int, rules: list[Rule], nouns: list[Noun], asked: str, steps: list[str]) -> bool:
    """Whether the asked word is said of the class or of one above it; a line for each class visited."""
    above = [upper for lower, upper in rules if lower == here]
    words = [
        nouns[upper].one if isinstance(upper, int) else f"{'' if upper[1] else 'not '}{upper[0]}"
        for upper in above
    ]
    steps.append(f"{nouns[here].one}: {', '.join(words) or 'nothing'}.")
    if any(not isinstance(upper, int) and upper[0] == asked for upper in above):
        return True
    return any(_walk(upper, rules, nouns, asked, steps) for upper in above if isinstance(upper, int))


def make_truth(rng: Random, level: int, letters: bool = False) -> Problem:
    """A world of classes and a statement about one member: True or False (or the letter of the option)."""
    rules, classes, hops = _draw_rules(rng, level)
    nouns = plain_nouns(rng, classes) if rng.random() < 0.12 else invented_nouns(rng, classes)
    name = rng.choice(NAMES)
    texts: dict[Rule, str] = {}
    for lower, upper in rules:
        if isinstance(upper, int):
            texts[lower, upper] = _class_rule(nouns[lower], nouns[upper], rng)
        else:
            texts[lower, upper] = _property_rule(nouns[lower], *upper, rng)
    asked = next(upper for lower, upper in rules if lower == hops and not isinstance(upper, int))
    assert not isinstance(asked, int)
    word, holds = asked
    claimed = rng.random() < 0.5
    shown = list(rules)
    match rng.randrange(5):
        case 0 | 1:
            rng.shuffle(shown)
        case 2:
            shown.reverse()
    found, statement = (f"{'' if sign else 'not '}{word}" for sign in (holds, claimed))
    steps = [f"Claim: {name} is {statement}. Asked: {word}.", f"{name}: {nouns[0].one}."]
    _walk(0, shown, nouns, word, steps)
    true = holds == claimed
    steps.append(f"Found {found}, claimed {statement}: {true}.")
    answer, statement = str(true), f"{name} is {statement}"
    slots: dict[str, Any] = {"statement": statement, "name": name}
    if letters:
        order = ("True", "False") if rng.random() < 0.7 else ("False", "True")
        left, right = rng.choice((("", ")"), ("(", ")"), ("", ".")))
        slots["options"] = rng.choice((" ", "\n")).join(
            f"{left}{letter}{right} {option}" for letter, option in zip("AB", order, strict=True)
        )
        answer = "AB"[order.index(str(true))]
        steps.append(f"Options: {order[0]} A, {order[1]} B. {true} is {answer}.")
    sentences = [texts[rule] for rule in shown]
    start = f"{name} is {nouns[0].a}"
    sentences.insert(
        rng.choice((0, len(sentences), len(sentences), rng.randrange(len(sentences) + 1))), start
    )
    slots["context"] = " ".join(f"{capital(sentence)}." for sentence in sentences)
    slots["question"] = _ask(name, word, claimed, rng)
    key = "|".join(
        (*(f"{a}>{b}" if isinstance(b, int) else f"{a}:{b[1]}" for a, b in rules), word, str(claimed))
    )
    return Problem(slots, tuple(steps), answer, key=key)


def _ask(name: str, word: str, claimed: bool, rng: Random) -> str:
    """The statement turned into a clause after "that" or as a quotation."""
    text = f"{name} is {'' if claimed else 'not '}{word}"
    return rng.choice((f"'{text}'", f'"{text}"', f"that {text}"))


def make_letter(rng: Random, level: int) -> Problem:
    """The same with the options lettered; the answer is the letter."""
    return make_truth(rng, level, letters=True)


_TRUTH: tuple[Phrasing, ...] = (
    "{context} Is the following statement true or false? {statement}.",
    "{context} Is the following statement true or false? {statement}.",
    "{context}\nIs the following statement true or false? {statement}.\nA) True B) False\nAnswer True or "
    "False.",
    "{context} True or false: {statement}.",
    "Is it true or false that {statement}? {context}",
    "{context}\nQuestion: Is the following statement true or false? {statement}. Options: True, False.",
    "{context} Given these facts, is the statement '{statement}' True or False?",
    "Read the facts and decide whether the statement is true or false. Facts: {context} Statement: "
    "{statement}.",
    "True or false? {statement}. Use only these facts: {context}",
    "Here is a little world. {context} In it, is the statement true or false that {statement}?",
    "{context} Someone says that {statement}. Is that true or false?",
    "Context: {context}\nStatement: {statement}.\nTrue or False?",
    "Suppose the following holds. {context} Then the statement '{statement}' is true or false?",
    "Facts:\n{context}\n\nDecide: {statement}. (True/False)",
    "{context} Judge the claim {question}: answer True or False.",
    "I was told this: {context} Now, {statement}: true or false?",
    "Given the rules, say True or False. {context} Claim: {statement}.",
    "{context} Does it hold {question}? Answer True or False.",
    "Use these facts only. {context} Statement: {statement}. Say whether it is true or false.",
    "Suppose that {statement}. Is that claim true or false here? {context}",
    "Claim: {statement}. Judge it, True or False, by these facts: {context}",
)
_TRUTH_KEPT: tuple[Phrasing, ...] = (
    "Use the facts to judge the statement. {context} Statement: {statement}. Is it true or false?",
    "Suppose that these facts hold: {context} Is the claim '{statement}' true or false?",
    "{context}\nClaim: {statement}.\nSay whether the claim is True or False.",
)
_LETTER: tuple[Phrasing, ...] = (
    "{context} Is the following statement true or false? {statement}. {options} Answer with the letter "
    "of the option.",
    "{context}\nQuestion: Is the following statement true or false? {statement}.\nOptions: "
    "{options}\nGive the option letter.",
    "{context} True or false: {statement}. {options}\nReply with the letter only.",
    "Facts: {context}\nStatement: {statement}.\n{options}\nWhich option letter is right?",
    "Choose the letter of the correct option. {context} {statement}. {options}",
    "{context} Which option is correct, A or B, for the statement '{statement}'? {options}",
    "Answer A or B. {context} Statement: {statement}. {options}",
    "Read the facts, then pick A or B. {context}\n{statement}:\n{options}",
    "{context} Is it true {question}? {options} Answer with A or B.",
    "Multiple choice. {context} The statement that {statement} is: {options} Letter?",
    "Context: {context}\nThe claim is: {statement}.\n{options}\nGive only the letter.",
    "{context} Someone says that {statement}. That is: {options} Pick the letter of the right option.",
    "Pick the right letter. Facts: {context} Is {question} true or false? {options}",
    "Read this. {context} Is the statement '{statement}' right? {options} Answer with A or B.",
    "Statement: {statement}. Context: {context} {options} Give the letter.",
)
_LETTER_KEPT: tuple[Phrasing, ...] = (
    "{context} Statement: {statement}. Pick the letter of the correct option: {options}",
    "{context} Is the claim '{statement}' true or false? {options} Give only the letter of the option.",
    "Read the context, then answer with the letter A or B. {context} Is it true that {statement}? {options}",
)


def _listing(core: str) -> Phrasing:
    """A template with {bullets}: the facts a line each, in the order of the context."""

    def fill(slots: Mapping[str, Any], rng: Random) -> str:
        facts = slots["context"].rstrip(".").split(". ")
        mark = rng.choice(("- ", "* ", ""))
        return core.format(**slots, bullets="\n".join(f"{mark}{fact}." for fact in facts))

    return fill


_LISTED = (
    _listing("Facts:\n{bullets}\nIs the following statement true or false? {statement}."),
    _listing("{bullets}\nTrue or false? {statement}."),
    _listing("We know:\n{bullets}\nSo is {question} true or false?"),
)

_LISTED_LETTER = (
    _listing("Facts:\n{bullets}\nTrue or false? {statement}.\n{options}\nAnswer with a letter."),
    _listing("{bullets}\nStatement: {statement}. {options} Which letter is right?"),
    _listing("We know:\n{bullets}\nPick the letter. So is {question} true or false? {options}"),
)

FAMILIES: tuple[Family, ...] = (
    Family("ontology_truth", "logic", make_truth, (*_TRUTH, *_LISTED), _TRUTH_KEPT, 3.0),
    Family("ontology_letter", "logic", make_letter, (*_LETTER, *_LISTED_LETTER), _LETTER_KEPT, 1.2),
)
