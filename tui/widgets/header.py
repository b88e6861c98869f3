"""The line on top of every screen: the five screens by name, and what is loaded."""

from textual.content import Content
from textual.widget import Widget

from tui.desk import PLACES, Desk
from tui.text import size


class Header(Widget):
    """A click on a name opens that screen. `current` is the screen that it stands on.

    The app refreshes it whenever the desk has changed.
    """

    DEFAULT_CSS = """
    Header {
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $text-muted;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        link-color: $text-muted;
        link-style: none;
    }
    """

    def __init__(self, desk: Desk, *, current: str) -> None:
        super().__init__()
        self._desk, self._current = desk, current

    def render(self) -> Content:
        """The names, the current one reversed, then what is loaded as far as there is room."""
        names = [self._tab(place) for place in PLACES]
        return Content.assemble(*names, "  ", loaded(self._desk))

    def _tab(self, place: str) -> Content:
        title = f" {place.capitalize()} "
        if place == self._current:
            return Content.styled(title, "bold reverse $primary")
        return Content.from_markup(f"[@click=app.switch_mode('{place}')]{title}[/]")


def loaded(desk: Desk) -> str:
    """The backbone and its device, or what is being loaded."""
    if desk.host is None:
        return f"{desk.loading}…" if desk.loading else ""
    info = desk.host.info
    return " · ".join((f"{info.name} {size(info.parameters)}".strip(), info.device))
