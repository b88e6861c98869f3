"""Which answers count as right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainers.grading import equal, equal_option
from trainers.statistics import mcnemar, wilson


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("42", "42.0"),
        ("1,200", "1200"),
        ("3/4", "0.75"),
        ("3/4", "\\frac{3}{4}"),
        ("True", "yes"),
        ("x = 3", "3"),
        ("-1, 29", "-1,29"),
        ("-5*(k - 983)*(k + 291)", "-5(k + 291)(k - 983)"),
        ("2*h**2 - 1111*h - 2", "2h^2 - 1111h - 2"),
        ("-6*a*d*n + 4098*d**3", "4098d^3 - 6adn"),
        ("2*sqrt(2)", "sqrt(8)"),
        ("t**(3/2)", "t^(1/2)*t"),
        ("6:06 AM", "6:06 am"),
        ("$18", "18"),
    ],
)
def test_equal_answers_in_different_dress_are_right(gold: str, answer: str) -> None:
    assert equal(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("5", "500"),
        ("50", "0.5"),
        ("x^2 + 1", "x^2 + 2"),
        ("5, 2", "2, 5"),
        ("True", "False"),
        ("7", ""),
        ("7", "seven"),
        ("3(x + 2)", "3(x + 2"),
    ],
)
def test_other_answers_are_wrong(gold: str, answer: str) -> None:
    assert not equal(gold, answer)


@given(st.text(max_size=40), st.text(max_size=40))
def test_grading_never_raises(gold: str, answer: str) -> None:
    equal(gold, answer)


def test_an_option_is_picked_by_its_letter_or_by_its_text() -> None:
    options = ("A) True", "B) False")
    assert equal_option("A", "A", options)
    assert equal_option("A", "(A)", options)
    assert equal_option("A", "A) True", options)
    assert equal_option("A", "True", options)
    assert not equal_option("A", "B", options)
    assert not equal_option("A", "False", options)


def test_the_intervals_and_tests_are_the_textbook_ones() -> None:
    low, high = wilson(90, 100)
    assert (round(low, 3), round(high, 3)) == (0.826, 0.945)
    assert mcnemar(0, 0) == 1.0
    assert round(mcnemar(1, 9), 4) == 0.0215
    assert mcnemar(0, 2000) < 1e-100
