"""A line chart in text cells: two by four braille dots a cell, an optional band around the line."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from textual.content import Content
from textual.widget import Widget

HIGHEST = 1e30  # a value beyond this, or none at all, leaves a gap
FAINT = "$foreground 45%"
LABEL = 7  # cells of the scale on the left
BRAILLE = 0x2800
BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # by column and row within a cell


@dataclass(frozen=True, slots=True)
class Point:
    """A value at `x` with the interval it lies in (both ends the value itself where there is none)."""

    x: float
    y: float
    low: float
    high: float


def point(x: float, y: float) -> Point:
    """A value without an interval."""
    return Point(x, y, y, y)


class Dots:
    """A canvas of `width` by `height` cells; (0, 0) is the dot at the bottom left."""

    def __init__(self, width: int, height: int) -> None:
        self.columns, self.rows = 2 * width, 4 * height
        self._cells = [[0] * width for _ in range(height)]

    def upright(self, column: int, low: int, high: int) -> None:
        """Set the dots of a column from row `low` to row `high`, both included, in either order."""
        for row in range(min(low, high), max(low, high) + 1):
            down = self.rows - 1 - row
            self._cells[down // 4][column // 2] |= BITS[column % 2][down % 4]

    def line(self, x0: int, y0: int, x1: int, y1: int) -> None:
        """Set the dots between two dots, without a gap; `x1` is not left of `x0`."""
        before = y0
        for column in range(x0, x1 + 1):
            row = y1 if x1 == x0 else y0 + round((y1 - y0) * (column - x0) / (x1 - x0))
            self.upright(column, before, row)
            before = row

    def cell(self, column: int, row: int) -> int:
        """The dots of a cell as braille has them, 0 where none is set; row 0 is the top."""
        return self._cells[row][column]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: its canvases and the values at their lower and upper edge."""

    line: Dots
    band: Dots
    low: float
    high: float


def draw(points: Sequence[Point], end: float, width: int, height: int) -> Chart | None:
    """The points from 0 to `end` on a canvas of cells; None where there is nothing to draw.

    Points that fall into one column of dots become one, at their mean. Points must come by rising x.
    """
    sound = [p for p in points if p.x >= 0 and all(abs(v) < HIGHEST for v in (p.x, p.y, p.low, p.high))]
    if not sound or width < 1 or height < 1:
        return None
    low, high = min(p.low for p in sound), max(p.high for p in sound)
    low, high = min(low, *(p.y for p in sound)), max(high, *(p.y for p in sound))
    if high - low < 1e-9 * max(abs(low), abs(high), 1.0):
        margin = 0.05 * max(abs(low), 1.0)
        low, high = low - margin, high + margin
    end = max(end if math.isfinite(end) else 0.0, sound[-1].x, 1.0)
    line, band = Dots(width, height), Dots(width, height)

    def row(value: float) -> int:
        return round((value - low) / (high - low) * (line.rows - 1))

    before: tuple[int, int] | None = None
    for column, group in _columns(sound, end, line.columns):
        y = row(sum(p.y for p in group) / len(group))
        if any(p.low < p.high for p in group):
            band.upright(column, row(min(p.low for p in group)), row(max(p.high for p in group)))
        line.line(*(before or (column, y)), column, y)
        before = (column, y)
    return Chart(line, band, low, high)


def _columns(points: Sequence[Point], end: float, columns: int) -> list[tuple[int, list[Point]]]:
    groups: list[tuple[int, list[Point]]] = []
    for p in points:
        column = min(round(p.x / end * (columns - 1)), columns - 1)
        if groups and column <= groups[-1][0]:
            groups[-1][1].append(p)
        else:
            groups.append((column, [p]))
    return groups


class Curve(Widget):
    """A title, the line with its scale, and the axis below. `number` writes a value of the scale."""

    DEFAULT_CSS = "Curve { height: 1fr; min-height: 3; width: 1fr; }"

    def __init__(self, title: str, number: Callable[[float], str] = "{:.3g}".format, *, id: str) -> None:
        super().__init__(id=id)
        self._title, self._number = title, number
        self._points: tuple[Point, ...] = ()
        self._end = 0.0

    def show(self, points: Sequence[Point], end: float) -> None:
        """Draw these points; the axis reaches from 0 to `end`."""
        if (tuple(points), end) != (self._points, self._end):
            self._points, self._end = tuple(points), end
            self.refresh()

    def _latest(self) -> str:
        """The latest value and the interval it lies in."""
        if not self._points:
            return "nothing yet"
        last = self._points[-1]
        value, low, high = map(self._number, (last.y, last.low, last.high))
        return f"{value} ({low} to {high})" if low != high else value

    def render(self) -> Content:
        width, height = self.size.width - LABEL, self.size.height - 2
        chart = draw(self._points, self._end, width, height)
        head = Content.assemble((self._title, "bold"), f" {self._latest()}")
        if chart is None:
            return head
        scale = {height - 1: self._number(chart.low), 0: self._number(chart.high)}
        rows = [
            Content.assemble((f"{scale.get(row, ''):>{LABEL - 1}}┤"[-LABEL:], FAINT), *cells)
            for row, cells in enumerate(_cells(chart, width, height))
        ]
        last = f"step {max(self._end, self._points[-1].x):,.0f}"
        axis = Content.styled(f"{'0'.rjust(LABEL)}{last.rjust(width)}", FAINT)
        return Content("\n").join([head, *rows, axis])


def _cells(chart: Chart, width: int, height: int) -> list[list[tuple[str, str]]]:
    """Stretches of each row with their style, which is the line's where it passes."""
    rows = []
    for row in range(height):
        cells = []
        for column in range(width):
            line = chart.line.cell(column, row)
            dots = line | chart.band.cell(column, row)
            cells.append((chr(BRAILLE + dots) if dots else " ", "$primary" if line else FAINT))
        stretches = groupby(cells, key=itemgetter(1))
        rows.append([("".join(char for char, _ in stretch), style) for style, stretch in stretches])
    return rows
