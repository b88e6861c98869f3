"""The rows of turns in their scroll, of which only those near the end are laid out."""

from textual.containers import Vertical, VerticalScroll
from textual.geometry import Size

from tui.widgets.plain import LaidOutOnce
from tui.widgets.turn import Row, Turn


class TurnList(LaidOutOnce, Vertical):
    """The rows. It is never shorter than its scroll, or anchoring would push the first ones to the bottom."""


class Turns(LaidOutOnce, VerticalScroll):
    """Rows, the latest last. What a screenful hides is put aside until somebody scrolls up to it.

    A screen is laid out as a whole for every new line, and each row in it costs two milliseconds.
    """

    @property
    def rows(self) -> list[Row]:
        """All of them, whether laid out or not."""
        return [row for row in self.query_one(TurnList).children if isinstance(row, Row)]

    @property
    def latest(self) -> Turn | None:
        """The turn at the end."""
        return next((turn for row in reversed(self.rows) for turn in reversed(row.turns)), None)

    def put_aside(self) -> None:
        """Lay out only the rows that fill the scroll when it stands at its end."""
        room = self.size.height
        for row in reversed(self.rows):
            row.display = room > 0
            room -= row.size.height

    def bring_back(self) -> None:
        """Lay out every row; what is seen stays where it is."""
        aside = [row for row in self.rows if not row.display]
        if not aside:
            return
        below = self.virtual_size.height - self.scroll_offset.y
        for row in aside:
            row.display = True
        self.call_after_refresh(self._see, below)

    def _see(self, below: int) -> None:
        self.scroll_to(y=self.virtual_size.height - below, animate=False, immediate=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """At the top of what is laid out, lay out the rest."""
        super().watch_scroll_y(old_value, new_value)
        if new_value <= 0 < self.max_scroll_y:
            self.bring_back()

    def watch_virtual_size(self, virtual_size: Size) -> None:
        """Where nothing is left to scroll, nobody could ask for the rest."""
        if virtual_size.height <= self.size.height:
            self.call_later(self.bring_back)

    def on_resize(self) -> None:
        """A larger scroll may show more."""
        self.bring_back()
