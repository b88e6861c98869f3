import asyncio
import inspect
import subprocess
import sys
import threading
import time
import tomllib

import pytest

from adapters.errors import UnavailableError, UsageError
from runtime.fake import FakeRuntime, Script
from tui.app import MoeliteApp
from tui.picture import picture
from tui.screens.help import HelpScreen
from tui.widgets.header import Header
from tui.widgets.prompt import Prompt
from tui.widgets.turn import Plain, Turn

SLOW = 0.02
LONG = Script("logic", ("first step", "second step"), "word " * 400)


def app_of(*scripts: Script, delay: float = 0.0) -> MoeliteApp:
    """The app on scripts for the questions q0, q1, …"""
    runtime = FakeRuntime({f"q{i}": script for i, script in enumerate(scripts)}, delay=delay)
    return MoeliteApp(lambda progress: runtime)


async def until(pilot, condition, seconds: float = 5.0) -> None:
    """Wait for the condition, not for a time."""
    async with asyncio.timeout(seconds):
        while not condition():
            await pilot.pause(0.01)


async def ask(pilot, question: str, wait: bool = True) -> Turn:
    """Send the question as Enter does (without the pilot's pauses). Returns its turn, answered if `wait`."""
    reason = pilot.app.reason
    before = set(reason.query(Turn))
    reason.query_one(Prompt).text = question
    reason.query_one(Prompt).action_send()
    await until(pilot, lambda: any(turn.is_mounted for turn in set(reason.query(Turn)) - before))
    if wait:
        await until(pilot, lambda: not reason.busy)
        await pilot.pause()
    return reason.query(Turn).last()


def seen(turn: Turn, part: str) -> str:
    """What the part of the turn shows; "" where it is hidden."""
    widget = turn.query_one(f".{part}", Plain)
    return str(widget.content) if widget.display else ""


def piloted(test):
    """Run an async test without a plugin."""

    def run(**fixtures):
        asyncio.run(test(**fixtures))

    run.__name__, run.__doc__ = test.__name__, test.__doc__
    run.__signature__ = inspect.signature(test)
    return run


@piloted
async def test_enter_sends_and_the_answer_is_read_with_its_route_and_numbers():
    async with app_of(Script("symbolic", ("a = b", "b = c"), r"\boxed{\frac{1}{2}}")).run_test() as pilot:
        turn = await ask(pilot, "q0")
        assert seen(turn, "question") == "› q0"
        assert "▸ symbolic" in seen(turn, "route") and "92%" in seen(turn, "route")
        assert "threshold 50%" in seen(turn, "route") and "0.90 symbolic Expand" in seen(turn, "route")
        assert seen(turn, "answer") == "1/2"
        assert seen(turn, "numbers").startswith("symbolic · 7 tokens · 0.")
        assert "tok/s" in seen(turn, "numbers")
        assert pilot.app.reason.query_one(Prompt).text == ""


@piloted
async def test_the_thought_folds_when_the_answer_starts_and_a_key_opens_it():
    async with app_of(Script("logic", ("all a are b", "so b"), "yes")).run_test() as pilot:
        turn = await ask(pilot, "q0")
        assert "thought for" in seen(turn, "thought-head") and "· 6 tokens" in seen(turn, "thought-head")
        assert seen(turn, "steps") == ""
        await pilot.press("ctrl+t")
        assert seen(turn, "steps").splitlines() == ["  ✓ all a are b", "  ✓ so b"]
        await pilot.press("ctrl+t")
        assert seen(turn, "steps") == ""


@piloted
async def test_steps_stream_in_while_the_model_thinks():
    script = Script("logic", ("first step", "a second one that is long " * 20), "x")
    async with app_of(script, delay=SLOW).run_test() as pilot:
        turn = await ask(pilot, "q0", wait=False)
        await until(pilot, lambda: "first step" in seen(turn, "steps") and "second" in seen(turn, "partial"))
        assert seen(turn, "thought-head") == "▾ thinking"
        assert seen(turn, "numbers").startswith("thinking… · logic · ")
        await pilot.press("escape")


@piloted
async def test_a_refuted_step_stays_visible_with_its_reason():
    async with app_of(Script("logic", ("fine", "!wrong", "right"), "x")).run_test() as pilot:
        turn = await ask(pilot, "q0")
        await pilot.press("ctrl+t")
        assert "  ✗ wrong  scripted to be wrong" in seen(turn, "steps")
        assert "1 restart" in seen(turn, "numbers")


