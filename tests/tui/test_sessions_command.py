import json
from contextlib import closing

import pytest

from runtime.events import from_json
from runtime.fake import SCRIPTS, FakeRuntime
from tui.cli import main
from tui.desk import Timed
from tui.replay import read
from tui.store import Store

EXPAND, MULTIPLY, CATS = SCRIPTS


def keep(*questions: str) -> int:
    """Store a session of scripted answers. Returns its number."""
    with closing(Store.open()) as store:
        session = store.begin_session("fake")
        for question in questions:
            turn = store.begin_turn(session, question, None)
            events = FakeRuntime(delay=0).solve(question)
            store.append(turn, [Timed(number / 10, event) for number, event in enumerate(events)])
            store.end_turn(turn)
        return session


def run(capsys, *argv: str) -> tuple[int, str, str]:
    code = main(["sessions", *argv])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_sessions_are_listed_last_used_first(capsys):
    first, second = keep(EXPAND, MULTIPLY), keep(CATS)
    code, out, err = run(capsys, "list")
    lines = out.splitlines()
    assert (code, err, len(lines)) == (0, "", 2)
    assert lines[0].split()[0] == str(second) and lines[0].endswith(f"1 turn     {CATS}")
    assert lines[1].split()[0] == str(first) and lines[1].endswith(f"2 turns    {EXPAND}")
    assert len(run(capsys, "list", "-n", "1")[1].splitlines()) == 1
    rows = [json.loads(line) for line in run(capsys, "list", "--json")[1].splitlines()]
    assert [(row["id"], row["title"], row["turns"], row["backbone"]) for row in rows] == [
        (second, CATS, 1, "fake"),
        (first, EXPAND, 2, "fake"),
    ]


def test_nothing_stored_is_said_on_stderr(capsys):
    assert run(capsys, "list") == (
        0,
        "",
        "no session is stored; `moelite` opens the screen that stores them\n",
    )
    assert run(capsys, "list", "--json") == (0, "", "")
    assert run(capsys, "search", "cats") == (0, "", "nothing was found\n")


def test_turns_are_found_by_their_words_with_what_was_found_in_bold(capsys, monkeypatch):
    session = keep(CATS, MULTIPLY)
    code, out, err = run(capsys, "search", "dogs", "mamm")
    assert (code, err) == (0, "") and out.split()[0] == str(session) and f"{CATS}\n" in out
    assert out.splitlines()[1].strip().startswith("All ")
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)
    assert "\x1b[1mdogs\x1b[0m" in run(capsys, "search", "dogs")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[1m" not in run(capsys, "search", "dogs")[1]
    (row,) = [json.loads(line) for line in run(capsys, "search", "--json", "340")[1].splitlines()]
    assert row["session"] == session and row["question"] == MULTIPLY and "340" in row["excerpt"]


def test_a_session_is_shown_as_markdown_and_as_events(capsys, tmp_path):
    session = str(keep(EXPAND, MULTIPLY))
    code, out, err = run(capsys, "show", session)
    assert (code, err) == (0, "") and out.startswith(f"# {EXPAND}\n\n") and "~~17\\*3 = 54~~" in out
    code, out, err = run(capsys, "show", session, "--json")
    saved = tmp_path / "saved.jsonl"
    saved.write_text(out, "utf-8")
    assert [turn.question for turn in read(saved)] == [EXPAND, MULTIPLY]


def test_a_session_is_exported_to_the_users_folder_or_another(capsys, own_home, tmp_path):
    session = str(keep(EXPAND))
    markdown, lines = run(capsys, "export", session)[1].split()
    assert markdown.startswith(str(own_home / "exports")) and markdown.endswith("-expand-x-2-x-7.md")
    assert len(read(own_home / "exports" / lines)) == 1
    code, out, _ = run(capsys, "export", session, "--to", str(tmp_path / "here"), "--json")
    record = json.loads(out)
    assert code == 0 and record["markdown"].startswith(str(tmp_path / "here"))
    with open(record["jsonl"], encoding="utf-8") as file:
        assert json.loads(file.readline())["at"] == 0.0


def test_sessions_are_removed_all_or_none(capsys):
    first, second, third = str(keep(EXPAND)), str(keep(CATS)), str(keep(MULTIPLY))
    assert run(capsys, "rm", first, "99") == (
        2,
        "",
        "moelite: there is no session 99; `moelite sessions list` tells them\n",
    )
    assert len(run(capsys, "list")[1].splitlines()) == 3
    assert run(capsys, "rm", first, third)[:2] == (
        0,
        f"removed {first} ({EXPAND})\nremoved {third} ({MULTIPLY})\n",
    )
    assert run(capsys, "rm", "--json", second)[1] != ""
    assert run(capsys, "list", "--json")[1] == ""


@pytest.mark.parametrize(
    "argv", [("show", "9"), ("export", "9"), ("show", "-1"), ("show", "x"), ("rm",), ("search",)]
)
def test_misuse_is_one_line_and_exit_code_2(capsys, argv):
    code, out, err = run(capsys, *argv)
    assert (code, out, err.count("\n")) == (2, "", 1) and err.startswith("moelite: ")


def test_numbers_beyond_any_session_are_refused(capsys):
    assert run(capsys, "show", str(2**64))[0] == 2


def test_a_damaged_store_is_one_line_and_exit_code_3(capsys, own_home):
    own_home.mkdir()
    (own_home / "sessions.db").write_text("no database " * 99)
    code, out, err = run(capsys, "list")
    assert (code, out, err.count("\n")) == (3, "", 1) and "is no session store" in err


def test_control_codes_of_a_question_are_not_printed(capsys):
    with closing(Store.open()) as store:
        turn = store.begin_turn(store.begin_session("m"), "a\x1b[2Jcat \u202e[red]", None)
        store.append(turn, [Timed(0.0, from_json('{"event": "Answer", "text": "", "raw": "\\u202e cat"}'))])
    for argv in (("list",), ("search", "cat"), ("show", "1"), ("rm", "1")):
        out = run(capsys, *argv)[1]
        assert "[red" in out.replace("\\", "") and "\x1b" not in out and "\u202e" not in out
