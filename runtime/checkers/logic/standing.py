"""What premises make of a claim, under either reading of empty classes."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Literal

from runtime.checkers.logic.entailment import (
    And,
    Atom,
    Either,
    Forall,
    Formula,
    Not,
    Or,
    atoms,
    resolved,
    satisfiable,
    walk,
)

Sense = Literal[
    "modern", "traditional", "inhabited"
]  # a reading, or: the text says that classes have members
Standing = Literal[
    "follows", "contradicts", "independent", "open"
]  # "open": it depends on what "either" means


def standing(premises: Sequence[Formula], claim: Formula, sense: Sense) -> Standing:
    """What the premises make of the claim, whichever way an "either" in them is meant."""
    found: set[Standing] = set()
    open_ = any(isinstance(part, Either) for formula in (*premises, claim) for part in walk(formula))
    for first, second in product((False, True), repeat=2) if open_ else ((False, False),):
        given, said = [resolved(f, first) for f in premises], resolved(claim, second)
        members = _members(given, [*given, said], sense)
        if open_ and not satisfiable(given, members):
            continue  # what makes the premises contradict each other is not what they mean
        if not satisfiable([*given, Not(said)], members):
            found.add("follows")
        elif not satisfiable([*given, said], members):
            found.add("contradicts")
        else:
            found.add("independent")
    return found.pop() if len(found) == 1 else "open"


@lru_cache(maxsize=512)
def consistent(premises: tuple[Formula, ...], sense: Sense) -> bool:
    given = [resolved(premise, exclusive=False) for premise in premises]
    return satisfiable(given, _members(given, given, sense))


def _members(premises: Sequence[Formula], said: Sequence[Formula], sense: Sense) -> tuple[Atom, ...]:
    """What is taken to be non-empty: the terms of universal premises, or every class that a noun names."""
    match sense:
        case "modern":
            return ()
        case "traditional":
            found = (part.terms for f in premises for part in walk(f) if isinstance(part, Forall))
            return tuple(dict.fromkeys(atom for terms in found for atom in terms))
        case "inhabited":
            nouns = (atom for atom in atoms(*said) if atom.shown.startswith(("a ", "an ")))
            return tuple(dict.fromkeys(Atom(atom.predicate, ("?x",)) for atom in nouns))


def derived(premises: Sequence[Formula], claim: Formula) -> Standing:
    """What rules give of the claim used only forwards, from condition to conclusion.

    Data sets of rules call unknown what takes a rule backwards ("not B, so not A"). Here "not A" becomes a
    predicate of its own, so that a rule has no contrapositive.
    """
    given = [_forwards(resolved(premise, exclusive=False)) for premise in premises]
    if not satisfiable([*given, Not(_forwards(claim))]):
        return "follows"
    return "independent" if satisfiable([*given, Not(_forwards(Not(claim)))]) else "contradicts"


def _forwards(formula: Formula) -> Formula:
    match formula:
        case Not(Not(body)):
            return _forwards(body)
        case Not(Atom(predicate, terms)):
            return Atom(f"not {predicate}", terms)
        case Or((Not(condition), conclusion)):
            return Or((Not(_forwards(condition)), _forwards(conclusion)))
        case And(parts):
            return And(tuple(map(_forwards, parts)))
        case Forall(variable, body):
            return Forall(variable, _forwards(body))
    return formula
