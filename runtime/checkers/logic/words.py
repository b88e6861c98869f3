"""Formulas in English: what may be the case where a claim does not follow."""

from runtime.checkers.logic.entailment import And, Atom, Either, Exists, Forall, Formula, Not, Or


def denial(claim: Formula) -> str:
    """What may be the case instead: "there may be a B that is not a C"."""
    match claim:
        case Forall(_, Or((Not(subject), predicate))):
            return f"there may be {_kind(subject)} that {_verb(predicate, False)}"
        case Exists(_, And((subject, predicate))):
            return f"there may be no {_bare(subject)} that {_verb(predicate, True)}"
        case Not(Forall(_, Or((Not(subject), predicate)))):
            return f"it may be that every {_bare(subject)} {_verb(predicate, True)}"
        case Not(Exists(_, And((subject, predicate)))):
            return f"there may be {_kind(subject)} that {_verb(predicate, True)}"
        case Atom() | Not(Atom()):
            atom = claim.body if isinstance(claim, Not) else claim
            assert isinstance(atom, Atom)
            return f"it may be that {named(atom.terms[0])} {_verb(atom, isinstance(claim, Not))}"
    return "the premises allow that it is not so"


def named(term: str) -> str:
    """A name as a reader expects it."""
    return term if " " in term else term.capitalize()


def _kind(formula: Formula) -> str:
    match formula:
        case Atom(_, _, shown) if shown.startswith(("a ", "an ")):
            return shown
        case And(()):
            return "a thing"
    return f"a thing that {_verb(formula, True)}"


def _bare(formula: Formula) -> str:
    return _kind(formula).removeprefix("a ").removeprefix("an ")


def _verb(formula: Formula, sign: bool) -> str:
    match formula:
        case Not(body):
            return _verb(body, not sign)
        case Atom(predicate, (_, *others), shown):
            whom = f" {named(others[0])}" if others else ""
            if predicate.startswith("can "):
                return shown if sign else shown.replace("can", "cannot", 1)
            if predicate.startswith("do "):
                return (
                    f"{'does' if sign else 'does not'} {predicate.removeprefix('do ')}" if not sign else shown
                )
            if whom:
                return f"{shown}{whom}" if sign else f"does not {predicate}{whom}"
            return f"is {shown}" if sign else f"is not {shown}"
        case And(parts) if parts:
            return (" and " if sign else " or ").join(_verb(part, sign) for part in parts)
        case Or(parts) | Either(parts):
            return (" or " if sign else " and ").join(_verb(part, sign) for part in parts)
    return "is not so" if not sign else "is so"
