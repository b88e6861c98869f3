"""Whether an answer to a question of symbolic mathematics is right: by substitution, equivalence and form."""

import re
from itertools import pairwise
from typing import Any

from runtime.checkers.symbolic.calculus import equation_of, polynomial, put, read_values, without_constant
from runtime.checkers.symbolic.claims import chains
from runtime.checkers.symbolic.formula import Node
from runtime.checkers.symbolic.requests import decided
from runtime.checkers.symbolic.scope import Scope
from runtime.checkers.symbolic.values import Undefined, compare, derivative, symbols

_LONGEST = 1000
_SAME = {"same": True, "different": False, "unsure": None}
# The question is about more than the formula in it.
_MORE = re.compile(
    r"\b(?:smaller|bigger|larger|suppose|assume|define|between"
    r"|equal to|comes from|equals|let|solves|satisfies|given that"
    r"|digit|multiple|divisors?|round\w*|denominators?|gcd|lcm"
    r"|remainder|primes?|nearest|twice|second|third|times"
    r"|sort|order|(?:have|has) the derivative|whose derivative"
    r"|denote|value of [a-z] be|common factor|least|greatest"
    r"|biggest|smallest|closest|larger|less|greater|than)\b"
    r"|\b(?:divided|call|stands|denote[sd]?|solution of)\b|\blet\b.*\blet\b|\bbe\b.*\bbe\b",
    re.IGNORECASE | re.DOTALL,
)
_BY = re.compile(r"\bd/d([a-z])\b|with respect to \$?([a-z])\b|\bwrt ([a-z])\b")


def verified(answer: str, question: str) -> bool | None:
    """Whether the answer is right; None where the question is of no form that is certain here."""
    right = _verified(answer, question)
    return right if right is not None else decided(answer, question)


def _verified(answer: str, question: str) -> bool | None:
    if len(answer) + len(question) > _LONGEST or not answer.strip():
        return None
    if _MORE.search(question):
        return None
    if (equation := equation_of(question)) is not None:
        return _roots(answer, question, *equation)
    scope = Scope().asking(question)
    if re.search(r"\bsolve|system|simultaneous|equations", question, re.I):
        return _system(answer, question)
    if any(chain.signs for chain in chains(question)):
        return _value(answer, question, scope)
    if len(scope.asked) != 1 or len([c for c in chains(question) if scope.read(c.members[0])]) != 1:
        return None
    return _rewritten(answer.strip().strip("$"), question, scope.asked[0])


def _rewritten(answer: str, question: str, asked: Node) -> bool | None:
    if re.search(
        r"second|third|\bat\b|slope|tangent|coefficient|exponent|degree|\bwhere\b|\bfrom\b", question, re.I
    ):
        return None
    node = Scope().read(without_constant(answer))
    if node is None:
        return None
    by = _BY.search(question)
    letters = symbols(asked)
    name = next(filter(None, by.groups()), "") if by else min(letters) if len(letters) == 1 else ""
    try:
        if re.search(r"antiderivative|\bintegra|\\int\b|∫", question, re.I):
            return _SAME[compare(derivative(node, name), asked).kind] if name else None
        if re.search(r"derivative|differentiat|\bd/d[a-z]\b", question, re.I):
            return _SAME[compare(derivative(asked, name), node).kind] if name else None
    except Undefined:
        return None
    wanted = re.search(r"\b(expand|multiply out|factor|simplif|collect|gather|like terms)", question, re.I)
    if not wanted:
        return None
    if not symbols(asked) <= symbols(node):
        return None  # a letter of the question has a value
    same = _SAME[compare(asked, node).kind]
    if same and wanted[1].lower() in ("expand", "multiply out"):
        return not _bracketed_product(node)
    if same and wanted[1].lower() == "factor":
        return _fully_factored(node)
    return same


def _bracketed_product(node: Node) -> bool:
    while node.kind in ("group", "neg"):
        node = node.args[0]
    if node.kind in ("mul", "pow"):
        return any(part.kind in ("add", "group") and symbols(part) for part in node.walk())
    return any(map(_bracketed_product, node.args)) if node.kind == "add" else False


