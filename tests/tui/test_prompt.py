"""The question box."""

from tests.tui.pilot import app_of, ask, piloted, until
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
