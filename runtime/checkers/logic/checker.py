"""Checks steps of deduction: does what a step claims follow from the premises, or contradict them?

Premises come from the question and from the sound steps before. A claim is refuted where the premises
contradict it, or where it is said to follow ("so", "therefore") and everything was read and it does not.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from runtime.checkers import HOLDS, UNCHECKED, Context
from runtime.checkers.logic import ordering, working
from runtime.checkers.logic.entailment import Either, Formula, Not, Or, Undecided, atoms, iff
from runtime.checkers.logic.free import parse_freely
from runtime.checkers.logic.phrases import head, looks_plural, singular, stock
from runtime.checkers.logic.premises import Premise, Theory, names_in, read
from runtime.checkers.logic.presumed import presumed
from runtime.checkers.logic.standing import Sense, Standing, consistent, derived, standing
from runtime.checkers.logic.statements import parse
from runtime.checkers.logic.words import denial
from runtime.events import Verdict

_SUPPOSES = re.compile(
    r"\b(?:suppose|supposing|assume|assuming|imagine|could|might|may|maybe|perhaps|possibl[ey]|would|case|let|"
    r"unknown|cannot (?:say|tell|know|conclude|determine|infer)|can't (?:say|tell|know|conclude)|"
    r"not (?:known|clear|certain|stated|given|necessarily|follow)|whether|consider|"
    r"what if|deny|contradiction|wait|claim|statement|option|asked|question)\b|\?",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\b(?:suppose|supposing|assume|assuming|imagine|case|let|deny|what if|if we)\b", re.IGNORECASE
)
_DERIVES = (
    r"(?:so|therefore|thus|hence|consequently|then|it follows(?: that)?|which means(?: that)?|"
    r"this means(?: that)?|that means(?: that)?|"
    r"we (?:can |may |must )?(?:conclude|deduce|infer)(?: that)?|as a result)"
)
_LEAD = re.compile(
    rf"(?:(?:and|but)\s+)?{_DERIVES}\b[,:]?\s*(?:it follows that |we know that )?", re.IGNORECASE
)
_CUT = re.compile(rf"(?:[,;]\s*(?:and\s+)?|\s+)(?={_DERIVES}\b)", re.IGNORECASE)
_REASON = re.compile(r"(?:since|because|given that|as)\s+(.+?),\s*(?:then\s+)?(.+)", re.IGNORECASE)
_BECAUSE = re.compile(r"(.+?),?\s+(?:because|since)\s+(.+)", re.IGNORECASE)
_KNOWN = re.compile(
    r"(?:we (?:know|are told|see|have)(?: that)?|it is (?:given|known|stated)(?: that)?|"
    r"(?:from|by) (?:the )?(?:premises?|facts?|rules?|text)(?: \d+)?,?|"
    r"but|and|also|now|next|first|finally|in fact|also,)\s+(?:that\s+)?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:(?:step\s+)?\d+\s*[.):]|[-*\u2022]+)\s*", re.IGNORECASE)


_SUFFIXES = stock("s es d ed r er ing n al ly")


@dataclass(frozen=True, slots=True)
class Assertion:
    """One statement of a step; `derived` where the step says that it follows."""

    text: str
    formula: Formula
    derived: bool


def check(step: str, context: Context) -> Verdict:
    """The verdict of one step: holds where all it says follows, refuted with the reason, else unchecked."""
    if (verdict := ordering.check(step, context.question, context.steps)) is not None:
        return verdict
    theory = read(context.question)
    sense: Sense = "inhabited" if theory.inhabited else context.reading
    try:
        if (verdict := working.check(step, context.steps, theory, sense)) is not None:
            return verdict
    except Undecided:
        return UNCHECKED
    if not theory.certain:
        return UNCHECKED
    names = names_in(f"{context.question} {step}")
    said = assertions(step, names)
    if not said:
        return UNCHECKED
    known = list(theory.premises)
    for earlier in context.steps:
        if _OPENS.search(earlier):
            return UNCHECKED  # what follows may stand under that supposition
        known += [Premise(a.text, a.formula) for a in assertions(earlier, names) or ()]
    plain = [*_formulas(known), *(assertion.formula for assertion in said)]
    formulas = presumed(plain)
    if formulas != plain:
        theory = replace(theory, complete=False)  # more may be taken for granted
    known = [replace(premise, formula=f) for premise, f in zip(known, formulas, strict=False)]
    said = tuple(replace(a, formula=f) for a, f in zip(said, formulas[len(known) :], strict=True))
    try:
        if not consistent(_formulas(known), sense):
            return UNCHECKED
        return _judge(said, theory, known, sense)
    except Undecided:
        return UNCHECKED


def _judge(said: Sequence[Assertion], theory: Theory, known: list[Premise], sense: Sense) -> Verdict:
    verdict = HOLDS
    for assertion in said:
        match standing(_formulas(known), assertion.formula, sense):
            case "contradicts":
                return Verdict("refuted", _against(assertion, known, sense))
            case "independent" if assertion.derived and _exact(theory, known, assertion.formula):
                return Verdict("refuted", _gap(assertion, known, sense))
            case "independent" | "open":
                verdict = UNCHECKED
            case "follows" if _empty(assertion.formula, _formulas(known), sense):
                verdict = UNCHECKED
            case "follows":
                pass
        known = [*known, Premise(assertion.text, assertion.formula)]
    return verdict


def _empty(claim: Formula, known: tuple[Formula, ...], sense: Sense) -> bool:
    """Whether a claim says less than is known: its condition is never met, or a part of it holds anyway."""
    match claim:
        case Or((Not(condition), conclusion)):
            if any(standing((), iff(premise, claim), sense) == "follows" for premise in known):
                return False  # it only says again what is known
            never = standing(known, condition, sense) == "contradicts"
            return never or standing(known, conclusion, sense) == "follows"
        case Either(parts):
            return any(standing(known, part, sense) == "follows" for part in parts)
    return False


@lru_cache(maxsize=4096)
def assertions(step: str, names: frozenset[str] = frozenset()) -> tuple[Assertion, ...] | None:
    """What a step states, in order; None where any part of it was not read with certainty."""
    step = re.sub(r"Asked: [^:.]+: the same\.", "", step)
    if len(step) > 1000 or _SUPPOSES.search(step):
        return None
    found: list[Assertion] = []
    for sentence in re.split(r"(?<=[.!;])\s+|\n+", _BULLET.sub("", step.strip())):
        conditional = re.search(r"\b(?:if|whenever)\b", sentence, re.IGNORECASE)
        for piece in [sentence] if conditional else _CUT.split(sentence):
            if not piece.strip(" .,;"):
                continue
            parts = _pieces(piece.strip(" .,;"), names)
            if parts is None:
                return None
            found += parts
    return tuple(found)


def _pieces(text: str, names: frozenset[str]) -> list[Assertion] | None:
    derived = False
    if lead := _LEAD.match(text):
        text, derived = text[lead.end() :], True
    elif lead := _KNOWN.match(text):
        text = text[lead.end() :]
    if (formula := parse(text, names)) is not None:
        return [Assertion(text, formula, derived)]
    if (
        re.search(r"\bmust be\b", text)
        and (formula := parse(text.replace("must be", "is"), names)) is not None
    ):
        return [Assertion(text, formula, True)]
    if (formula := parse_freely(text)) is not None:
        return [Assertion(text, formula, derived)]
    if match := _REASON.fullmatch(text):
        reason, claim = match.groups()
    elif match := _BECAUSE.fullmatch(text):
        claim, reason = match.groups()
    else:
        return None
    first, second = (parse(part, names) or parse_freely(part) for part in (reason, claim))
    if first is None or second is None:
        return None
    return [Assertion(reason, first, False), Assertion(claim, second, True)]


def _formulas(premises: Iterable[Premise]) -> tuple[Formula, ...]:
    return tuple(premise.formula for premise in premises)


def _exact(theory: Theory, known: Sequence[Premise], claim: Formula) -> bool:
    """Whether what does not follow here surely does not: all was read, and no word hides another."""
    if not theory.complete or not theory.premises:
        return False
    used = list(atoms(*(premise.formula for premise in known)))
    predicates = {atom.predicate for atom in used}
    if not {atom.predicate for atom in atoms(claim)} <= predicates:
        return False
    terms = {term for atom in (*used, *atoms(claim)) for term in atom.terms if term[0] != "?"}
    phrases = {text.removeprefix("the ") for text in (*predicates, *terms)}
    words = [tuple(singular(w, looks_plural(w)) for w in phrase.split()) for phrase in phrases]
    heads = [phrase[head(phrase)] if phrase[0] not in ("can", "do") else phrase[1] for phrase in words]
    return not any(
        _related(heads[i], word)
        for i in range(len(words))
        for j in range(len(words))
        if i != j
        for word in words[j]
    )


def _related(one: str, other: str) -> bool:
    """Whether one word may be another form of the other."""
    short, long = sorted((one, other), key=len)
    return one == other or (long.startswith(short) and len(short) > 3 and long[len(short) :] in _SUFFIXES)


def _against(assertion: Assertion, known: Sequence[Premise], sense: Sense) -> str:
    """Which premises contradict the claim: as few as will do."""
    core = list(known)
    for premise in known:
        fewer = [other for other in core if other is not premise]
        if standing(_formulas(fewer), assertion.formula, sense) == "contradicts":
            core = fewer
    because = " and ".join(f'"{premise.text}"' for premise in core)
    told = (
        f"{because} contradict" if len(core) > 1 else f"{because} contradicts" if core else "nothing allows"
    )
    return f'{told} "{assertion.text}"{_noted(core, assertion.formula, sense, "contradicts")}'


def _gap(assertion: Assertion, known: Sequence[Premise], sense: Sense) -> str:
    """That the claim does not follow, with what may be the case instead."""
    note = _noted(known, assertion.formula, sense, "independent")
    return f'"{assertion.text}" does not follow: {denial(assertion.formula)}{note}'


def _noted(known: Iterable[Premise], claim: Formula, sense: Sense, found: Standing) -> str:
    """The name of the reading, where the other one would have it otherwise."""
    other: Sense = "modern" if sense == "traditional" else "traditional"
    if sense == "inhabited":
        return ""
    try:
        return (
            ""
            if standing(_formulas(known), claim, other) == found
            else f" ({sense} reading of empty classes)"
        )
    except Undecided:
        return ""


def verify(answer: str, question: str) -> bool | None:
    """Whether the final answer is right; None where the question was not read with certainty."""
    if (right := ordering.verify(answer, question)) is not None:
        return right
    theory = read(question)
    if theory.candidates:
        return _chosen(answer, theory)
    if not theory.certain or theory.claim is None or (given := _value(answer, theory)) is None:
        return None
    sense: Sense = "inhabited" if theory.inhabited else "modern"
    try:
        if not consistent(_formulas(theory.premises), sense):
            return None
        given_ = _formulas(theory.premises)
        found = standing(given_, theory.claim, sense)
        if theory.asked == "three" and derived(given_, theory.claim) != found and _has_rules(theory):
            return None
    except Undecided:
        return None
    match found, theory.asked:
        case "follows", _:
            return given == "true"
        case "contradicts", _:
            return given == "false"
        case "independent", "three" if _exact(theory, theory.premises, theory.claim):
            return given == "unknown"
        case "independent", "follows" if _exact(theory, theory.premises, theory.claim):
            return given == "false"
    return None


def _chosen(answer: str, theory: Theory) -> bool | None:
    """Whether the letter is that of the one statement that follows."""
    sense: Sense = "inhabited" if theory.inhabited else "modern"
    try:
        found = [
            c
            for c, said in theory.candidates
            if standing(_formulas(theory.premises), said, sense) == "follows"
        ]
    except Undecided:
        return None
    letter = answer.strip(" .()*").upper()
    known = theory.certain and theory.complete and theory.premises and letter in dict(theory.candidates)
    return letter in found if known and len(found) == 1 else None


def _has_rules(theory: Theory) -> bool:
    general = re.compile(r"\bif (?:some|any)(?:one|thing)\b|\b(?:things|people)\b", re.IGNORECASE)
    return any(general.search(premise.text) for premise in theory.premises)


def _value(answer: str, theory: Theory) -> str | None:
    """The answer as "true", "false" or "unknown"."""
    text = answer.strip(" .()*").lower()
    text = dict((letter.lower(), value.lower()) for letter, value in theory.options).get(text, text)
    for value, words in (
        ("true", ("true", "yes", "valid", "follows")),
        ("false", ("false", "no", "invalid", "does not follow")),
        ("unknown", ("unknown", "uncertain")),
    ):
        if text in words:
            return value
    return None
