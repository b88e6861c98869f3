"""What the text before a claim has said: which functions it defines, and which letters it ties down."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from runtime.checkers.claims import Chain, normal
from runtime.checkers.formula import Node, NotAFormula, parse
from runtime.checkers.values import compare, substitute, symbols

_FUNCTION_NAMES = frozenset("fghpqFGHPQRT")


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known where a claim is made."""

    imaginary: bool = False
    functions: MappingProxyType[str, tuple[str, Node]] = field(default_factory=lambda: MappingProxyType({}))
    tied: frozenset[str] = frozenset()  # letters in an equation, or all letters of a text that cannot be read
    named: frozenset[str] = frozenset()  # letters that stand for a formula: y = x + 1
    seen: frozenset[str] = frozenset()  # formulas written before, not as a side of an equation
    sides: frozenset[str] = frozenset()  # sides of equations whose other side is a number

    def read(self, text: str) -> Node | None:
        """The formula with the calls of known functions carried out; None where it cannot be read."""
        if not text:
            return None
        try:
            return resolved(parse(text), self.functions)
        except NotAFormula:
            return None

    def unknowns(self, node: Node) -> frozenset[str]:
        """The letters of a formula that are no constants."""
        return symbols(node) - ({"i"} if self.imaginary else set())

    def learned(self, chain: Chain) -> "Scope":
        """The scope after this chain."""
        scope = self
        if not chain.signs:
            return replace(scope, seen=scope.seen | {normal(chain.members[0])})
        for left, right in chain.pairs():
            scope = scope._equated(left, right)
        return scope

    def _equated(self, left: str, right: str) -> "Scope":
        if defined := _definition(left, right):
            name, parameter, body = defined
            functions = dict(self.functions)
            if name in functions and functions[name] != (parameter, body):
                known = functions[name][1]
                renamed = substitute(body, {parameter: Node("symbol", name=functions[name][0])})
                if compare(known, renamed).kind != "same":
                    functions[name] = ("", body)  # defined twice: no longer certain
            else:
                functions[name] = (parameter, body)
            return replace(self, functions=MappingProxyType(functions))
        a, b = self.read(left), self.read(right)
        if a is None or b is None:
            letters = _letters(left) | _letters(right)
            return replace(self, tied=self.tied | letters)
        letters = symbols(a) | symbols(b)
        if letters and not (symbols(a) and symbols(b)):
            self = replace(self, sides=self.sides | {normal(left if symbols(a) else right)})
        if not letters or compare(a, b).kind == "same":
            return replace(self, seen=self.seen | {normal(left), normal(right)})
        for one, other in ((a, b), (b, a)):
            if one.kind == "symbol" and one.name not in symbols(other) | self.named | self.tied:
                return replace(self, named=self.named | {one.name}, tied=self.tied | {one.name})
        return replace(self, tied=self.tied | letters)


def _letters(text: str) -> frozenset[str]:
    try:
        return symbols(parse(text)) if text else frozenset()
    except NotAFormula:
        import re

        return frozenset(re.findall(r"(?<![\\A-Za-z])[A-Za-z](?![A-Za-z])", text))


@lru_cache(maxsize=4096)
def _definition(left: str, right: str) -> tuple[str, str, Node] | None:
    """(function, parameter, formula) of f(x) = formula; None where it is none."""
    try:
        head, body = parse(left), parse(right)
    except NotAFormula:
        return None
    if head.kind != "call" or head.args[0].kind != "symbol" or head.name.endswith("'"):
        return None
    parameter = head.args[0].name
    if head.name == parameter or head.name in symbols(body) or parameter not in symbols(body):
        return None
    if any(part.kind == "call" for part in body.walk()):
        return None
    return head.name, parameter, body


def resolved(node: Node, functions: MappingProxyType[str, tuple[str, Node]]) -> Node:
    """The formula with each call carried out, or read as a product where it can only be one."""
    args = tuple(resolved(arg, functions) for arg in node.args)
    if node.kind == "call":
        return _called(node.name, args[0], functions) or _product(node.name, args[0])
    if node.kind in ("pow", "factorial", "percent", "degree") and node.args[0].kind == "call":
        called = _called(node.args[0].name, resolved(node.args[0].args[0], functions), functions)
        if called is None:  # x(x + 2)^2: the square is of the bracket only
            inner = resolved(node.args[0].args[0], functions)
            return _product(node.args[0].name, Node(node.kind, (inner, *args[1:])))
    if node.kind == "div" and node.name == "/" and _ends_in_call(node.args[1]) and args[1].kind == "mul":
        raise NotAFormula("1/x(x + 1) is not certain")
    return Node(node.kind, args, node.name, node.value)


def _ends_in_call(node: Node) -> bool:
    return node.kind == "call" or (node.kind == "pow" and node.args[0].kind == "call")


def _called(name: str, argument: Node, functions: MappingProxyType[str, tuple[str, Node]]) -> Node | None:
    order = len(name) - len(name.rstrip("'"))
    if name.rstrip("'") not in functions:
        return None
    parameter, body = functions[name.rstrip("'")]
    if not parameter:
        raise NotAFormula(f"{name} is defined twice")
    if order:
        from runtime.checkers.values import Undefined, derivative

        try:
            for _ in range(order):
                body = derivative(body, parameter)
        except Undefined as error:
            raise NotAFormula(str(error)) from error
    return Node("group", (substitute(body, {parameter: argument}),))


def _product(name: str, factor: Node) -> Node:
    if name[0] in _FUNCTION_NAMES or name.endswith("'"):
        raise NotAFormula(f"{name} may be a function")
    return Node("mul", (Node("symbol", name=name.replace("{", "").replace("}", "")), factor))
