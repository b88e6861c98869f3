"""The line of keys."""

from runtime.fake import Script
from tests.tui.pilot import app_of, ask, piloted, screen_text, until
from tui.screens.help import HelpScreen
from tui.widgets.footer import Footer


def place_of(app, text: str) -> int:
    """The column of the text in the last line."""
    return screen_text(app).split("\n")[-1].index(text)


@piloted
async def test_a_click_presses_the_key_and_what_cannot_be_done_is_dim_and_deaf():
    async with app_of(Script("logic", ("a step",), "yes")).run_test(size=(100, 24)) as pilot:
        app = pilot.app
        await until(pilot, lambda: app.desk.host is not None)
        await pilot.pause()

        def dim(text: str) -> bool:
            line = app.screen.query_one(Footer).render()
            place = line.plain.index(text)
            return any(span.style == "dim" and span.start <= place < span.end for span in line.spans)

        assert dim("^r Route") and not dim("f1 Help")
        await pilot.click(Footer, offset=(place_of(app, "Route"), 0))
        assert not app.reason.busy
        turn = await ask(pilot, "q0")
        await pilot.pause()
        assert not dim("^r Route") and dim("esc Stop")
        shown = turn.query_one(".route").region.height
        await pilot.click(Footer, offset=(place_of(app, "Route"), 0))
        await until(pilot, lambda: turn.query_one(".route").region.height != shown)
        await pilot.click(Footer, offset=(place_of(app, "f1 Help"), 0))
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))


@piloted
async def test_where_there_is_no_room_the_line_ends_before_the_palette():
    async with app_of().run_test(size=(40, 24)) as pilot:
        await pilot.pause()
        line = screen_text(pilot.app).split("\n")[-1]
        assert line.endswith("…▏^p palette") and len(line) == 40
