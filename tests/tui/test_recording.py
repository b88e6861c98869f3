"""Turns on their way into the store and back onto the screen."""

import asyncio
import json
import os
import signal

from adapters.errors import UnavailableError
from runtime.events import Answer, Finished, Routed, Token
from runtime.fake import Script
from tests.tui.pilot import LONG, SLOW, app_of, ask, piloted, seen, until
from tests.tui.test_terminal import start
from tui.desk import Replay, Resume
from tui.store import Store
from tui.widgets.turn import Turn

SCRIPT = Script("logic", ("fine", "!wrong", "right"), r"\boxed{yes}")


@piloted
async def test_every_turn_is_stored_with_all_its_events():
    app = app_of(SCRIPT, Script("logic", ("one",), "x", RuntimeError("out of memory")))
    async with app.run_test() as pilot:
        await ask(pilot, "q0")
        await ask(pilot, "/none q1")
        (session,) = app.desk.store.sessions()
        first, second = app.desk.store.turns(session.id)
    assert (session.title, session.backbone, session.turns) == ("q0", "fake", 2)
    kinds = [type(item.event).__name__ for item in first.events]
    assert kinds[0] == "Routed" and kinds[-2:] == ["Answer", "Finished"] and "Restarted" in kinds
    assert (first.question, first.domain, first.error) == ("q0", None, "")
    assert (second.question, second.domain) == ("q1", "none")
    assert second.error == "unexpected RuntimeError: out of memory"


@piloted
async def test_a_store_that_fails_is_told_once_and_answers_go_on(monkeypatch):
    def full(*_):
        raise UnavailableError("sessions.db: the disk is full")

    async with app_of(*[Script("logic", (), "fine")] * 3).run_test() as pilot:
        await ask(pilot, "q0")
        monkeypatch.setattr(Store, "append", full)
        for question in ("q1", "q2"):
            assert seen(await ask(pilot, question), "answer") == "fine"
        told = [notice.message for notice in pilot.app._notifications]
        assert told == ["not stored: sessions.db: the disk is full"]
        store = pilot.app.desk.store
        stored = store.turns(store.sessions()[0].id)
        assert [len(turn.events) > 0 for turn in stored] == [True, False, False]


@piloted
async def test_a_store_that_cannot_be_opened_is_told_and_answers_go_on(own_home):
    own_home.mkdir()
    (own_home / "sessions.db").write_text("this is no database" * 100)
    async with app_of(Script("logic", (), "fine")).run_test() as pilot:
        assert seen(await ask(pilot, "q0"), "answer") == "fine"
        (notice,) = pilot.app._notifications
        assert notice.message.startswith("nothing will be stored: ") and "sessions.db" in notice.message


@piloted
async def test_after_its_session_was_deleted_the_next_question_begins_another():
    async with app_of(*[Script("logic", (), "fine")] * 3).run_test() as pilot:
        await ask(pilot, "q0")
        store = pilot.app.desk.store
        (session,) = store.sessions()
        store.delete(session.id)
        await ask(pilot, "q1")
        await ask(pilot, "q2")
        assert [row.title for row in store.sessions()] == ["q2"]


@piloted
async def test_a_stored_session_is_resumed_and_goes_on():
    async with app_of(SCRIPT).run_test() as pilot:
        await ask(pilot, "q0")
    async with app_of(SCRIPT, Script("logic", (), "more")).run_test() as pilot:
        app = pilot.app
        await until(pilot, lambda: app.desk.host is not None)
        (session,) = app.desk.store.sessions()
        await pilot.press("f6")
        app.post_message(Resume(session.id))
        await until(pilot, lambda: app.current_mode == "reason" and len(app.reason.query(Turn)) == 1)
        await pilot.pause()
        turn = app.reason.query(Turn).first()
        assert seen(turn, "answer") == "yes"
        assert "1 restart" in seen(turn, "numbers")
        assert "thought for" in seen(turn, "thought-head")
        await ask(pilot, "q1")
        assert [turn.question for turn in app.desk.store.turns(session.id)] == ["q0", "q1"]
        await pilot.press("ctrl+n")
        await ask(pilot, "q1")
        assert [row.title for row in app.desk.store.sessions()] == ["q1", "q0"]


