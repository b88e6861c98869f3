"""A table of text that can be shown anew while somebody reads it."""

from collections.abc import Mapping, Sequence
from typing import Literal

from rich.cells import cell_len
from rich.text import Text
from textual.widgets import DataTable

from tui.text import printable


class Grid(DataTable[Text]):
    """Rows by key. What is shown again keeps its place, and text is never parsed as markup."""

    def __init__(self, *, id: str, cursor: Literal["row", "cell"] = "row") -> None:
        super().__init__(id=id, cursor_type=cursor, zebra_stripes=True)
        self._columns: list[tuple[str, int]] = []  # titles and widths
        self._shown: dict[str, tuple[str, ...]] = {}

    def show(
        self, titles: Sequence[str], rows: Mapping[str, Sequence[str]], numbers: Sequence[str] = ()
    ) -> None:
        """Show these rows; the columns `numbers` are set flush right."""
        shown = {key: tuple(printable(cell) for cell in cells) for key, cells in rows.items()}
        # told, not left to the table: that measures later, and keeps what it has painted too narrow by then
        columns = [
            (title, max(map(cell_len, (title, *(cells[place] for cells in shown.values())))))
            for place, title in enumerate(titles)
        ]
        if (columns, list(shown)) == (self._columns, list(self._shown)):
            for key, cells in shown.items():
                for place, (cell, old) in enumerate(zip(cells, self._shown[key], strict=True)):
                    if cell != old:
                        self.update_cell(key, str(place), _text(cell, titles[place] in numbers))
        else:
            before, column, offset = self.chosen, self.cursor_column, self.scroll_offset
            self.clear(columns=True)
            for place, (title, width) in enumerate(columns):
                self.add_column(_text(title, title in numbers), key=str(place), width=width)
            for key, cells in shown.items():
                texts = (_text(cell, title in numbers) for title, cell in zip(titles, cells, strict=True))
                self.add_row(*texts, key=key)
            if before in shown:
                self.move_cursor(row=self.get_row_index(before), column=column, scroll=False)
                self.scroll_to(*offset, animate=False)
        self._columns, self._shown = columns, shown

    @property
    def chosen(self) -> str:
        """The key of the row under the cursor; "" where there is none."""
        if not self.row_count:
            return ""
        key, _ = self.coordinate_to_cell_key(self.cursor_coordinate)
        return key.value or ""


def _text(text: str, right: bool) -> Text:
    return Text(text, justify="right" if right else "left", no_wrap=True)
