"""Formulas as sums of multiples of products of letters, and what follows from such sums that are zero."""

from collections.abc import Iterable
from fractions import Fraction

from runtime.checkers.symbolic.formula import Node

Monomial = tuple[tuple[str | Node, int], ...]  # letters (or parts that are no sums, whole) and their powers
Polynomial = dict[Monomial, Fraction]

ONE: Monomial = ()
_TERMS = 60
_POWER = 12


def polynomial_of(node: Node) -> Polynomial | None:
    """The formula multiplied out and collected; None where that is too long."""
    args = node.args
    match node.kind:
        case "number":
            return {ONE: node.value} if node.value else {}
        case "symbol":
            return {((node.name, 1),): Fraction(1)}
        case "group":
            return polynomial_of(args[0])
        case "neg":
            return scaled(polynomial_of(args[0]), Fraction(-1))
        case "add" | "mixed":
            return _sum(map(polynomial_of, args))
        case "mul":
            return _product(polynomial_of(args[0]), polynomial_of(args[1]))
        case "div":
            below = polynomial_of(args[1])
            if below is not None and len(below) == 1 and ONE in below:
                return scaled(polynomial_of(args[0]), 1 / below[ONE])
            inverse = Node("div", (Node("number", value=Fraction(1)), args[1]))
            return _product(polynomial_of(args[0]), {((inverse, 1),): Fraction(1)}) if below else None
        case "pow":
            return _power(node)
        case "percent" | "degree" | "factorial":
            return None
        case _:
            return {((node, 1),): Fraction(1)}


def scaled(polynomial: Polynomial | None, by: Fraction) -> Polynomial | None:
    """The polynomial times a number."""
    return None if polynomial is None else {key: value * by for key, value in polynomial.items() if by}


def difference(left: Node, right: Node) -> Polynomial | None:
    """What is zero where the two formulas are equal; None where it is too long."""
    return _sum((polynomial_of(left), scaled(polynomial_of(right), Fraction(-1))))


def linear_root(polynomial: Polynomial) -> tuple[str, Fraction] | None:
    """The letter and the only value of it that makes the polynomial zero; None where it has more or none."""
    keys = [key for key in polynomial if key]
    if len(keys) != 1 or len(keys[0]) != 1:
        return None
    atom, power = keys[0][0]
    if power != 1 or not isinstance(atom, str):
        return None
    return atom, -polynomial.get(ONE, Fraction(0)) / polynomial[keys[0]]


class Span:
    """All sums of multiples of some polynomials: what must be zero where they are."""

    def __init__(self) -> None:
        self._rows: dict[Monomial, Polynomial] = {}  # by a monomial that no other row has

    def add(self, polynomial: Polynomial) -> bool:
        """Take one more; False, and nothing taken, where not all of them can be zero at once."""
        rest = self.rest(polynomial)
        keys = [key for key in rest if key]
        if not keys:
            return not rest
        pivot = keys[0]
        row = {key: value / rest[pivot] for key, value in rest.items()}
        for other, known in self._rows.items():
            if pivot in known:
                self._rows[other] = _less(known, row, known[pivot])
        self._rows[pivot] = row
        return True

    def rest(self, polynomial: Polynomial) -> Polynomial:
        """What is left of a polynomial: empty where it must be zero, a number where it cannot be."""
        for key in [key for key in polynomial if key in self._rows]:
            polynomial = _less(polynomial, self._rows[key], polynomial[key])
        return polynomial


def _less(polynomial: Polynomial, row: Polynomial, times: Fraction) -> Polynomial:
    keys = {**polynomial, **row}
    values = {key: polynomial.get(key, Fraction(0)) - times * row.get(key, Fraction(0)) for key in keys}
    return {key: value for key, value in values.items() if value}


def _sum(parts: Iterable[Polynomial | None]) -> Polynomial | None:
    total: Polynomial = {}
    for part in parts:
        if part is None:
            return None
        for key, value in part.items():
            total[key] = total.get(key, Fraction(0)) + value
    return {key: value for key, value in total.items() if value} if len(total) <= _TERMS else None


def _product(a: Polynomial | None, b: Polynomial | None) -> Polynomial | None:
    if a is None or b is None or len(a) * len(b) > _TERMS * 4:
        return None
    return _sum({_joined(x, y): a[x] * b[y]} for x in a for y in b)


def _joined(x: Monomial, y: Monomial) -> Monomial:
    powers: dict[str | Node, int] = dict(x)
    for atom, power in y:
        powers[atom] = powers.get(atom, 0) + power
    return tuple(sorted(powers.items(), key=lambda item: str(item[0])))


def _power(node: Node) -> Polynomial | None:
    base, exponent = node.args
    if exponent.kind != "number" or exponent.value.denominator != 1 or not 0 < exponent.value <= _POWER:
        return {((node, 1),): Fraction(1)}
    factor = polynomial_of(base)
    result = factor
    for _ in range(int(exponent.value) - 1):
        result = _product(result, factor)
    return result
