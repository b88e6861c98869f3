"""Text as it is."""

from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Static

MUTED = "$foreground 60%"  # $text-muted loses its share outside stylesheets

SHORT = 2000  # characters that are wrapped quicker than the screen is laid out


class LaidOutOnce:
    """A widget that may grow often: by Textual's own rule the screen is laid out once more after that."""

    virtual_size = Reactive(Size(0, 0))  # Widget's asks for a layout; so does a scrollbar that comes or goes


class Plain(LaidOutOnce, Static):
    """Text that is never parsed as markup."""

    def __init__(self, content: str | Content = "", *, classes: str) -> None:
        super().__init__(content, markup=False, classes=classes)
        self._shown: str | Content | None = content

    def show(self, content: str | Content | None) -> None:
        """Show the content, or nothing at all; what is shown already costs nothing."""
        self.display = content is not None
        if content is not None and content != self._shown:
            self._shown = content
            self.update(content, layout=not self._fits(content))

    def _fits(self, content: str | Content) -> bool:
        """Whether the content takes the lines that are there: then the screen need not be laid out again."""
        width, height = self.content_size
        if not width or len(content) > SHORT:
            return False
        text = content if isinstance(content, Content) else Content(content)
        return text.get_height(self.styles.get_rules(), width) == height
