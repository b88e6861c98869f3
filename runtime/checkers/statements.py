"""Controlled English to formulas: categorical statements, singular ones, conditionals, lists and denials.

Every way to read a sentence is tried. One that has no reading, or several that differ, is not parsed at all:
what is built on a statement must be certain of it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from runtime.checkers.entailment import (
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

Words = tuple[str, ...]

X = "?x"
ANYONE, ANYMANY = "?x", "?x+"  # the variable as a word, before a verb in the singular or in the plural

_BE = ("is", "are")
_AUXILIARIES = frozenset(["is", "are", "can", "does", "do", "has", "have", "fails", "fail", "lies", "lie", "never"])
_VERBS = "like chase see visit need eat help follow trust know call fear love hate admire own want"
TRANSITIVE = {form: f"{verb}" for verb in _VERBS.split() for form in (verb, f"{verb}s")}
_RESERVED = _AUXILIARIES | frozenset(
    ["if", "then", "and", "or", "nor", "not", "who", "whom", "that", "which", "all", "every", "each", "any", "some", "no", "none", "nothing", "something", "someone", "anything", "anyone", "everything", "everyone", "nobody", "it", "they", "he", "she", "him", "her", "his", "its", "their", "them", "this", "these", "those", "only", "unless", "except", "but", "either", "neither", "both", "than", "because", "since", "so", "therefore", "thus", "hence", "whenever", "when", "was", "were", "will", "would", "could", "should", "must", "may", "might", "did", "had", "whose", "where", "there", "be", ",", ";", ":", "(", ")", "maybe", "perhaps", "most", "many", "few", "also", "too", "both", "another", "other", "same", "such", "?", "!", "false", "true", "unknown", "yes", "means", "implies", "iff"]
)
_OPEN = _RESERVED | {form for form, verb in TRANSITIVE.items() if form != verb}
_PREPOSITIONS = frozenset(["of", "from", "with", "in", "on", "at", "for", "to", "by", "about", "under", "near"])
_ANY = frozenset(["someone", "something", "somebody", "anyone", "anything"])
_PRONOUNS = {"it": ANYONE, "they": ANYMANY, "he": ANYONE, "she": ANYONE, "them": ANYONE}
_PLURALS = {
    **{"people": "person", "men": "man", "women": "woman", "children": "child", "mice": "mouse"},
    **{"oxen": "ox", "geese": "goose", "feet": "foot", "teeth": "tooth", "fish": "fish", "sheep": "sheep"},
}
_THINGS = frozenset(["thing", "one", "entity", "object", "being"])
_CONTRACTIONS = (("can't", "can not"), ("cannot", "can not"), ("won't", "will not"), ("n't", " not"))
_DENIED = re.compile(r"(?:it is|it's) (?:false|not true|untrue|not the case|incorrect) that (.+)")
_AFFIRMED = re.compile(r"(?:it is|it's) (?:true|the case|a fact|certain) that (.+)")
_BEING = re.compile(r"being (an? .+?) (?:means|implies) being (an? .+)")
_WEATHER = frozenset(["freezes", "rains", "snows", "freeze", "rain", "snow"])
TALK = frozenset(
    ["statement", "statements", "claim", "conclusion", "hypothesis", "argument", "inference", "premise", "premises", "question", "following"]
)


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


def singular(word: str, plural: bool) -> str:
    """One form for both numbers of a word: "wolves" and "wolf" meet in "wolv"."""
    if word in _PLURALS or word in _PLURALS.values():
        return _PLURALS.get(word, word)
    word = word.removesuffix("s") if plural and len(word) > 1 and (word[-2:] != "ss" or len(word) == 2) else word
    word = word.removesuffix("e") if len(word) > 2 else word
    return word[:-1] + {"y": "i", "f": "v"}.get(word[-1], word[-1]) if len(word) > 2 else word


def shown_singular(word: str, plural: bool) -> str:
    """The singular of a noun as a reader expects it."""
    if not plural or word in _PLURALS:
        return _PLURALS.get(word, word)
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if re.search(r"(us|is|ss|x|z|ch|sh)es$", word) else word.removesuffix("s")


def looks_plural(word: str) -> bool:
    """Whether a word looks like a plural noun."""
    return word in _PLURALS or (
        word[-1] == "s" and len(word) > 1 and (len(word) == 2 or not word.endswith(("ss", "ous")))
    )


def head(phrase: Words) -> int:
    """The place of a phrase's main word: before the first preposition."""
    return next((i for i, word in enumerate(phrase) if i and word in _PREPOSITIONS), len(phrase)) - 1


