"""Collecting, adding, expanding, naming coefficients, evaluating and composing polynomials."""

from collections.abc import Sequence
from random import Random

from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import short
from trainers.tasks.symbolic import algebra_wordings as wordings
from trainers.tasks.symbolic.chains import product_lines_of
from trainers.tasks.symbolic.collecting import (
    by_power,
    collect_lines,
    gathered_lines,
    power_name,
    scattered,
    sum_of,
    written,
)
from trainers.tasks.symbolic.evaluating import worked_evaluate
from trainers.tasks.symbolic.factoring import scale, worked_factor_quadratic
from trainers.tasks.symbolic.notation import (
    LETTERS,
    Expression,
    Notation,
    Term,
    letters,
    operand,
    write_power,
    write_sum,
)
from trainers.tasks.symbolic.polynomial import Polynomial, monomial, nonzero, poly, random_polynomial

__all__ = ["FAMILIES", "worked_evaluate", "worked_factor_quadratic"]


def collect(rng: Random, level: int) -> Problem:
    """Like terms, out of order and repeated."""
    letter = rng.choice(LETTERS)
    degree = {1: rng.randint(1, 2), 2: rng.randint(1, 3), 3: rng.randint(1, 3)}[level]
    size = {1: 9, 2: 20, 3: rng.choice((30, 400, 4000))}[level]
    value = random_polynomial(rng, degree, size, sparse=0.4)
    extra = {
        1: rng.randint(1, 2),
        2: rng.randint(2, 4),
        3: rng.randint(3, 6) if size < 100 else rng.randint(2, 3),
    }[level]
    terms = scattered(value, letter, rng, extra, size)
    steps = [write_sum(terms), *collect_lines(terms, letter)]
    return Problem({"expression": written(terms), "letter": letter}, tuple(steps), value.text(letter))


def add_polynomials(rng: Random, level: int) -> Problem:
    """a*f(x) + b*g(x) for given f and g."""
    letter = rng.choice(LETTERS)
    f, g = _function_names(rng, letter)
    size, degree = {1: (9, 2), 2: (12, 2), 3: (20, 3)}[level]
    first, second = (random_polynomial(rng, rng.randint(1, degree), size, 0.25) for _ in range(2))
    a, b = (
        (1, rng.choice((1, -1))) if level == 1 else (nonzero(rng, 5 if level == 2 else 9) for _ in range(2))
    )
    heads = f"{scale(a)}{f}({letter}) {'-' if b < 0 else '+'} {scale(abs(b))}{g}({letter})"
    steps = [f"find {heads}"]
    steps += [f"{name}({letter}) = {function.text(letter)}" for name, function in ((f, first), (g, second))]
    opened = []
    for name, factor, function in ((f, a, first), (g, b, second)):
        opened += (function * factor).terms(letter)
        if factor != 1:
            steps += scaled_lines(factor, function, f"{scale(factor)}{name}({letter})", letter)
    steps.append(f"sum: {write_sum(opened)}")
    steps += collect_lines(opened, letter)

    def combination(notation: Notation) -> str:
        heads = [
            f"{scale(abs(n))}{notation.times if abs(n) > 1 else ''}{name}({letter})"
            for n, name in ((a, f), (b, g))
        ]
        return ("-" if a < 0 else "") + heads[0] + notation.between("-" if b < 0 else "+") + heads[1]

    slots = {
        "first": _definition(f, letter, first),
        "second": _definition(g, letter, second),
        "combination": combination,
    }
    answer = (first * a + second * b).text(letter)
    return Problem(slots, tuple(steps), answer)


