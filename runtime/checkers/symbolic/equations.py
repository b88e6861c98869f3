"""Equations that follow from the equations before them: `-8y = 32` from `-8y + 5 = 37`.

An equation holds where it is a sum of multiples of equations before it, the same up to a factor, or gives
a value that satisfies one of them. It is refuted only where it gives its one unknown a value that satisfies
none of the equations in that unknown, or where it contradicts the only solution of all that is said before.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from runtime.checkers.symbolic.claims import Chain, chains
from runtime.checkers.symbolic.formula import FUNCTIONS, Node, number
from runtime.checkers.symbolic.polynomials import (
    ONE,
    Polynomial,
    Span,
    difference,
    linear_root,
    polynomial_of,
)
from runtime.checkers.symbolic.scope import Scope, scope_of
from runtime.checkers.symbolic.values import (
    Undefined,
    agree,
    compare,
    evaluate,
    points,
    show,
    substitute,
    symbols,
)

_REMEMBERED = 24  # equations
_COMPARED = 10  # the last ones, to which a value or a formula is compared by its values
_LONGEST = 6000
WORDS = re.compile(rf"(?<![A-Za-z])(?!(?:{'|'.join(FUNCTIONS)})\\b)[A-Za-z]{{2,}}(?:'[a-z])?(?![A-Za-z(])")


@dataclass(frozen=True)
class Equation:
    """Two formulas said to be equal, as written and as read."""

    text: str
    left: Node
    right: Node

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters in it."""
        return symbols(self.left) | symbols(self.right)

    @cached_property
    def form(self) -> Polynomial | None:
        """What is zero where it is satisfied."""
        return difference(self.left, self.right)

    @cached_property
    def root(self) -> tuple[str, Fraction] | None:
        """Its one unknown and the only value of that, where it is linear."""
        return linear_root(self.form) if self.form else None

    @property
    def stated(self) -> str:
        """The letter that it gives a value or formula for; "" where it is of another form."""
        for one, other in ((self.left, self.right), (self.right, self.left)):
            if one.kind == "symbol" and one.name not in symbols(other):
                return one.name
        return ""

    def put(self, values: dict[str, Node]) -> "Equation":
        """The equation with formulas for letters."""
        grouped = {name: Node("group", (node,)) for name, node in values.items()}
        return Equation(self.text, substitute(self.left, grouped), substitute(self.right, grouped))


def equations_in(chain: Chain, scope: Scope) -> Iterator[Equation]:
    """The equations with letters in a chain that can be read, in order."""
    for i, sign in enumerate(chain.signs):
        if sign != "=":
            continue
        sides = [scope.read(member, open_calls=True) for member in chain.members[i : i + 2]]
        if sides[0] is None or sides[1] is None:
            continue
        equation = Equation(f"{chain.members[i]} = {chain.members[i + 1]}", sides[0], sides[1])
        if equation.letters:
            yield equation


@lru_cache(maxsize=256)
def known_equations(question: str, steps: tuple[str, ...]) -> tuple[Equation, ...]:
    """The last equations of the question and of the steps, in order."""
    text = steps[-1] if steps else question
    before = known_equations(question, steps[:-1]) if steps else ()
    if len(text) > _LONGEST:
        return before
    scope = scope_of(question, steps[:-1]) if steps else Scope()
    if not steps and "$" not in text and "\\" not in text:
        text = WORDS.sub(" ; ", text)  # "solve for y in -8y + 5 = 37"
    found = [equation for chain in chains(text) for equation in equations_in(chain, scope)]
    return (*before, *found)[-_REMEMBERED:]


def follows(new: Equation, known: tuple[Equation, ...]) -> bool:
    """Whether the equation follows from the known ones, as far as can be seen here."""
    if compare(new.left, new.right).kind == "same":
        return False  # true by itself
    return (
        new.form is not None
        and (_combined(new, known) or any(_implied(new, old) for old in known[: -_COMPARED - 1 : -1]))
        or _with_values(new, known)
    )


def _combined(new: Equation, known: Iterable[Equation]) -> bool:
    span = span_of(known)
    return new.form is not None and not span.rest(new.form)


def span_of(known: Iterable[Equation]) -> Span:
    """What the known equations say together, the last ones first, up to one that contradicts these."""
    span = Span()
    for old in reversed(tuple(known)):
        if old.form and not span.add(old.form):
            break
    return span


