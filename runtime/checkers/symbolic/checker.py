r"""Symbolic mathematics: rewritings, numbers, values of functions, derivatives, roots of equations.

An equation in unknowns is no claim by itself. It is judged only where it must be one: both sides are numbers,
or both sides have the same letters and nothing said before ties those letters to a value.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from runtime.checkers import HOLDS, UNCHECKED, Context
from runtime.checkers.symbolic.calculus import equation_of, marked, put, read_values, stated, valued
from runtime.checkers.symbolic.claims import Chain, chains, normal
from runtime.checkers.symbolic.equations import (
    Equation,
    contradiction,
    disagreement,
    equations_in,
    follows,
    known_equations,
    slip,
)
from runtime.checkers.symbolic.formula import Node
from runtime.checkers.symbolic.identities import Words, claims_identity, words_of
from runtime.checkers.symbolic.labels import labelled
from runtime.checkers.symbolic.scope import Scope, scope_of
from runtime.checkers.symbolic.values import Comparison, compare, show
from runtime.events import Verdict

_BARE = re.compile(r"(?:[a-z0-9 ]*:|\(\d\)(?: \* \(?-?\d+\)?:)?)?\s*([^$\\:,;]*)")
_LONGEST = 6000  # characters of a step
_DOUBTFUL = re.compile(
    r"\?\s*$|(?:^|[:.]\s)is\s|contradict|impossible|\bnot\b|n't\b"
    r"|never|false|incorrect|wrong|absurd|no solution|suppose|assum"
    r"|\bbase\b|\bmod(?:ulo)?\b"
    r"|approx|about|round|roughly|nearest|estimate|remainder|\bcannot\b|parity|units? digit"
    r"|last digit|congruen|binary|plug|extraneous|\d-\d+-\d+\$? |every (?:odd|even) function",
    re.IGNORECASE,
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
    known = known_equations(context.question, context.steps)
    transformed: list[Verdict] = []
    certain = not doubtful
    if certain:
        yield from labelled(step, context.steps, scope)
        for what, value, claimed in valued(step, scope):
            wrong = f"{what} is {show(value)}, not {show(claimed)}"
            yield HOLDS if value == claimed else Verdict("refuted", wrong)
    for chain in found:
        judged: list[Verdict] = []
        if not doubtful:
            transformed += _transformed(chain, scope, known, step)
        known += tuple(equations_in(chain, scope))
        if not (doubtful or chain.posed):
            judged = list(_judged(chain, scope, words, working=len(found) > 2))
            yield from judged
            if not words.equating or "solv" in step.lower():
                yield from _root(chain, context.question)
        certain = certain and len(judged) >= _identities(chain, scope)
        scope = scope.learned(chain)
    yield from (verdict for verdict in transformed if certain or verdict.kind == "refuted")


def _identities(chain: Chain, scope: Scope) -> int:
    """How many equalities of the chain are true by themselves.

    Where one of them is not judged, because it may be an equation, a slip in it would pass: then no equation
    beside it makes the step hold.
    """
    nodes = [scope.read(member) for member in chain.members]
    return sum(
        bool(sign == "=" and left and right and left != right and compare(left, right).kind == "same")
        for sign, left, right in zip(chain.signs, nodes, nodes[1:], strict=False)
    )


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


def _transformed(chain: Chain, scope: Scope, known: tuple[Equation, ...], step: str) -> Iterator[Verdict]:
    """The verdicts of the equations of a chain by what is known before it."""
    bare = len(chain.signs) == 1 and _bare(step)
    several = chain.signs.count("=") > 1 and not chain.posed
    several = several and not re.search(r"\bcase\b", step, re.IGNORECASE)  # it may have no solution
    for equation in equations_in(chain, scope):
        if follows(equation, known):
            yield HOLDS
        else:
            reason = slip(equation) if several else ""
            if bare:
                reason = contradiction(equation, known) or disagreement(equation, known)
            if reason:
                yield Verdict("refuted", reason)
        known += (equation,)


def _bare(step: str) -> bool:
    """Whether the step is one equation in plain text and no more, at most with a label before it."""
    return bool(
        re.fullmatch(r"(?:[a-z ]*:|\(\d\)(?: \* \(?-?\d+\)?:)?)?\s*[^$\\:,;]*", step)
    ) and not re.search(r"[A-Za-z]{2}", re.sub(r"^[a-z ]*:|sqrt|sin|cos|tan|log|ln|exp", "", step))


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