def _fully_factored(node: Node) -> bool | None:
    """Whether no factor of the product can be split further over the rationals."""
    if not polynomial(node) or len(symbols(node)) > 3 or _degree(node) > 12:
        return None
    from sympy import factor_list

    return all(
        sum(times for _, times in factor_list(to_sympy(factor))[1]) <= 1
        for factor in _factors(node)
        if symbols(factor)
    )


def _factors(node: Node) -> list[Node]:
    if node.kind in ("group", "neg"):
        return _factors(node.args[0])
    if node.kind == "mul":
        return _factors(node.args[0]) + _factors(node.args[1])
    if node.kind == "pow":
        return _factors(node.args[0])
    return [node]


def _degree(node: Node) -> int:
    if node.kind == "pow":
        return _degree(node.args[0]) * int(node.args[1].value)
    degrees = [_degree(arg) for arg in node.args]
    if node.kind == "mul":
        return sum(degrees)
    return max(degrees, default=int(node.kind == "symbol"))


def to_sympy(node: Node) -> Any:
    """The sympy expression of a polynomial as written."""
    from sympy import Add, Mul, Pow, Rational, Symbol, pi

    if node.kind == "number":
        return Rational(node.value.numerator, node.value.denominator)
    if node.kind == "symbol":
        return Symbol(node.name)
    args = [to_sympy(arg) for arg in node.args]
    match node.kind:
        case "add" | "mixed":
            return Add(*args)
        case "mul":
            return Mul(*args)
        case "neg":
            return -args[0]
        case "div":
            return args[0] / args[1]
        case "pow":
            return Pow(*args)
        case "root":
            return Pow(args[0], 1 / args[1])
        case "pi":
            return pi
        case _:
            return args[0]


def _roots(answer: str, question: str, name: str, left: Node, right: Node) -> bool | None:
    values = read_values(answer, name)
    if values is None:
        return None
    checks = [_SAME[compare(put(left, name, value), put(right, name, value)).kind] for value in values]
    if not all(checks):
        return False if False in checks else None
    difference = Node("add", (left, Node("neg", (right,))))
    if _degree(difference) > 12 or any(part.kind in ("root", "pi") for part in difference.walk()):
        return None
    from sympy import Poly, Symbol

    polynomial_ = Poly(to_sympy(difference), Symbol(name))
    if polynomial_.is_zero:
        return None
    distinct = len(values) - sum(compare(a, b).kind == "same" for a, b in pairwise(values))
    real = polynomial_.sqf_part().count_roots()
    if distinct >= real:
        return True
    asks_one = re.search(
        r"smallest|largest|greatest|least|positive|negative|\ba (?:root|solution)\b", question, re.I
    )
    return None if asks_one else False


def _system(answer: str, question: str) -> bool | None:
    """Two equations in two letters, and a value for each."""
    found = [chain for chain in chains(question) if chain.signs]
    if len(found) != 2 or any(chain.signs != ("=",) for chain in found):
        return None
    sides = [[Scope().read(member) for member in chain.members] for chain in found]
    letters = frozenset().union(*(symbols(side) for pair in sides for side in pair if side))
    given = dict(re.findall(r"\b([a-zA-Z])\s*=\s*([^,;=]+?)(?=\s*(?:,|;|and\b|$))", answer.replace("$", "")))
    if len(letters) != 2 or set(given) != letters:
        return None
    values = {name: Scope().read(text) for name, text in given.items()}
    for pair in sides:
        left, right = pair
        for name, value in values.items():
            if left is None or right is None or value is None:
                return None
            left, right = put(left, name, value), put(right, name, value)
        if left is None or right is None:
            return None
        if (same := _SAME[compare(left, right).kind]) is not True:
            return same
    return True


def _value(answer: str, question: str, scope: Scope) -> bool | None:
    """The value of a function that the question defines, where it names just one: f(3)."""
    if len([chain for chain in chains(question) if chain.signs]) != 1 or len(scope.functions) != 1:
        return None
    name = next(iter(scope.functions))
    calls = re.findall(rf"(?<![\w'])({name}'?\((-?[\d./]+)\))", question)
    if len(calls) != 1 or not re.search(
        r"find|what|evaluat|comput|calculat|work out|determin|value", question, re.I
    ):
        return None
    asked, node = scope.read(calls[0][0]), scope.read(answer.strip().strip("$"))
    if asked is None or node is None or symbols(asked) or symbols(node):
        return None
    return _SAME[compare(asked, node).kind]
