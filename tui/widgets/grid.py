"""A table of text that can be shown anew while somebody reads it."""

from collections.abc import Mapping, Sequence
from typing import Literal

from rich.text import Text
from textual.widgets import DataTable

from tui.text import printable


class Grid(DataTable[Text]):
    """Rows by key. What is shown again keeps its place, and text is never parsed as markup."""

    def __init__(self, *, id: str, cursor: Literal["row", "cell"] = "row") -> None:
        super().__init__(id=id, cursor_type=cursor, zebra_stripes=True)
        self._titles: tuple[str, ...] = ()
        self._shown: dict[str, tuple[str, ...]] = {}

    def show(
        self, titles: Sequence[str], rows: Mapping[str, Sequence[str]], numbers: Sequence[str] = ()
    ) -> None:
        """Show these rows; the columns `numbers` are set flush right."""
        before, column = self.chosen, self.cursor_column
        shown = {key: tuple(printable(cell) for cell in cells) for key, cells in rows.items()}
        if self._titles != tuple(titles):
            self._titles, self._shown = tuple(titles), {}
            self.clear(columns=True)
            for title in titles:
                self.add_column(_text(title, title in numbers), key=title)
        if list(shown) == list(self._shown):
            for key, cells in shown.items():
                for title, cell, old in zip(titles, cells, self._shown[key], strict=True):
                    if cell != old:
                        self.update_cell(key, title, _text(cell, title in numbers), update_width=True)
        else:
            self.clear()
            for key, cells in shown.items():
                texts = (_text(cell, title in numbers) for title, cell in zip(titles, cells, strict=True))
                self.add_row(*texts, key=key)
            if before in shown:
                self.move_cursor(row=self.get_row_index(before), column=column)
        self._shown = shown

    @property
    def chosen(self) -> str:
        """The key of the row under the cursor; "" where there is none."""
        if not self.row_count:
            return ""
        key, _ = self.coordinate_to_cell_key(self.cursor_coordinate)
        return key.value or ""


def _text(text: str, right: bool) -> Text:
    return Text(text, justify="right" if right else "left", no_wrap=True)
