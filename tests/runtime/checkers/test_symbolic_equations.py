from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.checkers import Context
from runtime.checkers.symbolic import check, verify
from runtime.checkers.symbolic.formula import parse
from runtime.checkers.symbolic.polynomials import Span, difference
from trainers.tasks import FAMILIES
from trainers.tasks.item import draw


def kind(step: str, question: str, *steps: str) -> str:
    return check(step, Context(question, steps)).kind


@pytest.mark.parametrize(
    ("question", "steps", "right", "wrong"),
    [
        ("Solve for t in 4t - 9 = 15.", (), "4t = 15 + 9", "4t = 15 - 9"),
        ("Solve for t in 4t - 9 = 15.", ("4t = 24",), "t = 6", "t = 7"),
        ("", ("6k + 2 = 20", "6k = 18"), "k = 3", "k = 4"),
        ("Find u: u + v = 9, u - v = 5.", (), "2u = 14", "2u = 15"),
        ("", ("(1) u + v = 9", "(2) u - v = 5"), "(1) * 3: 3u + 3v = 27", ""),
        ("", ("z^2 - 9z + 20 = 0",), "z = 5", "z = 6"),
    ],
)
def test_an_equation_is_judged_by_those_before(
    question: str, steps: tuple[str, ...], right: str, wrong: str
) -> None:
    assert kind(right, question, *steps) == "holds"
    if wrong:
        verdict = check(wrong, Context(question, steps))
        assert verdict.kind == "refuted" and verdict.reason


@pytest.mark.parametrize(
    ("steps", "step"),
    [
        ((), "x = 3"),
        (("x^2 = 9", "x = 3"), "x = -3"),
        (("x = 3",), "x = 4"),  # another case
        (("x^2 + y = 4", "y = -5", "x = 3"), "x = -3"),
        (("2x + 6 = 10",), "If x = 3, then 2x + 6 = 12."),
        (("x + y = 10",), "x = 4"),
        (("x^2 = x + 1",), "x^3 = 2x + 1"),
    ],
)
def test_what_may_be_a_new_case_is_never_refuted(steps: tuple[str, ...], step: str) -> None:
    assert kind(step, "", *steps) != "refuted"


@pytest.mark.parametrize(
    ("steps", "right", "wrong"),
    [
        (("7a - 2 + 4a",), "a: 11", "a: 12"),
        (("7a - 2 + 4a",), "constant: -2", "constant: 2"),
        (("7a - 2 + 4a",), "total: 11a - 2", "total: 11a + 2"),
        ((), "5c^3: c^3 -> 15c^2", "5c^3: c^3 -> 15c^3"),
        ((), "6p^2 -> 2p^3", "6p^2 -> 3p^3"),
        (("5c^3: c^3 -> 15c^2", "2c: c -> 2"), "derivative: 15c^2 + 2", "derivative: 15c^2 - 2"),
        (("terms: 2, 5, 8, 11",), "differences: 3, 3, 3, equal", "differences: 3, 3, 4"),
        (("terms: 2, 5, 8, 11",), "formula: 3n - 1", "formula: 3n + 1"),
        (("b^2 - 4b = b * b - 4b",), "= b(b - 4)", "= b(b - 2)"),
        ((), "gcd(42, 30) = 6", "gcd(42, 30) = 3"),
    ],
)
def test_a_labelled_line_is_judged_by_the_lines_before(
    steps: tuple[str, ...], right: str, wrong: str
) -> None:
    assert kind(right, "", *steps) == "holds"
    verdict = check(wrong, Context("", steps))
    assert verdict.kind == "refuted" and verdict.reason


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (r"$\int_0^3 (2x + 1) \, dx = 12$", r"$\int_0^3 (2x + 1) \, dx = 11$"),
        (r"∫_1^2 4x^3 dx = 15", r"∫_1^2 4x^3 dx = 16"),
        ("The integral of 2t from 1 to 4 is 15.", "The integral of 2t from 1 to 4 is 16."),
        (r"\[\lim_{x \to 3} \frac{x^2 - 9}{x - 3} = 6\]", r"\[\lim_{x \to 3} \frac{x^2 - 9}{x - 3} = 0\]"),
        ("lim x->3 (x^2 - 9)/(x - 3) = 6", "lim x->3 (x^2 - 9)/(x - 3) = 5"),
        ("The limit of (x^2 - 1)/(x - 1) as x -> 1 is 2.", "The limit of (x^2 - 1)/(x - 1) as x -> 1 is 1."),
    ],
)
def test_definite_integrals_and_limits_are_worked_out(right: str, wrong: str) -> None:
    assert kind(right, "") == "holds"
    assert kind(wrong, "") == "refuted"


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("Solve for t in 4t - 9 = 15.", "6", "5"),
        ("Given u + v = 9 and u - v = 5, what is v?", "2", "7"),
        ("What is the next number: 3, 7, 11, 15?", "19", "18"),
        ("Find the n'th term of the sequence 3, 7, 11, 15.", "4n - 1", "4n + 1"),
        ("Find the integral of 2t from 1 to 4.", "15", "16"),
        ("What is 3a - 2b for a = 5, b = 4?", "7", "8"),
        ("Let f(x) = x^2 and g(x) = x + 1. What is f(g(x))?", "x^2 + 2x + 1", "x^2 + 1"),
        ("Give the solutions of 3k - 5 > 7.", "k > 4", "k < 4"),
    ],
)
def test_more_answers_are_verified(question: str, right: str, wrong: str) -> None:
    assert verify(right, question) is True
    assert verify(wrong, question) is False


def test_equations_that_contradict_each_other_imply_nothing() -> None:
    span = Span()
    assert span.add(difference(parse("x + y"), parse("5")) or {})
    assert not span.add(difference(parse("x + y"), parse("6")) or {})


@given(st.integers(-9, 9).filter(bool), st.integers(-20, 20), st.integers(-9, 9), st.integers(1, 5))
@settings(max_examples=80, deadline=None)
def test_moving_a_number_is_judged(a: int, b: int, root: int, off: int) -> None:
    equation = f"{a}w + {b} = {a * root + b}".replace("+ -", "- ")
    context = Context(f"Solve {equation}.", (equation,))
    assert check(f"{a}w = {a * root}", context).kind == "holds"
    assert check(f"{a}w = {a * root + off}", context).kind == "refuted"
    assert check(f"w = {root}", context).kind == "holds"
    assert check(f"w = {root + off}", context).kind == "refuted"


@pytest.mark.parametrize("seed", (11, 12))
def test_no_more_correct_chains_are_refuted(seed: int) -> None:
    rng = Random(seed)
    for family in (family for family in FAMILIES if family.domain == "symbolic"):
        for level in (1, 2, 3):
            item = draw(family, rng, level)
            for i, step in enumerate(item.steps):
                verdict = check(step, Context(item.question, item.steps[:i]))
                assert verdict.kind != "refuted", (item.question, step, verdict.reason)
            assert verify(item.answer, item.question) is not False, (item.question, item.answer)
