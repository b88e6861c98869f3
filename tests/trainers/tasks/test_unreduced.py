"""Uncollected polynomials, derived functions, sums of surds: every answer a second time, by sympy."""

import re
from random import Random
from typing import Any

import pytest
import sympy

from trainers.tasks.item import Family, Problem, draw
from trainers.tasks.lengths import tokens
from trainers.tasks.symbolic import derived_functions, surd_expressions, uncollected
from trainers.tasks.symbolic.derivatives import ORDERS
from trainers.tasks.symbolic.notation import PYTHON

FAMILIES = {
    f.name: f for module in (derived_functions, surd_expressions, uncollected) for f in module.FAMILIES
}
EACH = pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
LETTERS = {letter: sympy.Symbol(letter) for letter in "abcdefghijklmnopqrstuvwxyz"}


def parsed(text: str) -> Any:
    text = re.sub(r"(?<=\d)(?=[a-z(])|(?<=\))(?=\()|(?<=[a-z])(?=\()", "*", text.replace("^", "**"))
    return sympy.sympify(text, locals=LETTERS)


def problems(name: str, count: int = 60) -> list[Problem]:
    rng = Random(7)
    return [FAMILIES[name].make(rng, 1 + index % 3) for index in range(count)]


@EACH
def test_items_are_short_worded_in_every_split_and_repeatable(family: Family) -> None:
    assert len(family.phrasings) >= 12 and len(family.kept_out) >= 3
    for level in (1, 2, 3):
        for split in ("train", "numbers", "phrasings"):
            for seed in range(30):
                item = draw(family, Random(seed), level, split)
                assert item == draw(family, Random(seed), level, split)
                assert tokens((item.question, *item.steps, item.answer)) < 490
                assert "  " not in item.question and all(item.steps)


def test_derivatives_of_uncollected_polynomials() -> None:
    for problem in problems("uncollected_differentiate"):
        text, x = problem.slots["expression"](PYTHON), sympy.Symbol(problem.slots["letter"])
        head = problem.slots["derivative"].split()[0]
        order = ORDERS.index(head) if head in ORDERS else 1
        assert sympy.expand(sympy.diff(parsed(text), x, order) - parsed(problem.answer)) == 0


def test_values_of_uncollected_polynomials() -> None:
    for problem in problems("uncollected_evaluate"):
        text, x = problem.slots["expression"](PYTHON), sympy.Symbol(problem.slots["letter"])
        assert parsed(text).subs(x, problem.slots["value"]) == sympy.Rational(problem.answer)


def test_roots_of_uncollected_polynomials() -> None:
    for problem in problems("uncollected_roots"):
        text, x = problem.slots["expression"](PYTHON), sympy.Symbol(problem.slots["letter"])
        expected = sorted(sympy.roots(sympy.Poly(parsed(text), x)))
        assert [sympy.Rational(root) for root in problem.answer.split(", ")] == expected


def test_factors_of_uncollected_polynomials() -> None:
    for problem in problems("uncollected_factor"):
        text = problem.slots["expression"](PYTHON)
        assert sympy.expand(parsed(text) - parsed(problem.answer)) == 0
        assert sympy.degree(parsed(text)) == 2


@pytest.mark.parametrize("name", ("derived_compose", "derived_add"))
def test_functions_given_as_derivatives(name: str) -> None:
    for problem in problems(name):
        z, functions = sympy.Symbol(problem.slots["letter"]), {}
        for (head, written, order), letter in problem.slots["functions"]:
            x = sympy.Symbol(letter)
            functions[head[0]] = sympy.Lambda(x, sympy.diff(parsed(written.text(letter)), x, order))
        value = eval(problem.slots["asked"](PYTHON), {z.name: z, **functions})  # noqa: S307
        assert sympy.expand(value - parsed(problem.answer)) == 0


def test_surd_expressions_keep_their_value_and_are_simple() -> None:
    for problem in problems("surd_expression", 120):
        text, answer = (t.replace("sqrt", "R") for t in (problem.slots["expression"](PYTHON), problem.answer))
        before, after = (sympy.sympify(t, locals={"R": sympy.sqrt}) for t in (text, answer))
        assert sympy.expand(before - after) == 0
        assert all(sympy.sqrt(int(n)).is_Pow for n in re.findall(r"R\((\d+)\)", answer))
