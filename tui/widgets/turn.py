"""One question on the screen with everything that answers it."""

import threading
import time

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from router.route import NONE, Route
from runtime.events import Event, Step
from tui.text import VERIFIED, count, describe, oneline, printable, readable, summary
from tui.transcript import Transcript

BAR = 16
MUTED = "$foreground 60%"  # $text-muted loses its share outside stylesheets
NOTES = {"correction": "takes it back", "hint": "written by the checker", "loop": "again and again: cut"}
MARKS = {"holds": ("✓", "$text-success"), "refuted": ("✗", "$text-error"), "unchecked": ("·", MUTED)}

PARTS = ("question", "route", "thought-head", "steps", "partial", "answer", "numbers")


class Plain(Static):
    """Text that is never parsed as markup."""

    def __init__(self, content: str | Content = "", *, classes: str) -> None:
        super().__init__(content, markup=False, classes=classes)


class Turn(Vertical):
    """The question, its route, the chain of thought, the answer, and a line of numbers.

    `stop` asks its thread to end; `folded` is whether the thought is closed once the answer begins.
    """

    def __init__(self, question: str, domain: str | None, *, unfold: bool) -> None:
        super().__init__()
        self.question, self.domain = question, domain
        self.transcript = Transcript()
        self.stop = threading.Event()
        self.running = False
        self._began = 0.0
        self._lasted = 0.0
        self._unfold = unfold
        self._route_open = True
        asked = f"/{domain} {question}" if domain else question
        self._parts = {name: Plain(classes=name) for name in PARTS}
        self._parts["question"].update(Content.assemble(("› ", "bold $primary"), printable(asked)))
        self._parts["numbers"].update("waiting")
        self._shown: dict[str, str | Content] = {}
        self._step_lines: list[Content] = []

    def compose(self) -> ComposeResult:
        yield from self._parts.values()

    def on_mount(self) -> None:
        """Show what came before there was anything to show it on."""
        self.repaint()

    def begin(self) -> None:
        """The turn's thread starts now."""
        self.running, self._began = True, time.monotonic()
        self.repaint()

    def take(self, events: tuple[Event, ...]) -> None:
        """Take in events and repaint once."""
        for event in events:
            self.transcript.apply(event, self.seconds)
        self.repaint()

    def end(self, error: str) -> None:
        """The turn's thread is done."""
        self._lasted, self.running = self.seconds, False
        self.transcript.error = error
        self.repaint()

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
        """The answer as shown."""
        return printable(readable(self.transcript.answer_text))

    def repaint(self) -> None:
        """Show the transcript as it is now."""
        if not (self.is_mounted and self.is_attached):
            return
        seen = self.transcript
        folded = seen.answering and not self._unfold
        with self.app.batch_update():
            self._show("route", self._route())
            self._show("thought-head", self._thought_head(folded))
            # what is folded away is not rendered at all
            self._show("steps", None if folded else self._steps())
            self._show("partial", None if folded or not seen.partial.strip() else self._partial())
            self._show("answer", self.answer if seen.answering else None)
            self.set_class(bool(seen.finished and seen.finished.reason == "refused"), "refused")
            self._show("numbers", self._numbers())

    def tick(self) -> None:
        """Let the clock go on while no events come."""
        if self.running:
            self._show("numbers", self._numbers())

    def _show(self, name: str, content: str | Content | None) -> None:
        widget = self._parts[name]
        widget.display = content is not None
        # an update lays out the whole screen again, so none without need
        if content is not None and self._shown.get(name) != content:
            self._shown[name] = content
            widget.update(content)

    def _route(self) -> Content | None:
        routed = self.transcript.routed
        if routed is None:
            return None
        line = Content.assemble(("→ ", "bold $accent"), printable(describe(routed)))
        if routed.route is None or not self._route_open or self.screen.has_class("-short"):
            return line
        return bars(routed.route, self.content_size.width or 80)

    def _thought_head(self, folded: bool) -> Content | None:
        seen = self.transcript
        if not seen.has_thought:
            return None
        if not seen.answering:
            return Content.styled("▾ thinking" if self.running else "▾ thought", MUTED)
        took = f"thought for {seen.thought_s or self.seconds:.1f} s · {count(seen.thought_tokens, 'token')}"
        return Content.styled(f"{'▸' if folded else '▾'} {took}", MUTED)

    def _steps(self) -> str | Content | None:
        steps = self.transcript.steps
        if not steps:
            return None
        if len(steps) == len(self._step_lines):
            return self._shown.get("steps")
        self._step_lines += map(step_line, steps[len(self._step_lines) :])
        return Content("\n").join(self._step_lines)

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


def step_line(step: Step) -> Content:
    """A step with the mark of its verdict; a refuted one is struck out and says why."""
    mark, colour = MARKS[step.verdict.kind]
    if step.verdict.kind != "refuted":
        said = (f"  {NOTES[step.note]}", MUTED) if step.note else ""
        return Content.assemble((f"  {mark} ", colour), printable(step.text), said)
    reason = f"  {printable(step.verdict.reason)}" if step.verdict.reason else ""
    return Content.assemble(
        (f"  {mark} ", colour), (printable(step.text), f"strike {MUTED}"), (reason, colour)
    )


def bars(route: Route, width: int) -> Content:
    """The route in full: a bar for each class with the threshold marked, and the nearest exemplars."""
    chosen = route.domain or NONE
    names = [name for name in route.probabilities if name != NONE] + [NONE]
    label = max(map(len, names))
    rows = [
        bar(name, route.probabilities.get(name, 0.0), route.threshold, name == chosen, label)
        for name in names
    ]
    facts = f"threshold {route.threshold:.0%} · margin {route.margin:.0%} · {route.ms:.1f} ms"
    if route.domain is None:
        facts = f"none: bare backbone · {facts}"
    left = label + BAR + 10
    beside = width - left >= 36
    near = [
        Content.assemble(
            (f"{found.similarity:.2f} ", "$text-accent"),
            (f"{found.domain} ", MUTED),
            oneline(
                printable(found.text), max(10, (width - left if beside else width) - len(found.domain) - 8)
            ),
        )
        for found in route.nearest
    ]
    if beside:
        empty = Content("")
        near += [empty] * (len(rows) - len(near))
        rows = [Content.assemble(row, "  ", other) for row, other in zip(rows, near, strict=False)]
        near = near[len(rows) :]
    else:
        near = [Content.assemble("  ", line) for line in near]
    return Content("\n").join([*rows, *near, Content.styled(f"  {facts}", MUTED)])


def bar(name: str, probability: float, threshold: float, chosen: bool, label: int) -> Content:
    """One class: name, bar and percent in `label` + BAR + 8 cells."""
    filled = round(probability * BAR)
    tick = min(int(threshold * BAR), BAR - 1)
    cells = ["━" if i < filled else "─" for i in range(BAR)]
    if name != NONE:  # the threshold is for domains only
        cells[tick] = "┿" if tick < filled else "┼"
    full, rest = "".join(cells[:filled]), "".join(cells[filled:])
    colour = "$primary" if chosen else MUTED
    return Content.assemble(
        (("▸ " if chosen else "  ") + name.ljust(label) + " ", "bold" if chosen else MUTED),
        (full, colour),
        (rest, "$foreground 35%"),
        (f" {probability:4.0%}", "bold" if chosen else MUTED),
    )
