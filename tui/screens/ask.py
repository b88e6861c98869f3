"""A small box over the screen: a question that one key answers."""

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.text import printable


class Ask(ModalScreen[str]):
    """Gives the key of the answer, "" where the user would rather not. `answers`: what each key does."""

    BINDINGS = [Binding("escape", "dismiss('')", "Back")]
    DEFAULT_CSS = """
    Ask { align: center middle; }
    Ask Vertical { width: 64; max-width: 100%; height: auto; max-height: 100%; padding: 1 2;
        border: round $primary; background: $surface; }
    Ask OptionList { height: auto; border: none; background: $surface; margin: 1 0 0 0; padding: 0; }
    """

    def __init__(self, question: str, answers: Mapping[str, str]) -> None:
        super().__init__()
        self._question, self._answers = question, answers

    def compose(self) -> ComposeResult:
        options = [
            Option(Content.assemble((f" {key} ", "bold $accent"), f" {does}"), id=key)
            for key, does in (*self._answers.items(), ("esc", "Back"))
        ]
        with Vertical():
            yield Static(printable(self._question), markup=False)
            yield OptionList(*options, markup=False, compact=True)

    def on_key(self, event: Key) -> None:
        """A key of an answer gives it."""
        if event.key in self._answers:
            event.stop()
            self.dismiss(event.key)

    @on(OptionList.OptionSelected)
    def _selected(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(message.option_id if message.option_id in self._answers else "")
