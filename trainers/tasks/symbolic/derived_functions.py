"""Functions given as derivatives, then composed with others or added to them."""

from collections.abc import Mapping
from itertools import product
from random import Random
from typing import Any

from trainers.tasks.item import Family, Phrasing, Problem
from trainers.tasks.lengths import short
from trainers.tasks.symbolic.algebra import scaled_lines
from trainers.tasks.symbolic.collecting import collect_lines
from trainers.tasks.symbolic.derivatives import ORDERS, worked_derivative
from trainers.tasks.symbolic.factoring import scale
from trainers.tasks.symbolic.long_algebra import composed_lines
from trainers.tasks.symbolic.notation import NOTATIONS, PLAIN, Notation, letters, write_sum
from trainers.tasks.symbolic.polynomial import Polynomial, nonzero, poly, random_polynomial

Given = tuple[str, Polynomial, int]  # "f(x)", what is written, and how often it is to be differentiated


def _given(rng: Random, level: int, head: str, letter: str, value: Polynomial, order: int) -> Given:
    """The function as it is, or something whose derivative it is."""
    whole = value
    for _ in range(order):
        whole = whole.integral()
    if order:
        whole += poly(nonzero(rng, (9, 30, 90)[level - 1]), *(0,) * rng.randint(0, order - 1))
    return f"{head}({letter})", whole, order


def _found(given: Given, letter: str) -> list[str]:
    """Lines that copy a function, or find it where it is a derivative."""
    head, written, order = given
    if not order:
        return [f"{head} = {written.text(letter)}"]
    worked = worked_derivative(written, order, letter)
    first = f"{head} = {ORDERS[order]} derivative of {written.text(letter)}"
    return [first, *worked.steps, f"{head} = {worked.answer}"]


def _orders(rng: Random, level: int) -> list[int]:
    """Which of the two functions are derivatives, and of what order: at least one is."""
    order = rng.choice(((1,), (1, 1, 2), (1, 1, 2, 3))[level - 1])
    orders = [order, rng.choice((0, 0, 1)) if level == 3 else 0]
    rng.shuffle(orders)
    return orders


def compose(rng: Random, level: int) -> Problem:
    """f(g(x)), where f or g is a derivative."""
    f, g, x, y, z = letters(rng, 5)
    outer_degree, inner_degree = rng.choice(((1, 1), (2, 1), (1, 2)))
    size = (6, 9, 12)[level - 1]
    outer = random_polynomial(rng, outer_degree, size, 0.5)
    inner = random_polynomial(rng, inner_degree, size, 0.5)
    orders = _orders(rng, level)
    first = _given(rng, level, f, x, outer, orders[0])
    second = _given(rng, level, g, y, inner, orders[1])
    asked = f"{f}({g}({z}))"
    steps = [f"find {asked}: outer {f}, inner {g}", *_found(first, x), *_found(second, y)]
    steps += [f"{g}({z}) = {inner.text(z)}", *composed_lines(outer, inner, asked, z)]
    slots = {"functions": ((first, x), (second, y)), "asked": lambda notation: asked, "letter": z}
    return Problem(slots, tuple(steps), outer.compose(inner).text(z))


def add(rng: Random, level: int) -> Problem:
    """a*f(x) + b*g(x), where f or g is a derivative."""
    f, g, x, y, z = letters(rng, 5)
    values = [random_polynomial(rng, rng.randint(1, 2), (6, 9, 12)[level - 1], 0.3) for _ in "fg"]
    factors = [nonzero(rng, (3, 6, 9)[level - 1]) for _ in "fg"]
    first, second = (
        _given(rng, level, head, letter, value, order)
        for head, letter, value, order in zip((f, g), (x, y), values, _orders(rng, level), strict=True)
    )

    def combination(notation: Notation) -> str:
        a, b = factors
        one, other = (
            f"{scale(abs(n))}{notation.times if abs(n) > 1 else ''}{name}({z})"
            for n, name in ((a, f), (b, g))
        )
        return ("-" if a < 0 else "") + one + notation.between("-" if b < 0 else "+") + other

    steps = [
        f"find {combination(PLAIN)}",
        *_found(first, x),
        *_found(second, y),
    ]
    opened = []
    for name, factor, value in zip((f, g), factors, values, strict=True):
        opened += (value * factor).terms(z)
        if factor == 1:
            steps.append(f"{name}({z}) = {value.text(z)}")
        else:
            steps += scaled_lines(factor, value, f"{scale(factor)}{name}({z})", z)
    steps += [f"sum: {write_sum(opened)}", *collect_lines(opened, z)]
    answer = (values[0] * factors[0] + values[1] * factors[1]).text(z)
    slots = {"functions": ((first, x), (second, y)), "asked": combination, "letter": z}
    return Problem(slots, tuple(steps), answer)


def _worded(sentences: tuple[str, str], ask: str) -> Phrasing:
    """A phrasing: one kind of sentence for a plain function, one for a derivative, and the question."""

    def say(slots: Mapping[str, Any], rng: Random) -> str:
        notation = rng.choice(NOTATIONS)

        def mathematics(text: str) -> str:
            return f"{notation.dollars}{text}{notation.dollars}"

        said = [
            sentences[order > 0].format(
                equation=mathematics(f"{head} = {written.text(letter, notation)}"),
                head=mathematics(head),
                body=mathematics(written.text(letter, notation)),
                order=f"{ORDERS[order]} " if order != 1 or rng.random() < 0.6 else "",
            )
            for (head, written, order), letter in slots["functions"]
        ]
        asked = ask.format(asked=mathematics(slots["asked"](notation)), letter=slots["letter"])
        return " ".join((*said, asked))

    return say


SENTENCES = (
    ("Let {equation}.", "Let {head} be the {order}derivative of {body}."),
    ("Let {equation}.", "Let {head} be the {order}derivative of {body}."),
    ("Suppose {equation}.", "Suppose {head} is the {order}derivative of {body}."),
    ("Suppose that {equation}.", "{head} is the {order}derivative of {body}."),
    ("Define {head} as {body}.", "Define {head} as the {order}derivative of {body}."),
    ("Take {equation}.", "The {order}derivative of {body} is {head}."),
    ("We have {equation}.", "Write {head} for the {order}derivative of {body}."),
    ("Consider {equation}.", "Let {head} denote the {order}derivative of {body}."),
)
ASKS = (
    "What is {asked}?",
    "Calculate {asked}.",
    "Give {asked}.",
    "Determine {asked}.",
    "Find {asked}.",
    "Work out {asked}.",
    "Compute {asked} in terms of {letter}.",
    "Write {asked} as a polynomial in {letter}.",
    "Simplify {asked}.",
)
TRAIN = tuple(_worded(sentences, ask) for sentences, ask in product(SENTENCES, ASKS))
KEPT_OUT = (
    _worded(
        ("Say {equation}.", "Call the {order}derivative of {body} by the name {head}."), "Expand {asked}."
    ),
    _worded(("{equation}.", "{head} comes from taking the {order}derivative of {body}."), "So {asked} = ?"),
    _worded(
        ("A function is {equation}.", "Another, {head}, equals the {order}derivative of {body}."),
        "State {asked} with like terms collected.",
    ),
    _worded(
        ("Assume {equation}.", "Assume {head} to be the {order}derivative of {body}."),
        "Which polynomial is {asked}?",
    ),
)
FAMILIES: tuple[Family, ...] = (
    Family("derived_compose", "symbolic", short(compose, 360), TRAIN, KEPT_OUT, 0.8),
    Family("derived_add", "symbolic", short(add, 360), TRAIN, KEPT_OUT, 1.0),
)
