"""Answers as text and as Markdown; mathematics in Unicode."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Markdown

from runtime.fake import Script
from tests.tui.pilot import SLOW, app_of, ask, piloted, seen, until
from tui.mathematics import readable
from tui.widgets.answer import settled_part
from tui.widgets.turn import Turn

PAGE = "# Result\n\nThe root is \\(\\sqrt{x}\\).\n\n```python\na = x_1 ** 2\n\nb = a\n```\n\nSo \\boxed{x^2}."


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (r"\boxed{\frac{1}{2}}", "1/2"),
        (r"\frac{x+1}{2y}", "(x+1)/(2y)"),
        (r"2\frac{1}{3} and \frac12x", "2 1/3 and (1/2)x"),
        (r"\(x^{n+1}\) and \[\sqrt{x+1} \le \sqrt[3]{8}\]", "xⁿ⁺¹ and √(x+1) ≤ ∛8"),
        ("x^2 - 5x - 14, 10^-3, x^{10}, e^{i\\pi}", "x² - 5x - 14, 10⁻³, x¹⁰, e^(iπ)"),
        (r"so $a_1 + a_{12}\cdot b$.", "so a₁ + a₁₂ · b."),
        (r"90^\circ, \log_2 8, \text{ if } x \in \mathbb{R}", "90°, log₂ 8, if x ∈ ℝ"),
        (r"\left(\frac{a}{b}\right)^2", "(a/b)²"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "(1 2; 3 4)"),
        ("$5 and $6, $5-$6, file_1, snake_case, a ^ b", "$5 and $6, $5-$6, file_1, snake_case, a ^ b"),
        (r"C:\new\foo {1,2} \[d] `x^2`", r"C:\new\foo {1,2} \[d] `x^2`"),
        (r"\frac{ \sqrt x^ _", r"\frac{ √x^ _"),
    ],
)
def test_mathematics_is_shown_readable_and_all_else_as_it_is(raw, shown):
    assert readable(raw) == shown


PIECES = (*"\\{}^_$&[]() ab12\n`", "\\frac", "\\sqrt", "\\begin{cases}", "\\end{cases}")


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_can_be_read(text):
    assert isinstance(readable(text), str)


@given(st.text(st.characters(exclude_characters="\\^_$")))
def test_text_without_mathematics_stays_as_it_is(text):
    assert readable(text) == text


@pytest.mark.parametrize(
    "piece", ["\\(", "{", "\\frac{", "$", "x^{", "`", "\\sqrt[", "$a", "\\boxed{", "word "]
)
def test_a_line_of_100_kB_is_read_in_no_time(piece):
    began = time.process_time()
    readable(piece * (100_000 // len(piece)))
    assert time.process_time() - began < 2


def test_code_settles_as_a_whole():
    assert settled_part("one\n\ntwo") == 5
    assert settled_part("```\na\n\nb") == 0
    assert settled_part("x\n\n```\na\n\nb") == 3
    assert settled_part("```\na\n\nb\n```\n\nc") == 14


@piloted
async def test_an_answer_that_holds_markdown_is_shown_as_that():
    async with app_of(Script("symbolic", ("a",), PAGE)).run_test() as pilot:
        turn = await ask(pilot, "q0")
        await until(pilot, lambda: len(turn.query("MarkdownH1")) == 1)
        shown = "\n".join(block.source for block in turn.query(Markdown))
        assert "The root is √x." in shown and "a = x_1 ** 2\n\nb = a" in shown and "So x²." in shown
        assert len(turn.query("MarkdownFence")) == 1
        assert seen(turn, "answer") == ""
        assert turn.answer.startswith("# Result") and turn.answer.endswith("So x^2.")


@piloted
async def test_markdown_settles_paragraph_by_paragraph_while_it_is_written():
    page = "# Title\n\nfirst paragraph\n\n" + "second " * 100
    async with app_of(Script("symbolic", (), page), delay=SLOW).run_test() as pilot:
        turn = await ask(pilot, "q0", wait=False)
        await until(pilot, lambda: "second second" in seen(turn, "answer"))
        await until(
            pilot, lambda: "".join(block.source for block in turn.query(Markdown)).startswith("# Title")
        )
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.reason.busy)
        assert "second second" in "".join(block.source for block in turn.query(Markdown))


@piloted
async def test_lines_of_100_kB_leave_the_app_up():
    line = "x" * 100_000
    async with app_of(Script("logic", (line, "\\boxed{" * 14_000), line)).run_test() as pilot:
        turn = await ask(pilot, "q0", wait=False)
        await until(pilot, lambda: not pilot.app.reason.busy, seconds=60)
        assert turn.answer == line
        await pilot.press("ctrl+t")
        assert isinstance(pilot.app.reason.latest, Turn)
        await pilot.press("a")
        assert pilot.app.reason.query_one("#prompt").text == "a"
