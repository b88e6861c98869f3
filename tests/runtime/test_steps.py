"""A chain of thought cut into steps, however it arrives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.steps import StepSplitter, split_steps

PIECES = [
    "17*3 = 51", ". ", "\n", " ", "So x = 5", "$x", "$", "\\[", "\\]", "```", "\\frac{1}{2}", "3.5", "e.g.",
    "All cats are animals and Tom is a cat so he is one", "1. ", "$$", "\\begin{a}", "\\end{a}", "\n\n",
    "…", "é", "Wait, ",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES)).map("".join) | st.text()


def texts(text: str) -> list[str]:
    return [found.text for found in split_steps(text)]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("17*3 = 51\n\n340 + 51 = 391\n", ["17*3 = 51", "340 + 51 = 391"]),
        ("- 3 * 4 = 12\n- 12 + 1 = 13", ["- 3 * 4 = 12", "- 12 + 1 = 13"]),
        ("1. First 3 + 4 = 7. Then 7 + 1 = 8.", ["1. First 3 + 4 = 7.", "Then 7 + 1 = 8."]),
        (
            "It costs 3.50 * 2 = 7.00 dollars. So it is 7.",
            ["It costs 3.50 * 2 = 7.00 dollars.", "So it is 7."],
        ),
        (
            "Dr. Lee has 3 + 4 = 7, i.e. seven, vs. Mr. Ray.",
            ["Dr. Lee has 3 + 4 = 7, i.e. seven, vs. Mr. Ray."],
        ),
        ("Approx. 3 * 4 = 12 ft. long. Next", ["Approx. 3 * 4 = 12 ft. long.", "Next"]),
        ("Hello there. Good day.", ["Hello there. Good day."]),
        (
            "Claim: Ada is heavy. Asked: heavy.\nAda: rompus.",
            ["Claim: Ada is heavy. Asked: heavy.", "Ada: rompus."],
        ),
        (
            "All cats are animals, so Tom is an animal. Tom can run.",
            ["All cats are animals, so Tom is an animal.", "Tom can run."],
        ),
        ("```python\nx = 1\n\ny = 2. Z\n```\nx = 1", ["```python\nx = 1\n\ny = 2. Z\n```", "x = 1"]),
        ("\\[\nx = 1\n+ 2\n\\]\nNext", ["\\[\nx = 1\n+ 2\n\\]", "Next"]),
        ("\\[ never = closed\n\nNext", ["\\[ never = closed", "Next"]),
        ("\\begin{align}\nx &= 1 \\\\[2pt]\ny &= 2\n\\end{align}\nNext", None),
        ("so $x = 1. A$ holds. Then", ["so $x = 1. A$ holds.", "Then"]),
        ("She has $5 + $6 = $11. Then $11 - $1 = $10.", ["She has $5 + $6 = $11.", "Then $11 - $1 = $10."]),
        ("1 + 2 + ... + 4 = 10 so \\frac{1}{2. 5}", ["1 + 2 + ... + 4 = 10 so \\frac{1}{2. 5}"]),
        ("**x = 5.** Then y = 2.", ["**x = 5.**", "Then y = 2."]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_what_a_step_is(text: str, steps: list[str] | None) -> None:
    if steps is None:
        assert len(texts(text)) == 2
    else:
        assert texts(text) == steps


@given(TEXTS, st.lists(st.integers(1, 9), min_size=1))
def test_fragments_make_no_difference(text: str, sizes: list[int]) -> None:
    splitter, found, at = StepSplitter(), [], 0
    for size in sizes * (len(text) + 1):
        if at >= len(text):
            break
        found += splitter.feed(text[at : at + size])
        at += size
    assert [*found, *splitter.flush()] == split_steps(text)


@given(TEXTS)
def test_nothing_is_lost_and_every_step_lies_where_it_says(text: str) -> None:
    found = split_steps(text)
    assert "".join("".join(f.text for f in found).split()) == "".join(text.split())
    assert all(text[f.start : f.end].strip() == f.text for f in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


@given(TEXTS, TEXTS)
def test_after_a_rewind_it_goes_on_as_if_nothing_had_been_written(first: str, second: str) -> None:
    kept = split_steps(first)
    position = kept[0].end if kept else 0
    splitter = StepSplitter()
    list(splitter.feed(first))
    splitter.rewind(position)
    after = [*splitter.feed(second), *splitter.flush()]
    assert [f.text for f in after] == texts(second)
    assert all(f.start >= position for f in after)


def test_a_block_that_nobody_closes_still_ends() -> None:
    assert len(texts("```\n" + "x = 1\n" * 2000)) > 3
