"""The Reason screen: ask, watch the route and the chain of thought, read the answer."""

import re
from collections import deque
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer
from textual.worker import get_current_worker

from tui.bridge import Batch, Ended, pump
from tui.host import Host
from tui.screens.help import HelpScreen
from tui.text import size
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
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-normal")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-wide")]
    BINDINGS = [
        Binding("escape", "stop", "Stop", id="reason.stop", priority=True),
        Binding("ctrl+t", "toggle_thought", "Thought", id="reason.thought", priority=True),
        Binding("ctrl+r", "toggle_route", "Route", id="reason.route", priority=True),
        Binding("f1", "help", "Help", id="reason.help"),
        Binding("f2", "copy_answer", "Copy answer", id="reason.copy", show=False),
        Binding("ctrl+l", "clear", "Clear", id="reason.clear", show=False, priority=True),
    ]

    def __init__(self, *, unfold_thought: bool) -> None:
        super().__init__()
        self.unfold_thought = unfold_thought
        self._title = Plain("moelite", classes="title")
        self.host: Host | None = None
        self.current: Turn | None = None
        self.waiting: deque[Turn] = deque()

    def compose(self) -> ComposeResult:
        yield self._title
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

    def show_progress(self, text: str) -> None:
        """Say what is loading."""
        self._title.update(f"moelite · {text}…")

    def ready(self, host: Host) -> None:
        """The runtime is there: say which, and answer what waits."""
        self.host = host
        info = host.info
        facts = (
            f"{info.name} {size(info.parameters)}".strip(),
            info.device,
            " ".join(host.domains) or "no domain",
        )
        self._title.update(" · ".join(("moelite", *facts)))
        self._next()

    @on(Prompt.Sent)
    async def _ask(self, message: Prompt.Sent) -> None:
        forced = FORCED.fullmatch(message.text)
        domain, question = forced.groups() if forced else (None, message.text)
        turn = Turn(question, domain, unfold=self.unfold_thought)
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
        if self.host is None or self.current is not None or not self.waiting:
            self.refresh_bindings()
            return
        turn = self.current = self.waiting.popleft()
        turn.begin()
        # never exclusive: that would only mark the old thread cancelled while it still runs
        self.run_worker(
            partial(self._work, turn, self.host), group="generate", thread=True, exit_on_error=False
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
        self.unfold_thought = not self.unfold_thought
        for turn in self.query(Turn):
            turn.unfold(self.unfold_thought)

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

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen())
