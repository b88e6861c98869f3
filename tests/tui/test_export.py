import os
import re
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from adapters.errors import UnavailableError
from runtime.events import Answer, Finished, Restarted, Routed, Step, Token, Verdict
from runtime.fake import SCRIPTS, FakeRuntime
from tui.desk import Timed
from tui.export import escape, save, to_jsonl, to_markdown
from tui.replay import read
from tui.store import SessionRow, Store, StoredTurn
from tui.text import printable

SESSION = SessionRow(7, "What is 17*23?", "micro", 0.0, 1.0, 1)
MARKDOWN = MarkdownIt("commonmark").enable(["strikethrough", "table"])


def turn_of(*events, error: str | None = "", question: str = "q", domain: str | None = None) -> StoredTurn:
    return StoredTurn(1, question, domain, 0.0, tuple(Timed(0.1, event) for event in events), error)


def scripted(question: str) -> StoredTurn:
    return turn_of(*FakeRuntime(delay=0).solve(question), question=question)


def shape(markdown: str) -> list[str]:
    """The blocks and marks that the page consists of, without its text."""
    kinds = []
    for token in MARKDOWN.parse(markdown):
        kinds += [part.type for part in token.children or ()] if token.type == "inline" else [token.type]
    return [kind for kind in kinds if kind not in ("text", "text_special")]


def shown(markdown: str) -> str:
    """What a reader of the rendered page reads."""
    return "".join(
        part.content
        for token in MARKDOWN.parse(markdown)
        for part in token.children or ()
        if part.type in ("text", "text_special")
    )


def test_a_turn_is_a_page_with_route_steps_answer_and_numbers():
    page = to_markdown([scripted("What is 17*23 + 5?")], SESSION)
    lines = [line for line in page.splitlines() if line]
    assert lines[0] == r"# What is 17\*23?" and lines[1].endswith("micro · 1 turn")
    assert lines[2] == r"## What is 17\*23 + 5?"
    assert lines[3].startswith("**Route:** arithmetic · 92%")
    assert r"- ✓ 17\*20 = 340" in lines
    assert r"- ✗ ~~17\*3 = 54~~ scripted to be wrong" in lines
    assert lines[-3:-1] == ["**Answer:**", "> 396"] and "25 tokens" in lines[-1] and "1 restart" in lines[-1]


def test_steps_that_a_loop_cost_are_struck_out_too():
    said = [Step(number, text, Verdict("holds")) for number, text in enumerate("abcb", 1)]
    page = to_markdown([turn_of(*said, Restarted(3, "b", "the same 2 times", 1, "loop"))])
    assert [line for line in page.splitlines() if line.startswith("- ")] == [
        "- ✓ a",
        "- ✓ b",
        "- ✓ ~~c~~ the same 2 times",
        "- ✓ ~~b~~ the same 2 times",
    ]


def test_what_the_checker_says_of_the_answer_and_the_forced_domain_are_told():
    page = to_markdown([turn_of(Answer("3", "3", True), question="1+2", domain="arithmetic")])
    assert "## /arithmetic 1+2" in page and "*the checker confirms the answer*" in page


def test_turns_that_failed_or_were_killed_say_so_and_keep_what_they_have():
    failed = to_markdown([turn_of(Token("so", "thought", 1), error="the GPU *went* away")])
    assert r"**Failed:** the GPU \*went\* away" in failed
    killed = to_markdown([turn_of(Step(1, "a", Verdict("holds")), Token("ye", "answer", 2), error=None)])
    assert "- ✓ a" in killed and "> ye" in killed and "*cut off: " in killed
    assert to_markdown([turn_of()]) == "## q\n"


def test_an_answer_of_several_lines_keeps_its_lines_within_the_quote():
    page = to_markdown([turn_of(Answer("", "one\n\n    two\n# three"))])
    assert page.endswith("> one\\\n> two\\\n> \\# three\n")


