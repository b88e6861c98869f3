"""Orders: comparisons, chains and places against every order that fits the clues."""

import re
from random import Random

import pytest

from runtime.checkers import Context
from runtime.checkers.logic import check, verify
from trainers.tasks import FAMILIES
from trainers.tasks.item import draw

CLUES = "Ada is taller than Bo. Cy is shorter than Bo. Who is the second tallest?"
HEAD = "Asked: number 2 from the tallest. A > B: A is taller than B."


def kind(step, question=CLUES, *steps):
    return check(step, Context(question, steps)).kind


@pytest.mark.parametrize(
    "right, wrong",
    [
        (HEAD, "Asked: number 1 from the tallest. A > B: A is taller than B."),
        ("Ada > Bo, Bo > Cy.", "Ada > Bo, Cy > Bo."),
        ("Up: Bo < Ada, Ada < none.", "Up: Cy < Bo, Bo < none."),
        ("1 Ada > Bo.", "1 Bo > Cy."),
        ("2 Bo.", "2 Cy."),
        ("So Ada is taller than Cy.", "So Cy is taller than Ada."),
        ("The second tallest is Bo.", "The second tallest is Cy."),
    ],
)
def test_lines_of_an_order(right, wrong):
    before = () if right == HEAD else (HEAD,)
    assert kind(right, CLUES, *before) == "holds"
    assert kind(wrong, CLUES, *before) == "refuted"


def test_what_the_clues_leave_open_is_unchecked():
    open_ = "Ada is taller than Bo. Ada is taller than Cy. Who is the tallest?"
    assert kind("So Bo is taller than Cy.", open_) == "unchecked"
    assert kind("So Bo is heavier than Ada.", open_) == "unchecked"
    assert verify("Bo", "Ada is taller than Bo. Ada is taller than Cy. Who is the second tallest?") is None
    assert kind("So Bo is taller than Ada.", "If Ada is taller than Bo then Cy sings.") != "refuted"


@pytest.mark.parametrize("name", ["ordering", "ordering_letter"])
def test_own_orders_hold_and_a_wrong_answer_is_seen(name):
    family = next(family for family in FAMILIES if family.name == name)
    for seed in range(40):
        item = draw(family, Random(seed), 1 + seed % 3)
        assert verify(item.answer, item.question) is not False
        for index, step in enumerate(item.steps):
            context = Context(item.question, item.steps[:index])
            assert check(step, context).kind != "refuted", step
            if index and re.fullmatch(r"\w+ > .*", step):
                assert check(step.replace(">", "<"), context).kind == "refuted"
