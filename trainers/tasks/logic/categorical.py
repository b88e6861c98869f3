"""Categorical statements (all, no, some, some not) decided exactly, with the decision written out.

A term is a number 1, 2, 3 ...; its complement is the negative. "All 1 are 2" is the universal (1, 2),
"no 1 are 2" the universal (1, -2), "some 1 are 2" the particular (1, 2), "some 1 are not 2" the
particular (1, -2). Universals restrict every thing; a particular asks for one thing. So a set of
statements is consistent exactly when each particular has a kind of thing that all universals allow.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Literal

Verdict = Literal["True", "False", "Unknown"]


@dataclass(frozen=True, slots=True)
class Statement:
    """All `subject` are `predicate`, or some are."""

    universal: bool
    subject: int
    predicate: int

    def denied(self) -> "Statement":
        """The statement that is true exactly when this one is not."""
        return Statement(not self.universal, self.subject, -self.predicate)


@cache
def kinds(terms: int) -> tuple[frozenset[int], ...]:
    """Every kind of thing there can be: each term, or its complement."""
    return tuple(frozenset(kind) for kind in product(*((t, -t) for t in range(1, terms + 1))))


@lru_cache(maxsize=200_000)
def consistent(statements: tuple[Statement, ...], terms: int, inhabited: bool) -> bool:
    """Whether the statements can be true together; `inhabited`: every term has members."""
    allowed = [
        kind
        for kind in kinds(terms)
        if all(s.predicate in kind or s.subject not in kind for s in statements if s.universal)
    ]
    wanted = [{s.subject, s.predicate} for s in statements if not s.universal]
    if inhabited:
        wanted += [{term} for term in range(1, terms + 1)]
    return all(any(want <= kind for kind in allowed) for want in wanted)


def verdict(premises: Sequence[Statement], claim: Statement, terms: int, inhabited: bool = False) -> Verdict:
    """What the premises make of the claim."""
    if not consistent((*premises, claim.denied()), terms, inhabited):
        return "True"
    return "False" if not consistent((*premises, claim), terms, inhabited) else "Unknown"


def letter(term: int) -> str:
    """The letter that stands for a term in the working: "A", "not B"."""
    return ("not " if term < 0 else "") + chr(64 + abs(term))


def plain(statement: Statement) -> str:
    """The statement over letters: "all A are B", "no A are B", "some A are not B"."""
    s, p = letter(statement.subject), letter(statement.predicate)
    if statement.universal and statement.predicate < 0:
        return f"no {s} are {letter(-statement.predicate)}"
    return f"{'all' if statement.universal else 'some'} {s} are {p}"


def rule_lines(statements: Iterable[Statement]) -> str:
    """The universals as rules both ways: "A -> B, not B -> not A"."""
    rules = [
        f"{letter(a)} -> {letter(b)}"
        for s in statements
        if s.universal
        for a, b in ((s.subject, s.predicate), (-s.predicate, -s.subject))
    ]
    return f"Rules: {', '.join(rules)}." if rules else "Rules: none."


def trial(
    premises: Sequence[Statement], claim: Statement, terms: int, inhabited: bool
) -> tuple[list[str], bool]:
    """Lines that try to make premises and claim true together, and whether that clashes.

    Each thing that must exist is closed under the rules; one clash is enough.
    """
    statements = (*premises, claim)
    lines = [rule_lines(statements)]
    rules = [
        rule
        for s in statements
        if s.universal
        for rule in ((s.subject, s.predicate), (-s.predicate, -s.subject))
    ]
    seen: set[int] = set()
    for start in _wanted(statements, terms, inhabited):
        if len(start) == 1 and start[0] in seen:  # a thing that fits is already a member of that class
            continue
        line, known, clash = _close(start, rules)
        lines.append(line)
        seen.update(known)
        if clash:
            return lines, True
    if len(lines) == 1:
        lines.append("Nothing has to exist.")
    lines.append("No clash.")
    return lines, False


def _wanted(statements: Sequence[Statement], terms: int, inhabited: bool) -> Iterator[tuple[int, ...]]:
    """The things that must exist, the claim's own first."""
    particular = [s for s in reversed(statements) if not s.universal]
    yield from ((s.subject, s.predicate) for s in particular)
    if inhabited:
        yield from ((term,) for term in range(1, terms + 1))


def _close(start: tuple[int, ...], rules: list[tuple[int, int]]) -> tuple[str, list[int], bool]:
    """One line that applies the rules to a thing until they give nothing new, or clash."""
    known = list(dict.fromkeys(start))
    parts = [f"Take x: {', '.join(map(letter, known))}."]
    if any(-term in known for term in known):
        return f"{parts[0]} Clash.", known, True
    grew = True
    while grew:
        grew = False
        for a, b in rules:
            if a in known and b not in known:
                parts.append(f"{letter(a)} so {letter(b)}.")
                known.append(b)
                grew = True
                if -b in known:
                    return f"{' '.join(parts)} Clash: {letter(abs(b))} and {letter(-abs(b))}.", known, True
    return f"{' '.join(parts)} Fits.", known, False
