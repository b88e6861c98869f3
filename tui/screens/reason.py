"""The Reason screen: ask, watch the route and the chain of thought, read the answer."""

import re
from collections import deque
from dataclasses import replace
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer
from textual.worker import get_current_worker

from tui.bridge import Batch, Ended, pump
from tui.desk import Desk, HostReady
from tui.host import Host
from tui.widgets.header import Header
from tui.widgets.prompt import Prompt
from tui.widgets.turn import Plain, Turn

FORCED = re.compile(r"/(\S+)\s+(.+)", re.DOTALL)
KEPT = 50  # turns on the screen; older ones leave it
WELCOME = """\
Ask something, for example:

  Expand (x+2)(x-7).
  What is 17*23 + 5?
  All cats are animals. Tom is a cat. Is Tom an animal?

Typing may begin while the backbone loads. F1 tells the keys."""


class ReasonScreen(Screen[None]):
    """Turns above, the question box below. Questions wait in line until the backbone is free."""

    CSS_PATH = "reason.tcss"
    HELP = """\
Type a question; the router picks the adapter that answers it, or none. `/logic QUESTION` forces a domain,
`/none QUESTION` the bare backbone. Up and down recall what was sent, Ctrl+J begins a line.

A bar shows how likely each domain is; the tick on it is the threshold, below which the bare backbone answers.
A step is marked ✓ where the checker proves it, ✗ where it refutes it, · where it says nothing.
"""
    BINDINGS = [
        Binding("escape", "stop", "Stop", tooltip="What was written stays", id="reason.stop", priority=True),
        Binding(
            "ctrl+t",
            "toggle_thought",
            "Thought",
            tooltip="Open or fold the chain of thought",
            id="reason.thought",
            priority=True,
        ),
        Binding(
            "ctrl+r",
            "toggle_route",
            "Route",
            tooltip="Open or close the latest route",
            id="reason.route",
            priority=True,
        ),
        Binding(
            "ctrl+y",
            "copy_answer",
            "Copy answer",
            tooltip="Copy the latest answer",
            id="reason.copy",
            show=False,
            priority=True,
        ),
        Binding(
            "ctrl+l",
            "clear",
            "Clear",
            tooltip="Take finished turns off the screen",
            id="reason.clear",
            show=False,
            priority=True,
        ),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.current: Turn | None = None
        self.waiting: deque[Turn] = deque()

    def compose(self) -> ComposeResult:
        yield Header(self.desk, current="reason")
        # the list is never shorter than the scroll, or anchoring would push the first turns to the bottom
        with VerticalScroll(id="turns", can_focus=False), Vertical(id="list"):
            yield Plain(WELCOME, classes="welcome")
        yield Prompt(id="prompt")
        yield Footer(compact=True)

    def on_mount(self) -> None:
        self.query_one(Prompt).focus()
        self.turns.anchor()
        self.set_interval(0.25, self._tick)

    @property
    def turns(self) -> VerticalScroll:
        """The scrolled part."""
        return self.query_one("#turns", VerticalScroll)

    @property
    def busy(self) -> bool:
        """Whether a question is being answered or waits."""
        return self.current is not None or bool(self.waiting)

    @on(HostReady)
    def _ready(self) -> None:
        """The runtime is there: answer what waits."""
        self._next()

    @on(Prompt.Sent)
    async def _ask(self, message: Prompt.Sent) -> None:
        forced = FORCED.fullmatch(message.text)
        domain, question = forced.groups() if forced else (None, message.text)
        turn = Turn(question, domain, unfold=self.desk.settings.unfold_thought)
        self.waiting.append(turn)
        await self.query(".welcome").remove()
        for older in self.query(Turn):
            older.fold_route()
        for old in list(self.query(Turn))[: -KEPT + 1]:
            if old is not self.current and old not in self.waiting:
                await old.remove()
        await self.query_one("#list").mount(turn)
        self.turns.anchor()
        self._next()

    def _next(self) -> None:
        """Begin the next waiting question where the backbone is free."""
        if not self.is_running:
            return  # the runtime came when the user had already left
        if self.desk.host is None or self.current is not None or not self.waiting:
            self.refresh_bindings()
            return
        turn = self.current = self.waiting.popleft()
        turn.begin()
        # never exclusive: that would only mark the old thread cancelled while it still runs
        self.run_worker(
            partial(self._work, turn, self.desk.host), group="generate", thread=True, exit_on_error=False
        )
        self.refresh_bindings()

    def _work(self, turn: Turn, host: Host) -> None:
        worker = get_current_worker()
        pump(
            turn,
            host,
            turn.question,
            turn.domain,
            lambda: worker.is_cancelled or turn.stop.is_set(),
            self.post_message,
        )

    @on(Batch)
    def _batch(self, message: Batch) -> None:
        if isinstance(message.turn, Turn):
            message.turn.take(message.events)

    @on(Ended)
    def _ended(self, message: Ended) -> None:
        if isinstance(message.turn, Turn):
            message.turn.end(message.error)
        self.current = None
        self._next()

    def _tick(self) -> None:
        if self.current is not None:
            self.current.tick()

    def on_resize(self) -> None:
        for turn in self.query(Turn):
            turn.call_after_refresh(turn.repaint)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what has nothing to act on."""
        if action == "stop":
            return True if self.busy else None
        return True

    def action_stop(self) -> None:
        """Stop the answer being written, or take back the last question that waits for loading."""
        if self.current is not None:
            self.current.stop.set()
            self.current.tick()
        elif self.waiting:
            turn = self.waiting.pop()
            prompt = self.query_one(Prompt)
            if not prompt.text:
                prompt.text = turn.question if turn.domain is None else f"/{turn.domain} {turn.question}"
                prompt.move_cursor(prompt.document.end)
            turn.remove()
            self.refresh_bindings()

    def action_toggle_thought(self) -> None:
        """Open or fold every chain of thought, now and from now on."""
        unfold = not self.desk.settings.unfold_thought
        self.desk.settings = replace(self.desk.settings, unfold_thought=unfold)
        for turn in self.query(Turn):
            turn.unfold(unfold)

    def action_toggle_route(self) -> None:
        """Open or close the latest route."""
        if turns := self.query(Turn):
            turns.last().toggle_route()

    def action_copy_answer(self) -> None:
        """Copy the latest answer."""
        answers = [turn.answer for turn in self.query(Turn) if turn.answer]
        if answers:
            self.app.copy_to_clipboard(answers[-1])
            self.notify("Answer copied.", timeout=2, markup=False)

    def action_clear(self) -> None:
        """Take the finished turns off the screen."""
        for turn in self.query(Turn):
            if turn is not self.current and turn not in self.waiting:
                turn.remove()

    def action_page_up(self) -> None:
        self.turns.scroll_page_up()

    def action_page_down(self) -> None:
        self.turns.scroll_page_down()
