"""Claims of calculus and of roots, as two formulas that must agree: the integral of F is G, d/dx (F) = G."""

import re
from collections.abc import Iterator
from fractions import Fraction

from runtime.checkers.symbolic.claims import chains
from runtime.checkers.symbolic.formula import Node, NotAFormula, cleaned, number, parse
from runtime.checkers.symbolic.polynomials import polynomial_of
from runtime.checkers.symbolic.scope import Scope
from runtime.checkers.symbolic.values import Undefined, derivative, evaluate, substitute, symbols

_MARKER = re.compile(r"\s*(?:d/d([a-z])|\\frac\s*\{d\}\s*\{d([a-z])\})\s*(.+)", re.DOTALL)
_INTEGRAL = re.compile(r"\s*\\int(?![_^\s]*[_^])\s*(.+?)\s*d([a-z])\s*", re.DOTALL)
_CLAIMED = r"\s*(?:=|is|equals)\s*(-?[\d/.]*\d|-?\\frac\s*\{\d+\}\s*\{\d+\})(?=\s*(?:[.,;]?\s*$|[,;=]|\.\s))"
_BOUND = r"(?:\{([^{}]+)\}|(-?\w))"
_DEFINITE = (
    re.compile(rf"\\int\s*_{_BOUND}\s*\^{_BOUND}\s*([^=]+?)\s*d([a-z]){_CLAIMED}"),
    re.compile(rf"integral of ()()()()([^=,]+?)() from (-?[\d/]+) to (-?[\d/]+){_CLAIMED}"),
)
_TENDS = r"([a-z])\s*(?:\\to|\\rightarrow|->|→)\s*(-?[\d/]+)"
_LIMIT = (
    re.compile(rf"lim\s*_?[{{(]?\s*{_TENDS}\s*[}})]?\s*()([^=]+?){_CLAIMED}"),
    re.compile(rf"limit of ()()([^=,]+?)() as {_TENDS}{_CLAIMED}"),
)
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


def valued(step: str, scope: Scope) -> Iterator[tuple[str, Fraction, Fraction]]:
    """The kind, the value and the claimed value of each definite integral and limit that is stated.

    Only of polynomials, and of quotients of polynomials at a point where common factors can be divided out.
    """
    text = cleaned(re.sub(r"\\[()\[\]]", " ", step)).strip()
    for pattern in _DEFINITE:
        for match in pattern.finditer(text):
            claimed, given = _exact(match[len(match.groups())], scope), match.groups()
            ends = [text for text in (*given[:4], *given[6:8]) if text]
            low, high = (_exact(text, scope) for text in ends[:2])
            node = scope.read(given[4])
            name = given[5] or (min(symbols(node)) if node and len(symbols(node)) == 1 else "")
            if node and name and low is not None and high is not None and claimed is not None:
                value = integral(node, name, low, high)
                if value is not None:
                    yield "the integral", value, claimed
    for pattern in _LIMIT:
        for match in pattern.finditer(text):
            parts = [part for part in match.groups() if part]
            name, at, body = parts[:3] if pattern is _LIMIT[0] else (parts[1], parts[2], parts[0])
            node, place, claimed = scope.read(body), _exact(at, scope), _exact(parts[3], scope)
            value = limit(node, name, place) if node and place is not None else None
            if value is not None and claimed is not None:
                yield "the limit", value, claimed


def _exact(text: str, scope: Scope) -> Fraction | None:
    node = scope.read(text)
    if node is None or symbols(node):
        return None
    try:
        value = evaluate(node, {})
    except Undefined:
        return None
    return value if isinstance(value, Fraction) else None


def integral(node: Node, name: str, low: Fraction, high: Fraction) -> Fraction | None:
    """The definite integral of a polynomial in one letter; None where it is none."""
    polynomial = polynomial_of(node)
    if polynomial is None:
        return None
    total = Fraction(0)
    for key, value in polynomial.items():
        if key and (len(key) != 1 or key[0][0] != name):
            return None
        power = (key[0][1] if key else 0) + 1
        total += value * (high**power - low**power) / power
    return total


def limit(node: Node, name: str, at: Fraction) -> Fraction | None:
    """The limit of a quotient of polynomials at a number; None where it has none."""
    while node.kind == "group":
        node = node.args[0]
    above, below = node.args if node.kind == "div" else (node, number(1))
    if not (polynomial(above) and polynomial(below)) or symbols(node) != {name}:
        return None
    for _ in range(6):  # the rule of l'Hospital
        a, b = (evaluate(part, {name: at}) for part in (above, below))
        if not (isinstance(a, Fraction) and isinstance(b, Fraction)):
            return None
        if b:
            return a / b
        if a:
            return None
        above, below = derivative(above, name), derivative(below, name)
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
