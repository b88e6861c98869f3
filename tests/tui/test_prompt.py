"""The question box."""

import asyncio

import pytest

from tests.tui.pilot import app_of, ask, piloted, seen, until
from tui.widgets.prompt import Prompt
from tui.widgets.turn import Turn


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


@piloted
async def test_ctrl_d_quits_only_where_the_box_is_empty():
    app = app_of()
    async with app.run_test() as pilot:
        await pilot.press("a", "home", "ctrl+d")
        assert app.reason.query_one(Prompt).text == "" and app.is_running
        await pilot.press("ctrl+d")
        await until(pilot, lambda: not app.is_running)


@piloted
async def test_what_was_sent_is_recalled_after_a_restart(own_home):
    own_home.mkdir()
    (own_home / "history.jsonl").write_text('"1+1"\nnot json\n3\n"a\\nb"\n')
    async with app_of().run_test() as pilot:
        await ask(pilot, "2+2")
    async with app_of().run_test() as pilot:
        prompt = pilot.app.reason.query_one(Prompt)
        shown = []
        for key in ("up", "up", "up", "up"):
            await pilot.press(key)
            shown.append(prompt.text)
        # within the lines of a question up moves first
        assert shown == ["2+2", "a\nb", "a\nb", "1+1"]


@piloted
async def test_a_history_that_cannot_be_written_is_no_trouble(own_home):
    (own_home / "history.jsonl").mkdir(parents=True)
    async with app_of().run_test() as pilot:
        assert seen(await ask(pilot, "1+1"), "answer") == "1+1"


@pytest.mark.parametrize("key", ["tab", "right"])
def test_a_slash_offers_the_domains_and_a_key_takes_one(key):
    async def main():
        async with app_of().run_test() as pilot:
            app = pilot.app
            await until(pilot, lambda: app.desk.host is not None)
            await pilot.pause()
            prompt = app.reason.query_one(Prompt)
            await pilot.press("/")
            assert str(prompt.border_subtitle) == "/arithmetic  /logic  /symbolic  /none"
            await pilot.press("l")
            assert (str(prompt.border_subtitle), prompt.suggestion) == ("/logic", "ogic ")
            await pilot.press(key, "2", "+", "2")
            assert (prompt.text, str(prompt.border_subtitle)) == ("/logic 2+2", "")
            await pilot.press("enter")
            await until(pilot, lambda: app.reason.latest is not None and not app.reason.busy)
            assert seen(app.reason.latest, "route") == "→ logic · asked for"

    asyncio.run(main())
