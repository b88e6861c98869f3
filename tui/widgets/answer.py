"""The answer: plain text as long as it is that, Markdown once it holds any."""

import re
import time

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from tui.mathematics import readable
from tui.text import printable
from tui.widgets.plain import LaidOutOnce, Plain
from tui.widgets.steps import MARKS

MARKDOWN = re.compile(
    r"^(#{1,6} \S|[-*+] \S|\d{1,3}[.)] \S|> |```|~~~|\|.*\|)|\*\*\S[^*\n]*\*\*|`[^`\n]+`", re.MULTILINE
)
SHARE = 10  # a text that takes long to show is shown so many times less often


class Answer(LaidOutOnce, Vertical):
    """Paragraphs that are finished are Markdown blocks; the one being written stands below them as text."""

    def __init__(self) -> None:
        super().__init__(classes="answer")
        self._tail = Plain(classes="tail")
        self._settled = 0  # characters that are Markdown by now
        self._due = 0.0

    def compose(self) -> ComposeResult:
        yield self._tail

    def show(self, raw: str, verified: bool | None, ended: bool) -> None:
        """Show the answer as far as it is written. What is shown is never shorter than `raw` was before."""
        began = time.monotonic()
        self.display = bool(raw)
        if not raw or (not ended and began < self._due):
            return
        text = printable(raw)
        if self._settled or MARKDOWN.search(text):
            settled = len(text) if ended else settled_part(text)
            if settled > self._settled:
                from textual.widgets import Markdown  # not before the first frame: its parser takes a while

                block = Markdown(readable(text[self._settled : settled]), open_links=False)
                self.mount(block, before=self._tail)
                self._settled = settled
        mark, colour = ("", "") if verified is None else MARKS["holds" if verified else "refuted"]
        tail = Content.assemble(readable(text[self._settled :]), (f"  {mark}" if mark else "", colour))
        self._tail.show(tail if tail.plain else None)
        self._due = time.monotonic() + SHARE * (time.monotonic() - began)


def settled_part(text: str) -> int:
    """How many characters belong to paragraphs that are finished: up to an empty line outside of code."""
    end = text.rfind("\n\n")
    while end > 0:
        fences = text.count("\n```", 0, end) + text.startswith("```")
        if fences % 2 == 0:
            return end + 2
        end = text.rfind("\n\n", 0, text.rfind("\n```", 0, end) + 1)
    return 0