def expand(rng: Random, level: int) -> Problem:
    """Brackets multiplied out: a number times one, two or three of them, squares, and terms beside them."""
    letter = rng.choice(LETTERS)
    size = {1: 9, 2: 12, 3: 12}[level]
    shape = rng.choice({
        1: ("single", "pair", "pair"),
        2: ("pair", "square", "scaled", "longer"),
        3: ("triple", "cube", "longer", "messy", "beside"),
    }[level])  # fmt: skip

    def line() -> Polynomial:
        return poly(rng.choice((1, 1, 1, -1)) if level == 1 else nonzero(rng, 6), nonzero(rng, size))

    factor, rest, power = 1, poly(0), 1
    match shape:
        case "single":
            factors, factor = [line()], rng.choice((2, 3, 4, 5, 6, 7, -2, -3))
        case "pair":
            factors = [line(), line()]
        case "square":
            factors, power = [line()] * 2, 2
        case "cube":
            factors, power = [poly(rng.choice((1, 1, 2, -1, 3)), nonzero(rng, 6))] * 3, 3
        case "scaled":
            factors, factor = [line(), line()], rng.choice((2, 3, 4, -1, -2, -3))
        case "longer":
            factors = [line(), random_polynomial(rng, 2, size, 0.2)]
        case "triple":
            factors = [poly(rng.choice((1, 1, 2, -1, 3)), nonzero(rng, 9)) for _ in range(3)]
        case "messy":
            factors = [
                random_polynomial(rng, rng.randint(0, 3), 9, 0.6),
                random_polynomial(rng, rng.randint(1, 2), 9, 0.4),
            ]
        case _:
            factors, rest = [line(), line()], random_polynomial(rng, 2, 20, 0.2)
    rows: list[list[Term]] = [
        scattered(p, letter, rng, rng.randint(1, 2)) if shape == "messy" else p.terms(letter) for p in factors
    ]
    beside = scattered(rest, letter, rng, rng.randint(0, 2)) if shape == "beside" else []
    if level > 1 and shape not in ("messy", "square", "cube") and rng.random() < 0.25:
        for row in rows:
            rng.shuffle(row)

    def text(notation: Notation) -> str:
        star = notation.times.strip()
        head = {1: "", -1: "-"}.get(factor, f"{factor}{star}")
        if power > 1:
            body = write_power(f"({write_sum(rows[0], notation)})", power, notation)
        else:
            body = star.join(f"({write_sum(row, notation)})" for row in rows)
        if beside:
            sign = "-" if beside[0][0] < 0 else "+"
            tail = write_sum(beside, notation)
            return head + body + notation.between(sign) + tail.removeprefix("-")
        return head + body

    steps = []
    for row in rows:
        if shape == "messy":
            steps += [f"({write_sum(row)})", *collect_lines(row, letter)]
    if power > 1:
        steps.append("".join(f"({p.text(letter)})" for p in factors))
    product = factors[0]
    for other in factors[1:]:
        steps += product_lines(product, other, letter)
        product = product * other
    if factor != 1:
        steps += product_lines_of(factor, [c for c in reversed(product.coefficients) if c])
        steps.append(f"{scale(factor)}({product.text(letter)}) = {(product * factor).text(letter)}")
        product = product * factor
    if beside:
        terms = [*product.terms(letter), *beside]
        steps += [f"sum: {write_sum(terms)}", *collect_lines(terms, letter)]
    answer = (product + rest).text(letter)
    return Problem({"expression": text, "letter": letter}, tuple(steps), answer)


def scaled_lines(factor: int, value: Polynomial, name: str, letter: str) -> list[str]:
    """Lines of a number times a polynomial, the larger products first; the last line says what it is."""
    lines = product_lines_of(factor, [c for c in reversed(value.coefficients) if c])
    text = (value * factor).text(letter)
    return [*lines, f"{name} = {scale(factor)}({value.text(letter)}) = {text}"]


def product_lines(first: Polynomial, second: Polynomial, letter: str) -> list[str]:
    """Lines of first * second: each term of the first times the second, then like terms."""
    shown = f"({second.text(letter)})"
    others = [c for c in reversed(second.coefficients) if c]
    if len(first.terms()) <= 1:
        product = first * second
        lines = product_lines_of(first.leading, others)
        if second.degree == 0:
            shown = operand(second.coefficient(0))
        return [*lines, f"{first.text(letter)} * {shown} = {product.text(letter)}"]
    lines, opened = [], []
    for term in first.terms(letter):
        part = sum_of([term]) * second
        opened += part.terms(letter)
        lines += product_lines_of(term[0], others)
        lines.append(f"{write_sum([term])} * {shown} = {part.text(letter)}")
    return [*lines, f"sum: {write_sum(opened)}", *collect_lines(opened, letter)]