@piloted
async def test_escape_stops_and_keeps_what_was_written_and_the_next_question_works():
    async with app_of(LONG, Script("logic", (), "fine"), delay=SLOW).run_test() as pilot:
        turn = await ask(pilot, "q0", wait=False)
        await until(pilot, lambda: "word word" in seen(turn, "answer"))
        pressed = time.monotonic()
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.reason.busy)
        assert time.monotonic() - pressed < 0.5
        assert seen(turn, "answer").startswith("word word")
        assert "stopped" in seen(turn, "numbers")
        assert seen(await ask(pilot, "q1"), "answer") == "fine"


@piloted
async def test_a_thought_that_is_stopped_stays_open():
    async with app_of(Script("logic", ("one", "two " * 200), "x"), delay=SLOW).run_test() as pilot:
        turn = await ask(pilot, "q0", wait=False)
        await until(pilot, lambda: "two two" in seen(turn, "partial"))
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.reason.busy)
        assert "one" in seen(turn, "steps") and "two two" in seen(turn, "partial")
        assert seen(turn, "answer") == ""


@piloted
async def test_a_domain_is_forced_with_a_slash():
    async with app_of().run_test() as pilot:
        turn = await ask(pilot, "/logic 2+2")
        assert seen(turn, "question") == "› /logic 2+2"
        assert seen(turn, "route") == "→ logic · asked for"
        assert seen(turn, "answer") == "2+2"
        turn = await ask(pilot, "/none 2+2")
        assert seen(turn, "route") == "→ bare fake · asked for"
        turn = await ask(pilot, "/poetry a rose")
        assert "failed: no domain 'poetry'" in seen(turn, "numbers")
        assert seen(await ask(pilot, "2+2"), "answer") == "2+2"


@piloted
async def test_an_abstained_route_says_bare_backbone():
    async with app_of().run_test() as pilot:
        turn = await ask(pilot, "hi there")
        assert "▸ none" in seen(turn, "route") and "none: bare backbone" in seen(turn, "route")
        assert "knows only" in seen(turn, "answer") and turn.has_class("refused")
        assert "not answered" in seen(turn, "numbers")


@piloted
async def test_questions_typed_while_loading_wait_and_are_answered_in_order():
    gate = threading.Event()

    def load(progress):
        progress("reading the backbone")
        gate.wait(5)
        return FakeRuntime(delay=0)

    async with MoeliteApp(load).run_test() as pilot:
        first = await ask(pilot, "1+1", wait=False)
        second = await ask(pilot, "2+2", wait=False)
        header = pilot.app.reason.query_one(Header)
        await until(pilot, lambda: "reading the backbone…" in str(header.render()))
        assert seen(first, "numbers") == seen(second, "numbers") == "waiting"
        gate.set()
        await until(pilot, lambda: not pilot.app.reason.busy)
        assert (seen(first, "answer"), seen(second, "answer")) == ("1+1", "2+2")
        assert str(header.render()).endswith("  fake · cpu")


@piloted
async def test_escape_takes_back_a_question_that_waits_for_loading():
    gate = threading.Event()

    def load(progress):
        gate.wait(5)
        return FakeRuntime(delay=0)

    async with MoeliteApp(load).run_test() as pilot:
        await ask(pilot, "/logic 1+1", wait=False)
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.reason.query(Turn))
        assert pilot.app.reason.query_one(Prompt).text == "/logic 1+1"
        gate.set()


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (UnavailableError("no backbone there"), 3, "no backbone there"),
        (RuntimeError("out of memory"), 1, "loading failed: unexpected RuntimeError: out of memory"),
    ],
)
def test_a_load_that_fails_closes_the_screen_with_one_line_to_print(error, code, text):
    def load(progress):
        raise error

    async def main():
        app = MoeliteApp(load)
        async with app.run_test() as pilot:
            await until(pilot, lambda: app.failure is not None)
        assert app.return_code == code
        assert str(app.failure) == text

    asyncio.run(main())


@piloted
async def test_an_engine_that_fails_in_the_middle_leaves_one_line_and_the_app_up():
    broken = Script("logic", ("one", "two"), "x", RuntimeError("CUDA [bold]\nout of memory"))
    async with app_of(broken, Script("logic", (), "fine")).run_test() as pilot:
        turn = await ask(pilot, "q0")
        assert seen(turn, "numbers") == "failed: unexpected RuntimeError: CUDA [bold] out of memory"
        assert "two" in seen(turn, "steps")
        assert seen(await ask(pilot, "q1"), "answer") == "fine"


@piloted
async def test_text_full_of_markup_and_control_codes_is_shown_as_it_is():
    nasty = "[/x] [bold]b[/] [@click=app.exit]c[/] $foo \\[d] \x1b[2J\x07 {e} [red"
    async with app_of(Script("logic", (nasty,), nasty)).run_test() as pilot:
        turn = await ask(pilot, nasty.replace("\x1b", "").replace("\x07", ""))
        turn = await ask(pilot, "q0")
        assert seen(turn, "answer").startswith("[/x] [bold]b[/] [@click=app.exit]c[/] $foo \\[d]")
        await pilot.press("ctrl+t")
        assert "[@click=app.exit]" in seen(turn, "steps")
        assert "\x1b" not in seen(turn, "answer") + seen(turn, "steps")


