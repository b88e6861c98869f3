"""Freer English to formulas: relative clauses, lists of verb phrases, any verb with all that follows it.

What is not understood inside a phrase stays one predicate: "drinks coffee every day" is true of somebody or
not. Such a reading can show that a claim follows or is contradicted, never that it does not follow. Each
sentence has at most one reading here; where its parts cannot be told apart with certainty it has none.
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
    atoms,
    iff,
    implies,
)
from runtime.checkers.logic.free_phrases import (
    ADVERBS,
    LINKS,
    PLURAL,
    PRONOUNS,
    SINGULAR,
    finite_as,
    halves_at,
    kind_of,
    main_word,
    verb_phrases,
    verb_places,
)
from runtime.checkers.logic.phrases import RESERVED, Words, X, looks_plural, stock, term_of
from runtime.checkers.logic.verbs import present

_ANAPHORIC = stock("this that these those it they he she you we i there such here one most many")
_DENIED = re.compile(r"(?:it is|it's) (?:false|not true|untrue|not the case|incorrect) that .")
_NAME = re.compile(r"(?<![\w-])[A-Z0-9][\w.'-]*(?: (?:(?:of|the|de|in|for|and) )?[A-Z0-9][\w.'-]*)+")


@lru_cache(maxsize=4096)
def parse_freely(text: str) -> Formula | None:
    """The formula that a sentence of freer English says, None where that is not certain."""
    if len(text) > 400 or re.search(r'[?:;="()\u201c\u201d<>\[\]]', text):
        return None
    words = _words(text)
    if len(words) < 3:
        return None
    found = list(dict.fromkeys(_sentence(words)))
    return found[0] if len(found) == 1 else None


def _words(text: str) -> Words:
    """Words in small letters; a name of several words with capital letters is one of them."""
    text = re.sub(r"\b(?:he/she|she/he|he or she|she or he)\b", "they", text.strip(" ."))
    text = re.sub(r"\b(?:his/her|her/his|his or her|her or his|his|her)\b", "their", text)
    text = re.sub(r"\bcannot\b", "can not", text.replace("\u2019", "'"))
    text = re.sub(r"\b(is|are|was|were|does|do|did|has|have|should|must)n't\b", r"\1 not", text)
    text = re.sub(r"\bcan't\b", "can not", re.sub(r"\bwon't\b", "will not", text))
    opening = text.split(" ", 1)
    held = ""
    if len(opening) == 2 and opening[0].lower() in RESERVED | stock("a an the if in"):
        held, text = opening  # a sentence begins with a capital letter that says nothing
    text = _NAME.sub(lambda m: m[0].replace(" ", "\0"), text)
    tokens = re.findall(r"[\w\0$#+&%/.'-]*[\w\0$#+&%/'-]|,", f"{held} {text}".strip())
    return tuple(token.replace("\0", " ").lower() for token in tokens)


def _sentence(words: Words) -> Iterator[Formula]:
    if _DENIED.match(" ".join(words)):
        yield from (Not(f) for f in _sentence(words[words.index("that") + 1 :]))
        return
    for cut in range(len(words) - 4):
        if words[cut : cut + 4] == ("if", "and", "only", "if"):
            for left in _clauses(words[:cut], ""):
                yield from (iff(left, right) for right in _clauses(words[cut + 4 :], _about(left)))
            return
    if words.count("if") > 1 or "unless" in words:
        return
    if words[0] in ("if", "when", "whenever"):
        yield from _conditional(words[1:])
    elif "if" in words:
        cut = words.index("if")
        if words[cut - 1] not in ("only", "even", "as"):
            yield from _rule(words[cut + 1 :], words[:cut])
    else:
        yield from _clauses(words, "")


def _conditional(words: Words) -> Iterator[Formula]:
    cuts = [i for i, word in enumerate(words) if word == "then"] or [
        i for i, w in enumerate(words) if w == "," and _starts_clause(words[i + 1 :])
    ]
    if len(cuts) == 1:
        left = words[: cuts[0]]
        yield from _rule(left[:-1] if left[-1:] == (",",) else left, words[cuts[0] + 1 :])


def _starts_clause(words: Words) -> bool:
    return any(finite_as(word, plural) for word in words[1:5] for plural in (False, True))


def _rule(left: Words, right: Words) -> Iterator[Formula]:
    """If left, right: about anybody, or about one thing that both name."""
    if not left or not right or _open_denial(left):
        return
    for cut, kinds, plural in _anybody(left):
        for kind in kinds:
            for condition in verb_phrases(left[cut:], X, plural):
                for conclusion in _of_the_same(right, left[:cut]):
                    yield Forall(X, implies(And((kind, condition)), conclusion))
        return
    for condition in _clauses(left, ""):
        yield from (implies(condition, conclusion) for conclusion in _clauses(right, _about(condition)))


def _open_denial(words: Words) -> bool:
    """Whether a condition "is not A and B" may deny A alone or both together."""
    if "not" not in words or {"both", "either", "neither"} & set(words):
        return False
    return "and" in words[words.index("not") :]


def _anybody(words: Words) -> Iterator[tuple[int, list[Formula], bool]]:
    """The subject of a general condition: where it ends, what it says of X, its number."""
    if words[0] in ("someone", "somebody", "anyone", "anybody", "something", "anything", "one", "you"):
        yield 1, [And(())], False
        return
    if words[0] in ("a", "an", "any"):
        for cut in verb_places(words[1:], False)[:1]:
            yield cut + 1, list(kind_of(words[1 : cut + 1], False)), False
        return
    if looks_plural(words[0]) and words[0] not in RESERVED:
        for cut in verb_places(words, True)[:1]:
            yield cut, list(kind_of(words[:cut], True)), True


def _of_the_same(words: Words, subject: Words) -> Iterator[Formula]:
    """A conclusion about the subject of a general condition: "they ...", "the student ...", "that person"."""
    if words[0] in ("either", "neither") and words[1] in PRONOUNS:
        words = (words[1], words[0], *words[2:])
    said = tuple(word for word in subject if word not in ("a", "an", "any"))
    if words[0] in PRONOUNS:
        rest = words[1:]
    elif words[0] in ("the", "this", "that") and words[1 : 1 + len(said)] == said:
        rest = words[1 + len(said) :]
    elif words[0] in ("the", "this", "that") and words[1:2] in (said[-1:], ("person",)):
        rest = words[2:]
    elif words[: len(subject)] == subject:
        rest = words[len(subject) :]
    else:
        return
    if rest and (words[0] in PRONOUNS or finite_as(rest[0], True) or finite_as(rest[0], False)):
        found = {*verb_phrases(rest, X, True), *verb_phrases(rest, X, False)}
        yield from found if len(found) == 1 else ()


def _about(formula: Formula) -> str:
    """The one thing that a statement without variables is about, else ""."""
    named = {atom.terms[0] for atom in atoms(formula)}
    return named.pop() if len(named) == 1 and X not in named else ""


def _clauses(words: Words, it: str) -> Iterator[Formula]:
    """One clause, or two joined; `it`: what a pronoun stands for."""
    if len(words) < 2:
        return
    if words[0] == "either" and words[1] not in ("a", "an"):
        for left, right in halves_at(words[1:], "or"):
            for first in _clauses(left, it):
                yield from (Either((first, second)) for second in _clauses(right, it or _about(first)))
        return
    for joiner in ("and", "but"):
        for left, right in halves_at(words, joiner):
            if _subject(right):
                for first in _clause(left, it):
                    yield from (And((first, second)) for second in _clauses(right, it or _about(first)))
                return
    yield from _clause(words, it)


def _subject(words: Words) -> bool:
    """Whether the words begin with a subject and its verb, so that they are a clause of their own."""
    if len(words) < 2 or words[0] in ADVERBS or finite_as(words[0], True) or finite_as(words[0], False):
        return False
    return words[0] in PRONOUNS or (" " in words[0] and bool(verb_places(words, False)))


def _clause(words: Words, it: str) -> Iterator[Formula]:
    match words:
        case ("not", "all" | "every" | "everyone" | "everything", *_):
            yield from (Not(f) for f in _clause(words[1:], it))
        case (
            "everyone" | "everybody" | "anyone" | "anybody" | "everything" | "anything" | "those" | "all",
            *rest,
        ) if rest and rest[0] in ("who", "that", "which"):
            plural = words[0] in ("those", "all")
            yield from _general("all", ("things" if plural else "thing", *rest), plural)
        case ("no", "one" | "body", *rest) | ("nobody" | "nothing", *rest) if rest:
            yield from _general("no", ("thing", *rest), False)
        case ("everyone" | "everybody" | "everything", *rest) if rest:
            yield from _general("all", ("thing", *rest), False)
        case ("someone" | "somebody" | "something", *rest) if rest:
            yield from _general("some", ("thing", *rest), False)
        case ("there", "is" | "are", "no", *rest):
            yield from (Not(f) for f in _existing(tuple(rest), words[1] == "are"))
        case ("there", "is" | "are", "a" | "an" | "some", *rest):
            yield from _existing(tuple(rest), words[1] == "are")
        case ("all" | "no" | "some" | "every" | "each" | "any", *rest) if rest and rest[0] not in (
            "of",
            "the",
        ):
            single = words[0] in ("every", "each", "any")
            for plural in (False,) if single else (True,) if words[0] == "all" else (True, False):
                kind = words[0] if words[0] in ("no", "some") else "all"
                yield from _general(kind, tuple(rest), plural)
        case ("a" | "an", *rest):
            yield from _generic(tuple(rest))
        case (pronoun, *rest) if pronoun in PRONOUNS:
            if it and rest:
                found = {*verb_phrases(tuple(rest), it, False), *verb_phrases(tuple(rest), it, True)}
                yield from found if len(found) == 1 else ()
        case _:
            yield from _plain(words)


def _general(quantifier: str, words: Words, plural: bool) -> Iterator[Formula]:
    """ "All/no/some <subject> <verb phrase>"; where the verb may stand in several places, none."""
    places = verb_places(words, plural)
    if len(places) != 1:
        return
    rest = words[places[0] :]
    if quantifier == "no" and rest[1:2] in (("not",), ("never",)):
        return
    for subject in kind_of(words[: places[0]], plural):
        for predicate in verb_phrases(rest, X, plural):
            match quantifier:
                case "some":
                    yield Exists(X, And((subject, predicate)))
                case "no":
                    yield Forall(X, implies(subject, Not(predicate)), _terms(subject, predicate))
                case _:
                    yield Forall(X, implies(subject, predicate), _terms(subject, predicate))


def _terms(*formulas: Formula) -> tuple[Atom, ...]:
    return tuple(f for f in formulas if isinstance(f, Atom))


def _generic(words: Words) -> Iterator[Formula]:
    """ "A cat is an animal": general where it is about what things of a kind are or always do."""
    places = verb_places(words, False)
    if len(places) != 1:
        return
    rest = words[places[0] :]
    said = rest[2:] if rest[1:2] == ("not",) else rest[1:]
    if rest[0] in ("can", "must", "either", "never") or (said and said[0] in (*ADVERBS, "a", "an")):
        yield from _general("all", words, False)


def _existing(words: Words, plural: bool) -> Iterator[Formula]:
    yield from (Exists(X, f) for f in kind_of(words, plural))


def _plain(words: Words) -> Iterator[Formula]:
    """A name or a bare plural with its verb phrase."""
    if words[0] in RESERVED | _ANAPHORIC:
        return
    for first, second, rest in _couple(words):
        for one in verb_phrases(rest, first, True):
            yield from (And((one, other)) for other in verb_phrases(rest, second, True))
        return
    bare = looks_plural(words[0]) and words[0] not in RESERVED and not words[0].endswith("'s")
    places = [(i, False) for i in verb_places(words, False)[:1]]
    if bare or (looks_plural(words[1]) and words[1] not in RESERVED):
        places += [(i, True) for i in verb_places(words, True)[:1]]
    if len({at for at, _ in places}) > 1 and abs(places[0][0] - places[1][0]) == 1:
        return  # "old volunteers help": which word is the verb?
    for at, plural in sorted(places)[:1] if len({at for at, _ in places}) > 1 else places:
        verb = main_word(words[at:])
        if plural and (verb in (*PLURAL, "can", "must", "will") or present(verb, True)):
            if verb != "were" and words[0] != "the":
                yield from _general_at(words, at)
        elif not plural and (subject := _thing(words[:at])):
            named = not bare or verb in SINGULAR or present(verb, False)  # "Rovers won": a kind, or a name?
            yield from verb_phrases(words[at:], subject, False) if named else ()


def _general_at(words: Words, at: int) -> Iterator[Formula]:
    for subject in kind_of(words[:at], True):
        for predicate in verb_phrases(words[at:], X, True):
            yield Forall(X, implies(subject, predicate), _terms(subject, predicate))


def _couple(words: Words) -> Iterator[tuple[str, str, Words]]:
    """ "Anna and Bela are ...": two names and the verb phrase."""
    words = words[1:] if words[0] == "both" else words
    if words[1:2] == ("and",) and len(words) > 4 and words[3] in ("are", "have", "do", "were"):
        first, second = _thing(words[:1]), _thing(words[2:3])
        if first and second and not looks_plural(words[0]) and not looks_plural(words[2]):
            yield first, second, tuple(word for word in words[3:] if word != "both")


def _thing(words: Words) -> str:
    """The name of one thing, "" where the words are none."""
    if term := term_of(words):
        return term
    inner = words[1:] if words[0] == "the" else words
    plain = 1 <= len(inner) <= 8 and not any(w in RESERVED | LINKS or w in ("a", "an") for w in inner)
    return " ".join(words) if plain else ""
