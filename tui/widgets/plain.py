"""Text as it is."""

from textual.content import Content
from textual.widgets import Static

MUTED = "$foreground 60%"  # $text-muted loses its share outside stylesheets


class Plain(Static):
    """Text that is never parsed as markup."""

    def __init__(self, content: str | Content = "", *, classes: str) -> None:
        super().__init__(content, markup=False, classes=classes)
        self._shown: str | Content | None = content

    def show(self, content: str | Content | None) -> None:
        """Show the content, or nothing at all; what is shown already costs nothing."""
        self.display = content is not None
        # an update lays out the whole screen again, so none without need
        if content is not None and content != self._shown:
            self._shown = content
            self.update(content)