def coefficient_named(rng: Random, level: int) -> Problem:
    """The coefficient that a letter names in the collected form."""
    letter, *names = letters(rng, 6)
    degree = rng.randint(1, {1: 2, 2: 3, 3: 4}[level])
    size = {1: 9, 2: 20, 3: rng.choice((30, 300))}[level]
    value = random_polynomial(rng, degree, size, sparse=0.25)
    extra = {1: rng.randint(1, 2), 2: rng.randint(2, 4), 3: rng.randint(3, 6)}[level]
    form: list[Term] = [
        (1, ((name, 1), (letter, p)) if p else ((name, 1),))
        for p, name in zip(range(degree, -1, -1), names, strict=False)
    ]
    if rng.random() < 0.6:
        rng.shuffle(form)
    (wanted, _), *named = rng.choice(form)[1]
    power = named[0][1] if named else 0
    named_powers = ", ".join(
        f"{f[0][0]} is {power_name(letter, f[1][1] if len(f) > 1 else 0)}" for _, f in form
    )
    steps = [f"form: {named_powers}", f"wanted {wanted}: {power_name(letter, power)}"]
    if level == 3 and rng.random() < 0.4 and degree < 4:
        outer = poly(nonzero(rng, 6), rng.randint(-9, 9))
        inner = random_polynomial(rng, min(degree, 3) - 1 if degree > 1 else 0, 9, 0.2)
        value = outer * inner
        while value.degree < degree:
            value += monomial_polynomial(nonzero(rng, 9), degree)
        rest = value - outer * inner
        tail = scattered(rest, letter, rng, rng.randint(1, 3))
        expression = _product_and(outer, inner, tail, letter)
        terms = []
        for term in outer.terms(letter):
            part = sum_of([term]) * inner
            terms += part.terms(letter)
            steps.append(f"{write_sum([term])} * ({inner.text(letter)}) = {part.text(letter)}")
        terms += tail
        steps.append(f"all: {write_sum(terms)}")
    else:
        terms = scattered(value, letter, rng, extra, size)
        expression = written(terms)
        steps.append(f"all: {write_sum(terms)}")
    groups = by_power(terms)
    steps += (
        gathered_lines(groups[power], letter, power)
        if power in groups
        else [f"no {power_name(letter, power)}"]
    )
    steps.append(f"{wanted} = {value.coefficient(power)}")
    slots = {"expression": expression, "form": written(form), "wanted": wanted, "letter": letter}
    return Problem(slots, tuple(steps), str(value.coefficient(power)))


def monomial_polynomial(coefficient: int, degree: int) -> Polynomial:
    """coefficient * x^degree."""
    return poly(coefficient, *(0,) * degree)


def _product_and(outer: Polynomial, inner: Polynomial, tail: Sequence[Term], letter: str) -> Expression:
    return lambda n: f"({outer.text(letter, n)}){n.times}({inner.text(letter, n)})" + _joined(tail, n)


def _joined(terms: Sequence[Term], notation: Notation) -> str:
    text = write_sum(terms, notation)
    return notation.between("-") + text[1:] if text.startswith("-") else notation.between("+") + text


def evaluate(rng: Random, level: int) -> Problem:
    """f(a)."""
    letter = rng.choice(LETTERS)
    name = _function_names(rng, letter)[0]
    degree = {1: rng.randint(1, 2), 2: rng.randint(1, 3), 3: rng.randint(2, 3)}[level]
    size, far = {1: (9, 5), 2: (12, 9), 3: (20, 30 if degree < 3 else 12)}[level]
    value = rng.randint(-far, far)
    function = random_polynomial(rng, degree, size, sparse=0.2)
    if level > 1 and rng.random() < 0.5:
        # Coefficients chosen from the top so that Horner's rule stays small, however large the value.
        running, coefficients = nonzero(rng, 9), []
        coefficients.append(running)
        for _ in range(degree):
            target = rng.randint(-30, 30)
            coefficients.append(target - running * value)
            running = target
        function = poly(*coefficients)
    worked = worked_evaluate(function, value, letter=letter)
    expression = function.written(letter)
    slots = {
        "definition": _definition(name, letter, function),
        "asked": f"{name}({value})",
        "name": name,
        "value": value,
        "letter": letter,
        "expression": expression,
    }
    return Problem(slots, worked.steps, worked.answer)


