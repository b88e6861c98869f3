"""Whether an equality of formulas with letters claims to hold for all their values, or is an equation.

Both look alike: "x(x + 3) = 2x + 4" may be either. It is taken for a claim only where its words, its place in
a chain or the question make it one, where nothing ties its letters, and where there is something to rewrite.
"""

import re
from dataclasses import dataclass

from runtime.checkers.symbolic.claims import Chain, normal
from runtime.checkers.symbolic.formula import Node
from runtime.checkers.symbolic.scope import Scope
from runtime.checkers.symbolic.values import symbols

_REWRITING = re.compile(
    r"\bexpand|\bfactor(?!ial)|multiply(?:ing)? out|distribut|\bFOIL\b|like terms|collect"
    r"|complet\w+ the square|rewrit|long division|common denominator|difference of (?:two )?(?:squares|cubes)"
    r"|open the brackets|simplify(?!ing)|in (?:its )?simplest",
    re.IGNORECASE,
)
_EQUATING = re.compile(
    r"equation|\bset(?:ting)?\b|equal to|\bsolv|translat|\bif\b|\beven\b|\bodd\b|such that|conditions?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a step and its question say of its equalities."""

    rewriting: bool  # a formula is to be rewritten
    equating: bool  # two formulas are set equal
    triangle: bool  # the letters may be angles with a known sum


def words_of(step: str, question: str) -> Words:
    """What the words say."""
    return Words(
        bool(_REWRITING.search(step) or _REWRITING.search(question)),
        bool(_EQUATING.search(step)),
        "triangle" in question or "angles" in question,
    )


def claims_identity(chain: Chain, i: int, left: Node, right: Node, scope: Scope, words: Words) -> bool:
    """Whether the i-th equality of the chain is certain to be a rewriting of its left side."""
    if re.match(r"\s*[a-zA-Z]'+\(", chain.members[i]):  # f'(x) = 3x^2, where f is known
        return "'" not in chain.members[i + 1] and not _is_letters(right)
    letters = scope.unknowns(left)
    written = normal(chain.members[i])
    if written in scope.sides:  # x^2 + 5x + 6 = 0 before: this is how its side factors
        return _is_product(right) and normal(chain.members[i + 1]) not in scope.sides
    if letters & scope.tied or words.equating or (_is_plain(left) and _is_plain(right)):
        return False
    if _is_letters(left) or _is_letters(right):
        return False
    functions = any(part.kind == "function" for part in (*left.walk(), *right.walk()))
    if "i" in symbols(left) | symbols(right) and not scope.imaginary and (functions or len(letters) > 1):
        return False
    if functions and words.triangle:
        return False
    if words.rewriting:
        return True
    if chain.signs.count("=") > 1:
        return i > 0 or _has_sum(left)
    if chain.whole and (len(scope.asked) == 1 or (scope.functions and not scope.asked)):
        return True
    return len(scope.asked) == 1 and scope.asked[0] == left


def _is_product(node: Node) -> bool:
    while node.kind in ("neg", "group"):
        node = node.args[0]
    return node.kind in ("mul", "pow") and _has_sum(node)


def _has_sum(node: Node) -> bool:
    return any(part.kind in ("add", "group") for part in node.walk())


def _is_letters(node: Node) -> bool:
    """Whether the formula is a letter or a bare product of letters, which may be a name or digits."""
    while node.kind == "group":
        node = node.args[0]
    return node.kind == "symbol" or (node.kind == "mul" and all(map(_is_letters, node.args)))


def _is_plain(node: Node) -> bool:
    """Whether there is nothing to rewrite: a sum of multiples of different powers of letters."""
    while node.kind == "group":
        node = node.args[0]
    seen: set[tuple[str, ...]] = set()
    for term in node.args if node.kind == "add" else (node,):
        power = _monomial(term)
        if power is None or power in seen:
            return False
        seen.add(power)
    return True


def _monomial(node: Node) -> tuple[str, ...] | None:
    """The letters of a multiple of a power, sorted; None where the formula is none or not worked out."""
    if node.kind in ("neg", "group"):
        return _monomial(node.args[0])
    if node.kind in ("number", "root", "pi"):
        return () if not symbols(node) else None
    if node.kind == "symbol":
        return (node.name,)
    if node.kind == "pow" and node.args[0].kind == "symbol" and node.args[1].kind == "number":
        return (node.args[0].name,) * min(int(node.args[1].value), 99)
    if node.kind == "div" and not symbols(node.args[1]) and not _has_sum(node):
        return _monomial(node.args[0])
    if node.kind == "mul":
        a, b = map(_monomial, node.args)
        if a is None or b is None or (not a and not b) or (set(a) & set(b)):
            return None
        return tuple(sorted(a + b))
    return None
