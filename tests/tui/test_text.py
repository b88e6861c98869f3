from hypothesis import given
from hypothesis import strategies as st

from tui.text import count, oneline, printable, size, unboxed

BOXED = st.lists(st.sampled_from(["\\boxed{", "{", "}", "a", "\\", "boxed", "\\frac"]), max_size=12).map(
    "".join
)


def test_a_box_is_opened_and_what_is_in_it_stays_whole():
    assert unboxed("\\boxed{x^2}") == "x^2"
    assert unboxed("so \\boxed{\\frac{1}{2}} and {3}.") == "so \\frac{1}{2} and {3}."
    assert unboxed("\\boxed{unfinished") == "unfinished"


@given(BOXED)
def test_what_is_shown_while_the_text_grows_is_never_taken_back(text):
    whole = unboxed(text)
    for end in range(len(text)):
        assert whole.startswith(unboxed(text[:end], ended=False))


def test_counts_and_sizes_read_well():
    assert (count(1, "token"), count(1240, "token")) == ("1 token", "1,240 tokens")
    assert [size(n) for n in (0, 999, 19_800_000, 4_022_000_000)] == ["", "999", "19.8M", "4.0B"]


@given(st.text(), st.integers(1, 50))
def test_oneline_is_one_line_and_fits(text, width):
    assert len(oneline(text, width)) <= width and "\n" not in oneline(text, width)


@given(st.text())
def test_printable_text_has_no_escape_codes(text):
    assert "\x1b" not in printable(text) and "\x9b" not in printable(text)
