"""What the text before a claim has said: which functions it defines, and which letters it ties down."""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from runtime.checkers.symbolic.claims import Chain, chains, normal
from runtime.checkers.symbolic.formula import Node, NotAFormula, cleaned, parse
from runtime.checkers.symbolic.values import compare, substitute, symbols

_PIECEWISE = re.compile(
    r"cases|array|\bif\b|otherwise|\bodd\b|\beven\b|for (?:every|each|all|any|prime|some)|such that|satisf",
    re.IGNORECASE,
)
_COMPLEX = re.compile(
    r"complex|imaginary|\bi\s*\^\s*\{?2\}?\s*=\s*-|\bi\s*=\s*\\?sqrt|real part", re.IGNORECASE
)
_LONGEST = 6000  # characters of a step
_FUNCTION_NAMES = frozenset("fghpqFGHPQRT")


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known where a claim is made."""

    imaginary: bool = False
    functions: MappingProxyType[str, tuple[str, Node]] = field(default_factory=lambda: MappingProxyType({}))
    tied: frozenset[str] = frozenset()  # letters in an equation, or all letters of a text that cannot be read
    named: frozenset[str] = frozenset()  # letters that stand for a formula: y = x + 1
    asked: tuple[Node, ...] = ()  # the formulas with letters that the question names, not as a side
    starred: bool = False  # the star is an operation that the question defines
    piecewise: bool = False  # what the question says of its functions holds in some cases only
    sides: frozenset[str] = frozenset()  # sides of equations whose other side is a number

    def read(self, text: str, *, open_calls: bool = False) -> Node | None:
        """The formula with the calls of known functions carried out; None where it cannot be read.

        With `open_calls` a call of a function that is not known stays in the formula as it is.
        """
        if not text or (self.starred and "*" in text) or re.fullmatch(r"\s*\[[^\[\]]*\]\s*", cleaned(text)):
            return None  # [x] alone may be a whole part
        try:
            return resolved(parse(text), self.functions, open_calls)
        except NotAFormula:
            return None

    def unknowns(self, node: Node) -> frozenset[str]:
        """The letters of a formula that are no constants."""
        return symbols(node) - ({"i"} if self.imaginary else set())

    def learned(self, chain: Chain) -> "Scope":
        """The scope after this chain."""
        scope = self
        if not chain.signs:
            return scope
        for i, sign in enumerate(chain.signs):
            left, right = chain.members[i], chain.members[i + 1]
            if sign == "=":
                scope = scope._equated(left, right, chain.whole)
            elif (bound := _letters(left)) and re.fullmatch(r"\\?\w+ ?", left) and not _letters(right):
                scope = replace(scope, tied=scope.tied | bound)  # x < -5
        return scope

    def asking(self, question: str) -> "Scope":
        """The scope after the question."""
        scope = replace(
            self,
            starred=bool(re.search(r"operat|[a-zA-Z]\s*\*\s*[a-zA-Z]\s*=", question)),
            piecewise=bool(_PIECEWISE.search(question)),
        )
        for chain in chains(question):
            scope = scope.learned(replace(chain, whole=True))
            if not chain.signs and (node := scope.read(chain.members[0])) and symbols(node) and node.args:
                scope = replace(scope, asked=(*scope.asked, node))
        return scope

    def _equated(self, left: str, right: str, whole: bool) -> "Scope":
        if defined := _definition(left, right):
            if not whole:
                return self
            name, parameter, body = defined
            parameter = "" if self.piecewise else parameter
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
            return self
        for one, other in ((a, b), (b, a)):
            if one.kind == "symbol" and one.name not in symbols(other) | self.named | self.tied:
                return replace(self, named=self.named | {one.name}, tied=self.tied | {one.name})
        return replace(self, tied=self.tied | letters)


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


def _letters(text: str) -> frozenset[str]:
    try:
        return symbols(parse(text)) if text else frozenset()
    except NotAFormula:
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


def resolved(
    node: Node, functions: MappingProxyType[str, tuple[str, Node]], open_calls: bool = False
) -> Node:
    """The formula with each call carried out, or read as a product where it can only be one."""
    args = tuple(resolved(arg, functions, open_calls) for arg in node.args)
    if node.kind == "call":
        if called := _called(node.name, args[0], functions):
            return called
        if open_calls and (_may_be_function(node.name) or args[0].kind in ("number", "symbol", "neg")):
            return Node("call", args, node.name)
        return _product(node.name, args[0])
    if node.kind in ("pow", "factorial", "percent", "degree") and node.args[0].kind == "call":
        called = _called(node.args[0].name, resolved(node.args[0].args[0], functions, open_calls), functions)
        if called is None:  # x(x + 2)^2: the square is of the bracket only
            inner = resolved(node.args[0].args[0], functions, open_calls)
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
        from runtime.checkers.symbolic.values import Undefined, derivative

        try:
            for _ in range(order):
                body = derivative(body, parameter)
        except Undefined as error:
            raise NotAFormula(str(error)) from error
    return Node("group", (substitute(body, {parameter: argument}),))


def _may_be_function(name: str) -> bool:
    return name[0] in _FUNCTION_NAMES or name.endswith("'")


def _product(name: str, factor: Node) -> Node:
    if _may_be_function(name):
        raise NotAFormula(f"{name} may be a function")
    return Node("mul", (Node("symbol", name=name.replace("{", "").replace("}", "")), factor))
