"""Claims of calculus and of roots, as two formulas that must agree: the integral of F is G, d/dx (F) = G."""

import re

from runtime.checkers.symbolic.claims import chains
from runtime.checkers.symbolic.formula import Node, NotAFormula, cleaned, parse
from runtime.checkers.symbolic.scope import Scope
from runtime.checkers.symbolic.values import Undefined, derivative, substitute, symbols

_MARKER = re.compile(r"\s*(?:d/d([a-z])|\\frac\s*\{d\}\s*\{d([a-z])\})\s*(.+)", re.DOTALL)
_INTEGRAL = re.compile(r"\s*\\int(?![_^\s]*[_^])\s*(.+?)\s*d([a-z])\s*", re.DOTALL)
_STATED = re.compile(
    r"(derivative|antiderivative|integral) of (?:the function )?(\S.*?)(?: with respect to ([a-z]))?"
    r" (?:is|equals) ([^,;:]+?)(?: with respect to ([a-z]))?(?:[.,;]?\s*$|[.,;]\s)",
    re.IGNORECASE,
)


_ASKS_ROOTS = re.compile(
    r"\bsolv|\broots?\b|\bsolutions?\b|\bzero(?:e?s)?\b|what is [a-z]\b|find [a-z]\b", re.IGNORECASE
)


def marked(left: str, right: str, scope: Scope) -> tuple[Node, Node] | None:
    """The two formulas that must agree where the left side is a derivative or an integral; else None."""
    if match := _MARKER.fullmatch(cleaned(left)):
        return _derived(match[3], right, match[1] or match[2], scope)
    if match := _INTEGRAL.fullmatch(cleaned(left)):
        return _derived(right, match[1], match[2], scope)
    return None


def stated(step: str, scope: Scope) -> tuple[Node, Node] | None:
    """The two formulas that must agree where words say what a derivative or an integral is; else None."""
    match = _STATED.search(re.sub(r"\$|\\\(|\\\)", "", step))
    if not match or re.search(r"second|third|partial|\bat\b|from", step):
        return None
    whole, claimed = match[2], match[4]
    if match[1].lower() != "derivative":
        whole, claimed = claimed, whole
    node = scope.read(whole)
    letters = symbols(node) if node else frozenset()
    name = match[3] or match[5] or (min(letters - {"C"}) if len(letters - {"C"}) == 1 else "")
    return _derived(whole, claimed, name, scope) if name else None


def _derived(whole: str, rate: str, name: str, scope: Scope) -> tuple[Node, Node] | None:
    function, claimed = scope.read(whole), scope.read(rate)
    if function is None or claimed is None or not symbols(claimed) <= symbols(function) | {name}:
        return None
    try:
        return derivative(function, name), claimed
    except Undefined:
        return None


def equation_of(question: str) -> tuple[str, Node, Node] | None:
    """(letter, left, right) of the one equation of a question that asks for its roots; else None."""
    if not re.search(
        r"\bsolv|\broots?\b|\bsolutions?\b|\bzero(?:e?s)?\b|what is [a-z]\b|find [a-z]\b", question, re.I
    ):
        return None
    found = [chain for chain in chains(question) if chain.signs]
    if len(found) != 1 or found[0].signs != ("=",):
        return None
    others = [chain.members[0] for chain in chains(question) if not chain.signs]
    if any(re.search(r"[a-z0-9]\W+[a-z0-9]", other) for other in others):
        return None  # another formula is asked about
    left, right = (Scope().read(member) for member in found[0].members)
    if left is None or right is None:
        return None
    letters = symbols(left) | symbols(right)
    if len(letters) != 1 or not (polynomial(left) and polynomial(right)):
        return None
    if all(side.kind == "symbol" or not symbols(side) for side in (left, right)):
        return None
    return min(letters), left, right


def polynomial(node: Node) -> bool:
    """Whether the formula is a polynomial in its letters as written."""
    if node.kind in ("add", "neg", "mul", "group"):
        return all(map(polynomial, node.args))
    if node.kind == "pow":
        return polynomial(node.args[0]) and node.args[1].kind == "number" and 0 <= node.args[1].value <= 30
    if node.kind in ("div", "mixed", "root"):
        return polynomial(node.args[0]) and not any(symbols(arg) for arg in node.args[1:])
    return node.kind in ("number", "symbol", "pi")


def put(node: Node, name: str, value: Node) -> Node:
    """The formula with a value for a letter."""
    return substitute(node, {name: Node("group", (value,))})


def without_constant(text: str) -> str:
    """An antiderivative without its "+ C"."""
    return re.sub(r"\s*\+\s*[cCkK]\s*$", "", text)


def read_values(answer: str, name: str) -> list[Node] | None:
    """The values that an answer gives for a letter: "2, 3", "x = 2 or x = 3"; None where it is no such list."""  # noqa: E501
    text = re.sub(r"\\text\{([^}]*)\}|\$", r" \1 ", answer)
    parts = [part for part in re.split(r",|;|\bor\b|\band\b", text) if part.strip()]
    values = []
    for part in parts:
        try:
            node = parse(re.sub(rf"^\s*{name}(?:_\d)?\s*=\s*", "", part).strip().rstrip("."))
        except NotAFormula:
            return None
        if symbols(node) or any(inner.kind == "call" for inner in node.walk()):
            return None
        values.append(node)
    return values or None
