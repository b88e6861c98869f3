"""Lines that name what they give: `total: 8y - 3`, `y^2: -8`, `derivative: 6x + 2`, `differences: 3, 3, 3`.

Such a line is judged by the lines before it: the terms of one kind by the formula that was being collected, a
derivative by the terms that were derived, differences by the numbers they are between.
"""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import gcd, lcm

from runtime.checkers import HOLDS
from runtime.checkers.symbolic.formula import Node, NotAFormula, number, parse
from runtime.checkers.symbolic.polynomials import ONE, polynomial_of
from runtime.checkers.symbolic.scope import Scope
from runtime.checkers.symbolic.values import Undefined, compare, derivative, show, substitute, symbols
from runtime.events import Verdict

_LABEL = re.compile(r"([^:=]+): (.+)")
_SOURCE = re.compile(r"(?:(?:sum|all|by [a-z], \d times?): )?([^:=>]+)$")
_DERIVED = re.compile(r"(?:(?:first|second|third) )?derivative")
_LISTED = re.compile(r"(terms|(?:second |third )?differences): ([-\d/, ]+?)(?:, equal)?$")
_COMMON = re.compile(r"\b(gcd|lcm)\((\d+), (\d+)\) = (\d+)$")


def labelled(step: str, steps: tuple[str, ...], scope: Scope) -> Iterator[Verdict]:
    """The verdicts of a line by its label and the lines before; none where it has no label that is known."""
    if any(mark in step for mark in "$\\\n"):
        return
    if match := _COMMON.search(step):
        yield _counted(match)
    elif match := re.fullmatch(r"= ([^=:]+)", step):
        yield from _continued(match[1], steps, scope)
    elif match := _LISTED.fullmatch(step):
        yield from _differences(match[1], match[2], steps)
    elif "->" in step:
        yield from _term(step, steps, scope)
    elif match := _LABEL.fullmatch(step):
        yield from _named(match[1], match[2], steps, scope)


def _named(label: str, body: str, steps: tuple[str, ...], scope: Scope) -> Iterator[Verdict]:
    node = _read(body, scope)
    if node is None:
        return
    if label == "total":
        source = _source(steps, scope)
        if source is not None and symbols(node) <= symbols(source):
            yield from _equal(node, source, "the formula before")
    elif _DERIVED.fullmatch(label) or label == "antiderivative":
        yield from _added(node, steps, scope)
    elif label in ("left", "exponent"):
        before = next(
            (m[1] for s in reversed(steps) if (m := re.fullmatch(r"(?:left|exponents): (.+)", s))), ""
        )
        if before and (old := _read(before, scope)) is not None:
            yield from _equal(node, old, before)
    elif label == "formula":
        yield from _formula(node, steps)
    elif label in ("sum", "all"):
        if any(compare(node, other).kind == "same" for other in (*scope.asked, *_sums(steps, scope))):
            yield HOLDS
    else:
        yield from _collected(label, node, steps, scope)


def _collected(label: str, node: Node, steps: tuple[str, ...], scope: Scope) -> Iterator[Verdict]:
    """The terms with one product of letters: either written out, or only what stands before the letters."""
    if not re.fullmatch(r"constant|[a-z](?:\^\d+)?", label):
        return
    kind = number(1) if label == "constant" else _read(label, scope)
    source = _source(steps, scope)
    if (
        kind is None
        or source is None
        or not symbols(kind) <= symbols(source)
        or (label != "constant" and not symbols(kind))
    ):
        return
    key, whole, given = polynomial_of(kind), polynomial_of(source), polynomial_of(node)
    if key is None or whole is None or given is None or len(key) != 1 or set(key.values()) != {Fraction(1)}:
        return
    monomial = next(iter(key))
    if not set(given) <= {monomial} and not set(given) <= {ONE}:
        return
    found = sum(given.values(), Fraction(0))
    wanted = whole.get(monomial, Fraction(0))
    if found == wanted:
        yield HOLDS
    else:
        what = "the constant" if label == "constant" else f"the coefficient of {label}"
        yield Verdict("refuted", f"{what} in the formula before is {wanted}, not {found}")


def _term(step: str, steps: tuple[str, ...], scope: Scope) -> Iterator[Verdict]:
    """`6y^2: y^2 -> 12y` derives a term, `6y^2 -> 2y^3` integrates one."""
    pair = _arrow(step, scope)
    if pair is None:
        return
    before, after, derived = pair
    letters = symbols(before) | symbols(after)
    named = re.search(r"no ([a-z]) ->", step)
    name = named[1] if named else min(letters) if len(letters) == 1 else ""
    if not name:
        return
    try:
        rate, claimed = (derivative(before, name), after) if derived else (derivative(after, name), before)
    except Undefined:
        return
    yield from _equal(claimed, rate, "the derivative" if derived else "the derivative of the result")


