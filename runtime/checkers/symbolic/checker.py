r"""Symbolic mathematics: rewritings, numbers, values of functions, derivatives, roots of equations.

An equation in unknowns is no claim by itself. It is judged only where it must be one: both sides are numbers,
or both sides have the same letters and nothing said before ties those letters to a value.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from runtime.checkers import HOLDS, UNCHECKED, Context
from runtime.checkers.symbolic.calculus import equation_of, marked, put, read_values, stated
from runtime.checkers.symbolic.claims import Chain, chains, normal
from runtime.checkers.symbolic.formula import Node
from runtime.checkers.symbolic.identities import Words, claims_identity, words_of
from runtime.checkers.symbolic.scope import Scope
from runtime.checkers.symbolic.values import Comparison, compare, show
from runtime.events import Verdict

_LONGEST = 6000  # characters of a step
_DOUBTFUL = re.compile(
    r"\?\s*$|(?:^|[:.]\s)is\s|contradict|impossible|\bnot\b|n't\b"
    r"|never|false|incorrect|wrong|absurd|no solution|suppose|assum"
    r"|\bbase\b|\bmod(?:ulo)?\b"
    r"|approx|about|round|roughly|nearest|estimate|remainder|\bcannot\b|parity|units? digit"
    r"|last digit|congruen|binary|plug|extraneous|\d-\d+-\d+\$? |every (?:odd|even) function",
    re.IGNORECASE,
)
_COMPLEX = re.compile(
    r"complex|imaginary|\bi\s*\^\s*\{?2\}?\s*=\s*-|\bi\s*=\s*\\?sqrt|real part", re.IGNORECASE
)


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
    from runtime.checkers.symbolic.answers import verified

    return verified(answer, question)


def _verdicts(step: str, context: Context) -> Iterator[Verdict]:
    scope = scope_of(context.question, context.steps)
    doubtful = bool(_DOUBTFUL.search(step))
    words = words_of(step, context.question)
    found = chains(step)
    if not doubtful and (pair := stated(step, scope)):
        yield from _agreeing(*pair)
    for chain in found:
        if not (doubtful or chain.posed):
            yield from _judged(chain, scope, words, working=len(found) > 2)
            if not words.equating or "solv" in step.lower():
                yield from _root(chain, context.question)
        scope = scope.learned(chain)


@lru_cache(maxsize=256)
def scope_of(question: str, steps: tuple[str, ...]) -> Scope:
    """What the question and the steps before have said."""
    if not steps:
        scope = Scope(imaginary=bool(_COMPLEX.search(question)))
        return scope.asking(question) if len(question) <= _LONGEST else scope
    scope = scope_of(question, steps[:-1])
    for chain in chains(steps[-1]) if len(steps[-1]) <= _LONGEST else ():
        scope = scope.learned(chain)
    return scope


def _judged(chain: Chain, scope: Scope, words: Words, working: bool) -> Iterator[Verdict]:
    nodes = [scope.read(member) for member in chain.members]
    for i, sign in enumerate(chain.signs):
        left, right = nodes[i], nodes[i + 1]
        if sign == "=" and (pair := marked(chain.members[i], chain.members[i + 1], scope)):
            yield from _agreeing(*pair)
        if sign != "=" or not left or not right or (_atomic(left) and _atomic(right)):
            continue
        unknowns = scope.unknowns(left)
        if unknowns != scope.unknowns(right):
            continue
        if unknowns and not claims_identity(chain, i, left, right, scope, words):
            continue
        found = compare(left, right)
        if found.kind == "same":
            yield HOLDS
        elif found.kind == "different" and not _near(chain.members[i], chain.members[i + 1], found, working):
            yield Verdict("refuted", _reason(chain.members[i], chain.members[i + 1], found))


def _agreeing(must: Node, claimed: Node) -> Iterator[Verdict]:
    """The verdict of a derivative: what it must be, and what is claimed, is shown at a point."""
    found = compare(must, claimed)
    if found.kind == "same":
        yield HOLDS
    elif found.kind == "different":
        where = ", ".join(f"{name} = {show(value)}" for name, value in found.point) or "every point"
        yield Verdict(
            "refuted", f"at {where} the derivative is {show(found.left)}, by the claim {show(found.right)}"
        )


def _root(chain: Chain, question: str) -> Iterator[Verdict]:
    """The verdict of "x = 3" where the question has just one equation in x and asks for its roots."""
    equation = equation_of(question)
    if (
        equation is None
        or chain.signs != ("=",)
        or not chain.whole
        or chain.members[0].strip() != equation[0]
    ):
        return
    name, left, right = equation
    values = read_values(chain.members[1], name)
    if values is None or len(values) != 1:
        return
    a, b = (put(side, name, values[0]) for side in (left, right))
    found = compare(a, b)
    if found.kind == "same":
        yield HOLDS
    elif found.kind == "different":
        reason = f"{name} = {chain.members[1]} makes the left side of the equation {show(found.left)}"
        yield Verdict("refuted", f"{reason}, the right side {show(found.right)}")


def _atomic(node: Node) -> bool:
    """Whether the formula is a bare number or letter: two of them say nothing that can be computed."""
    while node.kind in ("neg", "group", "percent", "degree"):
        node = node.args[0]
    return node.kind in ("number", "symbol", "pi")


def _near(left: str, right: str, found: Comparison, working: bool) -> bool:
    """Whether the values differ by the rounding of a decimal, or by what a whole quotient leaves over."""
    a, b = found.left, found.right
    if working and re.fullmatch(r"\d+ ?/ ?\d+", left) and right.isdigit():
        return bool(b == a.numerator // a.denominator)
    digits = [len(part) for side in (left, right) for part in re.findall(r"\d\.(\d+)", side)]
    if not digits:
        return False
    unit = Fraction(1, 10 ** min(digits))
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        exact = (a / unit).denominator == (b / unit).denominator == 1
        return not exact and abs(a - b) <= unit
    return abs(complex(a) - complex(b)) <= float(unit)


def _reason(left: str, right: str, found: Comparison) -> str:
    a, b = show(found.left), show(found.right)
    if not found.point:
        return f"{left} is {a}, not {b}" if normal(right) == b else f"{left} is {a}, but {right} is {b}"
    where = ", ".join(f"{name} = {show(value)}" for name, value in found.point)
    return f"at {where} the left side is {a}, the right side {b}"
