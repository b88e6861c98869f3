"""The table that is shown anew while somebody reads it."""

from textual.app import App

from tests.tui.pilot import piloted, screen_text, until
from tui.widgets.grid import Grid


class Tables(App):
    def compose(self):
        yield Grid(id="grid")


@piloted
async def test_a_cell_that_grows_is_shown_whole_and_the_cursor_stays():
    app = Tables()
    async with app.run_test(size=(60, 12)) as pilot:
        grid = app.query_one(Grid)
        rows = {"a": ["one", ""], "b": ["two", ""]}
        grid.show(("name", "p"), rows, ("p",))
        grid.move_cursor(row=1)
        await until(pilot, lambda: "two" in screen_text(app))
        grid.show(("name", "p"), rows | {"a": ["one", "0.25"]}, ("p",))
        await until(pilot, lambda: "0.25" in screen_text(app))
        assert grid.chosen == "b"
        grid.show(("name", "p"), rows | {"a": ["one", "0.75"], "c": ["three", "1"]}, ("p",))
        await until(pilot, lambda: "0.75" in screen_text(app) and "three" in screen_text(app))
        assert grid.chosen == "b"


@piloted
async def test_two_columns_may_have_one_title():
    app = Tables()  # as where a domain is named "question"
    async with app.run_test(size=(60, 12)) as pilot:
        app.query_one(Grid).show(("question", "question"), {"1": ["2+2?", "✓ 4"]})
        await until(pilot, lambda: "2+2?" in screen_text(app) and "✓ 4" in screen_text(app))
