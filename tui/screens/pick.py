"""A box over the screen: pick a known name, or a file or folder."""

from collections.abc import Sequence
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import DirectoryTree, OptionList
from textual.widgets.option_list import Option

from tui.widgets.footer import Footer


class Pick(ModalScreen[str]):
    """Gives what was picked, "" where nothing was. `root`: the folder that files are picked from, if any."""

    BINDINGS = [
        Binding("escape", "dismiss('')", "Back"),
        Binding("ctrl+o", "take", "Take the file or folder", id="train.take"),
    ]
    DEFAULT_CSS = """
    Pick { align: center middle; }
    Pick > Vertical { width: 76; max-width: 100%; height: 90%; padding: 0 1;
        border: round $primary; background: $surface; }
    Pick OptionList { height: auto; max-height: 40%; border: none; background: $surface; padding: 0; }
    Pick DirectoryTree { height: 1fr; background: $surface; padding: 0; }
    """

    def __init__(self, names: Sequence[str], root: Path | None) -> None:
        super().__init__()
        self._names, self._root = names, root

    def compose(self) -> ComposeResult:
        with Vertical():
            if self._names:
                yield OptionList(*(Option(name, id=name) for name in self._names), markup=False, compact=True)
            if self._root:
                yield DirectoryTree(self._root)
            yield Footer()

    @on(OptionList.OptionSelected)
    def _named(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(message.option_id or "")

    @on(DirectoryTree.FileSelected)
    def _file(self, message: DirectoryTree.FileSelected) -> None:
        self.dismiss(str(message.path))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a tree has files to take."""
        return self._root is not None if action == "take" else True

    def action_take(self) -> None:
        """Take what the cursor of the tree is on; Enter would open a folder."""
        node = self.query_one(DirectoryTree).cursor_node
        if node is not None and node.data is not None:
            self.dismiss(str(node.data.path))
