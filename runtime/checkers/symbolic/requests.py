"""Answers to questions whose formulas alone say what is asked: systems, sequences, values, inequalities."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from runtime.checkers.symbolic.calculus import integral
from runtime.checkers.symbolic.claims import chains
from runtime.checkers.symbolic.equations import WORDS, Equation, span_of
from runtime.checkers.symbolic.formula import Node, NotAFormula, number, parse
from runtime.checkers.symbolic.polynomials import ONE
from runtime.checkers.symbolic.scope import Scope
from runtime.checkers.symbolic.values import Undefined, compare, evaluate, substitute, symbols

_LONGEST = 1000
_SAME = {"same": True, "different": False, "unsure": None}
# Words that ask for something else about the formulas than their value.
_ELSE = re.compile(
    r"divi[ds]|remainder|digit|round|decimal|prime|multiple|factor|common|denominator|gcd|lcm|nearest|closest"
    r"|larg|small|great|big|less|more|least|than|sort|order|second|third|fourth|twice|slope|tangent|turning"
    r"|stationary|rate|deriv|differen|integra|area|coefficient|degree|form|true|false|option|root|zero|sum of"
    r"|call|stand|name|denote|subject|term[s ]+of|compare|rearrang|express|solution of|average|mean"
    r"|product|approx|gradient|\bdps?\b|places",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a question shows: equations, formulas that are no side, letters alone, and what it defines."""

    equations: tuple[Equation, ...]
    formulas: tuple[Node, ...]
    letters: frozenset[str]
    scope: Scope


def decided(answer: str, question: str) -> bool | None:
    """Whether the answer is right; None where the question may ask for something else."""
    if len(answer) + len(question) > _LONGEST or not answer.strip():
        return None
    answer, question = answer.replace("$", "").strip(), question.replace("$", "")
    if re.search(r"\b(?:sequence|term|next|continue|follow|comes)", question):
        return _sequence(answer, question)
    if re.search(r"\bintegra|∫|\\int", question) and (right := _area(answer, question)) is not None:
        return right
    if _ELSE.search(question) or "\\" in question:
        return None
    if re.search(r"<=|>=|[<>≤≥]", question):
        return _inequality(answer, question)
    request = _request(question)
    if request is None:
        return None
    if request.equations and not request.scope.functions:
        return _solved(answer, request)
    if len(request.formulas) == 1 and request.scope.functions and not (request.letters or request.equations):
        return _same(request.formulas[0], answer, request.scope)
    return None


def _request(question: str) -> Request | None:
    scope = Scope().asking(question)
    equations: list[Equation] = []
    formulas: list[Node] = []
    letters: set[str] = set()
    found = chains(WORDS.sub(" ; ", question.rstrip("?. ")))
    defining = [chain for chain in found if re.match(r"\s*[a-zA-Z]\([a-zA-Z]\)\s*$", chain.members[0])]
    for chain in defining:
        scope = scope.learned(replace(chain, whole=True))
    for chain in found:
        if chain.signs and chain.signs != ("=",):
            return None
        if chain.signs and chain in defining:
            continue
        nodes = [scope.read(member) for member in chain.members]
        if any(node is None for node in nodes):
            return None
        if chain.signs:
            equations.append(Equation(" = ".join(chain.members), nodes[0], nodes[1]))  # type: ignore[arg-type]
        elif nodes[0] is not None and nodes[0].kind == "symbol":
            letters.add(nodes[0].name)
        elif nodes[0] is not None:
            formulas.append(nodes[0])
    return Request(tuple(equations), tuple(formulas), frozenset(letters - {"a"}), scope)


def _solved(answer: str, request: Request) -> bool | None:
    """Values of letters: those that a system of linear equations has, or a formula at those given."""
    unknowns = frozenset().union(*(equation.letters for equation in request.equations))
    span = span_of(request.equations)
    if any(equation.form is None or span.rest(equation.form) for equation in request.equations):
        return None
    solution: dict[str, Fraction] = {}
    for name in unknowns:
        rest = span.rest({((name, 1),): Fraction(1)})
        if set(rest) - {ONE}:
            return None
        solution[name] = rest.get(ONE, Fraction(0))
    if (
        len(request.formulas) == 1
        and symbols(request.formulas[0]) == unknowns
        and not request.letters - unknowns
    ):
        return _same(_put(request.formulas[0], solution), answer, request.scope)
    if request.formulas or not request.letters <= unknowns:
        return None
    given = dict(re.findall(r"\b([a-zA-Z])\s*=\s*(-?[\d/.]+)", answer))
    if given:
        asked = request.letters or unknowns
        if not asked <= given.keys() or not given.keys() <= unknowns:
            return None
        return all(_value(text) == solution[name] for name, text in given.items())
    asked = request.letters or unknowns
    value = _value(answer)
    return None if value is None or len(asked) != 1 else value == solution[min(asked)]


