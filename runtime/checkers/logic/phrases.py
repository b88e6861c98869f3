"""Phrases of controlled English as formulas of a term: noun phrases, complements and verb phrases.

Each function yields every way to read the words.
"""

import re
from collections.abc import Iterable, Iterator

from runtime.checkers.logic.entailment import And, Atom, Either, Formula, Not

Words = tuple[str, ...]

X = "?x"
ANYONE, ANYMANY = "?x", "?x+"  # the variable as a word, before a verb in the singular or in the plural


def stock(words: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(words.split())


AUXILIARIES = stock("is are can does do has have fails fail lies lie never")
_VERBS = "like chase see visit need eat help follow trust know call fear love hate admire own want"
TRANSITIVE = {form: verb for verb in _VERBS.split() for form in (verb, f"{verb}s")}
RESERVED = AUXILIARIES | stock(
    "if then and or nor not who whom that which all every each any some no none nothing something "
    "someone anything anyone everything everyone nobody it they he she him her his its their them "
    "this these those only unless except but either neither both than because since so therefore "
    "thus hence whenever when was were will would could should must may might did had whose where "
    "there be , ; : ( ) maybe perhaps most many few also too another other same such ? ! false "
    "several numerous you we i true unknown yes means implies iff"
)
_OPEN = RESERVED | {form for form, verb in TRANSITIVE.items() if form != verb}
PREPOSITIONS = stock("of from with in on at for to by about under near")
_PLURALS = {
    **{"people": "person", "men": "man", "women": "woman", "children": "child", "mice": "mouse"},
    **{"oxen": "ox", "geese": "goose", "feet": "foot", "teeth": "tooth", "fish": "fish", "sheep": "sheep"},
}
_THINGS = stock("thing one entity object being")
TALK = stock(
    "statement statements claim conclusion hypothesis argument inference premise premises question following"
)


def singular(word: str, plural: bool) -> str:
    """One form for both numbers of a word: "wolves" and "wolf" meet in "wolv"."""
    if word in _PLURALS or word in _PLURALS.values():
        return _PLURALS.get(word, word)
    word = (
        word.removesuffix("s") if plural and len(word) > 1 and (word[-2:] != "ss" or len(word) == 2) else word
    )
    stripped = word.rstrip("e")
    word = stripped if len(stripped) > 1 and len(word) > 2 else word
    return word[:-1] + {"y": "i", "f": "v"}.get(word[-1], word[-1]) if len(word) > 2 else word


def key_of(words: Iterable[str]) -> str:
    """One key for the forms of a phrase: without articles, each word of several in one number."""
    parts = [part for word in words if word not in ("a", "an", "the") for part in word.split()]
    return parts[0] if len(parts) == 1 else " ".join(singular(part, looks_plural(part)) for part in parts)


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
    return next((i for i, word in enumerate(phrase) if i and word in PREPOSITIONS), len(phrase)) - 1


def term_of(words: Words) -> str:
    """The name of one thing, "" where the words are none."""
    name = words[1:] if words[0] == "the" else words
    barred = RESERVED | TALK | {"a", "an", "the"}
    if not 1 <= len(name) <= 3 or any(word in barred or not word[0].isalnum() for word in name):
        return ""
    return " ".join(words)


def truthful(who: str) -> Atom:
    return Atom("do tell truth", (who,), "tells the truth")


def verb_phrase(words: Words, term: str, plural: bool) -> Iterator[Formula]:
    yield from _simple_phrase(words, term, plural)
    for cut, word in enumerate(words):
        if word == "and" and cut and words[cut + 1 :] and words[cut + 1] in (AUXILIARIES | TRANSITIVE.keys()):
            for first in _simple_phrase(words[:cut], term, plural):
                yield from (And((first, second)) for second in verb_phrase(words[cut + 1 :], term, plural))


def _simple_phrase(words: Words, term: str, plural: bool) -> Iterator[Formula]:
    match words:
        case ("is", "telling", "the", "truth"):
            yield truthful(term)
        case ("is" | "are", "not", *rest) if "and" in rest:
            return  # "is not a fox and a bear": what is denied?
        case ("is" | "are", "not" | "never", *rest) if rest:
            yield from (Not(f) for f in complement(tuple(rest), term, words[0] == "are"))
        case ("is" | "are", *rest) if rest:
            yield from complement(tuple(rest), term, words[0] == "are")
        case ("can", "not" | "never", *rest) | ("never", "can", *rest) if rest:
            yield from (Not(f) for f in _action(tuple(rest), term, False, "can "))
        case ("can", *rest) if rest:
            yield from _action(tuple(rest), term, False, "can ")
        case ("does" | "do", "not", *rest) if rest:
            yield from (Not(f) for f in _action(tuple(rest), term, False))
        case ("does" | "do", *rest) if rest:
            yield from _action(tuple(rest), term, False)
        case ("never", *rest) if rest and rest[0] not in AUXILIARIES:
            yield from (Not(f) for f in _action(tuple(rest), term, not plural))
        case ("has" | "have", *rest) if rest:
            yield from _action(("have", *rest), term, False)
        case ("fails" | "fail", "to", "be", *rest) if rest:
            yield from (Not(f) for f in complement(tuple(rest), term, plural))
        case ("lies" | "lie", "outside", "the", *rest) if rest:
            yield from (Not(f) for f in noun_phrase(tuple(rest), term, True))
        case (verb, *_) if verb not in AUXILIARIES:
            yield from _action(words, term, not plural)


def _action(words: Words, term: str, third: bool, modal: str = "") -> Iterator[Formula]:
    """What is done, as a relation to a named thing or as one predicate. `third`: "swims", not "swim"."""
    verb, *others = words
    rest = tuple(others)
    if verb == "be" and modal and rest:
        verb, third = "be", False
    elif (
        verb in RESERVED - {"have"} | {"a", "an", "the"}
        or (third and not verb.endswith("s"))
        or verb in PREPOSITIONS
    ):
        return
    if not modal and verb in TRANSITIVE and rest:
        whom = X if rest == (ANYONE,) else term_of(rest)
        if whom and (rest[0] in ("the", ANYONE) or len(rest) == 1):
            yield Atom(TRANSITIVE[verb], (term, whom), f"{TRANSITIVE[verb]}s")
            return
    if len(rest) > 8 or any(word in RESERVED or word[0] == "?" for word in rest):
        return
    key = verb if verb in ("have", "be") else singular(verb, third)
    yield Atom(
        f"{modal or 'do '}{key_of((key, *rest))}",
        (term,),
        f"{modal}{' '.join(words)}",
    )


def complement(words: Words, term: str, plural: bool) -> Iterator[Formula]:
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
        yield Atom(key_of(key), (term,), " ".join(words))


def noun_phrase(words: Words, term: str, plural: bool) -> Iterator[Formula]:
    """What being so called says of the term: each way to read the phrase."""
    for cut, word in enumerate(words):
        if word in ("that", "who", "which") and cut:
            rest = words[cut + 1 :]
            if (
                not {"that", "who", "which"} & set(rest)
                and rest
                and rest[0] in (AUXILIARIES | TRANSITIVE.keys())
            ):
                for kind in noun_phrase(words[:cut], term, plural):
                    yield from (And((kind, f)) for f in verb_phrase(words[cut + 1 :], term, plural))
            return
    if words and words[0].startswith("non-"):
        yield from (Not(f) for f in noun_phrase((words[0][4:], *words[1:]), term, plural))
        return
    *adjectives, last = words or ("?",)
    general = singular(last, plural)
    if adjectives and general in {singular(w, False) for w in (*_THINGS, "person")}:
        parts = [w for w in adjectives if w not in (",", "and")]
        if all(w not in RESERVED and w[0] != "?" for w in parts):
            found = tuple(Atom(singular(w, False), (term,), w) for w in parts)
            yield found[0] if len(found) == 1 else And(found)
        return
    if general in {singular(w, False) for w in _THINGS}:
        yield And(())
        return
    if not 1 <= len(words) <= 7 or any(w in RESERVED or w[0] == "?" for w in words):
        return
    if words[0] in ("a", "an", "the") or words[head(words)] in PREPOSITIONS:
        return
    at = head(words)
    key = (*words[:at], singular(words[at], plural), *words[at + 1 :])
    shown = " ".join((*words[:at], shown_singular(words[at], plural), *words[at + 1 :]))
    yield Atom(key_of(key), (term,), f"{'an' if shown[0] in 'aeiou' else 'a'} {shown}")
