import re
import threading
from contextlib import closing

import pytest
from textual.app import App
from textual.widgets import Input

from adapters.errors import UnavailableError
from runtime.events import Answer, Step, Verdict
from runtime.fake import SCRIPTS, FakeRuntime, Script
from tests.tui.pilot import piloted, screen_text, until
from tui.app import MoeliteApp
from tui.desk import Desk, Replay, Resume, Timed
from tui.replay import read
from tui.screens.sessions import NO_STORE, Rename, SessionList, SessionsScreen, TurnList
from tui.store import Store
from tui.widgets.plain import Plain
from tui.widgets.prompt import Prompt
from tui.widgets.turn import Turn

EXPAND, MULTIPLY, CATS = SCRIPTS


class SmallApp(App[None]):
    """The screen alone, and what it asks of the app."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-normal")]

    def __init__(self, store: Store | None) -> None:
        super().__init__()
        self.sessions = SessionsScreen(Desk(store=store))
        self.asked: list[Replay | Resume] = []
        self.told: list[str] = []

    def on_mount(self) -> None:
        self.push_screen(self.sessions)

    def on_replay(self, message: Replay) -> None:
        self.asked.append(message)

    def on_resume(self, message: Resume) -> None:
        self.asked.append(message)

    def notify(self, message: str, **options: object) -> None:
        self.told.append(message)
        assert options["markup"] is False


@pytest.fixture
def store(tmp_path):
    with closing(Store.open(tmp_path / "s.db")) as opened:
        yield opened


def keep(store: Store, *questions: str, script: Script | None = None) -> int:
    """Store a session of scripted answers. Returns its number."""
    session = store.begin_session("Qwen/Qwen3-4B")
    for question in questions:
        turn = store.begin_turn(session, question, None)
        runtime = FakeRuntime({question: script} if script else SCRIPTS, delay=0)
        store.append(turn, [Timed(n / 10, event) for n, event in enumerate(runtime.solve(question))])
        store.end_turn(turn)
    return session


def listed(app: SmallApp) -> list[str]:
    """The lines of the list."""
    table = app.sessions.table
    return [" ".join(cell.plain for cell in table.get_row_at(row)) for row in range(table.row_count)]


def turns(app: SmallApp) -> list[str]:
    """The turns beside it."""
    return [str(option.prompt) for option in app.sessions.turns.options]


def empty(app: SmallApp) -> str:
    widget = app.sessions.query_one(".empty", Plain)
    return str(widget.content) if widget.display else ""


async def opened(pilot, rows: int) -> SmallApp:
    """Wait until the list has that many lines and the turns are there."""
    app = pilot.app
    await until(pilot, lambda: app.screen is app.sessions and len(listed(app)) == rows and bool(turns(app)))
    return app


async def typed(pilot, text: str) -> None:
    """Put the text into the search box as typing does, without the pilot's pauses."""
    box = pilot.app.sessions.query_one("#search", Input)
    for end in range(len(text) + 1):
        box.value = text[:end]


@piloted
async def test_sessions_are_listed_last_used_first_with_the_turns_of_one(store):
    keep(store, EXPAND, MULTIPLY)
    keep(store, CATS)
    async with SmallApp(store).run_test() as pilot:
        app = await opened(pilot, 2)
        for line, title, number in zip(listed(app), (CATS, EXPAND), (1, 2), strict=True):
            assert re.fullmatch(rf"{re.escape(title)} (\d\d:\d\d|\d\d \w+) {number} Qwen3-4B", line)
        assert turns(app) == [f"› {CATS}\n  yes"]
        await pilot.press("down")
        await until(pilot, lambda: len(turns(app)) == 2)
        assert turns(app) == [f"› {EXPAND}\n  x² - 5x - 14", f"› {MULTIPLY}\n  396"]
        assert isinstance(app.sessions.focused, SessionList)


@piloted
async def test_without_sessions_it_says_what_will_be_here(store):
    async with SmallApp(store).run_test() as pilot:
        await until(pilot, lambda: empty(pilot.app).startswith("Your sessions will be listed here."))
        for key in ("enter", "r", "e", "n", "delete"):
            await pilot.press(key)
        assert pilot.app.screen is pilot.app.sessions and pilot.app.asked == pilot.app.told == []


