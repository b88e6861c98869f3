"""The app around the screens: loading, keys, themes, the palette, quitting."""

import asyncio
import subprocess
import sys
import threading
import time
import tomllib

import pytest

from adapters.errors import UnavailableError, UsageError
from runtime.fake import FakeRuntime, Script
from tests.tui.pilot import LONG, SLOW, app_of, ask, piloted, seen, until
from tui.app import MoeliteApp
from tui.picture import picture
from tui.widgets.header import Header
from tui.widgets.prompt import Prompt
from tui.widgets.turn import Turn


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