def _sequence(answer: str, question: str) -> bool | None:
    """The next number of a sequence with constant differences, or a formula that gives its numbers."""
    runs = re.findall(r"-?\d+(?:(?:\s*,\s*|\s+)-?\d+){3,}", question)
    if len(runs) != 1 or re.search(
        r"geometric|prime|sum|missing|product|before|previous|\d+(?:th|st|nd|rd)", question
    ):
        return None
    terms = [Fraction(text) for text in re.findall(r"-?\d+", runs[0])]
    row, ends = terms, []
    while len(row) > 1 and any(row):
        ends.append(row[-1])
        row = [b - a for a, b in pairwise(row)]
    if any(row) or len(row) < 2 and len(terms) < 4 or len(ends) > 3:
        return None
    try:
        node = parse(answer)
    except NotAFormula:
        return None
    if not symbols(node):
        asks = re.search(r"\bnext\b|continu|\bcomes after\b|\bfollows?\b", question)
        return _value(answer) == sum(ends) if asks else None
    if len(symbols(node)) != 1 or not re.search(
        r"[a-z]'?-?th\b|\bin [a-z]\b|number [a-z]\b|formula|general", question
    ):
        return None
    name = min(symbols(node))
    found = [
        compare(substitute(node, {name: number(n)}), number(int(term))).kind
        for n, term in enumerate(terms, 1)
    ]
    return None if "unsure" in found else set(found) == {"same"}


def _area(answer: str, question: str) -> bool | None:
    """A definite integral, where the antiderivative of the polynomial is found term by term."""
    bounds = re.search(r"\bfrom (?:[a-z] = )?(-?\d+) to (?:[a-z] = )?(-?\d+)", question)
    value = _value(answer)
    if not bounds or value is None:
        return None
    rest = (question[: bounds.start()] + " ; " + question[bounds.end() :]).replace("∫", " ; ")
    rest = re.sub(r"(?<=[\s)\d])d[a-z]\b", " ; ", rest)
    nodes = [
        node
        for chain in chains(WORDS.sub(" ; ", rest.rstrip("?. ")))
        for member in chain.members
        if (node := Scope().read(member)) and node.kind != "symbol"
    ]
    if len(nodes) != 1 or len(symbols(nodes[0])) != 1:
        return None
    low, high = Fraction(bounds[1]), Fraction(bounds[2])
    total = integral(nodes[0], min(symbols(nodes[0])), low, high)
    return None if total is None else total == value


def _inequality(answer: str, question: str) -> bool | None:
    """Whether the condition on the letter is true exactly where the inequality is."""
    found = [chain for chain in chains(WORDS.sub(" ; ", question.rstrip("?. "))) if chain.signs]
    given = chains(answer)
    if len(found) != 1 or len(given) != 1 or len(found[0].signs) != 1 or len(given[0].signs) != 1:
        return None
    sides = [Scope().read(member) for member in (*found[0].members, *given[0].members)]
    if any(side is None for side in sides):
        return None
    left, right, name, edge = (side for side in sides if side is not None)
    if name.kind != "symbol" or symbols(edge) or symbols(left) | symbols(right) != {name.name}:
        return None
    form = Equation("", left, right).root
    if form is None:
        return None
    try:
        at = evaluate(edge, {})
        return at == form[1] and all(
            _true(found[0].signs[0], *(evaluate(side, {name.name: point}) for side in (left, right)))
            == _true(given[0].signs[0], point, at)
            for point in (at - 1, at, at + 1)
        )
    except (Undefined, KeyError):
        return None


def _true(sign: str, a: Fraction, b: Fraction) -> bool:
    return {"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b, "≤": a <= b, "≥": a >= b}[sign]


def _same(wanted: Node, answer: str, scope: Scope) -> bool | None:
    node = scope.read(answer)
    if node is None or symbols(node) - symbols(wanted):
        return None
    return _SAME[compare(wanted, node).kind]


def _put(node: Node, values: Mapping[str, Fraction]) -> Node:
    return substitute(node, {name: Node("group", (number(value),)) for name, value in values.items()})


def _value(text: str) -> Fraction | None:
    try:
        value = evaluate(parse(text), {})
    except (NotAFormula, Undefined):
        return None
    return value if isinstance(value, Fraction) else None
