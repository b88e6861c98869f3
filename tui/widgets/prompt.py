"""The question box."""

import math
import re
import time
from collections.abc import Sequence

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding
from textual.message import Message
from textual.widgets import TextArea

from tui import history


class Prompt(TextArea):
    """Enter sends, Ctrl+J or Shift+Enter begins a line, up and down at its edges recall what was sent.

    A slash offers the domains that may be forced; Tab or Right takes the one that is shown.
    """

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

    class Followed(Message):
        """End was pressed at the end of the text."""

    def __init__(self, *, id: str) -> None:
        super().__init__(
            id=id,
            compact=True,
            soft_wrap=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
            placeholder="Ask a question. Enter sends, Ctrl+J begins a line, /logic … forces a domain.",
        )
        self.domains: Sequence[str] = ()
        self._sent = history.read()
        self._at = len(self._sent)  # which of _sent is shown; len(_sent) is the draft
        self._draft = ""
        self.typed_at = -math.inf  # when the latest key came that only this box wants, by the monotonic clock

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
            case "tab" if self.suggestion:
                self.insert(self.suggestion)
            case _:
                self.typed_at = time.monotonic()
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
            history.append(text)
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

    def action_cursor_line_end(self, select: bool = False) -> None:
        if self.cursor_location == self.document.end and not select:
            self.post_message(self.Followed())
        super().action_cursor_line_end(select)

    def update_suggestion(self) -> None:
        """Offer the domains whose names begin as typed."""
        typed = self.text
        matches: list[str] = []
        if re.fullmatch(r"/\w*", typed) and self.cursor_location == self.document.end:
            matches = [f"/{name}" for name in (*self.domains, "none") if f"/{name}".startswith(typed)]
        self.suggestion = matches[0][len(typed) :] + " " if matches else ""
        self.border_subtitle = "  ".join(matches)

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
