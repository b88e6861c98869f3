"""What a text takes for granted: of which sort its things are, what its phrases and its names have in common.

"All people who swim are fit. Anna swims." speaks of people throughout. Where a text states or denies that
something is a person, the word is a class like any other. "The Danube" and "Danube" are one river,
and where something is said to be "made in Ghent", a "cup made in Ghent" is a cup and made in Ghent.
"""

from collections.abc import Iterable, Mapping, Sequence

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
    children,
    substituted,
)
from runtime.checkers.logic.phrases import PREPOSITIONS, singular

_SORTS = frozenset(singular(word, False) for word in ("person", "animal"))


def presumed(formulas: Sequence[Formula]) -> list[Formula]:
    """The formulas with what they presuppose true of everything, and with one name for one thing."""
    sorts = _SORTS - {predicate for formula in formulas for predicate in _stated(formula)}
    terms = {term for atom in atoms(*formulas) for term in atom.terms}
    doubled = [term for term in terms if term.startswith("the ") and term.removeprefix("the ") in terms]
    phrases = {atom.predicate for atom in atoms(*formulas)}
    parts = {phrase: parts for phrase in phrases if (parts := _parts(phrase, phrases))}
    found = [_replaced(formula, {**parts, **dict.fromkeys(sorts, ())}) for formula in formulas]
    for term in doubled:
        found = [substituted(formula, term, term.removeprefix("the ")) for formula in found]
    return found


def _parts(phrase: str, phrases: set[str]) -> tuple[str, ...]:
    """The noun of a phrase and what stands behind it, where the text says that by itself as well."""
    words = phrase.split()
    for cut in range(1, len(words) - 1):
        behind = " ".join(("do", "hav", *words[cut + 1 :]) if words[cut] == "with" else words[cut:])
        if behind in phrases and words[0] not in ("do", "can") and PREPOSITIONS & set(words[cut : cut + 2]):
            return (" ".join(words[:cut]), behind)
    return ()


def _replaced(formula: Formula, parts: Mapping[str, tuple[str, ...]]) -> Formula:
    """The formula with predicates replaced by several that are all true; by none: true of everything."""
    match formula:
        case Atom(predicate, terms, shown):
            if predicate not in parts:
                return formula
            return And(tuple(Atom(part, terms, shown) for part in parts[predicate]))
        case Not(body):
            return Not(_replaced(body, parts))
        case Forall(variable, body, terms):
            return Forall(variable, _replaced(body, parts), terms)
        case Exists(variable, body):
            return Exists(variable, _replaced(body, parts))
        case And(inside) | Or(inside) | Either(inside):
            return type(formula)(tuple(_replaced(part, parts) for part in inside))


def _stated(formula: Formula) -> Iterable[str]:
    """The predicates that are said or denied of something, not only the kind that a statement is about."""
    match formula:
        case Atom(predicate):
            yield predicate
        case Or((Not(Atom()), conclusion)):
            yield from _stated(conclusion)
        case And((Atom(), *rest)) if rest:
            for part in rest:
                yield from _stated(part)
        case _:
            for child in children(formula):
                yield from _stated(child)
