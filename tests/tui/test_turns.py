"""How turns lie on the screen."""

import asyncio

import pytest

from runtime.fake import Script
from tests.tui.pilot import LONG, app_of, ask, piloted, seen, until
from tui.screens.help import HelpScreen
from tui.widgets.prompt import Prompt
from tui.widgets.turn import Turn


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
