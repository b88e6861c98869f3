"""The page that F1 opens: what the focused panel is for, and the keys that work there."""

from __future__ import annotations

import inspect

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Markdown, Static


class HelpScreen(ModalScreen[None]):
    """Shows `text`, which is Markdown, then `keys`. Any of Esc, F1, Enter and q closes it."""

    BINDINGS = [Binding("escape,f1,enter,q", "dismiss", "Close")]
    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        & > VerticalScroll {
            width: 72; max-width: 100%; height: auto; max-height: 100%;
            padding: 0 1; border: round $primary; background: $surface;
        }
        Markdown { height: auto; padding: 0 1; margin: 0; }
        Static { padding: 0 1; }
    }
    """

    def __init__(self, text: str, keys: Content) -> None:
        super().__init__()
        self._text, self._keys = text, keys

    @classmethod
    def of(cls, screen: Screen[object]) -> HelpScreen:
        """The help of what has the focus on `screen`, from the inside out."""
        nodes = (screen.focused or screen).ancestors_with_self
        texts = [inspect.cleandoc(node.HELP) for node in nodes if node.HELP]
        return cls("\n\n".join(dict.fromkeys(texts)), keys_of(screen))

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Markdown(self._text, open_links=False)
            yield Static(self._keys)


def keys_of(screen: Screen[object]) -> Content:
    """A line for each key that works now, what is remapped included."""
    lines: dict[tuple[str, str], list[str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.description and (binding.id or binding.show):
            said = (binding.description, binding.tooltip)
            lines.setdefault(said, []).append(screen.app.get_key_display(binding))
    return Content("\n").join(
        Content.assemble(
            (", ".join(dict.fromkeys(names)).ljust(14), "bold $accent"),
            tooltip or description,
        )
        for (description, tooltip), names in lines.items()
    )