@piloted
async def test_up_and_down_recall_what_was_sent_and_keep_the_draft():
    async with app_of().run_test() as pilot:
        prompt = pilot.app.reason.query_one(Prompt)
        for question in ("1+1", "2+2", "2+2"):
            await ask(pilot, question)
        prompt.text = "draft"
        shown = []
        for key in ("up", "up", "up", "down", "down", "down"):
            await pilot.press(key)
            shown.append(prompt.text)
        assert shown == ["2+2", "1+1", "1+1", "2+2", "draft", "draft"]


@piloted
async def test_ctrl_j_and_shift_enter_begin_a_line_and_up_moves_within_it():
    async with app_of().run_test() as pilot:
        prompt = pilot.app.reason.query_one(Prompt)
        await pilot.press("a", "ctrl+j", "b", "shift+enter", "c")
        assert prompt.text == "a\nb\nc"
        await pilot.press("up", "up", "up")
        assert prompt.text == "a\nb\nc"
        await pilot.press("enter")
        await until(pilot, lambda: len(pilot.app.reason.query(Turn)) == 1)


@piloted
async def test_an_empty_question_is_not_sent():
    async with app_of().run_test() as pilot:
        await pilot.press("enter", "space", "enter")
        assert not pilot.app.reason.query(Turn)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (20, 6), (200, 60)])
def test_it_works_at_any_size(size):
    async def main():
        async with app_of(Script("symbolic", ("a = b",) * 20, "x " * 60)).run_test(size=size) as pilot:
            turn = await ask(pilot, "q0")
            assert seen(turn, "answer").startswith("x x")
            screen = pilot.app.reason
            prompt = screen.query_one(Prompt)
            assert prompt.region.bottom <= size[1] and prompt.region.height >= 1
            numbers = turn.query_one(".numbers").region
            assert numbers.bottom <= prompt.region.y  # the end of the answer is in sight
            assert screen.max_scroll_x == 0 and screen.turns.max_scroll_x == 0
            await pilot.press("f1")
            assert isinstance(pilot.app.screen, HelpScreen)
            await pilot.press("escape")
            await pilot.resize_terminal(60, 20)
            await pilot.pause()

    asyncio.run(main())


@piloted
async def test_a_small_terminal_shows_the_route_on_one_line():
    async with app_of(Script("symbolic", (), "x")).run_test(size=(40, 12)) as pilot:
        assert seen(await ask(pilot, "q0"), "route").startswith("→ symbolic · 92%")


@piloted
async def test_the_screen_follows_the_end_until_the_user_scrolls_up():
    script = Script("logic", (), "\n".join(f"line {i}" for i in range(200)))
    async with app_of(script, delay=0.004).run_test(size=(60, 20)) as pilot:
        await ask(pilot, "q0", wait=False)
        turns = pilot.app.reason.turns
        await until(pilot, lambda: turns.scroll_y > 20)
        await pilot.press("pageup")
        await pilot.pause()
        at = turns.scroll_y
        await until(pilot, lambda: turns.max_scroll_y > at + 40)
        assert turns.scroll_y == at
        await pilot.press("escape")


@piloted
async def test_route_toggles_and_older_routes_fold():
    async with app_of().run_test(size=(100, 40)) as pilot:
        first = await ask(pilot, "1+1")
        assert "threshold" in seen(first, "route")
        await pilot.press("ctrl+r")
        assert seen(first, "route").startswith("→")
        await pilot.press("ctrl+r")
        await ask(pilot, "2+2")
        assert seen(first, "route").startswith("→ arithmetic · 92%")


@piloted
async def test_ctrl_c_twice_quits_and_once_only_stops():
    app = app_of(LONG, delay=SLOW)
    async with app.run_test() as pilot:
        turn = await ask(pilot, "q0", wait=False)
        await until(pilot, lambda: seen(turn, "answer") != "")
        await pilot.press("ctrl+c")
        await until(pilot, lambda: not app.reason.busy)
        assert "stopped" in seen(turn, "numbers") and app.is_running
        await pilot.press("ctrl+c")
        await until(pilot, lambda: not app.is_running)


@piloted
async def test_ctrl_d_quits_only_where_the_box_is_empty():
    app = app_of()
    async with app.run_test() as pilot:
        await pilot.press("a", "home", "ctrl+d")
        assert app.reason.query_one(Prompt).text == "" and app.is_running
        await pilot.press("ctrl+d")
        await until(pilot, lambda: not app.is_running)


