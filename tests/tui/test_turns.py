"""How turns lie on the screen."""

import asyncio
import queue

import pytest
from textual.command import CommandList, CommandPalette

from runtime.events import Routed, Token
from runtime.fake import FakeRuntime, Script
from tests.tui.pilot import LONG, SLOW, app_of, ask, piloted, seen, until
from tui.app import MoeliteApp
from tui.screens.help import HelpScreen
from tui.screens.reason import ReasonScreen
from tui.widgets.plain import Plain
from tui.widgets.prompt import Prompt
from tui.widgets.turn import Row, Turn

PANELS = (".route-panel", ".runtime-panel")


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


@piloted
async def test_only_the_latest_turns_stay_on_the_screen(monkeypatch):
    monkeypatch.setattr("tui.screens.reason.KEPT", 3)
    async with app_of().run_test() as pilot:
        for i in range(6):
            await ask(pilot, f"1+{i}")
        assert [turn.question for turn in pilot.app.reason.query(Turn)] == ["1+3", "1+4", "1+5"]


@pytest.mark.parametrize(("size", "beside"), [((160, 40), True), ((80, 40), False)])
def test_the_latest_question_is_answered_again_with_another_adapter(size, beside):
    async def main():
        async with app_of(Script("symbolic", (), "x")).run_test(size=size) as pilot:
            first = await ask(pilot, "q0")
            await pilot.press("ctrl+e")
            await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette))
            await pilot.press(*"logic")
            await until(pilot, lambda: pilot.app.screen.query_one(CommandList).option_count == 1)
            await pilot.press("enter")
            await until(pilot, lambda: len(pilot.app.reason.query(Turn)) == 2)
            await until(pilot, lambda: not pilot.app.reason.busy)
            await pilot.pause()
            second = pilot.app.reason.latest
            assert seen(second, "question") == "› /logic q0" and seen(second, "answer") == "x"
            assert (first.region.y == second.region.y) is beside
            assert (first.region.x == second.region.x) is not beside
            assert pilot.app.reason.max_scroll_x == 0

    asyncio.run(main())


@piloted
async def test_a_wide_screen_tells_route_and_runtime_beside_the_turns():
    async with app_of(Script("symbolic", ("a", "!b", "c"), "x")).run_test(size=(130, 40)) as pilot:
        reason = pilot.app.reason
        turn = await ask(pilot, "q0")
        route, runtime = (str(reason.query_one(name, Plain).content) for name in PANELS)
        assert "▸ symbolic" in route and "threshold 50%" in route and "0.90 symbolic Expand" in route
        assert seen(turn, "route").startswith("→ symbolic · 92%")
        facts = dict(line.split(maxsplit=1) for line in runtime.splitlines())
        assert (facts["backbone"], facts["device"], facts["adapter"]) == ("fake", "cpu", "symbolic")
        assert facts["restarts"] == "1" and facts["speed"].endswith("tok/s")
        assert "memory" not in facts  # nothing is loaded
        # eight tokens of the question, four that were written, one of which was cut out
        assert facts["context"] == "11 of 2,048"
        await ask(pilot, "hi there")
        assert "none: bare backbone" in str(reason.query_one(PANELS[0], Plain).content)
        await ask(pilot, "/logic 1+1")
        assert str(reason.query_one(PANELS[0], Plain).content) == "logic: asked for"
        await pilot.press("ctrl+r")
        assert not reason.query_one("#side").display
        await pilot.press("ctrl+r")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: not reason.query_one("#side").display)


@piloted
async def test_the_speed_is_told_while_the_model_thinks():
    script = Script("logic", ("a step that is long " * 40,), "x")
    async with app_of(script, delay=SLOW).run_test(size=(130, 40)) as pilot:
        await ask(pilot, "q0", wait=False)
        panel = pilot.app.reason.query_one(PANELS[1], Plain)
        await until(pilot, lambda: "tok/s" in str(panel.content))
        assert "question + " in str(panel.content)
        await pilot.press("escape")


@piloted
async def test_attempts_fold_to_one_line_once_a_step_has_taken_their_place():
    script = Script("logic", ("fine", "!wrong", "!worse", "right", "slow " * 200), "x")
    async with app_of(script, delay=0.005).run_test(size=(80, 40)) as pilot:
        turn = await ask(pilot, "q0", wait=False)
        await until(pilot, lambda: "right" in seen(turn, "steps"))
        lines = [line.strip() for line in seen(turn, "steps").splitlines()]
        assert lines == ["✓ fine", "✗ 2 attempts cut out: scripted to be wrong", "✓ right"]
        await pilot.press("ctrl+t")
        lines = [line.strip() for line in seen(turn, "steps").splitlines()]
        assert lines[1:3] == ["✗ wrong  scripted to be wrong", "✗ worse  scripted to be wrong"]
        await pilot.press("escape")