@piloted
async def test_without_a_store_it_says_so():
    async with SmallApp(None).run_test() as pilot:
        await until(pilot, lambda: empty(pilot.app) == NO_STORE)
        await pilot.press("slash", "a", "enter", "r", "delete")
        await pilot.pause()
        assert empty(pilot.app) == NO_STORE


@piloted
async def test_what_was_asked_meanwhile_is_there_when_one_comes_back(store):
    first = keep(store, EXPAND)
    async with SmallApp(store).run_test() as pilot:
        app = await opened(pilot, 1)
        await app.push_screen(Rename("something else"))
        keep(store, CATS)
        await app.pop_screen()
        await opened(pilot, 2)
        assert app.sessions.entry.session == first  # the cursor stays on its session


@piloted
async def test_enter_resumes_the_session(store):
    session = keep(store, EXPAND)
    async with SmallApp(store).run_test() as pilot:
        app = await opened(pilot, 1)
        await pilot.press("enter")
        await until(pilot, lambda: app.asked)
        assert isinstance(app.asked[0], Resume) and app.asked[0].session == session


@piloted
async def test_r_replays_the_first_turn_and_enter_the_one_that_was_picked(store):
    session = keep(store, EXPAND, MULTIPLY)
    stored = store.turns(session)
    async with SmallApp(store).run_test() as pilot:
        app = await opened(pilot, 1)
        await pilot.press("r")
        await until(pilot, lambda: app.asked)
        await pilot.press("tab")
        assert isinstance(app.sessions.focused, TurnList)
        await pilot.press("down", "enter")
        await until(pilot, lambda: len(app.asked) == 2)
        for message, turn in zip(app.asked, stored, strict=True):
            assert isinstance(message, Replay)
            assert (message.question, message.domain, message.events) == (turn.question, None, turn.events)


@piloted
async def test_a_turn_of_which_nothing_was_stored_cannot_be_replayed(store):
    store.begin_turn(store.begin_session("m"), "just asked", None)
    async with SmallApp(store).run_test() as pilot:
        app = await opened(pilot, 1)
        assert turns(app) == ["› just asked\n  cut off"]
        await pilot.press("r")
        await until(pilot, lambda: app.told == ["Nothing of this turn was stored."])


@piloted
async def test_typing_searches_and_the_found_turn_is_replayed(store):
    keep(store, CATS)
    keep(store, EXPAND, MULTIPLY)
    async with SmallApp(store).run_test() as pilot:
        app = await opened(pilot, 2)
        await pilot.press("slash")
        assert isinstance(app.sessions.focused, Input)
        await pilot.press("3", "4", "0")
        await until(pilot, lambda: [line for line in listed(app) if "340" in line] == listed(app) != [])
        assert "17*20 = 340" in listed(app)[0]
        excerpt = app.sessions.table.get_row_at(0)[0]
        bold = [excerpt.plain[span.start : span.end] for span in excerpt.spans if "bold" in str(span.style)]
        assert set(bold) == {"340"}
        await until(pilot, lambda: app.sessions.turns.highlighted == 1)
        await pilot.press("enter")
        assert isinstance(app.sessions.focused, SessionList)
        await pilot.press("r")
        await until(pilot, lambda: app.asked)
        assert app.asked[0].question == MULTIPLY
        await pilot.press("escape")
        await until(pilot, lambda: len(listed(app)) == 2)
        assert app.sessions.sought == ""


@piloted
async def test_down_goes_from_the_search_box_to_the_list(store):
    keep(store, CATS)
    async with SmallApp(store).run_test() as pilot:
        app = await opened(pilot, 1)
        await pilot.press("slash", "r", "down")
        assert isinstance(app.sessions.focused, SessionList) and app.sessions.sought == "r"


@piloted
async def test_nothing_found_says_so_and_the_list_comes_back(store):
    keep(store, CATS)
    async with SmallApp(store).run_test() as pilot:
        app = await opened(pilot, 1)
        await typed(pilot, '[red]" * zebra')
        await until(pilot, lambda: empty(app) == 'Nothing holds all of: [red]" * zebra')
        await typed(pilot, "")
        await opened(pilot, 1)
        assert empty(app) == "" and app.sessions.table.display


