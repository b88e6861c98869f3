"""The logic checker refutes what does not follow or is contradicted; where it is not certain it is silent."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.gold_logic import corrupt
from runtime.checkers import Context
from runtime.checkers.logic import check, verify
from runtime.checkers.logic.premises import read
from runtime.checkers.logic.statements import parse
from trainers.tasks import FAMILIES
from trainers.tasks.item import draw

PREMISES = (
    "Every fish swims. Nemo is a fish. All birds are animals. No animals are stones. Some birds cannot fly."
)
FORMS = {"A": "All {} are {}.", "E": "No {} are {}.", "I": "Some {} are {}.", "O": "Some {} are not {}."}
FIGURES = {1: ("MP", "SM"), 2: ("PM", "SM"), 3: ("MP", "MS"), 4: ("PM", "MS")}
NOUNS = {"S": "wumpuses", "M": "tumpuses", "P": "rompuses"}
MODERN = {"AAA1", "EAE1", "AII1", "EIO1", "EAE2", "AEE2", "EIO2", "AOO2"}
MODERN |= {"IAI3", "AII3", "OAO3", "EIO3", "AEE4", "IAI4", "EIO4"}
TRADITIONAL = MODERN | {"AAI1", "EAO1", "AEO2", "EAO2", "AAI3", "EAO3", "AAI4", "EAO4", "AEO4"}


def kind(step, question=PREMISES, *steps, reading="modern"):
    return check(step, Context(question, steps, reading)).kind


@pytest.mark.parametrize(
    "step",
    [
        "Nemo is a fish.",
        "Nemo is a fish, so Nemo swims.",
        "Since Nemo is a fish, Nemo swims.",
        "Nemo must be a fish.",
        "Every fish swims. Nemo is a fish. Therefore Nemo swims.",
        "Therefore no birds are stones.",
        "So some animals cannot fly.",
        "So it is not true that some birds are stones.",
    ],
)
def test_what_follows_holds(step):
    assert kind(step) == "holds"


def test_a_contradiction_names_the_premises_it_contradicts():
    verdict = check("So Nemo does not swim.", Context(PREMISES))
    assert verdict.kind == "refuted"
    assert "Every fish swims" in verdict.reason and "Nemo is a fish" in verdict.reason
    assert "birds" not in verdict.reason


def test_what_is_said_to_follow_and_does_not_comes_with_a_counter_model():
    verdict = check("Therefore all animals are birds.", Context(PREMISES))
    assert verdict.kind == "refuted"
    assert "there may be an animal that is not a bird" in verdict.reason


@pytest.mark.parametrize(
    "step",
    [
        "Nemo is a bird.",
        "Suppose Nemo is a bird.",
        "Nemo could be a bird.",
        "So is Nemo a bird?",
        "So Nemo glitters in the moonlight.",
        "There may be a bird that is a stone.",
        "Hmm, let me think.",
        "",
    ],
)
def test_no_claim_of_derivation_no_verdict(step):
    assert kind(step) == "unchecked"


def test_under_a_supposition_nothing_is_refuted():
    assert kind("So Nemo does not swim.", PREMISES, "Suppose Nemo is not a fish.") == "unchecked"


def test_an_unread_premise_leaves_only_contradiction_to_refute():
    question = f"{PREMISES} Gloomily the moon considers quite a few of them."
    assert kind("So all animals are birds.", question) == "unchecked"
    assert kind("So Nemo does not swim.", question) == "refuted"


def test_an_earlier_step_is_a_fact():
    assert kind("So Tweety is an animal.", PREMISES, "Tweety is a bird.") == "holds"


@pytest.mark.parametrize("reading, valid", [("modern", MODERN), ("traditional", TRADITIONAL)])
def test_the_256_syllogisms(reading, valid):
    found = set()
    for (first, second, third), figure in product(product("AEIO", repeat=3), FIGURES):
        one, other = FIGURES[figure]
        major = FORMS[first].format(*(NOUNS[t] for t in one))
        minor = FORMS[second].format(*(NOUNS[t] for t in other))
        claim = FORMS[third].format(NOUNS["S"], NOUNS["P"])
        verdict = check(f"Therefore {claim[0].lower()}{claim[1:]}", Context(f"{major} {minor}", (), reading))
        assert verdict.kind in ("holds", "refuted")
        if verdict.kind == "holds":
            found.add(f"{first}{second}{third}{figure}")
    assert found == valid
    assert (len(MODERN), len(TRADITIONAL)) == (15, 24)


def test_the_reason_names_the_reading_where_it_matters():
    context = Context("All wumpuses are tumpuses.")
    verdict = check("So some wumpuses are tumpuses.", context)
    assert verdict.kind == "refuted" and "modern reading" in verdict.reason
    assert kind("So some wumpuses are tumpuses.", context.question, reading="traditional") == "holds"


@pytest.mark.parametrize(
    "one, other",
    [
        ("Every wolf is a pony", "All wolves are ponies"),
        ("Whales cannot fly", "No whale can fly"),
        ("Only cats are tigers", "Every tiger is a cat"),
        ("There is no cat that is not a tiger", "Being a cat means being a tiger"),
        ("If something is a horse, it is fast", "Horses are fast"),
        ("It is false that some ants are not bees", "All ants are bees"),
        ("At least one ant lies outside the bees", "Not all ants are bees"),
        ("Shay does not drink tea if it rains", "If it rains then Shay does not drink tea"),
        ("If someone likes Bob then they are kind", "If someone is not kind then they do not like Bob"),
    ],
)
def test_two_ways_to_say_the_same(one, other):
    assert kind(f"So {other[0].lower()}{other[1:]}.", f"{one}.") == "holds"
    assert kind(f"So {one[0].lower()}{one[1:]}.", f"{other}.") == "holds"


@pytest.mark.parametrize(
    "text",
    ["All that glitters", "Max is not a fox and a bear", "Colourless green ideas sleep furiously, and"],
)
def test_what_can_be_read_in_two_ways_is_not_parsed(text):
    assert parse(text) is None


@pytest.mark.parametrize("exclusive", [False, True])
def test_either_refutes_only_what_both_meanings_refute(exclusive):
    question = "Max is either a fox or a bear. Max is a fox."
    assert kind("So Max is a bear." if exclusive else "So Max is not a bear.", question) == "unchecked"


@pytest.mark.parametrize(
    "question, answer, right",
    [
        ("All cats are pets. Tom is a cat. Is Tom a pet?", "Yes", True),
        ("All cats are pets. Tom is a cat. Is Tom a pet?", "No", False),
        ("All cats are pets. All dogs are pets. Does it follow that all cats are dogs?", "No", True),
        ("No cats are pets. Tom is a cat. True, False or Unknown: Tom is a pet.", "False", True),
        ("No cats are pets. Tom is a dog. True, False or Unknown: Tom is a pet.", "Unknown", True),
        ("No cats are pets. Tom is a dog. True, False or Unknown: Tom is a pet.", "True", False),
        ("All cats are pets. So all pets are cats. Is the argument valid or invalid?", "invalid", True),
        ("All cats are pets. Is it going to rain?", "Yes", None),
        ("What is 17 + 25?", "42", None),
    ],
)
def test_verify(question, answer, right):
    assert verify(answer, question) is right


def test_a_rule_used_backwards_is_left_open_where_data_sets_call_it_unknown():
    question = "If someone is big then they are kind. Bob is not kind. True, False or Unknown: Bob is big."
    assert verify("Unknown", question) is None


@pytest.mark.parametrize("bug", ["statement", "claim", "options", "scope", "number"])
def test_bugs_of_the_question_reader(bug):
    asked = "\nIs the following statement true, false, or unknown? Tom is not old."
    match bug:
        case "statement":  # "the following statement" was read as the name of a thing
            assert len(read(f"All cats are old. Tom is a cat.{asked}").premises) == 2
        case "claim":  # a claim that is to be judged was taken for a premise
            assert not read("All cats are old. All dogs are cats. Does the last statement follow?").certain
        case "options":  # statements to choose from were taken for premises
            theory = read("All cats are old. Which follows?\n(A) No cats are old. (B) Cats are old.")
            assert (len(theory.premises), len(theory.candidates)) == (1, 2)
        case "scope":  # "it is false that P, and Q" denied both
            assert len(read("Assume it is false that all ants are old, and no bees are old.").premises) == 2
        case "number":  # a singular noun that ends in "s" lost it before a verb without number
            theory = read(
                "At least one brimpus lies outside the gorpuses. Is it true that no brimpuses are gorpuses?"
            )
            assert theory.certain


def test_own_chains_are_never_refuted_and_their_answers_never_wrong():
    held = steps = 0
    for family in (family for family in FAMILIES if family.domain == "logic"):
        for seed in range(18):
            item = draw(family, Random(seed), 1 + seed % 3, ("train", "phrasings", "numbers")[seed % 3])
            for index, step in enumerate(item.steps):
                verdict = check(step, Context(item.question, item.steps[:index]))
                assert verdict.kind != "refuted", (item.question, step, verdict.reason)
                held, steps = held + (verdict.kind == "holds"), steps + 1
            assert verify(item.answer, item.question) is not False, item.question
    assert held > 0.4 * steps


@pytest.mark.parametrize(
    "line, wrong",
    [
        ("Premises: all A are B, no B are C.", "Premises: all A are B, some B are C."),
        ("Claim: no A are C.", "Claim: all A are C."),
        ("Rules: A -> B, not B -> not A, B -> not C, C -> not B.", "Rules: A -> B, B -> C, not B -> not A."),
        ("The denial is impossible, so the claim follows.", "Both are possible, so it is unknown."),
        ("Take x: A, C. A so B. B so not C. Clash: C and not C.", "Take x: A, C. A so not B. Fits."),
    ],
)
def test_a_line_of_the_notation(line, wrong):
    question = "All ants are bees. No bees are cats. True, False or Unknown: no ants are cats."
    before = ("A = ants, B = bees, C = cats.",)
    if line.startswith("Take"):
        before += ("Rules: A -> B, not B -> not A, B -> not C, C -> not B.",)
    assert kind(line, question, *before) == "holds"
    assert kind(wrong, question, *before) == "refuted"


def test_a_corrupted_step_is_refuted():
    for step in ("So Nemo swims.", "So no birds are stones.", "So some birds cannot fly.", "Nemo is a fish."):
        wrong = corrupt(step, Random(0))
        assert wrong is None or kind(wrong) == "refuted"


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_arbitrary_text_never_raises_and_is_never_refuted(step, question):
    assert check(step, Context(question)).kind != "refuted"
    assert verify(step, question) in (None, True, False)


@given(
    st.lists(
        st.sampled_from(
            [
                "if",
                "then",
                "all",
                "no",
                "some",
                "not",
                "either",
                "or",
                "and",
                "so",
                "it",
                "is",
                "are",
                "a",
                "cats",
                "Max",
                ",",
                ".",
                ":",
                "A",
            ]
        )
    )
)
@settings(max_examples=300, deadline=None)
def test_words_in_any_order_never_raise(words):
    text = " ".join(words)
    check(text, Context(f"{text}. All cats are old."))
    verify("True", f"{text}?")
