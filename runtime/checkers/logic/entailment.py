"""First-order formulas without functions, and whether a set of them can be true together.

Every formula here has its existential quantifiers outside of its universal ones once it is in negation normal
form. Such formulas have a model exactly when they have one whose things are the named ones and a witness for
each existential, so the question is one of propositional logic, and the answer is exact.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

_DECISIONS, _CLAUSES = 400, 20_000  # beyond these a question is left undecided


class Undecided(Exception):
    """The formulas are outside of what is decided here, or too large."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A predicate of its terms: names, or variables that begin with "?". `shown` is how the text words it."""

    predicate: str
    terms: tuple[str, ...]
    shown: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The body is false."""

    body: "Formula"


@dataclass(frozen=True, slots=True)
class And:
    """All parts are true."""

    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part is true."""

    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """ "Either A or B", which English leaves open: inclusive, or exclusive."""

    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Forall:
    """The body is true of everything. `terms`: what the traditional reading takes to be non-empty."""

    variable: str
    body: "Formula"
    terms: tuple[Atom, ...] = ()


@dataclass(frozen=True, slots=True)
class Exists:
    """The body is true of something."""

    variable: str
    body: "Formula"


Formula = Atom | Not | And | Or | Either | Forall | Exists


def implies(condition: Formula, conclusion: Formula) -> Formula:
    """The conclusion is true where the condition is."""
    return Or((Not(condition), conclusion))


def iff(left: Formula, right: Formula) -> Formula:
    """Both are true or both are false."""
    return And((implies(left, right), implies(right, left)))


def children(formula: Formula) -> tuple[Formula, ...]:
    """The formulas directly inside."""
    match formula:
        case Atom():
            return ()
        case Not(body) | Forall(_, body) | Exists(_, body):
            return (body,)
        case And(parts) | Or(parts) | Either(parts):
            return parts


def walk(formula: Formula) -> Iterator[Formula]:
    """The formula and all inside it."""
    yield formula
    for child in children(formula):
        yield from walk(child)


def atoms(*formulas: Formula) -> Iterator[Atom]:
    """Every atom in the formulas, in order."""
    return (part for formula in formulas for part in walk(formula) if isinstance(part, Atom))


def resolved(formula: Formula, exclusive: bool) -> Formula:
    """The formula with every "either" read as exclusive, or as inclusive."""
    match formula:
        case Atom():
            return formula
        case Not(body):
            return Not(resolved(body, exclusive))
        case Forall(variable, body, terms):
            return Forall(variable, resolved(body, exclusive), terms)
        case Exists(variable, body):
            return Exists(variable, resolved(body, exclusive))
        case And(parts):
            return And(tuple(resolved(part, exclusive) for part in parts))
        case Or(parts):
            return Or(tuple(resolved(part, exclusive) for part in parts))
        case Either(parts):
            inside = tuple(resolved(part, exclusive) for part in parts)
            if not exclusive:
                return Or(inside)
            pairs = ((a, b) for i, a in enumerate(inside) for b in inside[i + 1 :])
            return And((Or(inside), *(Not(And(pair)) for pair in pairs)))


def substituted(formula: Formula, variable: str, term: str) -> Formula:
    """The formula with the term in the variable's place."""
    match formula:
        case Atom(predicate, terms, shown):
            return Atom(predicate, tuple(term if t == variable else t for t in terms), shown)
        case Not(body):
            return Not(substituted(body, variable, term))
        case Forall(bound, body, terms):
            return Forall(bound, substituted(body, variable, term), terms)
        case Exists(bound, body):
            return Exists(bound, substituted(body, variable, term))
        case And(parts):
            return And(tuple(substituted(part, variable, term) for part in parts))
        case Or(parts):
            return Or(tuple(substituted(part, variable, term) for part in parts))
        case Either(parts):
            return Either(tuple(substituted(part, variable, term) for part in parts))


def satisfiable(formulas: Iterable[Formula], members: Iterable[Atom] = ()) -> bool:
    """Whether the formulas can be true together, with something for each of `members` to be true of.

    Raises Undecided where an existential depends on a universal, or the formulas are too large.
    """
    fresh = (f"!{number}" for number in count())
    wanted = (substituted(atom, atom.terms[0], next(fresh)) for atom in members)
    given = [*(_normal(f, True, False, fresh) for f in formulas), *wanted]
    named = {term: None for atom in atoms(*given) for term in atom.terms if term[0] != "?"}
    return _Clauses(tuple(named) or (next(fresh),)).satisfiable(given)


