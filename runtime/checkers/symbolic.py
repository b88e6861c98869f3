r"""Symbolic mathematics: rewritings, numeric equalities, values of functions, derivatives, roots of equations.

An equation in unknowns is no claim by itself. It is judged only where it must be one: both sides are numbers,
or both sides have the same letters and nothing said before ties those letters to a value.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from runtime.checkers import HOLDS, UNCHECKED, Context
from runtime.checkers.claims import Chain, chains, normal
from runtime.checkers.formula import Node
from runtime.checkers.scope import Scope
from runtime.checkers.values import Comparison, compare, show
from runtime.events import Verdict

_LONGEST = 6000  # characters of a step
_DOUBTFUL = re.compile(
    r"contradict|impossible|\bnot\b|n't\b|never|false|incorrect|wrong|absurd|no solution|suppose|assum"
    r"|\bbase\b|\bmod(?:ulo)?\b|approx|about|round|roughly|nearest|estimate|remainder|\bcannot\b",
    re.IGNORECASE,
)
_REWRITING = re.compile(
    r"\bexpand|\bfactor(?!ial)|multiply(?:ing)? out|distribut|\bFOIL\b|like terms|collect|complet\w+ the square"
    r"|rewrit|long division|common denominator|difference of (?:two )?(?:squares|cubes)|open the brackets"
    r"|simplify(?!ing)|in (?:its )?simplest",
    re.IGNORECASE,
)
_COMPLEX = re.compile(r"complex|imaginary|\bi\s*\^\s*\{?2|\bi\s*=\s*\\?sqrt|real part|\d\s*i\b.*\bi\b", re.I)


def check(step: str, context: Context) -> Verdict:
    """The verdict of one step: refuted if one of its claims is false, holds if one is true and none false."""
    if len(step) > _LONGEST:
        return UNCHECKED
    try:
        verdicts = list(_verdicts(step, context))
    except RecursionError:
        return UNCHECKED
    return next((v for v in verdicts if v.kind == "refuted"), HOLDS if HOLDS in verdicts else UNCHECKED)


def verify(answer: str, question: str) -> bool | None:
    """Whether the final answer is right; None where the question is of no form that is known here."""
    from runtime.checkers.symbolic_answers import verified

    return verified(answer, question)


def _verdicts(step: str, context: Context) -> Iterator[Verdict]:
    scope = scope_of(context.question, context.steps)
    doubtful = bool(_DOUBTFUL.search(step))
    rewriting = bool(_REWRITING.search(step)) or bool(_REWRITING.search(context.question))
    for chain in chains(step):
        if not (doubtful or chain.posed):
            yield from _judged(chain, scope, rewriting)
        scope = scope.learned(chain)


@lru_cache(maxsize=256)
def scope_of(question: str, steps: tuple[str, ...]) -> Scope:
    """What the question and the steps before have said."""
    if not steps:
        scope, text = Scope(imaginary=bool(_COMPLEX.search(question))), question
    else:
        scope, text = scope_of(question, steps[:-1]), steps[-1]
    if len(text) <= _LONGEST:
        for chain in chains(text):
            scope = scope.learned(chain)
    return scope


def _judged(chain: Chain, scope: Scope, rewriting: bool) -> Iterator[Verdict]:
    nodes = [scope.read(member) for member in chain.members]
    for i, sign in enumerate(chain.signs):
        left, right = nodes[i], nodes[i + 1]
        if sign == "=" and left and right:
            verdict = _equality(chain, i, left, right, scope, rewriting)
            if verdict != UNCHECKED:
                yield verdict


def _equality(chain: Chain, i: int, left: Node, right: Node, scope: Scope, rewriting: bool) -> Verdict:
    a, b = scope.unknowns(left), scope.unknowns(right)
    if a != b or (_atomic(left) and _atomic(right)):
        return UNCHECKED
    if a and not _identity(chain, i, left, right, scope, rewriting):
        return UNCHECKED
    found = compare(left, right)
    if found.kind == "same":
        return HOLDS
    if found.kind == "unsure" or _rounded(chain.members[i], chain.members[i + 1], found):
        return UNCHECKED
    return Verdict("refuted", _reason(chain.members[i], chain.members[i + 1], found))


def _identity(chain: Chain, i: int, left: Node, right: Node, scope: Scope, rewriting: bool) -> bool:
    """Whether an equality of formulas with letters claims to hold for all their values."""
    written = normal(chain.members[i])
    if written in scope.sides:
        return _is_product(right) and normal(chain.members[i + 1]) not in scope.sides
    if scope.unknowns(left) & scope.tied:
        return False
    longer = chain.signs.count("=") > 1
    return rewriting or longer or written in scope.seen


def _is_product(node: Node) -> bool:
    while node.kind in ("neg", "group"):
        node = node.args[0]
    return node.kind in ("mul", "pow") and any(
        arg.kind in ("add", "group") for part in node.walk() for arg in part.args
    )


def _atomic(node: Node) -> bool:
    """Whether the formula is a bare number or letter: two of them say nothing that can be computed."""
    while node.kind in ("neg", "group", "percent", "degree"):
        node = node.args[0]
    return node.kind in ("number", "symbol", "pi")


def _rounded(left: str, right: str, found: Comparison) -> bool:
    """Whether the two values differ by no more than the rounding of a decimal among them."""
    digits = [len(part) for side in (left, right) for part in re.findall(r"\d\.(\d+)", side)]
    if not digits:
        return False
    try:
        return bool(abs(found.left - found.right) <= Fraction(1, 2 * 10 ** min(digits)))
    except TypeError:
        return float(abs(complex(found.left) - complex(found.right))) <= 0.5 / 10 ** min(digits)


def _reason(left: str, right: str, found: Comparison) -> str:
    a, b = show(found.left), show(found.right)
    if not found.point:
        return f"{left} is {a}, not {b}" if normal(right) == b else f"{left} is {a}, but {right} is {b}"
    where = ", ".join(f"{name} = {show(value)}" for name, value in found.point)
    return f"at {where} the left side is {a}, the right side {b}"