def _sentence(words: Words, names: frozenset[str]) -> Iterator[Formula]:
    text = " ".join(words)
    if match := _DENIED.fullmatch(text):
        yield from (Not(f) for f in _sentence(tuple(match[1].split()), names))
    elif match := _AFFIRMED.fullmatch(text):
        yield from _sentence(tuple(match[1].split()), names)
    elif match := _BEING.fullmatch(text):
        for lower in _complement(tuple(match[1].split()), X, False):
            for upper in _complement(tuple(match[2].split()), X, False):
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
    cuts = [i for i, word in enumerate(words) if word == "then"] or [i for i, w in enumerate(words) if w == ","]
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
            yield from _quantified("no", tuple(rest))
        case ("at", "least", "one", *rest) | ("a", "few", *rest):
            yield from _quantified("some", tuple(rest))
        case ("all" | "every" | "each" | "any" | "no" | "some" | "a" | "an", *rest):
            yield from _quantified(words[0], tuple(rest))
        case (who, "says", *rest) if _term((who,)) and len(rest) > 1:
            for said in _clause(tuple(rest), names):
                yield iff(_truthful(who), said)
        case (who, "lies") if _term((who,)):
            yield Not(_truthful(who))
        case (who, "tells", "the", "truth") if _term((who,)):
            yield _truthful(who)
        case ("only", *rest):
            yield from _only(tuple(rest))
        case ("nothing" | "nobody", *rest) | ("no", "one", *rest):
            yield from (Forall(X, Not(f)) for f in _verb_phrase(tuple(rest), X, False))
        case ("everything" | "everyone" | "everybody", "that" | "who" | "which", *rest):
            yield from _quantified("every", ("thing", "that", *rest))
        case ("everything" | "everyone" | "everybody", *rest):
            yield from (Forall(X, f) for f in _verb_phrase(tuple(rest), X, False))
        case ("something" | "someone" | "somebody", *rest):
            yield from (Exists(X, f) for f in _verb_phrase(tuple(rest), X, False))
        case ("there", "is" | "are", *rest):
            yield from _there(tuple(rest), words[1] == "are")
        case _:
            yield from _predicates(words, names)


def _truthful(who: str) -> Atom:
    return Atom("do tell the truth", (who,), "tells the truth")


def _universal(subject: Formula, predicate: Formula) -> Formula:
    """All subject are predicate, with the terms that the traditional reading takes to be non-empty."""
    terms = (part.body if isinstance(part, Not) else part for part in (subject, predicate))
    return Forall(X, implies(subject, predicate), tuple(t for t in terms if isinstance(t, Atom)))


def _quantified(quantifier: str, words: Words) -> Iterator[Formula]:
    for cut in _verb_places(words):
        verb = words[cut]
        match quantifier:
            case "every" | "each" | "a" | "an":
                plural = False
            case "all":
                plural = True
            case _:
                plural = verb in ("are", "do", "have") or (
                    verb not in ("is", "does", "has") and looks_plural(words[head(words[:cut])])
                )
        rest = words[cut:]
        if quantifier in ("a", "an") and not (
            rest[:2] in (("is", "a"), ("is", "an")) or rest[:3] in (("is", "not", "a"), ("is", "not", "an"))
            or rest[0] == "can"
        ):
            continue  # "a dog is hungry" may be about one dog
        if quantifier == "no" and rest[1:2] in (("not",), ("never",)):
            continue
        for subject in noun_phrase(words[:cut], X, plural):
            for predicate in _verb_phrase(rest, X, plural):
                match quantifier:
                    case "some":
                        yield Exists(X, And((subject, predicate)))
                    case "no":
                        yield _universal(subject, Not(predicate))
                    case _:
                        yield _universal(subject, predicate)


def _verb_places(words: Words) -> Iterator[int]:
    """Where the main verb may be: at an auxiliary or a known verb, else behind a subject of one word."""
    places = [
        i for i, word in enumerate(words) if i and (word in _AUXILIARIES or word in TRANSITIVE)
    ]
    yield from places
    if not places and 2 <= len(words) <= 7:
        yield 1


def _only(words: Words) -> Iterator[Formula]:
    """ "Only B are A": all A are B."""
    for cut, word in enumerate(words):
        if word == "are" and cut:
            for upper in noun_phrase(words[:cut], X, True):
                for lower in _complement(words[cut + 1 :], X, True):
                    yield _universal(lower, upper)


