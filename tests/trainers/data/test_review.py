"""What is kept of the rows and why the rest is not."""

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.errors import UsageError
from runtime.backbone import MICRO, load_tokenizer
from trainers.data import Review, Row, Rows, review
from trainers.progress import Refused

TALE = (
    "A baker sells rolls at a market near the river every day of the week and gives some of them to the "
    "birds before he walks home along the old road. He bakes {} rolls and sells {}. How many are left?"
)


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return load_tokenizer(MICRO)


def row(question: str, answer: str = "1", thought: str = "We count.", line: int = 0) -> Row:
    return Row((("user", question),), thought, f"\\boxed{{{answer}}}", answer, file="f.jsonl", line=line)


def reviewed(tokenizer: Any, *rows: Row, **options: Any) -> Review:
    options = {"max_tokens": 512, "heldout": 0.0, "against": ()} | options
    return review(Rows("f.jsonl", rows), tokenizer, **options)


def test_repeated_rows_are_kept_once(tokenizer: Any) -> None:
    first = row(TALE.format(9, 4), "5")
    found = reviewed(
        tokenizer,
        first,
        row(TALE.format(9, 4).upper().replace(".", " ;"), "5", "we  count"),  # the same words
        row(TALE.format(9, 4).replace("road", "street"), "5"),  # nearly the same
        row(TALE.format(9, 3), "6"),  # other numbers
        row(TALE.format(9, 4), "5", "Nine less four is five, as one sees by counting down from nine: five."),
        row(TALE.format(9, 4).replace("are left", "did he sell"), "4"),  # another question
        row("What is 3 - 2?"),
        row("What is 3 + 2?"),
    )
    assert found.read.duplicates == 2
    assert len(found.kept) == 6 and found.kept[0] is first
    assert found.read.rows == 8 == found.read.kept + found.read.duplicates


def test_a_wording_that_very_many_rows_share_makes_no_duplicates(tokenizer: Any) -> None:
    lead = "Read the following sentence with care and say which of the two kinds it belongs to, in one word: "
    names = [
        a + b
        for a in ("an", "be", "co", "du", "el", "fi", "gu")
        for b in ("ra", "so", "ti", "vu", "wy", "ze")
    ]
    found = reviewed(tokenizer, *(row(f"{lead}the {name} is green today.", "plant") for name in names))
    assert (found.read.duplicates, found.read.kept) == (0, len(names))


def test_questions_of_the_evaluation_sets_are_left_out(tokenizer: Any, tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    asked = [TALE.format(9, 4), "What is 3 - 2?"]
    file.write_text("".join(json.dumps({"question": q, "answer": "1"}) + "\n" for q in asked))
    found = reviewed(
        tokenizer,
        row("what is 3 -  2"),
        row(f"Please solve this one with me, step by step. {TALE.format(9, 4)} Thanks."),
        row(TALE.format(9, 3)),
        row("What is 3 - 1?"),
        against=[str(file)],
    )
    assert found.read.overlap == 2
    assert [kept.question for kept in found.kept] == [TALE.format(9, 3), "What is 3 - 1?"]


def test_an_evaluation_question_in_an_earlier_turn_is_an_overlap(tokenizer: Any, tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(json.dumps({"question": "What is 3 - 2?", "answer": "1"}))
    turns = (("user", "What is 3 - 2?"), ("assistant", "1"), ("user", "And doubled?"))
    found = reviewed(tokenizer, Row(turns, "", "2"), row("What is 8 - 2?"), against=[str(file)])
    assert (found.read.overlap, found.read.kept) == (1, 1)


def test_the_bundled_sets_are_held_against_unless_told_otherwise(tokenizer: Any) -> None:
    from trainers.sets import read_set

    known = read_set("logic.numbers").questions[0]
    found = reviewed(tokenizer, row(known.text), row("What is 8 - 2?"), against=None)
    assert (found.read.overlap, found.read.kept) == (1, 1)


def test_rows_that_do_not_fit_are_refused_with_their_place(tokenizer: Any) -> None:
    found = reviewed(
        tokenizer,
        row("Why?"),
        row("Why? " * 60, line=2),
        row("Why?", thought="So " * 60, line=3),
        max_tokens=40,
    )
    question, answer = found.read.refused
    assert (question.file, question.line, answer.line) == ("f.jsonl", 2, 3)
    assert "the question alone has" in question.reason and "no answer would be left" in question.reason
    assert answer.reason.endswith("tokens; at most 40 fit")
    assert [len(r.ids) for r in found.rendered] == [len(found.rendered[0].ids)] == [found.examples[0].tokens]


def test_what_was_refused_in_reading_is_told_too(tokenizer: Any) -> None:
    rows = Rows("f.jsonl", (row("Why?"),), (Refused("f.jsonl", 2, "not JSON"),), left_out=3)
    told = review(rows, tokenizer, max_tokens=99, heldout=0.0, against=()).read
    assert (told.rows, told.kept, told.refused) == (2, 1, rows.refused)


def test_the_held_out_rows_stay_the_same_when_rows_are_added(tokenizer: Any) -> None:
    rows = [row(f"What is {i} + {i}?", str(2 * i)) for i in range(200)]
    few = reviewed(tokenizer, *rows[:100], heldout=0.2)
    more = reviewed(tokenizer, *reversed(rows), heldout=0.2)
    assert {r.question for r in few.heldout} == {r.question for r in more.heldout} & {
        r.question for r in rows[:100]
    }
    assert 20 < len(more.heldout) < 60
    other = row(more.heldout[0].question.upper(), "0", "Another way to go about it.")
    assert reviewed(tokenizer, *rows, other, heldout=0.2).heldout[-1] is other


def test_three_examples_show_what_is_masked_and_what_is_learned(tokenizer: Any) -> None:
    found = reviewed(tokenizer, *(row(f"Why {name}?") for name in ("a", "b", "c", "d", "e")))
    assert [e.masked for e in found.examples] == [
        f"<|im_start|>user\nWhy {name}?<|im_end|>\n<|im_start|>assistant\n" for name in ("a", "c", "e")
    ]
    assert {e.learned for e in found.examples} == {"<think>\nWe count.\n</think>\n\n\\boxed{1}<|im_end|>\n"}
    assert found.examples[0].tokens == len(found.rendered[0].ids)


def test_the_hash_is_of_what_is_learned_from(tokenizer: Any) -> None:
    one, other = row("Why?", line=1), row("Why?", line=2)
    assert reviewed(tokenizer, one).sha256 == reviewed(tokenizer, other).sha256
    assert reviewed(tokenizer, one).sha256 != reviewed(tokenizer, row("Why?", "2")).sha256


def test_where_nothing_is_left_one_line_says_why(tokenizer: Any) -> None:
    with pytest.raises(
        UsageError, match=r"no row of 'f.jsonl' is left to learn from: 1 refused; f.jsonl, line 7: "
    ):
        reviewed(tokenizer, row("Why?", line=7), max_tokens=3)
    with pytest.raises(UsageError, match="1 held out"):
        reviewed(tokenizer, row("Why?"), heldout=1.0)