def _implied(new: Equation, old: Equation) -> bool:
    """Whether the new equation is the old one up to a factor, or gives a value that satisfies the old one."""
    if new.letters == old.letters and _proportional(new, old):
        return True
    name = new.stated
    if not name or new.letters != {name} or old.letters != {name}:
        return False
    value = new.right if new.left.kind == "symbol" else new.left
    return satisfied(old, {name: value}) is True


def satisfied(equation: Equation, values: dict[str, Node]) -> bool | None:
    """Whether the two sides are equal for these values; None where that is not certain."""
    put = equation.put(values)
    if _open(put):
        return None
    kind = compare(put.left, put.right).kind
    return None if kind == "unsure" else kind == "same"


def _proportional(new: Equation, old: Equation) -> bool:
    factor = None
    seen = 0
    for point in points(new.letters):
        try:
            a, b = (
                evaluate(Node("add", (each.left, Node("neg", (each.right,)))), point) for each in (new, old)
            )
            if factor is None:
                factor = a / b
            if not factor or agree(a, factor * b) is not True:
                return False
        except (Undefined, ZeroDivisionError, TypeError):
            continue
        seen += 1
    return seen >= 3


def _with_values(new: Equation, known: tuple[Equation, ...]) -> bool:
    """Whether the equation follows once the values known of letters are put in."""
    values = known_values(known)
    if not values:
        return False
    if new.stated not in values:
        put = new.put(values)
        if not put.letters and not _open(put):
            return compare(put.left, put.right).kind == "same"
    others = {name: value for name, value in values.items() if name != new.stated}
    put = new.put(others)
    olds = [old.put(others) for old in known if old.letters & others.keys() and old.stated not in others]
    return any(_combined(put, (old,)) or _implied(put, old) for old in olds[-_COMPARED:] if old.letters)


def _open(equation: Equation) -> bool:
    return any(part.kind == "call" for side in (equation.left, equation.right) for part in side.walk())


def known_values(known: Iterable[Equation]) -> dict[str, Node]:
    """The letters that have one value only in the equations, with that value."""
    values: dict[str, Node] = {}
    doubtful: set[str] = set()
    for old in known:
        name = old.stated
        if not name or old.letters != {name} or _open(old):
            continue
        value = old.right if old.left.kind == "symbol" else old.left
        if name in values and compare(values[name], value).kind != "same":
            doubtful.add(name)
        values[name] = value
    return {name: value for name, value in values.items() if name not in doubtful}


def contradiction(new: Equation, known: tuple[Equation, ...]) -> str:
    """Why the equation cannot follow from the known ones, for a person to verify; "" where it may."""
    if new.root is None:
        return ""
    name, value = new.root
    about = [old for old in known if old.letters == {name} and not _open(old)]
    shown = next((old for old in reversed(about) if not old.stated), None)
    if shown is None or any(satisfied(old, {name: number(value)}) is not False for old in about):
        return ""
    put = shown.put({name: number(value)})
    found = compare(put.left, put.right)
    return (
        f"{name} = {show(value)}, which solves {new.text}, makes the left side of {shown.text}"
        f" {show(found.left)}, the right side {show(found.right)}"
    )


def disagreement(new: Equation, known: tuple[Equation, ...]) -> str:
    """Why a linear equation contradicts the only solution of the known ones; "" where it may follow."""
    if not new.form or len(new.form) > 4:
        return ""
    # A value may be one of several cases.
    span = span_of(old for old in known if not (old.stated and len(old.letters) == 1))
    rest = span.rest(new.form)
    if set(rest) != {ONE}:
        return ""
    solution = {name: span.rest({((name, 1),): Fraction(1)}) for name in sorted(new.letters)}
    if any(set(value) - {ONE} for value in solution.values()):
        return ""
    where = ", ".join(f"{name} = {show(value.get(ONE, Fraction(0)))}" for name, value in solution.items())
    return f"the equations before give {where}, which does not satisfy {new.text}"


def slip(equation: Equation) -> str:
    """Why no rewriting of one side gives the other, where but one term of many tells them apart; else ""."""
    left, right, form = polynomial_of(equation.left), polynomial_of(equation.right), equation.form
    if (
        not left
        or not right
        or not form
        or len(form) > 1
        or symbols(equation.left) != symbols(equation.right)
    ):
        return ""
    if len(left.keys() & right.keys()) < (1 if ONE in form else 2):
        return ""
    found = compare(equation.left, equation.right)
    where = ", ".join(f"{name} = {show(value)}" for name, value in found.point)
    if found.kind != "different":
        return ""
    return f"at {where} the left side is {show(found.left)}, the right side {show(found.right)}"