def _there(words: Words, plural: bool) -> Iterator[Formula]:
    """ "There is/are ...", the verb taken off."""
    match words:
        case ("no", *rest):
            for cut, word in reversed(list(enumerate(rest))):
                if word in ("that", "who", "which"):
                    for subject in noun_phrase(tuple(rest[:cut]), X, plural):
                        for predicate in _verb_phrase(tuple(rest[cut + 1 :]), X, plural):
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
            yield from _verb_phrase(rest, X, subject == (ANYMANY,))
        elif subject == ("it",):
            if rest[-1] in _WEATHER:
                yield from _verb_phrase(rest, "it", False)
        elif (term := _term(subject)) and not many and not _kind(subject, rest, names):
            yield from _verb_phrase(rest, term, False)
        elif subject[0] != "the" and (many or _kind(subject, rest, names)):
            rest = ("are", *rest[2:]) if rest[:2] == ("are", "all") else rest
            for kind in noun_phrase(subject, X, True):
                yield from (_universal(kind, p) for p in _verb_phrase(rest, X, True))


def _kind(subject: Words, rest: Words, names: frozenset[str]) -> bool:
    """Whether a subject before a verb without number is a plural noun, not a name."""
    bare = rest[0] in ("can", "never", "fail") or (rest[0] in TRANSITIVE and TRANSITIVE[rest[0]] == rest[0])
    return bare and looks_plural(subject[-1]) and subject[-1] not in names and subject[0] != "the"


def _term(words: Words) -> str:
    """The name of one thing, "" where the words are none."""
    name = words[1:] if words[0] == "the" else words
    barred = _RESERVED | TALK | {"a", "an", "the"}
    if not 1 <= len(name) <= 3 or any(word in barred or not word[0].isalnum() for word in name):
        return ""
    return " ".join(words)


def _verb_phrase(words: Words, term: str, plural: bool) -> Iterator[Formula]:
    yield from _simple_phrase(words, term, plural)
    for cut, word in enumerate(words):
        if word == "and" and cut and words[cut + 1 :] and words[cut + 1] in (_AUXILIARIES | TRANSITIVE.keys()):
            for first in _simple_phrase(words[:cut], term, plural):
                yield from (And((first, second)) for second in _verb_phrase(words[cut + 1 :], term, plural))


def _simple_phrase(words: Words, term: str, plural: bool) -> Iterator[Formula]:
    match words:
        case ("is", "telling", "the", "truth"):
            yield _truthful(term)
        case ("is" | "are", "not", *rest) if "and" in rest:
            return  # "is not a fox and a bear": what is denied?
        case ("is" | "are", "not" | "never", *rest) if rest:
            yield from (Not(f) for f in _complement(tuple(rest), term, words[0] == "are"))
        case ("is" | "are", *rest) if rest:
            yield from _complement(tuple(rest), term, words[0] == "are")
        case ("can", "not" | "never", *rest) | ("never", "can", *rest) if rest:
            yield from (Not(f) for f in _action(tuple(rest), term, False, "can "))
        case ("can", *rest) if rest:
            yield from _action(tuple(rest), term, False, "can ")
        case ("does" | "do", "not", *rest) if rest:
            yield from (Not(f) for f in _action(tuple(rest), term, False))
        case ("does" | "do", *rest) if rest:
            yield from _action(tuple(rest), term, False)
        case ("never", *rest) if rest and rest[0] not in _AUXILIARIES:
            yield from (Not(f) for f in _action(tuple(rest), term, not plural))
        case ("has" | "have", *rest) if rest:
            yield from _action(("have", *rest), term, False)
        case ("fails" | "fail", "to", "be", *rest) if rest:
            yield from (Not(f) for f in _complement(tuple(rest), term, plural))
        case ("lies" | "lie", "outside", "the", *rest) if rest:
            yield from (Not(f) for f in noun_phrase(tuple(rest), term, True))
        case (verb, *_) if verb not in _AUXILIARIES:
            yield from _action(words, term, not plural)


def _action(words: Words, term: str, third: bool, modal: str = "") -> Iterator[Formula]:
    """What is done, as a relation to a named thing or as one predicate. `third`: "swims", not "swim"."""
    verb, *others = words
    rest = tuple(others)
    if verb == "be" and modal and rest:
        verb, third = "be", False
    elif verb in _RESERVED - {"have"} | {"a", "an", "the"} or (third and not verb.endswith("s")) or verb in _PREPOSITIONS:
        return
    if not modal and verb in TRANSITIVE and rest:
        whom = X if rest == (ANYONE,) else _term(rest)
        if whom and (rest[0] in ("the", ANYONE) or len(rest) == 1):
            yield Atom(TRANSITIVE[verb], (term, whom), f"{TRANSITIVE[verb]}s")
            return
    if len(rest) > 8 or any(word in _RESERVED or word[0] == "?" for word in rest):
        return
    key = verb if verb in ("have", "be") else singular(verb, third)
    yield Atom(f"{modal}{' '.join((key, *rest))}" if modal else f"do {' '.join((key, *rest))}", (term,),
               f"{modal}{' '.join(words)}")


