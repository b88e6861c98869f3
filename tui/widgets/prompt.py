"""The question box."""

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding
from textual.message import Message
from textual.widgets import TextArea


class Prompt(TextArea):
    """Enter sends, Ctrl+J or Shift+Enter begins a line, up and down at its edges recall what was sent."""

    BINDINGS = [
        Binding("enter", "send", "Send", show=False),
        Binding("ctrl+j,shift+enter,alt+enter", "new_line", "New line", show=False),
        Binding("ctrl+d", "leave_or_delete", "Quit"),
        Binding("pageup", "screen.page_up", "Scroll up", show=False, priority=True),
        Binding("pagedown", "screen.page_down", "Scroll down", show=False, priority=True),
    ]

    class Sent(Message):
        """The user sent `text`."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str) -> None:
        super().__init__(
            id=id,
            compact=True,
            soft_wrap=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
            placeholder="Ask a question. Enter sends, Ctrl+J begins a line, /logic … forces a domain.",
        )
        self._sent: list[str] = []
        self._at = 0  # which of _sent is shown; len(_sent) is the draft
        self._draft = ""

    async def _on_key(self, event: events.Key) -> None:
        # Handled here and not by bindings, which run in the app's queue: of fast typing, or of a pasted
        # "text<Enter>", Enter would overtake the text.
        match event.key:
            case "enter":
                self.action_send()
            case "ctrl+j" | "shift+enter" | "alt+enter":
                self.action_new_line()
            case "ctrl+d":
                self.action_leave_or_delete()
            case _:
                await super()._on_key(event)
                return
        event.stop()
        event.prevent_default()

    def action_send(self) -> None:
        """Send the text, where there is any."""
        text = self.text.strip()
        if not text:
            return
        if not self._sent or self._sent[-1] != text:
            self._sent.append(text)
        self._at, self._draft = len(self._sent), ""
        self.clear()
        self.post_message(self.Sent(text))

    def action_new_line(self) -> None:
        """Begin a line."""
        self.insert("\n")

    def action_leave_or_delete(self) -> None:
        """Quit where the box is empty, else delete to the right as shells do."""
        if self.text:
            self.action_delete_right()
        else:
            self.app.exit()

    def action_cursor_up(self, select: bool = False) -> None:
        if select or not self.navigator.is_first_wrapped_line(self.cursor_location):
            super().action_cursor_up(select)
        else:
            self._show(self._at - 1)

    def action_cursor_down(self, select: bool = False) -> None:
        if select or not self.navigator.is_last_wrapped_line(self.cursor_location):
            super().action_cursor_down(select)
        else:
            self._show(self._at + 1)

    def action_copy(self) -> None:
        if not self.selected_text:
            raise SkipAction()  # ctrl+c goes on to the screen and the app
        super().action_copy()

    async def _on_paste(self, event: events.Paste) -> None:
        # one trailing line end comes with most copied lines and would leave an empty one
        event.text = event.text.rstrip("\n")
        await super()._on_paste(event)

    def _show(self, at: int) -> None:
        if not 0 <= at <= len(self._sent):
            return
        if self._at == len(self._sent):
            self._draft = self.text
        self._at = at
        self.text = self._draft if at == len(self._sent) else self._sent[at]
        self.move_cursor(self.document.end)