SIGNS = st.lists(
    st.sampled_from(
        [
            *"*_`~#>-+=|[]()<>!&\\$ \t\n0123.:a",
            "---",
            "```",
            "~~",
            "    ",
            "<b>",
            "&amp;",
            "\x1b[31m",
            "![x](y)",
        ]
    )
).map("".join)


@settings(deadline=None, max_examples=300)
@given(SIGNS | st.text())
def test_no_text_is_taken_for_markdown(text):
    plain = " ".join(printable(text).split())
    for before in ("", "## ", "> ", "- ✓ ", "- ✗ "):
        page = f"{before}{escape(text)}"
        assert shape(page) == shape(f"{before}x" if plain else before)
        assert shown(page).strip() == f"{before[2:].strip() if before[0:1] == '-' else ''} {plain}".strip()


@settings(deadline=None, max_examples=200)
@given(SIGNS, SIGNS, SIGNS, SIGNS)
def test_a_page_has_the_same_shape_whatever_the_model_writes(question, step, reason, answer):
    def page(question: str, step: str, reason: str, answer: str) -> str:
        refuted = Step(1, f"a{step}", Verdict("refuted", reason))
        said = (Routed(question, "logic", None, "m"), refuted, Answer("", f"a{' '.join(answer.split())}"))
        return to_markdown([turn_of(*said, question=f"a{question}", error=f"a{reason}")], SESSION)

    assert shape(page(question, step, reason, answer)) == shape(page("q", "s", "r", "a"))


def test_exported_lines_replay_exactly(tmp_path):
    turns = [scripted(question) for question in SCRIPTS]
    _, lines = save(SESSION, turns, tmp_path)
    assert [turn.events for turn in read(lines)] == [turn.events for turn in turns]


def test_lone_surrogates_and_line_separators_survive_the_file(tmp_path):
    turn = turn_of(Routed("\ud800\u2028", "", None, "m"), Answer("\u2029", "\udc00\x85"))
    _, lines = save(SESSION, [turn], tmp_path)
    assert read(lines)[0].events == turn.events
    assert to_jsonl([turn]).count("\n") == 2


def test_files_are_named_by_day_number_and_title_and_replaced_whole(tmp_path, own_home):
    title = SessionRow(7, "Größe / of ../x?" + " y" * 99, "micro", 1e9, 1e9, 1)
    for answer in ("first", "second"):
        markdown, lines = save(title, [turn_of(Routed("q", "", None, "m"), Answer(answer, answer))])
    assert re.fullmatch(r"2001-09-0\d-7-größe-of-x(-y)+\.md", markdown.name) and len(markdown.name) < 64
    assert markdown.parent == own_home / "exports" and markdown.with_suffix(".jsonl") == lines
    assert sorted(path.name for path in markdown.parent.iterdir()) == sorted([markdown.name, lines.name])
    assert "second" in markdown.read_text("utf-8") and "first" not in lines.read_text("utf-8")
    assert save(SessionRow(7, "???", "micro", 1e9, 1e9, 1), [])[0].name.endswith("-7.md")


def test_a_folder_that_cannot_be_written_is_one_line_and_leaves_nothing(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError, match="the export is not complete"):
        save(SESSION, [], tmp_path / "file")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(UnavailableError, match="No space left on device; the export is not complete"):
        save(SESSION, [turn_of()], tmp_path / "exports")
    assert list((tmp_path / "exports").iterdir()) == []


def test_a_stored_session_is_exported_with_what_it_has(tmp_path):
    with closing(Store.open(tmp_path / "s.db")) as store:
        session = store.begin_session("micro")
        turn = store.begin_turn(session, "What is 17*23 + 5?", None)
        store.append(turn, scripted("What is 17*23 + 5?").events[:12])
        markdown, lines = save(store.session(session), store.turns(session), tmp_path)
    assert "cut off" in markdown.read_text("utf-8")
    assert len(read(lines)[0].events) == 12 and not any(
        isinstance(timed.event, Finished) for timed in read(lines)[0].events
    )