def _complement(words: Words, term: str, plural: bool) -> Iterator[Formula]:
    match words:
        case ("neither", *rest) if rest.count("nor") == 1:
            cut = rest.index("nor")
            for first in _item(tuple(rest[:cut]), term, plural):
                for second in _item(tuple(rest[cut + 1 :]), term, plural):
                    yield And((Not(first), Not(second)))
        case ("either", *rest):
            yield from _listed(tuple(rest), term, plural, "or", Either)
        case ("both", *rest):
            yield from _listed(tuple(rest), term, plural, "and", And)
        case _ if "or" in words:
            yield from _listed(words, term, plural, "or", Either)
        case _ if "and" in words:
            yield from _listed(words, term, plural, "and", And)
        case _:
            yield from _item(words, term, plural)


def _listed(
    words: Words, term: str, plural: bool, joiner: str, kind: type[And] | type[Either]
) -> Iterator[Formula]:
    """ "a, b and c": each item parsed by itself."""
    pieces: list[list[str]] = [[]]
    for word in words:
        if word in (",", joiner):
            pieces += [[]] if pieces[-1] else []
        else:
            pieces[-1].append(word)
    readings: list[tuple[Formula, ...]] = [()]
    for piece in pieces:
        sign, item = (Not, piece[1:]) if piece[:1] == ["not"] else (None, piece)
        options = list(_item(tuple(item), term, plural))
        readings = [(*r, sign(f) if sign else f) for r in readings for f in options]
    yield from (kind(reading) for reading in readings)
    if joiner == "and" and words[0] == "not" and "not" not in words[1:]:  # "not a fox and a bear"
        yield from (Not(f) for f in _listed(words[1:], term, plural, joiner, kind))


def _item(words: Words, term: str, plural: bool) -> Iterator[Formula]:
    """A noun with its article, a plural noun, or a property."""
    if not words:
        return
    if words[0] in ("a", "an"):
        yield from noun_phrase(words[1:], term, False)
    elif words[0].startswith("non-") or (plural and looks_plural(words[head(words)])):
        yield from noun_phrase(words, term, plural)
    elif len(words) <= 8 and words[0] != "the" and not any(w in _OPEN or w[0] == "?" for w in words):
        key = (singular(words[0], False), *words[1:]) if len(words) == 1 else words
        yield Atom(" ".join(key), (term,), " ".join(words))


def noun_phrase(words: Words, term: str, plural: bool) -> Iterator[Formula]:
    """What being so called says of the term: each way to read the phrase."""
    for cut, word in enumerate(words):
        if word in ("that", "who", "which") and cut:
            rest = words[cut + 1 :]
            if not {"that", "who", "which"} & set(rest) and rest and rest[0] in (_AUXILIARIES | TRANSITIVE.keys()):
                for kind in noun_phrase(words[:cut], term, plural):
                    yield from (And((kind, f)) for f in _verb_phrase(words[cut + 1 :], term, plural))
            return
    if words and words[0].startswith("non-"):
        yield from (Not(f) for f in noun_phrase((words[0][4:], *words[1:]), term, plural))
        return
    *adjectives, last = words or ("?",)
    general = singular(last, plural)
    if adjectives and general in {singular(w, False) for w in (*_THINGS, "person")}:
        parts = [w for w in adjectives if w not in (",", "and")]
        if all(w not in _RESERVED and w[0] != "?" for w in parts):
            found = tuple(Atom(singular(w, False), (term,), w) for w in parts)
            yield found[0] if len(found) == 1 else And(found)
        return
    if general in {singular(w, False) for w in _THINGS}:
        yield And(())
        return
    if not 1 <= len(words) <= 7 or any(w in _RESERVED or w[0] == "?" for w in words):
        return
    if words[0] in ("a", "an", "the") or words[head(words)] in _PREPOSITIONS:
        return
    at = head(words)
    key = (*words[:at], singular(words[at], plural), *words[at + 1 :])
    shown = " ".join((*words[:at], shown_singular(words[at], plural), *words[at + 1 :]))
    yield Atom(" ".join(key), (term,), f"{'an' if shown[0] in 'aeiou' else 'a'} {shown}")


__all__ = ["X", "Words", "head", "iff", "looks_plural", "parse", "singular", "tokens"]
