"""Composed tasks about functions: factored forms, derivatives of derivatives, sums of functions."""

from collections.abc import Mapping
from fractions import Fraction
from random import Random

from trainers.tasks.symbolic.chains import plus, times
from trainers.tasks.symbolic.composed_algebra import Hiding, chain, drawn, row_of, scaled, sum_text
from trainers.tasks.symbolic.composed_definitions import Letters, needed, nonzero
from trainers.tasks.symbolic.composed_final import Final, FinalMaker
from trainers.tasks.symbolic.derivatives import ORDERS, worked_derivative
from trainers.tasks.symbolic.evaluating import worked_evaluate
from trainers.tasks.symbolic.factoring import (
    root_lines,
    root_of,
    search_lines,
    split_lines,
    worked_factor_quadratic,
)
from trainers.tasks.symbolic.polynomial import poly


def _factor(rng: Random, level: int, letters: Letters) -> Final:
    x, limit = letters.take(), (5, 9, 12)[level - 1]
    scale = 1 if level < 2 or rng.random() < 0.5 else nonzero(rng, 2 * level)
    inner = rng.choice((1, 1, 1, 2, 3)) if level == 3 else 1
    p = poly(inner, nonzero(rng, limit)) * poly(1, rng.randint(-limit, limit)) * scale
    if level == 3 and rng.random() < 0.15:
        p = poly(scale, 0, -scale * rng.randint(1, limit) ** 2)
    hiding = Hiding(rng, level, letters, len(row_of(p, x)))
    text = hiding.text(row_of(p, x))
    a, b, c = (p.coefficient(k).numerator for k in (2, 1, 0))
    worked = worked_factor_quadratic(a, b, c, x)
    steps = (*chain(f"Factor {hiding.put(text)}.", f"Factor {p.text(x)}."), *worked.steps)
    return Final(hiding.hidden, {"p": text}, {}, "Factor {p}.", steps, worked.answer)


def _derivative_roots(rng: Random, level: int, letters: Letters) -> Final:
    f, x, y = letters.take(), letters.take(), letters.take()
    limit, scale = (4, 7, 8)[level - 1], rng.choice((1, 1, 2, 3))
    r, s = nonzero(rng, limit), nonzero(rng, limit)
    derived = poly(1, -r - s, r * s) * scale
    letter = letters.take()
    linear = scale * r * s
    without = derived.integral() - poly(linear, 0) + poly(rng.randint(-90, 90))
    head, _, tail = without.text(x).rpartition(f"{x}^2")  # the linear term goes before the constant
    text = f"{head}{x}^2 + {letter} * {x}{tail}" if head else f"{without.text(x)} + {letter} * {x}"
    if tail.startswith("/"):
        text = f"{without.text(x)} + {letter} * {x}"
    whole = without + poly(linear, 0)
    lines = [*worked_derivative(whole, 1, x).steps, f"{f}({y}) = {derived.text(y)} = 0"]
    if scale > 1:
        derived = poly(1, -r - s, r * s)
        lines.append(f"divide by {scale}: {derived.text(y)} = 0")
    searched, pair = search_lines(r * s, -r - s)
    split, factors = split_lines(1, -r - s, r * s, pair or (-r, -s), y)
    roots = sorted({root_of(factor) for factor in factors})
    steps = (f"Differentiate {whole.text(x)}.", *lines, *searched, *split, *root_lines(factors, y))
    math = {"f": f"{f}({x})", "p": text, "call": f"{f}({y})", "x": y}
    asked = "{f} = derivative of {p}. Solve {call} = 0."
    return Final({letter: linear}, math, {}, asked, steps, ", ".join(map(str, roots)))


def _derivative_again(rng: Random, level: int, letters: Letters) -> Final:
    f, x, y, letter = (letters.take() for _ in range(4))
    order = 1 if level < 3 else rng.choice((1, 1, 1, 2, 2, 3))
    then = rng.choice((1, 1, 2)) if level > 1 and order == 1 else 1
    result = drawn(rng, then + rng.randint(0, 1), (5, 9, 9)[level - 1])
    whole = result
    for _ in range(order):
        whole = whole.integral()
        if rng.random() < 0.7:
            whole += poly(nonzero(rng, 40))
    text = whole.text(x).replace(f"{x}^{whole.degree}", f"{x}^{letter}", 1)
    steps = (
        f"Differentiate {whole.text(x)}.",
        *worked_derivative(whole, order, x).steps,
        f"{f}({y}) = {result.text(y)}",
        *worked_derivative(result, then, y).steps,
    )
    math = {"f": f"{f}({x})", "p": text, "call": f"{f}({y})", "x": y}
    words = {"order": ORDERS[order], "then": ORDERS[then]}
    asked = "{f} = {order} derivative of {p}. Find the {then} derivative of {call}."
    return Final({letter: whole.degree}, math, words, asked, steps, result.derivative(then).text(y))


def _evaluate_sum(rng: Random, level: int, letters: Letters) -> Final:
    f, g, h, x, letter = (letters.take() for _ in range(5))
    p, q = (drawn(rng, rng.randint(1, (1, 2, 2)[level - 1]), 9) for _ in range(2))
    m, n, at = nonzero(rng, 3 * level), nonzero(rng, 3 * level), nonzero(rng, 6)
    text = sum_text(Hiding(rng, 1, letters, 0), m, f, n, g, x)
    values = p(at), q(at)
    terms = [(m, f, p, values[0]), (n, g, q, values[1])]
    called = [("-" if size < 0 else "+", scaled(abs(size), name, str(at))) for size, name, *_ in terms]
    first = ("-" if m < 0 else "") + called[0][1]
    steps = [f"{h}({at}) = {first} {called[1][0]} {called[1][1]}"]
    products = []
    for size, name, polynomial, value in terms:
        steps += [f"{name}({x}) = {polynomial.text(x)}", *worked_evaluate(polynomial, at, name).steps]
        steps += times(size, value)
        products.append(Fraction(size * value).numerator)
    sums = plus(products[0], products[1])
    steps += [*needed(sums), f"{h}({at}) = {sums[-1].rpartition(' so ')[2]}"]
    math = {"f": f"{f}({x})", "g": f"{g}({x})", "h": f"{h}({x})", "p": p.text(x), "q": q.text(x)}
    asked = "{f} = {p}. {g} = {q}. {h} = {sum}. Find {call}."
    math |= {"sum": text, "call": f"{h}({letter})"}
    return Final({letter: at}, math, {}, asked, tuple(steps), str(sum(products)))


FUNCTIONS: Mapping[str, FinalMaker] = {
    "composed_factor": _factor,
    "composed_derivative_roots": _derivative_roots,
    "composed_derivative_again": _derivative_again,
    "composed_evaluate_sum": _evaluate_sum,
}