def compose(rng: Random, level: int) -> Problem:
    """f(g(x))."""
    outer_letter, inner_letter, asked = letters(rng, 3) if level > 1 else [rng.choice(LETTERS)] * 3
    f, g = _function_names(rng, outer_letter + inner_letter + asked)
    size = {1: 9, 2: 12, 3: 20}[level]
    outer_degree, inner_degree = rng.choice(
        {
            1: ((1, 1), (1, 2)),
            2: ((1, 1), (1, 2), (2, 1), (2, 1)),
            3: ((2, 1), (1, 2), (2, 1)),
        }[level]
    )
    outer = random_polynomial(rng, outer_degree, 9 if outer_degree > 1 else size, sparse=0.35)
    inner = random_polynomial(
        rng, inner_degree, size if outer_degree == 1 else 12 if outer_degree == 2 else 5, sparse=0.3
    )
    put = inner.text(asked)
    shown = write_sum([(c, ((f"({put})", f_[0][1]),) if f_ else ()) for c, f_ in outer.terms("u")])
    steps = composition_head(outer, inner, (f, g), (outer_letter, inner_letter, asked))
    steps.append(f"{f}({g}({asked})) = {shown}")
    power, powers = inner, {1: inner}
    for exponent in range(2, outer_degree + 1):
        if outer.coefficient(exponent) or exponent < outer_degree:
            steps.append(f"({put})^{exponent}: ({power.text(asked)})({put})")
        steps += product_lines(power, inner, asked)
        power = power * inner
        powers[exponent] = power
    opened: list[Term] = []
    for exponent in range(outer_degree, 0, -1):
        c = outer.coefficient(exponent)
        if c:
            part = powers[exponent] * c
            if c != 1:
                base = powers[exponent]
                steps += product_lines_of(c, [n for n in reversed(base.coefficients) if n])
                steps.append(f"{scale(int(c))}({base.text(asked)}) = {part.text(asked)}")
            opened += part.terms(asked)
    if outer.coefficient(0):
        opened.append(monomial(outer.coefficient(0), asked, 0))
    steps.append(f"sum: {write_sum(opened)}")
    steps += collect_lines(opened, asked)
    slots = {
        "outer": _definition(f, outer_letter, outer),
        "inner": _definition(g, inner_letter, inner),
        "asked": f"{f}({g}({asked}))",
        "f": f,
        "g": g,
        "letter": asked,
    }
    return Problem(slots, tuple(steps), outer.compose(inner).text(asked))


def composition_head(
    outer: Polynomial, inner: Polynomial, names: tuple[str, str], letters_: tuple[str, str, str]
) -> list[str]:
    """Lines that copy the outer and the inner function from the question, the inner in the asked letter."""
    (f, g), (x, y, z) = names, letters_
    return [
        f"find {f}({g}({z})): outer {f}, inner {g}",
        f"outer: {f}({x}) = {outer.text(x)}",
        f"inner: {g}({y}) = {inner.text(y)}",
        *([f"{g}({z}) = {inner.text(z)}"] if y != z else []),
    ]


def _function_names(rng: Random, taken: str) -> list[str]:
    names = [
        name for name in rng.choice(("fg", "gh", "pq", "fh", "uv", "rs", "ab", "kw")) if name not in taken
    ]
    names += [name for name in "fghpqruvwkmt" if name not in taken and name not in names]
    return names[:2]


def _definition(name: str, letter: str, function: Polynomial) -> Expression:
    return lambda notation: f"{name}({letter}) = {function.text(letter, notation)}"


FAMILIES: tuple[Family, ...] = (
    Family("collect", "symbolic", short(collect, 350), wordings.COLLECT, wordings.COLLECT_KEPT, 1.5),
    Family("add_polynomials", "symbolic", short(add_polynomials, 350), wordings.ADD, wordings.ADD_KEPT),
    Family("expand", "symbolic", short(expand, 370), wordings.EXPAND, wordings.EXPAND_KEPT, 1.5),
    Family(
        "coefficient_named",
        "symbolic",
        short(coefficient_named, 350),
        wordings.COEFFICIENT,
        wordings.COEFFICIENT_KEPT,
        1.5,
    ),
    Family("evaluate", "symbolic", short(evaluate, 350), wordings.EVALUATE, wordings.EVALUATE_KEPT, 1.2),
    Family("compose", "symbolic", short(compose, 370), wordings.COMPOSE, wordings.COMPOSE_KEPT, 1.2),
)