@piloted
async def test_a_slow_search_blocks_nothing_and_never_overwrites_a_later_one(store, monkeypatch):
    keep(store, CATS)
    keep(store, EXPAND)
    search, begun, held = store.search, threading.Event(), threading.Event()

    def slow(text: str, limit: int = 50):
        if text == "cats":
            begun.set()
            held.wait(10)
        return search(text, limit)

    monkeypatch.setattr(store, "search", slow)
    async with SmallApp(store).run_test() as pilot:
        app = await opened(pilot, 2)
        try:
            await typed(pilot, "cats")
            await until(pilot, begun.is_set)
            await typed(pilot, "Expand")
            await until(pilot, lambda: len(listed(app)) == 1)
        finally:
            held.set()
        await pilot.pause(0.05)
        assert len(listed(app)) == 1 and "Expand" in listed(app)[0]


@piloted
async def test_the_list_is_read_on_as_the_cursor_nears_its_end(store):
    for number in range(230):
        store.begin_turn(store.begin_session("m"), f"question {number}", None)
    async with SmallApp(store).run_test() as pilot:
        app = await opened(pilot, 100)
        await pilot.press("ctrl+end")
        await until(pilot, lambda: len(listed(app)) == 200)
        app.sessions.table.scroll_end(animate=False)
        await until(pilot, lambda: len(listed(app)) == 230)
        assert listed(app)[-1].startswith("question 0 ") and len(set(listed(app))) == 230
        assert app.sessions.entry.title == "question 130"
        app.sessions.reload()
        await until(pilot, lambda: len(listed(app)) >= 200 and app.sessions.entry.title == "question 130")


@piloted
async def test_e_exports_the_session(store, own_home):
    keep(store, EXPAND, MULTIPLY)
    async with SmallApp(store).run_test() as pilot:
        app = await opened(pilot, 1)
        await pilot.press("e")
        await until(pilot, lambda: app.told)
        assert app.told[0].startswith(f"Exported to {own_home / 'exports'}")
        (lines,) = (own_home / "exports").glob("*.jsonl")
        assert [turn.question for turn in read(lines)] == [EXPAND, MULTIPLY]
        assert lines.with_suffix(".md").read_text("utf-8").startswith("# Expand")


@piloted
async def test_n_renames_the_session(store):
    session = keep(store, EXPAND)
    async with SmallApp(store).run_test() as pilot:
        app = await opened(pilot, 1)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Rename))
        assert app.screen.query_one(Input).value == EXPAND
        app.screen.query_one(Input).value = "[b]polynomials"
        await pilot.press("enter")
        await until(pilot, lambda: listed(app)[0].startswith("[b]polynomials "))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Rename))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.sessions)
        assert store.session(session).title == "[b]polynomials"


@piloted
async def test_delete_asks_once(store):
    first, second = keep(store, EXPAND), keep(store, CATS)
    async with SmallApp(store).run_test() as pilot:
        app = await opened(pilot, 2)
        await pilot.press("delete")
        await until(pilot, lambda: app.screen is not app.sessions)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.sessions)
        assert len(store.sessions()) == 2
        await pilot.press("delete")
        await until(pilot, lambda: app.screen is not app.sessions)
        await pilot.press("y")
        await opened(pilot, 1)
        assert [row.id for row in store.sessions()] == [first] and store.turns(second) == []
        await pilot.press("delete")
        await until(pilot, lambda: app.screen is not app.sessions)
        await pilot.press("y")
        await until(pilot, lambda: empty(app).startswith("Your sessions"))


@piloted
async def test_what_the_disk_cannot_do_is_one_line_and_the_screen_goes_on(store, monkeypatch):
    keep(store, EXPAND)

    def broken(*_):
        raise UnavailableError("s.db: the disk\x1b[2J is [full]")

    async with SmallApp(store).run_test() as pilot:
        app = await opened(pilot, 1)
        for name in ("turn", "session", "delete", "search"):
            monkeypatch.setattr(store, name, broken)
        for key in ("r", "e", "delete"):
            await pilot.press(key)
            await until(pilot, lambda: app.told)
            assert {"".join(app.told)} == {"s.db: the disk[2J is [full]"}
            app.told.clear()
        await typed(pilot, "x")
        await until(pilot, lambda: app.told)
        assert app.screen is app.sessions and len(listed(app)) == 1