@piloted
async def test_a_session_is_not_resumed_over_an_answer_that_is_being_written():
    async with app_of(LONG, delay=SLOW).run_test() as pilot:
        turn = await ask(pilot, "q0", wait=False)
        await until(pilot, lambda: turn.transcript.tokens > 0)
        pilot.app.post_message(Resume(1))
        await until(pilot, lambda: bool(pilot.app._notifications))
        assert pilot.app.reason.query(Turn).first() is turn
        await pilot.press("escape")


@piloted
async def test_a_replay_shows_the_same_at_its_own_pace_and_can_be_stopped():
    async with app_of(SCRIPT, LONG, delay=0.01).run_test() as pilot:
        first = await ask(pilot, "q0")
        events = tuple(first.events)
        pilot.app.post_message(Replay("q0", None, events))
        await until(pilot, lambda: len(pilot.app.reason.query(Turn)) == 2)
        await until(pilot, lambda: not pilot.app.reason.busy)
        again = pilot.app.reason.latest
        assert [item.event for item in again.events] == [item.event for item in events]
        assert again.events[-1].at >= events[-1].at
        assert seen(again, "question") == "› q0  replay"
        (session,) = pilot.app.desk.store.sessions()
        assert session.turns == 1  # a replay is no new turn
        slow = tuple(item.__class__(item.at * 1000, item.event) for item in events)
        pilot.app.post_message(Replay("q0", None, slow))
        await until(pilot, lambda: pilot.app.reason.busy)
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.reason.busy)
        assert seen(pilot.app.reason.latest, "numbers").startswith(("stopped", "waiting"))


@piloted
async def test_the_latest_answer_is_replayed_by_key():
    async with app_of(SCRIPT).run_test() as pilot:
        await ask(pilot, "q0")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: len(pilot.app.reason.query(Turn)) == 2 and not pilot.app.reason.busy)
        assert seen(pilot.app.reason.latest, "answer") == "yes"


@piloted
async def test_the_session_is_exported_to_markdown_and_json_lines(own_home):
    async with app_of(SCRIPT).run_test() as pilot:
        await ask(pilot, "q0")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(pilot.app._notifications))
        (markdown,) = (own_home / "exports").glob("*.md")
        (lines,) = (own_home / "exports").glob("*.jsonl")
        assert "q0" in markdown.read_text() and "~~wrong~~" in markdown.read_text()
        kinds = [json.loads(line)["event"] for line in lines.read_text().splitlines()]
        assert kinds[0] == "Routed" and kinds[-1] == "Finished"


def test_a_killed_terminal_loses_at_most_the_token_in_flight(own_home):
    before = (
        "from tui import host\nfrom runtime.fake import FakeRuntime, Script\n"
        "host.load_beside = lambda *_: FakeRuntime({'q': Script('logic', (), "
        "' '.join(f'w{i}.' for i in range(4000)))}, delay=0.01)\n"
    )
    child = start(before=before)
    child.expect("Ask a question")
    child.send("q\r")
    child.expect(r"w40\.")
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    store = Store.open()
    (turn,) = store.turns(store.sessions()[0].id)
    assert turn.error is None
    texts = [item.event.text for item in turn.events if isinstance(item.event, Token)]
    assert len(texts) > 40 and "w40." in "".join(texts)  # what was on the screen is on the disk
    assert texts == [f"{'' if i == 0 else ' '}w{i}." for i in range(len(texts))]


def test_the_program_plays_a_file_without_a_model_and_goes_on_with_a_session(tmp_path):
    async def make():
        async with app_of(Script("logic", ("a",), "the first answer")).run_test() as pilot:
            await ask(pilot, "q0")

    asyncio.run(make())
    store = Store.open()
    (session,) = store.sessions()
    (turn,) = store.turns(session.id)
    assert [type(turn.events[i].event) for i in (0, -2, -1)] == [Routed, Answer, Finished]
    from tui.export import save

    _, lines = save(session, [turn], tmp_path)
    for options in (["--replay", str(lines)], ["--fake", "--continue"], ["--fake", "--resume", "1"]):
        child = start(*options, before="import sys\nsys.modules['torch'] = None\n")
        child.expect("the first answer")
        child.send("\x04")
        child.wait()
        assert child.exitstatus == 0