@piloted
async def test_end_returns_to_the_end_and_follows_it(monkeypatch):
    monkeypatch.setattr(ReasonScreen, "_pace", lambda self: 0.0)
    written: queue.SimpleQueue[str] = queue.SimpleQueue()

    class Dictated(FakeRuntime):
        def solve(self, question, **options):
            yield Routed(question, "logic", None, "fake")
            yield from (Token(text, "answer", i + 1) for i, text in enumerate(iter(written.get, "")))

    app = MoeliteApp(lambda progress: Dictated())
    async with app.run_test(size=(60, 20)) as pilot:
        await ask(pilot, "q0", wait=False)
        turns = pilot.app.reason.turns
        try:
            written.put("a line\n" * 60)
            await until(pilot, lambda: turns.scroll_y == turns.max_scroll_y > 30)
            await pilot.press("pageup")
            await until(pilot, lambda: turns.scroll_y == turns.scroll_target_y < turns.max_scroll_y)
            at = turns.scroll_y
            written.put("a line\n" * 60)
            await until(pilot, lambda: turns.max_scroll_y > 90)
            assert turns.scroll_y == at
            await pilot.press("end")
            await until(pilot, lambda: turns.scroll_y == turns.max_scroll_y)
            written.put("a line\n" * 60)
            await until(pilot, lambda: turns.scroll_y == turns.max_scroll_y > 150)
        finally:
            written.put("")
        await until(pilot, lambda: not app.reason.busy)


@piloted
async def test_the_screen_survives_a_tiny_terminal_in_the_middle_of_an_answer():
    async with app_of(LONG, delay=0.005).run_test(size=(80, 24)) as pilot:
        turn = await ask(pilot, "q0", wait=False)
        await until(pilot, lambda: seen(turn, "answer") != "")
        await pilot.resize_terminal(20, 5)
        written = turn.transcript.tokens
        await until(pilot, lambda: turn.transcript.tokens > written + 20)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: turn.query_one(".numbers").region.width > 60)
        await pilot.press("escape")


@piloted
async def test_a_row_that_is_not_there_yet_is_no_latest_turn():
    async with app_of(Script("logic", (), "yes")).run_test() as pilot:
        reason = pilot.app.reason
        first = await ask(pilot, "q0")
        mounting = reason.query_one("#list").mount(Row(Turn("q1", None, unfold=False)))
        assert reason.latest is first  # it used to raise, and the screen was gone
        await mounting
        assert reason.latest is not first


@piloted
async def test_turns_far_up_are_not_laid_out_until_somebody_scrolls_to_them():
    async with app_of(*[Script("logic", ("a step",), "yes")] * 12).run_test(size=(80, 24)) as pilot:
        turns = pilot.app.reason.turns
        for i in range(12):
            await ask(pilot, f"q{i}")

        def aside() -> int:
            return sum(not row.display for row in turns.rows)

        assert 5 < aside() < 11 and turns.max_scroll_y > 0
        first = turns.rows[aside()]  # the first that is laid out
        turns.scroll_home(animate=False)
        await until(pilot, lambda: aside() == 0 and turns.scroll_y > 0)
        await until(pilot, lambda: first.region.y - turns.region.y in (0, 1))  # it has not moved
        turns.scroll_home(animate=False)
        await until(pilot, lambda: turns.rows[0].region.y >= turns.region.y)
        await ask(pilot, "q0")
        assert aside() > 5
        await pilot.resize_terminal(80, 60)
        await until(pilot, lambda: aside() == 0)


@pytest.mark.parametrize("height", range(18, 36, 2))
@piloted
async def test_no_turn_is_put_aside_where_nobody_could_scroll_to_it(height):
    async with app_of(*[Script("logic", ("a step",) * 3, "yes")] * 7).run_test(size=(80, height)) as pilot:
        turns = pilot.app.reason.turns
        for i in range(7):
            await ask(pilot, f"q{i}")
        await pilot.pause()
        first = turns.rows[0]
        for _ in range(6):
            await pilot.press("pageup")
        await until(pilot, lambda: first.display and first.region.y >= turns.region.y)
