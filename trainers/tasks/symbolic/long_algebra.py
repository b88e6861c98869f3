"""Task families: derivatives, polynomials and powers whose numbers are long or whose terms are many."""

from fractions import Fraction
from random import Random

from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import family_like
from trainers.tasks.symbolic import algebra, calculus, powers
from trainers.tasks.symbolic import long_wordings as words
from trainers.tasks.symbolic.algebra import _definition, _function_names, product_lines
from trainers.tasks.symbolic.chains import product_lines_of
from trainers.tasks.symbolic.collecting import collect_lines, is_canonical, written
from trainers.tasks.symbolic.derivatives import ORDERS, worked_partial
from trainers.tasks.symbolic.evaluating import worked_evaluate
from trainers.tasks.symbolic.factoring import scale
from trainers.tasks.symbolic.long_equations import split
from trainers.tasks.symbolic.notation import (
    LETTERS,
    Expression,
    Notation,
    Term,
    letters,
    write_sum,
)
from trainers.tasks.symbolic.polynomial import Polynomial, monomial, nonzero, poly, random_polynomial
from trainers.tasks.symbolic.powers import Tree, _power, _write, exponent_lines


def differentiate(rng: Random, level: int) -> Problem:
    """Coefficients of up to five digits, several letters, derivatives up to the fourth."""
    order = rng.choice(((1, 1, 2), (1, 2, 2, 3), (1, 2, 3, 3, 4))[level - 1])
    count = rng.choice((1, 1, rng.randint(2, 2 + level // 2)))
    letter, *others = letters(rng, count)
    terms = _terms(rng, level, letter, others, order)
    worked = worked_partial(terms, letter, order)
    wrt = rng.choice((f" with respect to {letter}", f" wrt {letter}")) if others or rng.random() < 0.4 else ""
    slots = {
        "expression": written(terms),
        "derivative": "derivative" if order == 1 and rng.random() < 0.5 else f"{ORDERS[order]} derivative",
        "times": ("", " twice", " three times", " four times")[order - 1],
        "operator": f"d/d{letter}" if order == 1 else f"d^{order}/d{letter}^{order}",
        "wrt": wrt,
        "letter": letter,
    }
    steps = worked.steps if order > 1 else (f"by {letter}, 1 time: {write_sum(terms)}", *worked.steps)
    return Problem(slots, steps, worked.answer)


def _terms(rng: Random, level: int, letter: str, others: list[str], order: int) -> list[Term]:
    """Terms of which most vanish or stay small, one or two with a long coefficient."""
    found: dict[tuple[tuple[str, int], ...], int] = {}
    long = (999, 9999, 99999)[level - 1]
    for index in range(rng.randint(3, 4 + level)):
        power = rng.randint(order, order + 2) if index < 2 else rng.randint(0, order + 1)
        factors = [(letter, power), *((name, rng.choice((0, 1, 1, 2, 3))) for name in others)]
        key = tuple(sorted((name, exponent) for name, exponent in factors if exponent))
        found[key] = nonzero(rng, long if rng.random() < 0.4 else 29)
    terms: list[Term] = [(coefficient, key) for key, coefficient in found.items()]
    if rng.random() < 0.5:
        terms.sort(key=lambda term: dict(term[1]).get(letter, 0), reverse=True)
    return terms


def messy(rng: Random, value: Polynomial, letter: str, splits: int, size: int) -> list[Term]:
    """The polynomial's terms split and joined by others that cancel, a zero now and then, shuffled."""
    pieces = {p: [int(c)] for p, c in enumerate(value.coefficients) if c}
    for _ in range(splits):
        split(pieces.setdefault(rng.randint(0, max(value.degree, 1)), []), rng, size)
    terms = [(c, p) for p, row in pieces.items() for c in row if c or rng.random() < 0.3]
    rng.shuffle(terms)
    return [monomial(c, letter, p) for c, p in terms] or [monomial(0, letter, 0)]


def _size(rng: Random, digits: int) -> int:
    return 10 ** rng.randint(1, digits) - 1


def collect(rng: Random, level: int) -> Problem:
    """Many like terms with up to four digits, many of which cancel."""
    letter = rng.choice(LETTERS)
    digits = level + 1
    value = random_polynomial(rng, rng.randint(1, 3), _size(rng, digits), sparse=0.5)
    terms = messy(rng, value, letter, rng.randint(2, 2 + 2 * level), _size(rng, digits))
    slots = {"expression": written(terms), "letter": letter}
    return Problem(slots, (write_sum(terms), *collect_lines(terms, letter)), value.text(letter))


def expand(rng: Random, level: int) -> Problem:
    """Brackets of terms that must be collected first, multiplied, with a sum beside the product."""
    letter = rng.choice(LETTERS)
    count = rng.choice((2, 2, 3) if level > 1 else (2,))
    size = (9, 30, 99)[level - 1]
    factors = [random_polynomial(rng, rng.randint(0, 1 if index else 2), 9, 0.6) for index in range(count)]
    if rng.random() < 0.5:
        factors[0] = factors[0] * rng.choice((1, rng.randint(2, 99), 10 ** rng.randint(1, level)))
    beside = random_polynomial(rng, rng.randint(1, 3), size * 10, 0.5) if rng.random() < 0.5 else poly(0)
    rng.shuffle(factors)
    rows = [messy(rng, p, letter, rng.randint(1, 2), rng.choice((3, 9, size))) for p in factors]
    tail = messy(rng, beside, letter, rng.randint(0, level), size) if beside.coefficients else []

    def text(notation: Notation) -> str:
        body = notation.times.strip().join(f"({write_sum(row, notation)})" for row in rows)
        if not tail:
            return body
        joined = write_sum(tail, notation)
        sign = "-" if joined.startswith("-") else "+"
        return body + notation.between(sign) + joined.removeprefix("-")

    steps: list[str] = []
    for row in rows:
        if not is_canonical(row, letter):
            steps += [f"({write_sum(row)})", *collect_lines(row, letter)]
    product = factors[0]
    for other in factors[1:]:
        steps += product_lines(product, other, letter)
        product = product * other
    if tail:
        terms = [*product.terms(letter), *tail]
        steps += [f"sum: {write_sum(terms)}", *collect_lines(terms, letter)]
    return Problem({"expression": text, "letter": letter}, tuple(steps), (product + beside).text(letter))


def _row_definition(name: str, letter: str, row: list[Term]) -> Expression:
    return lambda notation: f"{name}({letter}) = {write_sum(row, notation)}"


def compose(rng: Random, level: int) -> Problem:
    """f(g(x)) of short functions whose definitions must be collected first."""
    outer_letter, inner_letter, asked = letters(rng, 3)
    f, g = _function_names(rng, outer_letter + inner_letter + asked)
    size = (9, 29, 99)[level - 1]
    kind = rng.choice(("linear", "linear", "square", "inner"))
    if kind == "square":
        outer = poly(nonzero(rng, size), *((0, 0) if rng.random() < 0.7 else (0, nonzero(rng, size))))
        inner = poly(nonzero(rng, 12), 0 if rng.random() < 0.6 else nonzero(rng, 9))
    else:
        outer = poly(nonzero(rng, size), rng.choice((0, nonzero(rng, 99))))
        top = 2 if kind == "inner" else 1
        inner = random_polynomial(rng, top, size if rng.random() < 0.6 else 12, 0.6)
    rows = [
        messy(rng, function, letter, rng.choice((0, 1, 2)), _size(rng, level + 1))
        for function, letter in ((outer, outer_letter), (inner, inner_letter))
    ]
    steps = [f"find {f}({g}({asked})): outer {f}, inner {g}"]
    named = (("outer", f, outer_letter, rows[0]), ("inner", g, inner_letter, rows[1]))
    for role, name, letter, row in named:
        steps.append(f"{role}: {name}({letter}) = {write_sum(row)}")
        if not is_canonical(row, letter):
            steps += collect_lines(row, letter)
    steps.append(f"{g}({asked}) = {inner.text(asked)}")
    steps += composed_lines(outer, inner, f"{f}({g}({asked}))", asked)
    slots = {
        "outer": _row_definition(f, outer_letter, rows[0]),
        "inner": _row_definition(g, inner_letter, rows[1]),
        "asked": f"{f}({g}({asked}))",
        "f": f,
        "g": g,
        "letter": asked,
    }
    return Problem(slots, tuple(steps), outer.compose(inner).text(asked))


def composed_lines(outer: Polynomial, inner: Polynomial, asked: str, letter: str) -> list[str]:
    """Lines of outer(inner) for an outer function of degree two at most, as in `compose`."""
    put = inner.text(letter)
    shown = write_sum([(c, ((f"({put})", f_[0][1]),) if f_ else ()) for c, f_ in outer.terms("u")])
    steps, opened, power = [f"{asked} = {shown}"], [], inner
    if outer.degree == 2:
        steps += [f"({put})^2: ({put})({put})", *product_lines(inner, inner, letter)]
        power = inner * inner
    for exponent, base in ((2, power), (1, inner)):
        c = int(outer.coefficient(exponent))
        if not c:
            continue
        part = base * c
        if c != 1:
            steps += product_lines_of(c, [n for n in reversed(base.coefficients) if n])
            steps.append(f"{scale(c)}({base.text(letter)}) = {part.text(letter)}")
        opened += part.terms(letter)
    if outer.coefficient(0):
        opened.append(monomial(outer.coefficient(0), letter, 0))
    return [*steps, f"sum: {write_sum(opened)}", *collect_lines(opened, letter)]


def evaluate(rng: Random, level: int) -> Problem:
    """A polynomial at a number of up to three digits."""
    letter = rng.choice(LETTERS)
    name = _function_names(rng, letter)[0]
    value = nonzero(rng, (40, 99, 999)[level - 1])
    degree = rng.randint(1, 3)
    if rng.random() < 0.35:
        function = random_polynomial(rng, min(degree, 2), (30, 60, 99)[level - 1], 0.2)
    else:  # chosen from the top so that Horner's rule stays small
        running = nonzero(rng, 12)
        coefficients = [running]
        for _ in range(degree):
            target = rng.randint(-99, 99) if rng.random() < 0.7 else rng.randint(-999, 999)
            coefficients.append(target - running * value)
            running = target
        function = poly(*coefficients)
    worked = worked_evaluate(function, value, letter=letter)
    slots = {
        "definition": _definition(name, letter, function),
        "asked": f"{name}({value})",
        "name": name,
        "value": value,
        "letter": letter,
        "expression": function.written(letter),
    }
    return Problem(slots, worked.steps, worked.answer)


def simplify_power(rng: Random, level: int) -> Problem:
    """Powers of one letter with exponents of two digits or fractions, down to a single power."""
    letter = rng.choice(LETTERS)
    tree = _tree(rng, rng.randint(1 + level // 2, 2 + level * 2), level)
    if tree[0] == "power":
        tree = ("^", tree, _outer(rng, level))
    if rng.random() < 0.4:
        tree = ("^", tree, _outer(rng, level))
    steps, exponent = exponent_lines(tree)
    note = rng.choice((f" assuming {letter} is positive", f" for {letter} > 0", f", {letter} > 0"))
    slots = {
        "expression": lambda notation: _write(tree, letter, notation),
        "letter": letter,
        "note": note if rng.random() < 0.8 else "",
    }
    return Problem(slots, tuple(steps), _power(letter, exponent))


def _exponent(rng: Random, level: int) -> Fraction:
    if rng.random() < 0.4:
        return Fraction(nonzero(rng, (5, 9, 12)[level - 1]), rng.choice((2, 3, 4, 6, 8)[: 2 + level]))
    return Fraction(nonzero(rng, (12, 30, 60)[level - 1]))


def _outer(rng: Random, level: int) -> Fraction:
    """An exponent other than 1, to raise a bracket to."""
    while (exponent := _exponent(rng, level)) == 1:
        pass
    return exponent


def _tree(rng: Random, leaves: int, level: int) -> Tree:
    if leaves == 1:
        one = Fraction(1)
        tree: Tree = ("power", one if rng.random() < 0.35 else _exponent(rng, level))
    else:
        part = rng.randint(1, leaves - 1)
        tree = (rng.choice("*/"), _tree(rng, part, level), _tree(rng, leaves - part, level))
    if tree != ("power", Fraction(1)) and rng.random() < 0.12:
        tree = ("^", tree, _outer(rng, level))
    return tree


FAMILIES: tuple[Family, ...] = (
    family_like(calculus.FAMILIES, "differentiate", differentiate, *words.DERIVATIVE),
    family_like(algebra.FAMILIES, "collect", collect, *words.COLLECT),
    family_like(algebra.FAMILIES, "expand", expand, *words.EXPAND),
    family_like(algebra.FAMILIES, "compose", compose, *words.COMPOSE),
    family_like(algebra.FAMILIES, "evaluate", evaluate, *words.EVALUATE),
    family_like(powers.FAMILIES, "simplify_power", simplify_power, *words.POWER),
)