def _normal(formula: Formula, sign: bool, bound: bool, fresh: Iterator[str]) -> Formula:
    """Negation normal form of the formula, or of its denial, with a witness for each existential."""
    match formula:
        case Atom():
            return formula if sign else Not(formula)
        case Not(body):
            return _normal(body, not sign, bound, fresh)
        case And(parts) | Or(parts):
            inside = tuple(_normal(part, sign, bound, fresh) for part in parts)
            return And(inside) if isinstance(formula, And) == sign else Or(inside)
        case Forall(variable, body) | Exists(variable, body):
            if isinstance(formula, Forall) == sign:
                return Forall(variable, _normal(body, sign, True, fresh))
            if bound:
                raise Undecided
            return _normal(substituted(body, variable, next(fresh)), sign, False, fresh)
        case Either():
            return _normal(resolved(formula, exclusive=False), sign, bound, fresh)


class _Clauses:
    """Clauses over numbered atoms, filled from formulas in negation normal form, and their decision."""

    def __init__(self, things: tuple[str, ...]) -> None:
        self.things = things
        self.clauses: list[list[int]] = []
        self.numbers: dict[Atom, int] = {}
        self.fresh = count(1)

    def satisfiable(self, formulas: Iterable[Formula]) -> bool:
        for formula in formulas:
            self._assert(formula, {}, [])
        return _decide(self.clauses, next(self.fresh))

    def _literal(self, formula: Formula, bound: dict[str, str]) -> int:
        """The number that stands for the formula; for a compound one it implies the formula."""
        match formula:
            case Atom(predicate, terms):
                atom = Atom(predicate, tuple(bound.get(term, term) for term in terms))
                if atom not in self.numbers:
                    self.numbers[atom] = next(self.fresh)
                return self.numbers[atom]
            case Not(body):
                return -self._literal(body, bound)
            case _:
                number = next(self.fresh)
                self._assert(formula, bound, [-number])
                return number

    def _assert(self, formula: Formula, bound: dict[str, str], otherwise: list[int]) -> None:
        """Add clauses: the formula, or else one of the literals `otherwise`."""
        if len(self.clauses) > _CLAUSES:
            raise Undecided
        match formula:
            case And(parts):
                for part in parts:
                    self._assert(part, bound, otherwise)
            case Forall(variable, body):
                for thing in self.things:
                    self._assert(body, {**bound, variable: thing}, otherwise)
            case Or():
                self.clauses.append([*otherwise, *(self._literal(p, bound) for p in _disjuncts(formula))])
            case _:
                self.clauses.append([*otherwise, self._literal(formula, bound)])


def _disjuncts(formula: Formula) -> Iterator[Formula]:
    match formula:
        case Or(parts):
            for part in parts:
                yield from _disjuncts(part)
        case _:
            yield formula


def _decide(clauses: list[list[int]], size: int) -> bool:
    """Whether the clauses have a model (DPLL). Raises Undecided after too many guesses."""
    value = [0] * (size + 1)  # 1 true, -1 false, 0 open
    where: defaultdict[int, list[list[int]]] = defaultdict(list)
    for clause in clauses:
        for literal in clause:
            where[literal].append(clause)

    def holds(literal: int) -> int:
        return value[literal] if literal > 0 else -value[-literal]

    def assume(literals: list[int], trail: list[int]) -> bool:
        """Make the literals true with all that follows, noted on the trail; False on a clash."""
        while literals:
            literal = literals.pop()
            if (known := holds(literal)) != 0:
                if known < 0:
                    return False
                continue
            value[abs(literal)] = 1 if literal > 0 else -1
            trail.append(abs(literal))
            for clause in where[-literal]:
                unit = 0
                for other in clause:
                    if (known := holds(other)) > 0 or (known == 0 and unit not in (0, other)):
                        break
                    if known == 0:
                        unit = other
                else:
                    if unit == 0:
                        return False
                    literals.append(unit)
        return True

    if not all(clauses) or not assume([clause[0] for clause in clauses if len(clause) == 1], []):
        return False
    guesses: list[tuple[int, list[int]]] = []  # the second try of each guess, and what the first one set
    for _ in range(_DECISIONS):
        unmet = next((c for c in clauses if not any(holds(literal) > 0 for literal in c)), None)
        if unmet is None:
            return True
        guess = next(literal for literal in unmet if holds(literal) == 0)
        guesses.append((-guess, []))
        while not assume([guess], guesses[-1][1]):
            while True:
                if not guesses:
                    return False
                second, trail = guesses.pop()
                for number in trail:
                    value[number] = 0
                if second:
                    break
            guess = second
            guesses.append((0, []))
    raise Undecided
