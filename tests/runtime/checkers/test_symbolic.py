from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.checkers import Context
from runtime.checkers.symbolic import check, verify
from trainers.tasks import FAMILIES
from trainers.tasks.item import draw

EXPAND = Context("Expand (x+2)(x-7).")
NONE = Context("")


def kind(step: str, context: Context = NONE) -> str:
    return check(step, context).kind


@pytest.mark.parametrize(
    ("right", "wrong", "question"),
    [
        ("(x+2)(x-7) = x^2 - 5x - 14", "(x+2)(x-7) = x^2 - 5x - 15", "Expand (x+2)(x-7)."),
        ("2*x**2 + 3*x - x = 2x^2 + 2x", "2*x**2 + 3*x - x = 2x^2 + 3x", "Simplify 2*x**2 + 3*x - x."),
        (r"So $\frac{1}{2} + \frac13 = \frac56$.", r"So $\frac{1}{2} + \frac13 = \frac57$.", ""),
        (r"\[\sqrt{8} \cdot \sqrt2 = 4\]", r"\[\sqrt{8} \cdot \sqrt2 = 5\]", ""),
        ("2^10 = 1024", "2^10 = 1025", ""),
        (r"$\sin 60^\circ \cdot 2 = \sqrt{3}$", r"$\sin 60^\circ \cdot 2 = \sqrt{2}$", ""),
        (r"$-3\frac{3}{4} = -\frac{15}{4}$", r"$-3\frac{3}{4} = -\frac{13}{4}$", ""),
        ("f(3) = 2 * 3 + 1 = 7", "f(3) = 2 * 3 + 1 = 8", "Given f(x) = 2x + 1, find f(3)."),
        ("d/dx (x^3) = 3x^2", "d/dx (x^3) = 3x^3", ""),
        ("The derivative of x^3 is 3x^2.", "The derivative of x^3 is 2x^2.", ""),
        ("f'(x) = 3x^2", "f'(x) = 4x^2", "Let f(x) = x^3. Find its slope."),
        (r"$\int 2x dx = x^2 + C$", r"$\int 2x dx = 2x^2 + C$", ""),
        ("x = 2", "x = 4", "Solve x^2 - 5x + 6 = 0."),
        ("x^2 - 5x + 6 = (x - 2)(x - 3)", "x^2 - 5x + 6 = (x - 2)(x - 4)", "Solve x^2 - 5x + 6 = 0."),
    ],
)
def test_a_true_claim_holds_and_a_false_one_is_refuted(right: str, wrong: str, question: str) -> None:
    context = Context(question)
    assert kind(right, context) == "holds"
    verdict = check(wrong, context)
    assert verdict.kind == "refuted"
    assert verdict.reason


@pytest.mark.parametrize(
    "step",
    [
        "x^2 = 4",
        "2x + 3 = 7",
        r"Setting them equal, $100 + 10t = 150 + 7.5t.$",
        r"We get \[4x = x^2;\] solving yields $x = 4$.",
        r"$1:(3+1) = 1:4$",
        "30/4=7 r 2, 20/4=5 r 0, 0/4=0 r 0 so 3000 / 4 = 750",
        "u = 27 tenths = 2.7",
        r"If $f(1) = 2,$ stop.",
        r"This would give $0 + 1 = 2$, a contradiction.",
        r"$3 \text{ in} = 5 \text{ ft}$",
        r"$AB + BC = AC$",
        r"$1/6 = 0.166666...$",
        "1/2x = 3",
        "Is 3 = 7/3?",
        "the same as: is 3 = ((-8)/3 + 5)?",
    ],
)
def test_what_is_no_certain_claim_is_never_refuted(step: str) -> None:
    assert kind(step) != "refuted"


def test_the_reason_names_a_point_and_both_values() -> None:
    reason = check("(x+2)(x-7) = x^2 - 5x - 15", EXPAND).reason
    assert reason == "at x = 2 the left side is -20, the right side -21"


def test_a_thousands_comma_of_latex_is_read() -> None:
    assert kind(r"$\binom{52}{5} = 2,\!598,\!960$") == "holds"


def test_a_letter_i_in_an_equation_is_no_number() -> None:
    assert kind("i^2 - 65i + 1014 = 0", Context("If i^2 - 65i + 1014 = 0, what is i?")) != "refuted"


@pytest.mark.parametrize(
    "step", ["9^9^9^9 = 1", "(" * 500 + "1" + ")" * 500 + " = 2", "1000000! = 3", "x" * 9000]
)
def test_no_huge_input_takes_long(step: str) -> None:
    assert kind(step) == "unchecked"


def test_no_correct_chain_of_our_own_is_refuted() -> None:
    rng = Random(3)
    for family in (family for family in FAMILIES if family.domain == "symbolic"):
        for level in (1, 2, 3, 3):
            item = draw(family, rng, level)
            for i, step in enumerate(item.steps):
                verdict = check(step, Context(item.question, item.steps[:i]))
                assert verdict.kind != "refuted", (item.question, step, verdict.reason)
            assert verify(item.answer, item.question) is not False, (item.question, item.answer)


@given(st.text(max_size=80) | st.text("x12+-*/^()=$\\{} frac.sqrt,", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_gets_a_verdict_and_none_without_a_claim_is_refuted(text: str) -> None:
    verdict = check(text, Context(text))
    assert verdict.kind != "refuted" or "=" in text or " is " in text or "equals" in text
    verify(text, text)


@given(st.integers(-9, 9), st.integers(-9, 9), st.integers(1, 9), st.integers(1, 5))
@settings(max_examples=100, deadline=None)
def test_true_expansions_hold_and_one_changed_coefficient_is_refuted(
    a: int, b: int, c: int, off: int
) -> None:
    product = f"({c}x + {a})(x + {b})".replace("+ -", "- ")
    context = Context(f"Expand {product}.")
    for change, expected in ((0, "holds"), (off, "refuted")):
        expanded = f"{c}x^2 + {a + b * c + change}x + {a * b}".replace("+ -", "- ")
        assert kind(f"{product} = {expanded}", context) == expected


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("Solve x^2 - 5x + 6 = 0.", "x = 2 or x = 3", "x = 2"),
        ("Expand (x+2)(x-7).", "x^2 - 5x - 14", "(x-7)(x+2)"),
        ("Factor 2x^2 - 8.", "2(x - 2)(x + 2)", "2(x^2 - 4)"),
        ("Differentiate x^3 + x.", "3x^2 + 1", "3x^2"),
        ("Integrate 2x + 1.", "x^2 + x + C", "x^2 + C"),
        ("Given f(x) = 2x + 1, find f(3).", "7", "8"),
        ("Solve x + y = 3, x - y = 1 for x and y.", "x = 2, y = 1", "x = 1, y = 2"),
    ],
)
def test_answers_are_verified(question: str, right: str, wrong: str) -> None:
    assert verify(right, question) is True
    assert verify(wrong, question) is False


def test_an_unknown_kind_of_question_is_not_verified() -> None:
    assert verify("7", "How many apples are left?") is None
