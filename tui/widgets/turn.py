"""One question on the screen with everything that answers it."""

import threading
import time
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize

from tui.desk import Timed
from tui.text import VERIFIED, count, describe, printable, summary, unboxed
from tui.transcript import Transcript
from tui.widgets.answer import Answer
from tui.widgets.plain import MUTED, LaidOutOnce, Plain
from tui.widgets.route import bars
from tui.widgets.steps import chain

PARTS = ("question", "route", "thought-head", "steps", "partial", "numbers")


class Turn(LaidOutOnce, Vertical):
    """The question, its route, the chain of thought, the answer, and a line of numbers.

    `stop` asks its thread to end; `replay` are the events to play in place of asking anybody.
    """

    def __init__(
        self, question: str, domain: str | None, *, unfold: bool, replay: Sequence[Timed] | None = None
    ) -> None:
        super().__init__()
        self.question, self.domain, self.replay = question, domain, replay
        self.transcript = Transcript()
        self.events: list[Timed] = []
        self.stop = threading.Event()
        self.running = self._there = False
        self._began = 0.0
        self._lasted = 0.0
        self._width = 0
        self._unfold = unfold
        self._route_open = True
        self._chain, self._chain_of = Content(), (0, 0, unfold)
        self._answer = Answer()
        self._parts = {name: Plain(classes=name) for name in PARTS}
        note = "  replay" if replay is not None else ""
        self._parts["question"].update(
            Content.assemble(("› ", "bold $primary"), printable(self.asked), (note, MUTED))
        )
        self._parts["numbers"].show("waiting")

    def compose(self) -> ComposeResult:
        *above, numbers = self._parts.values()
        yield from (*above, self._answer, numbers)

    def on_mount(self) -> None:
        """Show what came before there was anything to show it on."""
        self._there = True
        self.repaint()

    @property
    def asked(self) -> str:
        """The question as it was typed."""
        return f"/{self.domain} {self.question}" if self.domain else self.question

    def on_resize(self, event: Resize) -> None:
        """What was painted before the width was known may be too wide."""
        if event.size.width != self._width:
            self._width = event.size.width
            self.repaint()

    def begin(self) -> None:
        """The turn's thread starts now."""
        self.running, self._began = True, time.monotonic()
        self.repaint()

    def take(self, events: Sequence[Timed]) -> None:
        """Take in events and repaint once."""
        for item in events:
            self.transcript.apply(item.event, item.at)
        self.events += events
        self.repaint()

    def end(self, error: str) -> None:
        """The turn's thread is done."""
        self._lasted, self.running = self.seconds, False
        self.transcript.error = error
        self.repaint()

    def recall(self, events: Sequence[Timed], error: str) -> None:
        """Show what was stored of a turn that is over."""
        self._route_open = False
        self._lasted = events[-1].at if events else 0.0
        self.take(events)
        self.end(error)

    def fold_route(self) -> None:
        """Close the route to one line, as turns further up are."""
        self._route_open = False
        self.repaint()

    def toggle_route(self) -> None:
        """Open or close the route."""
        self._route_open = not self._route_open
        self.repaint()

    def unfold(self, unfold: bool) -> None:
        """Keep the thought open, or close it, once the answer has begun."""
        self._unfold = unfold
        self.repaint()

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return time.monotonic() - self._began if self.running else self._lasted

    @property
    def answer(self) -> str:
        """The answer as the model wrote it, without its box."""
        return printable(unboxed(self.transcript.answer_text))

    def repaint(self) -> None:
        """Show the transcript as it is now."""
        if not (self._there and self.is_attached):
            return
        seen, parts = self.transcript, self._parts
        folded = seen.answering and not self._unfold
        with self.app.batch_update():
            parts["route"].show(self._route())
            parts["thought-head"].show(self._thought_head(folded))
            # what is folded away is not rendered at all
            parts["steps"].show(None if folded else self._steps())
            parts["partial"].show(None if folded or not seen.partial.strip() else self._partial())
            verified = seen.answer.verified if seen.answer else None
            self._answer.show(seen.answer_text if seen.answering else "", verified, not self.running)
            self.set_class(bool(seen.finished and seen.finished.reason == "refused"), "refused")
            parts["numbers"].show(self._numbers())

    def tick(self) -> None:
        """Let the clock go on while no events come."""
        if self.running:
            self._parts["numbers"].show(self._numbers())

    def _route(self) -> Content | None:
        routed = self.transcript.routed
        if routed is None:
            return None
        if routed.route is None or not self._route_open or self._is_told_beside():
            return Content.assemble(("→ ", "bold $accent"), printable(describe(routed)))
        return bars(routed.route, self.content_size.width or 80)

    def _is_told_beside(self) -> bool:
        """Whether there is no room for the route, or a panel of its own."""
        return self.screen.has_class("-short") or self.screen.has_class("-wide")

    def _thought_head(self, folded: bool) -> Content | None:
        seen = self.transcript
        if not seen.has_thought:
            return None
        if not seen.answering:
            return Content.styled("▾ thinking" if self.running else "▾ thought", MUTED)
        took = f"thought for {seen.thought_s or self.seconds:.1f} s · {count(seen.thought_tokens, 'token')}"
        return Content.styled(f"{'▸' if folded else '▾'} {took}", MUTED)

    def _steps(self) -> Content | None:
        seen = self.transcript
        state = (len(seen.steps), len(seen.cut), self._unfold)
        if state != self._chain_of:  # most batches are tokens within one step
            self._chain_of = state
            self._chain = Content("\n").join(chain(seen, self._unfold))
        return self._chain if seen.steps else None

    def _partial(self) -> Content:
        return Content.assemble(("  … ", MUTED), printable(self.transcript.partial.strip()))

    def _numbers(self) -> Content:
        seen = self.transcript
        if seen.error:
            return Content.styled(f"failed: {printable(seen.error)}", "$text-error")
        adapter = (seen.routed.adapter or "bare backbone") if seen.routed else ""
        if seen.finished:
            right = seen.answer.verified if seen.answer else None
            parts = ("" if right is None else VERIFIED[right], adapter, summary(seen.finished))
            return Content.styled(" · ".join(filter(None, parts)), MUTED)
        if not self.running:
            return Content.styled("stopped" if seen.routed else "waiting", MUTED)
        doing = ("stopping" if self.stop.is_set() else "answering" if seen.answering else "thinking") + "…"
        numbers = (
            count(seen.tokens, "token"),
            f"{self.seconds:.1f} s",
            f"{seen.speed(self.seconds):.0f} tok/s",
        )
        return Content.styled(" · ".join(filter(None, (doing, adapter, *numbers))), MUTED)


class Row(LaidOutOnce, Horizontal):
    """A turn, and beside it (below it where that is too narrow) the same question answered again."""

    @property
    def turns(self) -> list[Turn]:
        """Those that are there; a new row has none yet."""
        return [turn for turn in self.children if isinstance(turn, Turn)]
