"""The pairs that prefix filtering finds are those that comparing all with all finds."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from trainers.data.similar import COMMON, LEAST, RUN, contained, runs_of, words

TEXTS = st.lists(st.lists(st.sampled_from("abc"), max_size=40), max_size=8)


def runs(text: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(text[i : i + RUN]) for i in range(len(text) - RUN + 1)}


@given(TEXTS, TEXTS, st.sampled_from([0.5, 0.8, 1.0]))
def test_no_pair_is_missed_and_none_is_invented(a: list[list[str]], b: list[list[str]], share: float) -> None:
    expected = {
        (i, j): len(runs(x) & runs(y)) / len(runs(x) | runs(y))
        for i, x in enumerate(a)
        for j, y in enumerate(b)
        if len(runs(x)) >= LEAST and len(runs(x) & runs(y)) >= share * len(runs(x))
    }
    first, second = (runs_of((text, None) for text in texts) for texts in (a, b))
    assert {(i, j): likeness for i, j, likeness in contained(first, second, share)} == expected


@given(TEXTS, st.sampled_from([0.5, 0.8]))
def test_a_text_is_not_held_against_itself(texts: list[list[str]], share: float) -> None:
    found = runs_of((text, None) for text in texts)
    again = runs_of((text, None) for text in texts)
    assert {p[:2] for p in contained(found, found, share)} == {
        (i, j) for i, j, _ in contained(found, again, share) if i != j
    }


def test_texts_of_different_marks_and_common_runs_are_not_alike() -> None:
    text = list("abcdefghijklmnop")
    apart = runs_of([(text, 1), (text, 2)])
    assert not list(contained(apart, apart, 0.8))
    many = runs_of([(text, None)] * (COMMON + 1))
    assert not list(contained(many, many, 0.8))
    some = runs_of([(text, None)] * COMMON)
    assert len(list(contained(some, some, 0.8))) == COMMON * (COMMON - 1)


def test_words_have_one_spelling_and_keep_what_changes_the_sense() -> None:
    assert words("What is  ３ \u2212 2.50?") == words("what is 3 - 2.50") == ["what", "is", "3", "-", "2.50"]
    assert words("2*(3+4)") != words("2*3+4")
    assert words("3.5") != words("35")
    assert words("x ≤ 3") != words("x ≥ 3")
    assert words("“No,” she said…") == words("'No' she said")
