"""Questions asked anew: the clause is right, no number is lost, what is not understood stays as it was."""

import re
from random import Random

import pytest

from trainers.tasks.arithmetic.asking import another_question, asked_anew, indirect, retold
from trainers.tasks.item import Family, Problem


@pytest.mark.parametrize(
    ("question", "clause"),
    (
        ("How many pens does Ann have left?", "how many pens Ann has left"),
        ("How much did {he} pay in all?", "how much {he} paid in all"),
        ("How many eggs can the two cooks use?", "how many eggs the two cooks can use"),
        ("How many seats are there in all?", "how many seats there are in all"),
        ("How many of the eggs are left?", "how many of the eggs are left"),
        ("What is the total cost in dollars?", "the total cost in dollars"),
        ("How much more does the stamp cost than the tack?", "how much more the stamp costs than the tack"),
        ("How many does one of the 5 get?", None),
        ("How far did the snail creep?", None),
        ("How many nuts did he squirrel away?", None),
    ),
)
def test_a_question_becomes_a_clause(question: str, clause: str | None) -> None:
    assert indirect(question) == clause


def test_the_facts_stay_whatever_is_asked() -> None:
    facts = ["Ann had 12 nuts.", "The squirrel took 5."]
    seen = set()
    for seed in range(200):
        text = " ".join(asked_anew([*facts, "How many nuts does Ann have left?"], Random(seed)))
        assert re.findall(r"\d+", text) == ["12", "5"] and "nuts" in text
        seen.add(text)
    assert len(seen) > 40


def test_a_question_with_a_pronoun_never_comes_first() -> None:
    for seed in range(200):
        parts = asked_anew(["Ann had 12 nuts.", "She ate 5.", "How many are left for her?"], Random(seed))
        assert parts[0].startswith(("Ann", "Given: Ann", "Known: Ann", "We know: Ann", "Facts: Ann"))


def test_other_sentences_stay_as_they_are() -> None:
    assert another_question("Count the nuts.", Random(0)) == "Count the nuts."
    said = ['"I have 3 nuts," said Ann.', "How old is she?"]
    assert all(asked_anew(said, Random(seed))[0] == said[0] for seed in range(30))


def test_retold_families_keep_their_phrasings_and_ask_each_anew() -> None:
    def make(rng: Random, level: int) -> Problem:
        return Problem({"n": 4}, ("step",), "4")

    (family,) = retold([Family("x", "arithmetic", make, ("Ann has {n} nuts. How many are there?",), ("?",))])
    assert len(family.phrasings) == 2 and family.kept_out == ("?",)
    assert callable(family.phrasings[1])
    texts = {family.phrasings[1]({"n": 4}, Random(seed)) for seed in range(80)}
    assert len(texts) > 15 and all("4" in text for text in texts if text)