def _arrow(step: str, scope: Scope) -> tuple[Node, Node, bool] | None:
    """The term before, the term after, and whether the line derives rather than integrates."""
    left, arrow, right = step.rpartition(" -> ")
    if not arrow:
        return None
    before, colon, _ = left.partition(": ")
    nodes = [_read(text, scope) for text in (before, right)]
    return (nodes[0], nodes[1], bool(colon)) if nodes[0] and nodes[1] else None


def _added(node: Node, steps: tuple[str, ...], scope: Scope) -> Iterator[Verdict]:
    """A derivative or antiderivative is the sum of the terms derived or integrated just before."""
    terms: list[Node] = []
    for step in reversed(steps):
        if pair := _arrow(step, scope):
            terms.append(pair[1])
        elif re.search(r"derivative|total|\b\d*[a-z]\b", step.replace(" r ", " ")):
            break  # no work on numbers
    if terms:
        yield from _equal(node, Node("add", (number(0), *terms)), "the sum of the terms before")


def _sums(steps: tuple[str, ...], scope: Scope) -> Iterator[Node]:
    """What the results of the last lines add up to."""
    total = number(0)
    for step in reversed(steps[-8:]):
        left, sign, right = step.partition(" = ")
        if sign and (whole := _read(left, scope)) is not None:
            yield whole
        result = _read(right.rpartition(" = ")[2] or right, scope) if sign else None
        if result is None:
            return
        total = Node("add", (total, result))
        yield result
        yield total


def _continued(body: str, steps: tuple[str, ...], scope: Scope) -> Iterator[Verdict]:
    """A line that goes on with the formula of the line before."""
    before = steps[-1].rpartition("=")[2].strip() if steps else ""
    node, old = _read(body, scope), _read(before, scope)
    if node is not None and old is not None:
        # Without letters the line before may be work on the side.
        yield from (v for v in _equal(node, old, before) if symbols(node) or v == HOLDS)


def _differences(label: str, body: str, steps: tuple[str, ...]) -> Iterator[Verdict]:
    lists = [(m[1], _numbers(m[2])) for s in steps if (m := _LISTED.fullmatch(s))]
    if label == "terms" or not lists:
        return
    wanted = [b - a for a, b in pairwise(lists[-1][1])]
    if _numbers(body) == wanted:
        yield HOLDS
    else:
        yield Verdict("refuted", f"the differences of the numbers before are {', '.join(map(str, wanted))}")


def _formula(node: Node, steps: tuple[str, ...]) -> Iterator[Verdict]:
    """The formula of a sequence gives its terms at 1, 2, 3."""
    terms = next((_numbers(m[2]) for s in steps if (m := _LISTED.fullmatch(s)) and m[1] == "terms"), [])
    if not terms or len(symbols(node)) != 1:
        return
    name = min(symbols(node))
    for place, term in enumerate(terms, 1):
        found = compare(substitute(node, {name: number(place)}), number(term))
        if found.kind != "same":
            if found.kind == "different":
                yield Verdict("refuted", f"at {name} = {place} it is {show(found.left)}, not {term}")
            return
    yield HOLDS


def _counted(match: re.Match[str]) -> Verdict:
    functions: dict[str, Callable[[int, int], int]] = {"gcd": gcd, "lcm": lcm}
    a, b, claimed = (int(text[:40]) for text in match.groups()[1:])
    value = functions[match[1]](a, b)
    return (
        HOLDS if value == claimed else Verdict("refuted", f"{match[1]}({a}, {b}) is {value}, not {claimed}")
    )


def _equal(node: Node, wanted: Node, what: str) -> Iterator[Verdict]:
    found = compare(node, wanted)
    if found.kind == "same":
        yield HOLDS
    elif found.kind == "different":
        where = "".join(f" at {name} = {show(value)}" for name, value in found.point)
        yield Verdict("refuted", f"it is {show(found.left)}{where}, and {what} is {show(found.right)}")


def _source(steps: tuple[str, ...], scope: Scope) -> Node | None:
    """The formula whose terms are being collected: the last one that stands alone in a line."""
    for step in reversed(steps[-40:]):
        if match := re.fullmatch(r"(?:move:|\(\d\)) (.+?) = ([-\d/ +]+|.*)", step):
            return None if re.search("[a-z]", match[2]) else _read(match[1], scope)
        if "=" in step and re.search(r"[a-z]", re.sub(r" r | so | sqrt", " ", step)):
            return None  # what is collected may be in several lines
        if "=" not in step and (match := _SOURCE.fullmatch(step)) and (node := _read(match[1], scope)):
            return node
    return None


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Node | None:
    try:
        return parse(text)
    except NotAFormula:
        return None


def _read(text: str, scope: Scope) -> Node | None:
    return scope.read(text) if _parsed(text) is not None else None


def _numbers(text: str) -> list[Fraction]:
    return [Fraction(part) for part in re.findall(r"-?\d+(?:/[1-9]\d*)?", text)]
