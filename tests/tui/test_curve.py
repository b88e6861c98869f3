"""The line chart: what it draws, and that nothing it is given breaks it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App

from tests.tui.pilot import piloted
from tui.widgets.curve import Curve, Point, draw, point

NUMBERS = st.floats(allow_nan=True, allow_infinity=True)
POINTS = st.lists(st.builds(Point, NUMBERS, NUMBERS, NUMBERS, NUMBERS), max_size=30)


def lit(dots) -> list[set[int]]:
    """The rows of the dots set in each column, from the bottom."""
    found: list[set[int]] = [set() for _ in range(dots.columns)]
    bits = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
    for row in range(dots.rows):
        for column in range(dots.columns):
            down = dots.rows - 1 - row
            if dots.cell(column // 2, down // 4) & bits[column % 2][down % 4]:
                found[column].add(row)
    return found


@given(POINTS, NUMBERS, st.integers(-1, 30), st.integers(-1, 12))
def test_whatever_comes_the_canvas_has_its_size(points, end, width, height):
    chart = draw(points, end, width, height)
    if chart is not None:
        assert chart.low < chart.high and math.isfinite(chart.high - chart.low)
        assert len(lit(chart.line)) == len(lit(chart.band)) == 2 * width and chart.line.rows == 4 * height


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.integers(1, 20), st.integers(1, 8))
def test_the_line_has_no_gap_from_the_first_point_to_the_last(values, width, height):
    chart = draw([point(x, y) for x, y in enumerate(values)], len(values) - 1, width, height)
    columns = lit(chart.line)
    drawn = [column for column, dots in enumerate(columns) if dots]
    assert drawn == list(range(drawn[0], drawn[-1] + 1))
    for before, after in zip(drawn, drawn[1:], strict=False):
        gap = min(abs(a - b) for a in columns[before] for b in columns[after])
        assert gap <= 1


def test_the_highest_and_the_lowest_value_touch_the_edges():
    chart = draw([point(0, 5.0), point(10, 1.0)], 10, 10, 4)
    columns = lit(chart.line)
    assert (chart.low, chart.high) == (1.0, 5.0)
    assert max(columns[0]) == 15 and min(columns[-1]) == 0


def test_the_line_ends_where_the_run_is_and_not_at_the_edge():
    columns = lit(draw([point(0, 1.0), point(50, 2.0)], 100, 10, 4).line)
    assert columns[10] and not any(columns[11:])


def test_a_level_line_is_drawn_in_the_middle():
    columns = lit(draw([point(0, 0.5), point(9, 0.5)], 9, 5, 4).line)
    assert all(dots and dots <= {7, 8} for dots in columns)


def test_the_band_reaches_from_low_to_high():
    chart = draw([Point(0, 0.5, 0.0, 1.0), Point(9, 0.5, 0.25, 0.75)], 9, 5, 4)
    band = lit(chart.band)
    assert band[0] == set(range(16)) and band[-1] == set(range(4, 12))


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e300])
def test_a_value_that_is_none_leaves_the_others(bad):
    chart = draw([point(0, 1.0), point(1, bad), point(2, 3.0)], 2, 5, 4)
    assert (chart.low, chart.high) == (1.0, 3.0)


def test_nothing_sound_is_nothing_drawn():
    assert draw([], 10, 5, 4) is None
    assert draw([point(1, math.nan)], 10, 5, 4) is None
    assert draw([point(1, 1.0)], 10, 0, 4) is None


class Shown(App):
    def compose(self):
        yield Curve("loss", id="loss")


@piloted
async def test_the_widget_has_a_title_a_scale_and_an_axis_and_survives_any_size():
    app = Shown()
    async with app.run_test(size=(30, 8)) as pilot:
        curve = app.query_one(Curve)
        assert str(curve.render()) == "loss nothing yet"
        curve.show([point(1, 2.0), point(10, 0.25)], 40)
        lines = str(curve.render()).splitlines()
        assert lines[0] == "loss 0.25"
        assert lines[1].startswith("     2┤") and lines[-2].startswith("  0.25┤")
        assert lines[-1].endswith("step 40") and all(len(line) <= 30 for line in lines)
        for size in ((5, 3), (1, 1), (80, 24)):
            await pilot.resize_terminal(*size)
            curve.render()
