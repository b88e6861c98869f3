"""The app around the screens: loading, keys, themes, the palette, quitting."""

import asyncio
import subprocess
import sys
import threading
import time
import tomllib

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Markdown, Static

from adapters import registry
from adapters.errors import UnavailableError, UsageError
from runtime.fake import FakeRuntime, Script
from tests.adapters.packs import make_pack
from tests.tui.pilot import LONG, SLOW, app_of, ask, piloted, seen, until
from tui import keys, packs, settings
from tui.app import MoeliteApp
from tui.desk import PacksSettled, PacksTouched
from tui.picture import picture
from tui.screens.help import HelpScreen
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
    svg = asyncio.run(picture(lambda progress: FakeRuntime(delay=0), (), (80, 24), True, "adapters"))
    assert svg.startswith("<svg") and "Adapters" in svg and "Ask" not in svg


def test_the_screen_imports_nothing_heavy_before_it_paints():
    probe = (
        "import sys, tui.cli, tui.app, tui.screens.reason;"
        "heavy = {'torch', 'numpy', 'sklearn', 'transformers', 'markdown_it', 'sqlite3',"
        "'tui.screens.train', 'tui.screens.evaluate', 'tui.screens.adapters', 'tui.screens.sessions'};"
        "bad = heavy & set(sys.modules);"
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


SCREENS = {"f3": "train", "f4": "evaluate", "f5": "adapters", "f6": "sessions", "f2": "reason"}


@piloted
async def test_function_keys_and_names_in_the_header_open_the_five_screens():
    async with app_of().run_test(size=(100, 30)) as pilot:
        for key, place in SCREENS.items():
            await pilot.press(key)
            await until(pilot, lambda place=place: pilot.app.current_mode == place)
            assert pilot.app.screen.query_one(Header).region.height == 1
        names = str(pilot.app.screen.query_one(Header).render())
        await pilot.click(Header, offset=(names.index("Train") + 1, 0))
        await until(pilot, lambda: pilot.app.current_mode == "train")


@piloted
async def test_an_answer_goes_on_while_another_screen_is_open():
    async with app_of(Script("logic", ("one", "two"), "x " * 50), delay=0.005).run_test() as pilot:
        turn = await ask(pilot, "q0", wait=False)
        await pilot.press("f6")
        await until(pilot, lambda: not pilot.app.reason.busy)
        await pilot.press("f2")
        await until(pilot, lambda: seen(turn, "answer").startswith("x x"))


@pytest.mark.parametrize(
    "table", ['"reason.copy" = "f9"', 'reason.copy = "f9"', "reason = { copy = 'f9,f10' }"]
)
def test_keys_are_remapped_from_the_config_file(own_home, table):
    async def main():
        async with app_of(Script("logic", (), "42")).run_test() as pilot:
            await ask(pilot, "q0")
            await pilot.press("f9")
            assert pilot.app.clipboard == "42"
            await pilot.press("f1")
            assert (
                "f9" in str(pilot.app.screen.query_one(VerticalScroll).query(Static).last().content).lower()
            )
            await pilot.press("escape")
            pilot.app.theme = "nord"

    own_home.mkdir()
    (own_home / "config.toml").write_text(f"[keys]\n{table}\n")
    asyncio.run(main())
    assert settings.read().keys == {"reason.copy": "f9,f10" if "f10" in table else "f9"}
    assert settings.read().theme == "nord"


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ('reason.nothing = "f9"', "no binding 'reason.nothing'"),
        ('reason.copy = "ctrl+nokey"', "'ctrl\\+nokey' is no key"),
        ('reason.copy = ""', "'' is no key"),
        ("reason.copy = 3", "must be a key"),
        ("keys = 3", "keys"),
    ],
)
def test_a_key_map_that_is_wrong_is_named_with_its_file(own_home, table, complaint):
    own_home.mkdir()
    (own_home / "config.toml").write_text(table if table == "keys = 3" else f"[keys]\n{table}\n")
    with pytest.raises(UsageError, match=complaint) as error:
        app_of()
    assert str(own_home / "config.toml") in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("g", True),
        ("ctrl+g", True),
        ("ctrl+shift+f7", True),
        ("question_mark", True),
        ("+", True),
        ("ctrl", False),
        ("", False),
        ("hyper+", False),
        ("foo+g", False),
        (" ", False),
    ],
)
def test_names_of_keys(name, right):
    assert keys.is_key(name) is right


@pytest.mark.parametrize("size", [(80, 24), (20, 5)])
def test_f1_tells_what_the_panel_is_for_on_every_screen(size):
    async def main():
        async with app_of().run_test(size=size) as pilot:
            for key in SCREENS:
                await pilot.press(key, "f1")
                await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
                assert pilot.app.screen.query_one(Markdown).source
                await pilot.press("escape")
                await until(pilot, lambda: not isinstance(pilot.app.screen, HelpScreen))

    asyncio.run(main())


@piloted
async def test_the_palette_offers_what_can_be_done_now():
    async with app_of(LONG, delay=SLOW).run_test() as pilot:

        def offered() -> set[str]:
            return {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}

        assert {"Train", "Sessions", "Theme", "Quit", "Help"} <= offered()
        assert not {"Reason", "Stop", "Copy answer", "Replay", "Export"} & offered()
        turn = await ask(pilot, "q0", wait=False)
        await until(pilot, lambda: seen(turn, "answer") != "")
        assert {"Stop", "Copy answer", "Replay", "Export"} <= offered()
        await pilot.press("escape")


@piloted
async def test_packs_that_come_and_go_on_disk_reach_the_running_host(tmp_path, monkeypatch):
    monkeypatch.setattr("tui.app.WATCH_S", 0.05)
    app = app_of()
    told = []
    async with app.run_test(message_hook=lambda message: told.append(message)) as pilot:

        def texts() -> list[str]:
            return [message.text for message in told if isinstance(message, PacksSettled)]

        await until(pilot, lambda: app.desk.host is not None)
        pack = make_pack(tmp_path, backbone="0" * 64)
        registry.add(pack.path)  # as another process does
        await until(pilot, lambda: "colours is ready" in texts())
        assert [held.name for held in app.desk.host.packs] == ["colours"]
        assert "colours" in app.reason.query_one(Prompt).domains
        registry.add(make_pack(tmp_path / "new", backbone="0" * 64, seed=2).path, replace=True)
        app.reason.post_message(PacksTouched())  # as a screen does
        await until(pilot, lambda: "colours is replaced" in texts())
        registry.remove("colours")
        await until(pilot, lambda: "colours is gone" in texts())
        assert app.desk.host.packs == ()
        registry.add(make_pack(tmp_path / "other", "foreign").path)  # of another backbone
        app.reason.post_message(PacksTouched())
        await until(pilot, lambda: texts()[-1] == "")


def test_a_pack_that_the_host_does_not_take_is_told_in_a_line(tmp_path, monkeypatch):
    def refuse(self, pack):
        raise UnavailableError("no memory left for the pack colours")

    registry.add(make_pack(tmp_path, backbone="0" * 64).path)
    monkeypatch.setattr(FakeRuntime, "add", refuse)
    assert packs.settle(FakeRuntime()) == "no memory left for the pack colours"
