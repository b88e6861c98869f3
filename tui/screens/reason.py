"""The Reason screen: ask, watch the route and the chain of thought, read the answer."""

import asyncio
import re
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.worker import get_current_worker

from adapters.errors import MoeliteError
from router.route import NONE
from tui.bridge import EVERY_S, Batch, Ended, pump, timed
from tui.desk import Desk, HostReady, PacksSettled, Timed
from tui.recording import Recording, StoredTurn
from tui.replay import play
from tui.widgets.footer import Footer
from tui.widgets.header import Header
from tui.widgets.plain import Plain
from tui.widgets.prompt import Prompt
from tui.widgets.route import bars
from tui.widgets.runtime import facts
from tui.widgets.turn import Row, Turn
from tui.widgets.turns import TurnList, Turns

FORCED = re.compile(r"/(\S+)\s+(.+)", re.DOTALL)
KEPT = 50  # rows on the screen; older ones leave it
TICK_S = 0.25
TYPING_S = 1.0  # so long after a key somebody is still typing
TYPED_S = 0.25  # between two batches of events then
WELCOME = """\
Ask something, for example:

  Expand (x+2)(x-7).
  What is 17*23 + 5?
  All dogs are mammals. Rex is a dog. Is Rex a mammal?

Typing may begin while the backbone loads. F1 tells the keys."""
KEYS = (  # key, action, name, what it does, whether the footer tells it
    ("escape", "stop", "Stop", "Stop; what was written stays", True),
    ("ctrl+t", "thought", "Thought", "Open or fold the chains of thought", True),
    ("ctrl+r", "route", "Route", "Open or close the latest route", True),
    ("ctrl+e", "again", "Again with …", "Ask the latest question again with another adapter", True),
    ("ctrl+y", "copy", "Copy answer", "Copy the latest answer", False),
    ("ctrl+s", "export", "Export", "Write the session to a Markdown and a JSON lines file", False),
    ("ctrl+g", "replay", "Replay", "Play the latest answer once more at its pace", False),
    ("ctrl+n", "new", "New session", "Clear the screen and begin a new session", False),
    ("ctrl+l", "clear", "Clear", "Take finished turns off the screen", False),
    ("ctrl+end", "follow", "Follow", "Go to the end and follow it", False),
)


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
        Binding(key, action, name, tooltip=does, show=show, id=f"reason.{action}", priority=True)
        for key, action, name, does, show in KEYS
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.current: Turn | None = None
        self.waiting: deque[Turn] = deque()
        self._prompt = Prompt(id="prompt")
        self._recording = Recording(partial(self.notify, severity="warning", markup=False))

    def compose(self) -> ComposeResult:
        yield Header(self.desk, current="reason")
        with Horizontal(id="work"):
            with Turns(id="turns", can_focus=False), TurnList(id="list"):
                yield Plain(WELCOME, classes="welcome")
            with VerticalScroll(id="side", can_focus=False):
                yield Plain(classes="route-panel")
                yield Plain(classes="runtime-panel")
        yield self._prompt
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(".route-panel").border_title = "route"
        self.query_one(".runtime-panel").border_title = "runtime"
        self._prompt.focus()
        self.turns.anchor()
        self.set_interval(TICK_S, self._tick)

    @property
    def turns(self) -> Turns:
        """The scrolled part."""
        return self.query_one(Turns)

    @property
    def latest(self) -> Turn | None:
        """The turn at the end."""
        return self.turns.latest

    @property
    def busy(self) -> bool:
        """Whether a question is being answered or waits."""
        return self.current is not None or bool(self.waiting)

    @on(HostReady)
    @on(PacksSettled)
    def _host_changed(self) -> None:
        """The runtime is there, or hosts other packs: answer what waits."""
        if self.desk.host is not None:
            self._prompt.domains = self.desk.host.domains
        self._next()

    @on(Prompt.Sent)
    async def _sent(self, message: Prompt.Sent) -> None:
        forced = FORCED.fullmatch(message.text)
        domain, question = forced.groups() if forced else (None, message.text)
        await self._add(Turn(question, domain, unfold=self.desk.settings.unfold_thought))

    async def replay(self, question: str, domain: str | None, events: Sequence[Timed]) -> None:
        """Play the events as they came, once what runs or waits is over."""
        unfold = self.desk.settings.unfold_thought
        await self._add(Turn(question, domain, unfold=unfold, replay=events))

    async def resume(self, session: int) -> None:
        """Show the stored session and go on with it."""
        if self.busy or self.desk.store is None:
            why = "stop the answer first (Esc)" if self.busy else "nothing is stored"
            self.notify(f"Not resumed: {why}.", severity="warning", markup=False)
            return
        try:
            stored = await asyncio.to_thread(self.desk.store.turns, session)
        except MoeliteError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        await self._remove_rows()
        rows = []
        for old in stored[-KEPT:]:
            turn = Turn(old.question, old.domain, unfold=self.desk.settings.unfold_thought)
            turn.recall(old.events, old.error or "")
            rows.append(Row(turn))
        await self.query(".welcome").remove()
        await self.query_one(TurnList).mount(*rows)
        self._recording.session = session
        self.action_follow()

    async def _add(self, turn: Turn, beside: Row | None = None) -> None:
        """Put the turn at the end, or `beside` another, and let it wait for its answer."""
        self.waiting.append(turn)
        await self.query(".welcome").remove()
        for older in self.query(Turn):
            older.fold_route()
        if beside is not None:
            await beside.mount(turn)
        else:
            await self._remove_rows(keep=KEPT - 1)
            await self.query_one(TurnList).mount(Row(turn))
            self.call_after_refresh(self.turns.put_aside)  # once the routes further up are folded
        self.turns.anchor()
        self._next()

    async def _remove_rows(self, keep: int = 0) -> None:
        """Remove all rows but the last `keep` and those that are not over."""
        rows = self.turns.rows
        for row in rows[: len(rows) - keep]:
            if not any(turn is self.current or turn in self.waiting for turn in row.turns):
                await row.remove()

    def _next(self) -> None:
        """Begin the next waiting question where the backbone is free."""
        if not self.is_running:
            return  # the runtime came when the user had already left
        self.refresh_bindings()
        if self.current is not None or not self.waiting:
            return
        if self.desk.host is None and self.waiting[0].replay is None:
            return
        turn = self.current = self.waiting.popleft()
        turn.begin()
        # never exclusive: that would only mark the old thread cancelled while it still runs
        self.run_worker(partial(self._work, turn), group="generate", thread=True, exit_on_error=False)

    def _work(self, turn: Turn) -> None:
        """Answer the turn, in a thread."""
        worker, desk = get_current_worker(), self.desk
        stored: StoredTurn | None = None
        error = "unexpected end"

        def cancelled() -> bool:
            return worker.is_cancelled or turn.stop.is_set()

        try:
            if turn.replay is not None or desk.host is None:
                events = play(turn.replay or (), cancelled=cancelled)
            else:
                backbone = desk.host.info.name
                stored = self._recording.turn(desk.store, turn.question, turn.domain, backbone)
                events = desk.host.solve(turn.question, domain=turn.domain, cancelled=cancelled)
            keep = stored.keep if stored is not None else lambda event: None
            error = pump(turn, timed(events), keep, self.post_message, self._pace)
            if stored is not None:
                stored.end(error)
        finally:
            self.post_message(Ended(turn, error))

    def _pace(self) -> float:
        """Seconds between two batches of events: while somebody types, the keys come first."""
        typing = time.monotonic() - self._prompt.typed_at < TYPING_S
        return TYPED_S if typing else EVERY_S

    @on(Batch)
    def _batch(self, message: Batch) -> None:
        if isinstance(message.turn, Turn):
            message.turn.take(message.events)

    @on(Ended)
    def _ended(self, message: Ended) -> None:
        if isinstance(message.turn, Turn):
            message.turn.end(message.error)
        self.current = None
        self._show_side()
        self._next()

    def _tick(self) -> None:
        if self.current is not None:
            self.current.tick()
        if self.is_current:
            self._show_side()

    def _show_side(self) -> None:
        """Bring the two panels up to date, where there is room for them."""
        side = self.query_one("#side")
        if not side.display:
            return
        latest = self.latest
        routed = latest.transcript.routed if latest is not None else None
        panel = self.query_one(".route-panel", Plain)
        if routed is None:
            panel.show(None)
        elif routed.route is None:
            panel.show(Content(f"{routed.adapter or 'bare backbone'}: asked for"))
        else:
            panel.show(bars(routed.route, panel.content_size.width or 40))
        self.query_one(".runtime-panel", Plain).show(facts(self.desk, latest))

    def on_resize(self) -> None:
        for turn in self.query(Turn):
            turn.call_after_refresh(turn.repaint)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what has nothing to act on."""
        match action:
            case "stop":
                return self.busy or None
            case "again":
                return (self.latest is not None and self.desk.host is not None) or None
            case "copy" | "route" | "clear" | "replay" | "new" | "export":
                return self.latest is not None or None
        return True

    def action_stop(self) -> None:
        """Stop the answer being written, or take back the last question that waits for loading."""
        if self.current is not None:
            self.current.stop.set()
            self.current.tick()
        elif self.waiting:
            turn = self.waiting.pop()
            prompt = self._prompt
            if not prompt.text:
                prompt.text = turn.asked
                prompt.move_cursor(prompt.document.end)
            turn.remove()
            self.refresh_bindings()

    def action_thought(self) -> None:
        """Open or fold every chain of thought, now and from now on."""
        unfold = not self.desk.settings.unfold_thought
        self.desk.settings = replace(self.desk.settings, unfold_thought=unfold)
        for turn in self.query(Turn):
            turn.unfold(unfold)
        self.turns.bring_back()

    def action_route(self) -> None:
        """Open or close the latest route: beside the turns where they have that room."""
        if self.has_class("-wide"):
            self.toggle_class("alone")
        elif self.latest is not None:
            self.latest.toggle_route()

    def action_again(self) -> None:
        """Let the user pick the adapter that answers the latest question again, beside the first answer."""
        turn, host = self.latest, self.desk.host
        if turn is None or host is None:
            return
        used = turn.transcript.routed.adapter or NONE if turn.transcript.routed else ""
        self.app.search_commands(
            [
                (name, partial(self._again, turn, name), f"/{name} {turn.question}")
                for name in (*host.domains, NONE)
                if name != used
            ],
            placeholder="Answer again with …",
        )

    async def _again(self, turn: Turn, domain: str) -> None:
        unfold = self.desk.settings.unfold_thought
        beside = turn.parent if isinstance(turn.parent, Row) else None
        await self._add(Turn(turn.question, domain, unfold=unfold), beside)

    def action_copy(self) -> None:
        """Copy the latest answer."""
        answers = [turn.answer for turn in self.query(Turn) if turn.answer]
        if answers:
            self.app.copy_to_clipboard(answers[-1])
            self.notify("Answer copied.", timeout=2, markup=False)

    async def action_export(self) -> None:
        """Write the session to files."""
        from tui.export import save

        store, session = self.desk.store, self._recording.session
        if store is None or session is None:
            self.notify("Nothing is stored that could be exported.", severity="warning", markup=False)
            return
        try:
            row, turns = await asyncio.to_thread(lambda: (store.session(session), store.turns(session)))
            markdown, lines = await asyncio.to_thread(save, row, turns)
        except MoeliteError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self.notify(f"Exported to {markdown} and {lines.name}", markup=False)

    async def action_replay(self) -> None:
        """Play the latest answer once more."""
        if (turn := self.latest) is not None:
            await self.replay(turn.question, turn.domain, tuple(turn.events))

    async def action_new(self) -> None:
        """Clear the screen; the next question begins a new session."""
        await self.action_clear()
        self._recording.session = None

    async def action_clear(self) -> None:
        """Take the finished turns off the screen."""
        await self._remove_rows()
        self.turns.bring_back()

    @on(Prompt.Followed)
    def action_follow(self) -> None:
        """Go to the end and follow it."""
        self.turns.anchor()
        self.turns.scroll_end(animate=False)

    def action_page_up(self) -> None:
        self.turns.scroll_page_up()

    def action_page_down(self) -> None:
        self.turns.scroll_page_down()
