"""Phrases of freer English: where the main verb stands, what a noun phrase says, what a verb phrase says."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from runtime.checkers.logic.entailment import And, Atom, Either, Formula, Not, substituted
from runtime.checkers.logic.phrases import (
    RESERVED,
    Words,
    X,
    head,
    key_of,
    looks_plural,
    noun_phrase,
    singular,
    stock,
    verb_phrase,
)
from runtime.checkers.logic.verbs import past, present

SINGULAR = stock("is was has does")
PLURAL = stock("are were have do")
FINITE = SINGULAR | PLURAL | stock("can will must did had should would could may might")
ADVERBS = stock(
    "always never often also usually both either neither sometimes just still once ever typically"
)
LINKS = stock("who that which whose whom where when")
_ANYBODY = stock("someone somebody something those people things one")
PRONOUNS = stock("they he she it you")
_BEFORE_NOUN = stock(
    "a an the of in on at to for from with by about his her their its and or not into than as"
)

Phrase = Callable[[Words, str, bool], Iterator[Formula]]


def finite_as(word: str, plural: bool) -> bool:
    """Whether the word may be the verb of a subject of that number."""
    if word in FINITE:
        return word not in (SINGULAR if plural else PLURAL)
    return bool(present(word, plural) or past(word))


def verb_places(words: Words, plural: bool) -> list[int]:
    """Where the main verb may stand: behind the subject and, where that has a relative clause, behind it."""
    links = [at for at, word in enumerate(words) if at and word in ("who", "that", "which")]
    found = _finite_places(words[: links[0]] if links else words, 1, plural)
    if found:
        participle = bool(past(words[found[0]])) and words[found[0]].endswith("ed")
        later = [at for at in found[1:] if words[at] in FINITE] or found[1:]
        return later[:1] if participle and later else found[:1]  # "books printed here are cheap"
    if not links:
        return []
    start = links[0] + 1
    while start < len(words) and not finite_as(words[start], plural):
        start += 1
    skipped = words[start : start + 1]
    start += 1
    while start < len(words) and (words[start] == "not" or is_adverb(words[start])):
        start += 1
    if skipped and skipped[0] in ("can", "will", "do", "does", "did", "must", "should"):
        start += 1
    found = _finite_places(words[: links[1]] if len(links) > 1 else words, start, plural)
    certain = [at for at in found if words[at] in FINITE or is_adverb(words[at])]
    return certain if len(certain) == 1 else found


def _finite_places(words: Words, start: int, plural: bool) -> list[int]:
    """Places of finite verbs from `start` on, adverbs before the verb taken with it."""
    found = []
    for at in range(start, len(words)):
        before = words[at - 1]
        if (
            not finite_as(words[at], plural)
            or before in _BEFORE_NOUN
            or before.endswith("'s")
            or before == ","
        ):
            continue
        while at > start and is_adverb(words[at - 1]):
            at -= 1
        found.append(at)
    return found


def is_adverb(word: str) -> bool:
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4)


def main_word(words: Words) -> str:
    """The first word that is no adverb."""
    return next((word for word in words if not is_adverb(word)), "")


def kind_of(words: Words, plural: bool) -> Iterator[Formula]:
    """What being so called says of X: a noun with adjectives, what stands behind it, a relative clause."""
    if not words or words[0] in RESERVED - {"one"}:
        return
    for cut, word in enumerate(words):
        if cut and word in ("who", "that", "which"):
            for kind in kind_of(words[:cut], plural):
                for clause in verb_phrases(words[cut + 1 :], X, plural):
                    yield And((kind, clause))
            return
    found = list(dict.fromkeys(noun_phrase(words, X, plural)))
    if len(found) == 1:
        yield found[0]
    elif not found and len(words) <= 12 and words[0] not in LINKS | ADVERBS | {"a", "an", "the", ","}:
        yield Atom(key_of(words), (X,), " ".join(words))


def verb_phrases(words: Words, term: str, plural: bool) -> Iterator[Formula]:
    """A verb phrase, or several joined by "and", "or", "either ... or", "neither ... nor"."""
    if not words:
        return
    auxiliary = words[:1] if words[0] in ("will", "can", "must", "do", "does", "did") else ()
    body = words[len(auxiliary) :]
    if body[:1] in (("either",), ("neither",), ("both",)):
        yield from _paired(body, term, plural, lambda w, t, p: verb_phrases((*auxiliary, *w), t, p))
        return
    if words[0] in ("is", "are") and len(words) > 1:
        sign = words[1] == "not" and words[2:3] in (("either",), ("both",))
        inner = words[2:] if sign else words[1:]
        if inner[0] in ("either", "neither", "both"):
            verb = words[0]
            for formula in _paired(inner, term, plural, lambda w, t, p: verb_phrases((verb, *w), t, p)):
                yield Not(formula) if sign else formula
            return
    for joiner, kind in (("or", Either), ("and", And)):
        if joiner == "or" and words[1:2] == ("not",) and words[2:3] == ("both",):
            continue
        for left, right in halves_at(words, joiner):
            if not _verb_group(right, plural) or (words[0] in ("is", "are") and past(main_word(right))):
                continue  # "is sold and printed": the same verb goes on
            if auxiliary and main_word(right) not in FINITE and not present(main_word(right), False):
                continue  # "cannot dance and sing": so does the auxiliary
            for first in verb_phrases(left, term, plural):
                yield from (kind((first, second)) for second in verb_phrases(right, term, plural))
            return
    yield from _single(words, term, plural)


def _verb_group(words: Words, plural: bool) -> bool:
    """Whether the words begin with a finite verb, adverbs before it left aside."""
    verb = main_word(words)
    return bool(verb) and finite_as(verb, plural) and (len(words) > 1 or bool(present(verb, plural)))


def _paired(words: Words, term: str, plural: bool, phrase: Phrase) -> Iterator[Formula]:
    """ "Either A or B", "neither A nor B", "both A and B"; A and B may be pairs themselves."""
    joiner = {"either": "or", "neither": "nor", "both": "and"}[words[0]]
    halves = list(halves_at(words[1:], joiner))
    pairs = [h for h in halves if {"neither", "both"} & set(h[1][:2])] or halves
    if len(pairs) != 1:
        return
    left, right = pairs[0]
    if right[0] in PRONOUNS or right[0] == term:
        right = right[1:]
    if not right:
        return
    verb = left[0] if words[0] == "either" and left[0] not in FINITE else ""
    if verb and finite_as(verb, plural) and not _verb_group(right, plural):  # "either drinks tea or coffee"
        right = (verb, *right)
    own = _verb_group(right, plural) and not past(main_word(right))  # "is either a cat or lives in a house"
    for first in phrase(left, term, plural):
        for second in verb_phrases(right, term, plural) if own else phrase(right, term, plural):
            match words[0]:
                case "either":
                    yield Either((first, second))
                case "neither":
                    yield And((Not(first), Not(second)))
                case _:
                    yield And((first, second))


def _single(words: Words, term: str, plural: bool) -> Iterator[Formula]:
    """One verb with all that follows it."""
    match words:
        case ("does" | "do" | "will" | "can", "not", "both" | "either", *rest) if rest:
            lead = words[0]
            for pair in _paired(words[2:], term, plural, lambda w, t, p: verb_phrases((lead, *w), t, p)):
                yield Not(pair)
        case ("is" | "are", "not" | "never", *rest) if rest:
            parts = list(_being(tuple(rest), term, plural))
            if (
                all(not isinstance(part, And | Either) or part == And(()) for part in parts)
                or "or" not in rest
            ):
                yield from (Not(part) for part in parts if not isinstance(part, And) or "and" not in rest)
        case ("is" | "are", *rest) if rest:
            yield from _being(tuple(rest), term, plural)
        case (
            "was" | "were" | "had" | "should" | "must" | "can" | "would" | "could",
            "not" | "never",
            *rest,
        ) if rest:
            yield Not(_atom(words[0], tuple(rest), term))
        case ("was" | "were" | "had" | "should" | "must" | "can" | "would" | "could", *rest) if rest:
            yield _atom("was" if words[0] == "were" else words[0], tuple(rest), term)
        case ("does" | "do" | "will", "not" | "never", verb, *rest):
            yield Not(_done(verb, tuple(rest), term))
        case ("has" | "have", "not", *rest) if rest:
            yield Not(_done("have", tuple(rest), term))
        case ("did", "not" | "never", verb, *rest):
            yield Not(_atom("did", (verb, *rest), term))
        case ("will" | "do" | "does", verb, *rest):
            yield _done(verb, tuple(rest), term)
        case ("never", verb, *rest) if base := present(verb, plural):
            yield Not(_done(base, tuple(rest), term))
        case (verb, *rest) if base := present(verb, plural):
            yield _done(base, tuple(rest), term)
        case (verb, *rest) if rest and (base := past(verb)):
            yield _atom("did", (base, *rest), term)
        case (adverb, verb, *rest) if base := present(verb, plural):
            if is_adverb(adverb):
                yield _done(base, (*rest, adverb), term)


def _being(words: Words, term: str, plural: bool) -> Iterator[Formula]:
    """What stands behind "is": a list, a noun with its article, or a property with all that follows it."""
    for joiner, kind in (("or", Either), ("and", And)):
        lists = _listed(words, joiner)
        if joiner in words and all(_separate(one, other) for one, other in pairwise(lists)):
            readings: list[tuple[Formula, ...]] = [()]
            for item in lists:
                options = list(_being(item, term, plural))
                readings = [(*reading, option) for reading in readings for option in options]
            yield from (kind(reading) for reading in readings)
            return
    if words[0] in ("a", "an"):
        for formula in kind_of(words[1:], False):
            yield from _placed(formula, term)
    elif words[0] in _ANYBODY and words[1:2] in (("who",), ("that",)):
        many = words[0] in ("people", "those", "things")
        for formula in kind_of(("things" if many else "thing", *words[1:]), many):
            yield from _placed(formula, term)
    elif words[0] == "not" and len(words) > 1:
        yield from (Not(f) for f in _being(words[1:], term, plural))
    elif plural and _many(words):
        for formula in kind_of(words, True):
            yield from _placed(formula, term)
    else:
        yield _atom("", words, term)


def _separate(one: Words, other: Words) -> bool:
    """Whether two items of a list are said of the subject each: not "fond of tea and coffee"."""
    tail = any(word in _BEFORE_NOUN or word in LINKS for word in one[1:])
    return (
        not tail or other[0] in ("a", "an", "not") or (len(other) > 1 and other[1] in _BEFORE_NOUN | {"that"})
    )


def _many(words: Words) -> bool:
    """Whether the words are a plural noun, with what may stand behind it."""
    ends = [at for at, word in enumerate(words) if word in ("who", "that", "which")]
    noun = words[: ends[0]] if ends else words
    return bool(noun) and looks_plural(noun[head(noun)])


def _listed(words: Words, joiner: str) -> list[Words]:
    """The items of a list, at its joiner and its commas."""
    items: list[list[str]] = [[]]
    for word in words:
        if word in (",", joiner):
            items += [[]] if items[-1] else []
        else:
            items[-1].append(word)
    return [tuple(item) for item in items if item]


def _placed(formula: Formula, term: str) -> Iterator[Formula]:
    yield substituted(formula, X, term)


def _done(base: str, rest: Words, term: str) -> Formula:
    """What is done: a relation to a thing where the strict grammar sees one, else one predicate."""
    found = list(dict.fromkeys(verb_phrase(("do", base, *rest), term, True))) if base != "be" else []
    if len(found) == 1 and isinstance(found[0], Atom) and len(found[0].terms) == 2:
        return found[0]
    if base == "be":
        return next(_being(rest, term, False), _atom("", rest, term)) if rest else _atom("", ("be",), term)
    return _atom("do", (base if base == "have" else singular(base, False), *rest), term)


def _atom(lead: str, words: Words, term: str) -> Atom:
    words = tuple(word for word in words if word != "also") or words
    if words[0] == "with" and len(words) > 1 and not lead:
        lead, words = "do", ("have", *words[1:])
    if len(words) == 1 and not lead:
        return Atom(singular(words[0], False), (term,), words[0])
    return Atom(f"{lead} {key_of(words)}".strip(), (term,), " ".join((lead, *words)).strip())


def halves_at(words: Words, joiner: str) -> Iterator[tuple[Words, Words]]:
    """The parts before and behind a joiner: each place, those behind a comma alone where there are such."""
    places = [i for i, word in enumerate(words) if word == joiner and 0 < i < len(words) - 1]
    after_comma = [i for i in places if words[i - 1] == ","]
    for place in after_comma or places:
        left = words[:place]
        yield (left[:-1] if left[-1] == "," else left), words[place + 1 :]
