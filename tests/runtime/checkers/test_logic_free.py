"""Freer English is read with one meaning or not at all; it refutes only by contradiction."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.checkers import Context
from runtime.checkers.logic import check
from runtime.checkers.logic.free import parse_freely
from runtime.checkers.logic.presumed import presumed
from runtime.checkers.logic.statements import parse


def kind(step, question):
    return check(step, Context(question)).kind


RULES = (
    "All people who regularly bake bread are proud of their kitchen. "
    "Nobody who is proud of their kitchen eats in the canteen. Ilse regularly bakes bread."
)


def test_a_relative_clause_and_no_one_who():
    assert kind("So Ilse is proud of her kitchen.", RULES) == "holds"
    verdict = check("So Ilse eats in the canteen.", Context(RULES))
    assert verdict.kind == "refuted" and "Ilse regularly bakes bread" in verdict.reason
    assert kind("So Ilse paints houses.", RULES) == "unchecked"


@pytest.mark.parametrize(
    "rule, fact, claim",
    [
        ("If someone works here, then they limp.", "Otto works here.", "Otto limps."),
        ("Everyone who has a boat can swim far.", "Otto has a boat.", "Otto can swim far."),
        ("Guests either sleep in the barn or leave early.",
         "Otto does not sleep in the barn. Otto is a guest.", "Otto leaves early."),
        ("Otto neither plays the drum nor sings in the choir.", "", "Otto does not sing in the choir."),
        ("If a cup is made in Ghent, then it is dear.", "Ada is a cup made in Ghent.", "Ada is dear."),
        ("All cups made in Ghent are old.", "Ada is a cup. Ada is made in Ghent.", "Ada is old."),
        ("If Otto is at home, then he sings.", "Otto is at home.", "Otto sings."),
    ],
)  # fmt: skip
def test_what_follows_holds_and_its_denial_is_refuted(rule, fact, claim):
    question = f"{rule} {fact}".strip()
    assert kind(f"So {claim}", question) == "holds"
    assert kind(f"So it is not true that {claim}", question) == "refuted"


@pytest.mark.parametrize(
    "text",
    [
        "Old volunteers help",
        "Most people who swim are fit",
        "If Otto is not a baker and works late, then he is tired",
        "If someone is a teacher, then Otto will talk to the mayor",
        "These cups are made in Ghent",
    ],
)
def test_what_may_mean_two_things_is_not_read(text):
    assert parse_freely(text) is None


def test_an_auxiliary_goes_on_behind_and():
    assert kind("So Ilse can not sing.", "Ilse can not dance on the table and sing in tune.") == "unchecked"


def test_people_are_taken_for_granted_only_where_nobody_is_said_to_be_one():
    rule = "All people who swim daily are fit."
    assert kind("So Ilse is fit.", f"{rule} Ilse swims daily.") == "holds"
    assert kind("So Ilse is fit.", f"{rule} Ilse swims daily. Otto is not a person.") == "unchecked"


def test_a_name_with_and_without_its_article_is_one():
    found = presumed([parse("The Danube is deep"), parse("Danube is long")])
    assert found[0].terms == found[1].terms


def test_a_conditional_that_is_empty_gets_no_verdict():
    question = "No cooks are bakers. Otto is a cook. All bakers are cheerful in the morning."
    assert kind("So if Otto is a baker, then Otto is tall.", question) == "unchecked"


def test_a_reading_of_either_that_clashes_with_the_premises_is_not_meant():
    question = "Otto is either a cook or a waiter. Otto is a cook. Otto is a waiter. All cooks are busy."
    assert kind("So Otto is busy.", question) == "holds"


WORDS = (
    "Otto either neither both or nor and if then people who that is are not works sings cooks the a , they "
    "can will does all no some there with in"
)


@given(st.lists(st.sampled_from(WORDS.split()), max_size=25))
@settings(max_examples=300, deadline=None)
def test_words_in_any_order_never_raise(words):
    text = " ".join(words)
    parse_freely(text)
    check(f"So {text}.", Context(f"{text}. All cooks are old."))