@piloted
async def test_quitting_in_the_middle_of_an_answer_is_quick():
    async with app_of(LONG, delay=SLOW).run_test() as pilot:
        turn = await ask(pilot, "q0", wait=False)
        await until(pilot, lambda: seen(turn, "answer") != "")
        start = time.monotonic()
        await pilot.press("ctrl+d")
    assert time.monotonic() - start < 1.0


@pytest.mark.parametrize("moment", range(12))
def test_quitting_at_any_moment_around_loading_and_answering_is_no_crash(moment):
    gate = threading.Event()

    def load(progress):
        gate.wait(5)
        progress("nearly there")
        return FakeRuntime({"q0": Script("logic", ("a b",) * 5, "x " * 30)}, delay=0.001)

    async def main():
        app = MoeliteApp(load)
        async with app.run_test() as pilot:
            await ask(pilot, "q0", wait=False)
            gate.set()
            await asyncio.sleep(0.006 * moment)
            app.exit()

    asyncio.run(main())


@piloted
async def test_copy_takes_the_answer_without_its_box():
    async with app_of(Script("logic", (), r"\boxed{42}")).run_test() as pilot:
        await ask(pilot, "q0")
        await pilot.press("ctrl+y")
        assert pilot.app.clipboard == "42"


@piloted
async def test_clear_leaves_the_answer_that_is_being_written():
    async with app_of(Script("logic", (), "x"), LONG, delay=0.005).run_test() as pilot:
        await ask(pilot, "q0")
        running = await ask(pilot, "q1", wait=False)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: len(pilot.app.reason.query(Turn)) == 1)
        assert pilot.app.reason.query(Turn).first() is running
        await pilot.press("escape")


def test_the_theme_and_open_thoughts_are_remembered(own_home):
    async def change():
        async with app_of().run_test() as pilot:
            pilot.app.theme = "ansi-light"
            await pilot.press("ctrl+t")

    async def look():
        async with app_of(Script("logic", ("step",), "x")).run_test() as pilot:
            assert pilot.app.theme == "ansi-light"
            assert "step" in seen(await ask(pilot, "q0"), "steps")

    asyncio.run(change())
    assert tomllib.loads((own_home / "config.toml").read_text()) == {
        "theme": "ansi-light",
        "unfold_thought": True,
    }
    asyncio.run(look())


@pytest.mark.parametrize(
    ("text", "complaint"), [("colour = 1", "colour"), ("theme = 3", "theme"), ("theme = ", "config.toml")]
)
def test_a_bad_config_is_named_before_the_screen_opens(own_home, text, complaint):
    own_home.mkdir()
    (own_home / "config.toml").write_text(text)
    with pytest.raises(UsageError, match=complaint):
        app_of()


@pytest.mark.parametrize("theme", ["textual-light", "ansi-dark", "nord", "no-such-theme"])
def test_every_kind_of_theme_paints(own_home, theme):
    async def main():
        own_home.mkdir()
        (own_home / "config.toml").write_text(f'theme = "{theme}"')
        async with app_of(Script("logic", ("fine", "!bad"), "x")).run_test() as pilot:
            await ask(pilot, "q0")
            await ask(pilot, "hi")
            assert "q0" in pilot.app.export_screenshot()

    asyncio.run(main())


@piloted
async def test_no_color_paints_without_colours(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_of(Script("logic", (), "x"))
    assert app.no_color
    async with app.run_test() as pilot:
        assert seen(await ask(pilot, "q0"), "answer") == "x"


@piloted
async def test_the_palette_opens_and_closes():
    async with app_of().run_test() as pilot:
        await pilot.press("ctrl+p")
        assert type(pilot.app.screen).__name__ == "CommandPalette"
        await pilot.press("escape")
        assert pilot.app.screen is pilot.app.reason


@piloted
async def test_only_the_latest_turns_stay_on_the_screen(monkeypatch):
    monkeypatch.setattr("tui.screens.reason.KEPT", 3)
    async with app_of().run_test() as pilot:
        for i in range(6):
            await ask(pilot, f"1+{i}")
        assert [turn.question for turn in pilot.app.reason.query(Turn)] == ["1+3", "1+4", "1+5"]


def test_the_picture_is_the_real_screen():
    svg = asyncio.run(picture(lambda progress: FakeRuntime(delay=0), ("2+2",), (80, 24), True))
    assert svg.startswith("<svg") and "arithmetic" in svg and "2+2" in svg


def test_the_screen_imports_nothing_heavy_before_it_paints():
    probe = (
        "import sys, tui.app;"
        "bad = {'torch', 'numpy', 'sklearn', 'transformers', 'sentence_transformers'} & set(sys.modules);"
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
