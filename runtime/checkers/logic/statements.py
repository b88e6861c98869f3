"""Controlled English to formulas: categorical statements, singular ones, conditionals, lists and denials.

Every way to read a sentence is tried. One that has no reading, or several that differ, is not parsed at all:
what is built on a statement must be certain of it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from runtime.checkers.logic.entailment import (
    And,
    Atom,
    Either,
    Exists,
    Forall,
    Formula,
    Not,
    Or,
    atoms,
    iff,
    implies,
    substituted,
)
from runtime.checkers.logic.phrases import (
    ANYMANY,
    ANYONE,
    AUXILIARIES,
    TRANSITIVE,
    Words,
    X,
    complement,
    head,
    looks_plural,
    noun_phrase,
    stock,
    term_of,
    truthful,
    verb_phrase,
)
from runtime.checkers.logic.verbs import finite, past

_ANY = stock("someone something somebody anyone anything")
_PRONOUNS = {"it": ANYONE, "they": ANYMANY, "he": ANYONE, "she": ANYONE, "them": ANYONE}
_CONTRACTIONS = (("can't", "can not"), ("cannot", "can not"), ("won't", "will not"), ("n't", " not"))
_DENIED = re.compile(r"(?:it is|it's) (?:false|not true|untrue|not the case|incorrect) that (.+)")
_AFFIRMED = re.compile(r"(?:it is|it's) (?:true|the case|a fact|certain) that (.+)")
_BEING = re.compile(r"being (an? .+?) (?:means|implies) being (an? .+)")
_WEATHER = stock("freezes rains snows freeze rain snow")


def tokens(text: str) -> Words:
    """The words and commas of a sentence in small letters, contractions written out."""
    text = text.lower().replace("\u2019", "'").strip(" .!'\"\u201c\u201d")
    for short, long in _CONTRACTIONS:
        text = text.replace(short, long)
    return tuple(re.findall(r"[\w-]+(?:'\w+)*|[^\w\s]", text))


@lru_cache(maxsize=4096)
def parse(text: str, names: frozenset[str] = frozenset()) -> Formula | None:
    """The formula that a sentence says, None where that is not certain.

    `names`: words that are known to name one thing, which tells "Jonas can swim" from "Whales can swim".
    """
    words = tokens(text)
    if not 2 <= len(words) <= 60:
        return None
    found = list(dict.fromkeys(_sentence(words, names)))
    return found[0] if len(found) == 1 else None


def _sentence(words: Words, names: frozenset[str]) -> Iterator[Formula]:
    text = " ".join(words)
    if match := _DENIED.fullmatch(text):
        yield from (Not(f) for f in _sentence(tuple(match[1].split()), names))
    elif match := _AFFIRMED.fullmatch(text):
        yield from _sentence(tuple(match[1].split()), names)
    elif match := _BEING.fullmatch(text):
        for lower in complement(tuple(match[1].split()), X, False):
            for upper in complement(tuple(match[2].split()), X, False):
                yield _universal(lower, upper)
    elif " if and only if " in text and text.count(" if ") == 2:
        left, right = (tuple(side.split()) for side in text.split(" if and only if "))
        for first in _clauses(left, names):
            yield from (iff(first, second) for second in _clauses(right, names))
    elif words[0] in ("if", "whenever", "when"):
        yield from _conditional(words[1:], names)
    elif "if" in words:
        at = words.index("if")
        if at and words[at - 1 : at] != ("only",) and words.count("if") == 1:
            yield from _conditional((*words[at + 1 :], "then", *words[:at]), names)
    else:
        yield from _clauses(words, names)


def _conditional(words: Words, names: frozenset[str]) -> Iterator[Formula]:
    """ "<condition> then <conclusion>", the "if" taken off."""
    if "if" in words:
        return
    cuts = [i for i, word in enumerate(words) if word == "then"] or [
        i for i, w in enumerate(words) if w == ","
    ]
    for cut in cuts:
        left, right = words[:cut], words[cut + 1 :]
        left = left[:-1] if left[-1:] == (",",) else left
        if left and right:
            yield from _rule(left, right, names)


def _rule(left: Words, right: Words, names: frozenset[str]) -> Iterator[Formula]:
    subjects = {i for i in range(len(left)) if i == 0 or left[i - 1] in ("and", "or", ",")}
    anyone = [i for i in subjects if left[i] in _ANY]
    if anyone:
        if len([w for w in (*left, *right) if w in _ANY]) > 1:
            return
        left, right = (
            tuple(ANYONE if w in _ANY else _PRONOUNS.get(w, w) for w in side) for side in (left, right)
        )
        for condition in _clauses(left, names):
            for conclusion in _clauses(right, names):
                yield Forall(X, implies(condition, conclusion))
    elif left[0] in ("a", "an"):
        right = tuple(_PRONOUNS.get(word, word) for word in right)
        for cut in range(2, len(left)):
            for kind in noun_phrase(left[1:cut], X, False):
                for condition in _predicates((ANYONE, *left[cut:]), names):
                    for conclusion in _predicates(right, names):
                        yield Forall(X, implies(And((kind, condition)), conclusion))
    else:
        for condition in _clauses(left, names):
            about = {atom.terms[0] for atom in atoms(condition)} - {"it", X}
            for conclusion in _clauses(tuple(_PRONOUNS.get(w, w) for w in right), names, right):
                if not any(X in atom.terms for atom in atoms(conclusion)) or isinstance(conclusion, Forall):
                    yield implies(condition, conclusion)
                elif len(about) == 1 and not any(isinstance(p, Forall) for p in (condition, conclusion)):
                    yield implies(condition, substituted(conclusion, X, about.pop()))


def _clauses(words: Words, names: frozenset[str], raw: Words = ()) -> Iterator[Formula]:
    """One clause, or a list of them joined by "and" or "or"."""
    if words[-2:] == ("or", "both"):
        body = words[:-2]
        yield from _joined(body[:-1] if body[-1:] == (",",) else body, names, Or, "or")
        return
    if words[-3:] == ("but", "not", "both"):
        body = words[:-3]
        body = body[1:] if body[0] == "either" else body
        for formula in _joined(body[:-1] if body[-1:] == (",",) else body, names, Or, "or"):
            if isinstance(formula, Or) and len(formula.parts) == 2:
                yield And((formula, Not(And(formula.parts))))
        return
    if words[0] == "either":
        yield from _joined(words[1:], names, Either, "or")
        return
    yield from _clause(raw if raw[:1] == ("it",) and raw[-1] in _WEATHER else words, names)
    yield from _joined(words, names, And, "and")
    yield from _joined(words, names, Either, "or")


def _joined(
    words: Words, names: frozenset[str], kind: type[And] | type[Or] | type[Either], joiner: str
) -> Iterator[Formula]:
    for cut, word in enumerate(words):
        if word == joiner and 0 < cut < len(words) - 1:
            left = words[: cut - 1] if words[cut - 1] == "," else words[:cut]
            for first in _clause(left, names):
                for second in _clauses(words[cut + 1 :], names):
                    rest = second.parts if isinstance(second, kind) else (second,)
                    yield kind((first, *rest))


def _clause(words: Words, names: frozenset[str]) -> Iterator[Formula]:
    if len(words) < 2:
        return
    match words:
        case ("not", "all" | "every" | "each", *rest):
            yield from (Not(f) for f in _quantified(words[1], tuple(rest)))
        case ("not", "a", "single", *rest):
            yield from _quantified("not one", tuple(rest))
        case ("at", "least", "one", *rest):
            yield from _quantified("one", tuple(rest))
        case ("a", "few", *rest):
            yield from _quantified("some", tuple(rest))
        case ("all" | "every" | "each" | "any" | "no" | "some" | "a" | "an", *rest):
            yield from _quantified(words[0], tuple(rest))
        case (who, "says", *rest) if term_of((who,)) and len(rest) > 1:
            for said in _clause(tuple(rest), names):
                yield iff(truthful(who), said)
        case (who, "lies") if term_of((who,)):
            yield Not(truthful(who))
        case (who, "tells", "the", "truth") if term_of((who,)):
            yield truthful(who)
        case ("only", *rest):
            yield from _only(tuple(rest))
        case ("nothing" | "nobody", *rest) | ("no", "one", *rest):
            yield from (Forall(X, Not(f)) for f in verb_phrase(tuple(rest), X, False))
        case ("everything" | "everyone" | "everybody", "that" | "who" | "which", *rest):
            yield from _quantified("every", ("thing", "that", *rest))
        case ("everything" | "everyone" | "everybody", *rest):
            yield from (Forall(X, f) for f in verb_phrase(tuple(rest), X, False))
        case ("something" | "someone" | "somebody", *rest):
            yield from (Exists(X, f) for f in verb_phrase(tuple(rest), X, False))
        case ("there", "is" | "are", *rest):
            yield from _there(tuple(rest), words[1] == "are")
        case _:
            yield from _predicates(words, names)


def _universal(subject: Formula, predicate: Formula) -> Formula:
    """All subject are predicate, with the terms that the traditional reading takes to be non-empty."""
    terms = (part.body if isinstance(part, Not) else part for part in (subject, predicate))
    return Forall(X, implies(subject, predicate), tuple(t for t in terms if isinstance(t, Atom)))


def _quantified(quantifier: str, words: Words) -> Iterator[Formula]:
    for cut in _verb_places(words):
        verb = words[cut]
        match quantifier:
            case "every" | "each" | "a" | "an" | "one" | "not one":
                plural = False
            case "all":
                plural = True
            case _:
                plural = verb in ("are", "do", "have") or (
                    verb not in ("is", "does", "has") and looks_plural(words[head(words[:cut])])
                )
        rest = words[cut:]
        if quantifier in ("a", "an") and not (
            rest[:2] in (("is", "a"), ("is", "an"))
            or rest[:3] in (("is", "not", "a"), ("is", "not", "an"))
            or rest[0] == "can"
        ):
            continue  # "a dog is hungry" may be about one dog
        if quantifier == "no" and rest[1:2] in (("not",), ("never",)):
            continue
        for subject in noun_phrase(words[:cut], X, plural):
            for predicate in verb_phrase(rest, X, plural):
                match quantifier:
                    case "some" | "one":
                        yield Exists(X, And((subject, predicate)))
                    case "no" | "not one":
                        yield _universal(subject, Not(predicate))
                    case _:
                        yield _universal(subject, predicate)


def _verb_places(words: Words) -> Iterator[int]:
    """Where the main verb may be: at an auxiliary or a known verb, else behind a subject of one word."""
    places = [i for i, word in enumerate(words) if i and (word in AUXILIARIES or word in TRANSITIVE)]
    yield from places
    if places or not 2 <= len(words) <= 7 or (len(words) > 2 and past(words[2])):
        return
    if words[1].endswith("s") or not any(map(finite, words[2:])):
        yield 1


def _only(words: Words) -> Iterator[Formula]:
    """ "Only B are A": all A are B."""
    for cut, word in enumerate(words):
        if word == "are" and cut:
            for upper in noun_phrase(words[:cut], X, True):
                for lower in complement(words[cut + 1 :], X, True):
                    yield _universal(lower, upper)


def _there(words: Words, plural: bool) -> Iterator[Formula]:
    """ "There is/are ...", the verb taken off."""
    match words:
        case ("no", *rest):
            for cut, word in reversed(list(enumerate(rest))):
                if word in ("that", "who", "which"):
                    for subject in noun_phrase(tuple(rest[:cut]), X, plural):
                        for predicate in verb_phrase(tuple(rest[cut + 1 :]), X, plural):
                            yield _universal(subject, _not(predicate))
                    return
        case ("a" | "an" | "some", *rest):
            yield from (Exists(X, f) for f in noun_phrase(tuple(rest), X, plural))
        case ("at", "least", "one", *rest):
            yield from (Exists(X, f) for f in noun_phrase(tuple(rest), X, False))
        case _ if plural:
            yield from (Exists(X, f) for f in noun_phrase(words, X, True))


def _not(formula: Formula) -> Formula:
    return formula.body if isinstance(formula, Not) else Not(formula)


def _predicates(words: Words, names: frozenset[str]) -> Iterator[Formula]:
    """Singular statements and universal ones without a quantifier ("Wumpuses are shy")."""
    for cut in _verb_places(words):
        subject, rest = words[:cut], words[cut:]
        many = rest[0] in ("are", "do", "have")
        if subject in ((ANYONE,), (ANYMANY,)):
            yield from verb_phrase(rest, X, subject == (ANYMANY,))
        elif subject == ("it",):
            if rest[-1] in _WEATHER:
                yield from verb_phrase(rest, "it", False)
        elif (term := term_of(subject)) and not many and not _kind(subject, rest, names):
            yield from verb_phrase(rest, term, False)
        elif subject[0] != "the" and (many or _kind(subject, rest, names)):
            rest = ("are", *rest[2:]) if rest[:2] == ("are", "all") else rest
            for kind in noun_phrase(subject, X, True):
                yield from (_universal(kind, p) for p in verb_phrase(rest, X, True))


def _kind(subject: Words, rest: Words, names: frozenset[str]) -> bool:
    """Whether a subject before a verb without number is a plural noun, not a name."""
    bare = rest[0] in ("can", "never", "fail") or (rest[0] in TRANSITIVE and TRANSITIVE[rest[0]] == rest[0])
    return bare and looks_plural(subject[-1]) and subject[-1] not in names and subject[0] != "the"
