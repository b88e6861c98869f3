import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime import checkers
from runtime.chat import completion_text
from runtime.events import Step, Verdict
from trainers.rewards import Reward, Weights, answered, formed, judged, reward, sound
from trainers.sets import Question

QUESTION = Question("What is 17 + 25 - 2?", "40", "arithmetic", "sums")
RIGHT = completion_text("17 + 25 = 42\n42 - 2 = 40", "\\boxed{40}").removesuffix("<|im_end|>\n")
SLIP = completion_text("17 + 25 = 43\n43 - 2 = 41", "\\boxed{41}").removesuffix("<|im_end|>\n")


@pytest.fixture(scope="module")
def checker():
    return checkers.checker("arithmetic")


def step(kind, note=""):
    return Step(1, "", Verdict(kind), note)


def test_a_right_answer_with_sound_steps_earns_everything(checker):
    assert reward(QUESTION, RIGHT, True, checker) == Reward(1.0, 1.0, 1.0)


def test_a_wrong_answer_by_a_refuted_step_earns_less_than_nothing_for_its_steps(checker):
    found = reward(QUESTION, SLIP, True, checker)
    assert (found.answer, found.form) == (0.0, 1.0)
    assert found.steps < 0


def test_without_a_checker_steps_earn_nothing():
    assert reward(QUESTION, RIGHT, True, None) == Reward(1.0, 0.0, 1.0)


def test_answers_are_compared_by_value_and_options_by_letter():
    assert answered(QUESTION, "<think>\n</think>\n\n\\boxed{40.0}") == 1.0
    assert answered(QUESTION, "<think>\n40") == 0.0  # never left the thought
    choice = Question("Which?", "B", "logic", "", ("A) red", "B) blue"))
    assert answered(choice, "\\boxed{B}") == 1.0
    assert answered(choice, "\\boxed{A}") == 0.0


@pytest.mark.parametrize(
    ("completion", "finished"),
    [
        (RIGHT, False),  # cut off
        ("<think>\n1 + 1 = 2\n\\boxed{2}", True),  # the thought never ended
        ("\\boxed{2}", True),  # no thought
        ("<think>\n1 + 1 = 2\n</think>\n\n2", True),  # no box
        ("<think>\n1 + 1 = 2\n</think>\n\n\\boxed{}", True),
        ("", True),
    ],
)
def test_what_lacks_the_form(completion, finished):
    assert formed(completion, finished) == 0.0


def test_shares_of_steps():
    assert sound([]) == 0.0
    assert sound([step("holds"), step("unchecked")]) == 0.5
    assert sound([step("holds"), step("refuted")]) == -0.5


def test_a_step_that_is_taken_back_does_not_stand():
    assert sound([step("refuted"), step("unchecked", "correction"), step("holds")]) == pytest.approx(1 / 3)
    assert sound([step("refuted"), step("holds"), step("unchecked", "correction")]) < 0


def test_a_correction_is_known_by_its_words(checker):
    steps = judged("What is 2 + 2?", "<think>\n2 + 2 = 5\nWait, that is wrong.\n2 + 2 = 4\n</think>", checker)
    assert [s.verdict.kind for s in steps][::2] == ["refuted", "holds"]
    assert sound(steps) > 0


@given(st.lists(st.sampled_from(["holds", "refuted", "unchecked"])), st.integers(1, 20))
def test_more_steps_that_hold_never_make_up_for_a_refuted_one(kinds, more):
    steps = [step(kind) for kind in kinds]
    assert -1.0 <= sound(steps) <= 1.0
    padded = [*steps, *[step("holds")] * more]
    assert ("refuted" in kinds) == (sound(padded) <= 0)


def test_no_wrong_answer_earns_as_much_as_a_right_one():
    assert Reward(0.0, 1.0, 1.0).total(Weights()) < Reward(1.0, -1.0, 0.0).total(Weights())