@piloted
async def test_a_session_deleted_elsewhere_is_told(store):
    session = keep(store, EXPAND)
    async with SmallApp(store).run_test() as pilot:
        app = await opened(pilot, 1)
        store.delete(session)
        await pilot.press("r")
        await until(pilot, lambda: any("may have been deleted" in said for said in app.told))


@piloted
async def test_marks_and_control_codes_of_models_and_users_are_only_text(store):
    nasty = "[red]a\x1b[2J\u202e[/] [@click=app.exit]b[/]\n" + "x" * 100_000
    session = store.begin_session("[bold]m\x1b")
    turn = store.begin_turn(session, nasty, None)
    said = (Step(1, nasty, Verdict("holds")), Answer(nasty, nasty))
    store.append(turn, [Timed(0.0, event) for event in said])
    store.end_turn(turn, nasty)
    for size in ((80, 24), (200, 60)):
        async with SmallApp(store).run_test(size=size) as pilot:
            app = await opened(pilot, 1)
            assert "[red]a" in listed(app)[0] and "[@click=app.exit]" in turns(app)[0]
            await typed(pilot, "click")
            await until(
                pilot,
                lambda app=app: app.sessions.sought == "click" and "[@click=app.exit]" in listed(app)[0],
            )
            everything = "".join(listed(app) + turns(app))
            assert "\x1b" not in everything and "\u202e" not in everything
            assert app.export_screenshot()


@piloted
async def test_it_fits_every_size(store):
    keep(store, EXPAND, MULTIPLY)
    async with SmallApp(store).run_test(size=(80, 24)) as pilot:
        app = await opened(pilot, 1)
        table, beside = app.sessions.table, app.sessions.turns
        assert beside.region.y > table.region.y and table.size.height >= 8 and beside.size.height >= 5
        for width, height in ((200, 60), (20, 5), (80, 24)):
            await pilot.resize_terminal(width, height)
            await until(pilot, lambda width=width: app.sessions.size.width == width)
            await pilot.pause()
            assert "Expand" in screen_text(app)
            if width == 200:
                assert beside.region.x > 80 and beside.region.y == table.region.y
            assert table.size.height >= 1 and table.region.right <= width
            if height < 18:
                assert not beside.display


@piloted
async def test_it_may_be_closed_while_it_reads(store, monkeypatch):
    keep(store, EXPAND)
    begun, held = threading.Event(), threading.Event()

    def slow(read):
        def wait(*args):
            begun.set()
            held.wait(0.2)
            return read(*args)

        return wait

    for name in ("sessions", "glance", "search"):
        monkeypatch.setattr(store, name, slow(getattr(store, name)))
    for text in ("", "Expand"):
        begun.clear()
        async with SmallApp(store).run_test() as pilot:
            pilot.app.sessions.query_one("#search", Input).value = text
            await until(pilot, begun.is_set)


@piloted
async def test_a_click_on_a_turn_picks_it_and_plays_nothing(store):
    keep(store, EXPAND, MULTIPLY)
    async with SmallApp(store).run_test(size=(80, 24)) as pilot:
        app = await opened(pilot, 1)
        await pilot.click(TurnList, offset=(5, 3))
        await until(pilot, lambda: app.sessions.turns.highlighted == 1)
        await pilot.pause()
        assert app.asked == []


@piloted
async def test_what_was_asked_is_replayed_and_resumed_in_the_app():
    async with MoeliteApp(lambda progress: FakeRuntime(delay=0)).run_test() as pilot:
        app, reason = pilot.app, pilot.app.reason
        reason.query_one(Prompt).text = MULTIPLY
        reason.query_one(Prompt).action_send()
        await until(pilot, lambda: app.desk.store and any(row.turns for row in app.desk.store.sessions()))
        await until(pilot, lambda: not reason.busy)
        for key, shown_then in (("r", 2), ("enter", 1)):
            await pilot.press("f6")
            sessions = app.screen
            assert isinstance(sessions, SessionsScreen)
            await until(pilot, lambda sessions=sessions: sessions.turns.option_count == 1)
            await pilot.press(key)
            await until(pilot, lambda: app.screen is reason)
            await until(pilot, lambda count=shown_then: len(reason.query(Turn)) == count and not reason.busy)
            assert reason.query(Turn).last().answer == "396"
        assert len(app.desk.store.turns(app.desk.store.sessions()[0].id)) == 1
