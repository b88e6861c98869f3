"""The Train screen: say what is to be learned, see the data, watch the run, install the pack."""

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from adapters import registry
from adapters.errors import MoeliteError
from trainers.progress import Done, Failed
from tui import course as runs
from tui import training
from tui.bridge import one_line
from tui.course import Course
from tui.desk import Desk, PacksSettled, PacksTouched
from tui.screens.ask import Ask
from tui.screens.pick import Pick
from tui.text import printable
from tui.training import Request, Run
from tui.widgets.data_view import DataView
from tui.widgets.footer import Footer
from tui.widgets.header import Header
from tui.widgets.run_list import RunList
from tui.widgets.run_view import RunView, state
from tui.widgets.train_form import Line, TrainForm

TICK_S = 0.1
SETS = ("tasks:arithmetic", "tasks:symbolic", "tasks:logic")
ERRORS = "stderr.log"


@dataclass
class Live:
    """The run whose child is there. `drop`: what it has learned goes with it."""

    domain: str
    run: Run
    course: Course
    drop: bool = False


class TrainScreen(Screen[None]):
    """The form and the runs on the left; the data, or a run, on the right. A narrow terminal shows one."""

    CSS_PATH = "train.tcss"
    HELP = """\
## Train
Fill in the form and press **Enter**: the data is read, and you see what is wrong with it and how three
rows look to the model. Then **S** starts the run. It is a process of its own: go on asking meanwhile.

- **Right arrow** completes a name or a path, **Ctrl+O** picks one; an empty line means its default
- **P** saves the run and ends it; **P** again goes on, also after a crash or another day
- **X** stops it and asks whether to keep what it has learned; **D** discards a run that is stored
- **I** installs the pack of a finished run; the router knows it a moment later
- **Esc** changes between the form and what is beside it; runs are listed below the form
"""
    BINDINGS = [
        Binding("escape", "turn", "Back", tooltip="Between the form and the run", id="train.back"),
        Binding("ctrl+o", "pick", "Pick", tooltip="Pick a name, a file or a folder", id="train.pick"),
        Binding("s,enter", "start", "Start", tooltip="Train on this data", id="train.start"),
        Binding("p", "pause", "Pause", tooltip="Save the run and end it", id="train.pause"),
        Binding("p", "go_on", "Go on", tooltip="Go on from where it was saved", id="train.resume"),
        Binding("x", "stop", "Stop", tooltip="End the run", id="train.stop"),
        Binding("i", "install", "Install", tooltip="Install the pack", id="train.install"),
        Binding("d", "discard", "Discard", tooltip="Remove a stored run", id="train.discard"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.live: Live | None = None
        self.courses: dict[str, Course] = {}  # of every run, by domain, the latest first
        self.shown = ""  # the domain whose run is on the right
        self.reading: Run | None = None
        self.data = Course()
        self._request: Request | None = None  # that the data belongs to
        self._word = ""  # what was last done with the run on the right

    def compose(self) -> ComposeResult:
        yield Header(self.desk, current="train")
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield TrainForm()
                yield RunList()
            with ContentSwitcher(id="right"):
                yield DataView(id="data")
                yield RunView(id="run")
        yield Footer()

    def on_mount(self) -> None:
        self._look()
        self._know()
        self.query_one(Line).focus()
        self.set_interval(TICK_S, self._tick)

    def on_unmount(self) -> None:
        """The child of a run saves and ends by itself; nobody waits for it here."""
        if self.live:
            self.live.run.stop()
        if self.reading:
            self.reading.kill()

    # what stands where

    @property
    def place(self) -> str:
        """Where the focus is: "form", "data" or "run"."""
        right = self.query_one("#right", ContentSwitcher)
        beside = self.focused is not None and right in self.focused.ancestors
        return right.current or "form" if beside else "form"

    def _go(self, place: str) -> None:
        """Move to the form, the data or the run."""
        self.set_class(place != "form", "-right")
        if place != "form":
            self.query_one("#right", ContentSwitcher).current = place
        target = {"form": "Line", "data": "#examples", "run": "#run"}[place]
        self.call_after_refresh(self.query(target).first().focus)  # what is not displayed takes no focus
        self.refresh_bindings()

    def on_descendant_focus(self) -> None:
        """Where both sides are seen, a click or Tab moves as well."""
        if self.has_class("-wide"):
            self.set_class(self.place != "form", "-right")
        self.refresh_bindings()

    def action_turn(self) -> None:
        """From the form to what is beside it, and back."""
        beside = self.query_one("#right", ContentSwitcher).current
        self._go("form" if self.place != "form" else beside or "form")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done now, where the focus is."""
        if not self.is_mounted:
            return True
        place, done = self.place, isinstance(self._course.end, Done)
        live = self.live if self.live and self.live.domain == self.shown else None
        stored = self.shown in self.courses and live is None
        read = self.data.read is not None and self.data.end is None and self.reading is None
        can = {
            "turn": place != "form" or self.query_one("#right", ContentSwitcher).current is not None,
            "pick": isinstance(self.focused, Line) and self.focused.pickable,
            "start": place == "data" and read,
            "pause": place == "run" and live is not None and not live.run.stopping,
            "go_on": place == "run" and stored and not done and self.live is None and runs.is_run(self.shown),
            "stop": place == "run" and live is not None,
            "install": place == "run" and stored and done,
            "discard": place == "run" and stored,
        }
        return can.get(action, True)

    @property
    def _course(self) -> Course:
        return self.courses.get(self.shown) or Course()

    # the form

    @work(exit_on_error=False)
    async def _look(self) -> None:
        """List the runs that earlier starts of the app left in their folders."""
        found = await asyncio.to_thread(runs.find)
        self.courses |= {run.domain: run.course for run in found if run.domain not in self.courses}
        self._list()

    @work(exclusive=True, group="know", exit_on_error=False)
    async def _know(self) -> None:
        """Offer the domains that are installed."""
        packs = await asyncio.to_thread(registry.installed)
        self.query_one(TrainForm).know(tuple(pack.name for pack in packs), SETS)
        self.refresh_bindings()

    def _list(self) -> None:
        self.query_one(RunList).show(self.courses, self.live.domain if self.live else "")

    @on(RunList.OptionSelected)
    def _chosen(self, message: RunList.OptionSelected) -> None:
        self._show_run(message.option_id or "")

    @work(exit_on_error=False)
    async def action_pick(self) -> None:
        """Pick what the line under the cursor may hold."""
        line = self.focused
        if isinstance(line, Line):
            root = Path.cwd() if line.asked.files else None
            if picked := await self.app.push_screen_wait(Pick(line.completion.names, root)):
                self.query_one(TrainForm).fill(line, picked)

    @on(TrainForm.Sent)
    def _preview(self, message: TrainForm.Sent) -> None:
        """Read the data in a child; the last wish counts."""
        if self.reading:
            self.reading.kill()
        self._request, self.data = message.request, Course()
        arguments = training.preview(message.request, self.desk.target)
        try:
            self.reading = Run.start(arguments, registry.home() / f"preview.{ERRORS}")
        except MoeliteError as error:
            self.query_one(TrainForm).say(one_line(error), wrong=True)
            return
        self.query_one(TrainForm).say("reading the data…")
        self.query_one(DataView).show(self.data, "")

    # a run

    @work(exit_on_error=False)
    async def action_start(self) -> None:
        """Begin the run that the data on the right is for."""
        if self.live:
            self.notify(f"{self.live.domain} is being trained; one run at a time.", markup=False)
            return
        try:
            request = self.query_one(TrainForm).request()
        except MoeliteError as error:
            self.notify(one_line(error), severity="error", markup=False)
            return
        if request != self._request:
            self.notify("The form has changed: its data is read first.", markup=False)
            self._preview(TrainForm.Sent(request))
            return
        if runs.is_run(request.domain):
            there = self.courses.get(request.domain) or Course()
            answers = {} if isinstance(there.end, Done) else {"r": "Go on with it"}
            answers["n"] = "Begin anew; it is discarded"
            question = f"There is a run of {request.domain} already: {state(there)}."
            match await self.app.push_screen_wait(Ask(question, answers)):
                case "r":
                    self._launch(request.domain, training.go_on(request.domain, self.desk.target), there)
                    return
                case "n":
                    pass
                case _:
                    return
        self._launch(request.domain, training.begin(request, self.desk.target), Course())

    def _launch(self, domain: str, arguments: list[str], course: Course) -> None:
        course.end = None
        try:
            run = Run.start(arguments, runs.run_folder(domain) / ERRORS)
        except MoeliteError as error:
            self.notify(one_line(error), severity="error", markup=False)
            return
        self.live = Live(domain, run, course)
        self.desk.leaving = f"The training of {domain} is saved and ends; the Train screen goes on with it."
        self.courses = {domain: course, **{d: c for d, c in self.courses.items() if d != domain}}
        self._list()
        self._show_run(domain)

    def _show_run(self, domain: str) -> None:
        self.shown, self._word = domain, ""
        self._go("run")
        self._paint()

    def _paint(self) -> None:
        """Show the run on the right as it is now."""
        live = self.live.run if self.live and self.live.domain == self.shown else None
        word = self._word or ("" if runs.is_run(self.shown) else "Esc goes back to the form")
        self.query_one(RunView).show(self.shown, self._course, live, word)

    def action_pause(self) -> None:
        """Let the run save and end."""
        if self.live:
            self.live.run.stop()
            self._paint()
            self.refresh_bindings()

    def action_go_on(self) -> None:
        """Go on with the run on the right."""
        self._launch(self.shown, training.go_on(self.shown, self.desk.target), self._course)

    @work(exit_on_error=False)
    async def action_stop(self) -> None:
        """End the run; ask what becomes of it."""
        live = self.live
        if live is None:
            return
        answers = {"k": "Keep what it has learned; P goes on with it", "d": "Discard it"}
        match await self.app.push_screen_wait(Ask(f"Stop the training of {live.domain}?", answers)):
            case "k":
                live.run.stop()
            case "d":
                live.drop = True
                live.run.kill()

    @work(exit_on_error=False)
    async def action_discard(self) -> None:
        """Remove the run on the right."""
        domain = self.shown
        if await self.app.push_screen_wait(Ask(f"Discard the run of {domain}?", {"d": "Discard it"})) == "d":
            await self._remove(domain)

    async def _remove(self, domain: str) -> None:
        """Discard the run of the domain."""
        try:
            await asyncio.to_thread(runs.discard, domain)
        except MoeliteError as error:
            self.notify(one_line(error), severity="error", markup=False)
            return
        self.courses.pop(domain, None)
        self._list()
        if self.shown == domain:
            self.shown = ""
            self.query_one("#right", ContentSwitcher).current = None
            self._go("form")

    @work(exit_on_error=False)
    async def action_install(self) -> None:
        """Install the pack of the run on the right; the app then tells the router."""
        domain, course = self.shown, self._course
        end = course.end
        if not isinstance(end, Done):
            return
        taken = any(pack.name == end.name for pack in await asyncio.to_thread(registry.installed))
        if taken:
            question = f"{end.name} is installed already."
            if await self.app.push_screen_wait(Ask(question, {"r": "Replace it by the new pack"})) != "r":
                return
        try:
            await asyncio.to_thread(partial(registry.add, end.pack, replace=taken))
        except (MoeliteError, OSError) as error:
            self._tell(domain, one_line(error))
            return
        course.end = replace(end, installed=True)
        self._list()
        self._tell(domain, f"{end.name} is installed; the router learns it…")
        self.post_message(PacksTouched())

    def _tell(self, domain: str, word: str) -> None:
        """Say what was done with a run: under it, or in passing where it is not shown."""
        if self.shown == domain and self.is_current:
            self._word = printable(word)
            self._paint()
        else:
            self.notify(printable(word), markup=False)

    @on(PacksSettled)
    def _settled(self, message: PacksSettled) -> None:
        if message.text:
            self._tell(self.shown, message.text)
            self._know()

    # the clock

    def _tick(self) -> None:
        if self.reading:
            self._read(self.reading)
        if self.live:
            self._watch(self.live)

    def _read(self, run: Run) -> None:
        """Take in what the preview has found; show it when it is complete."""
        ended = not run.alive
        for event in run.take():
            self.data.apply(event)
        if not ended:
            return
        self.reading = None
        if self.data.read is None and self.data.end is None:
            self.data.end = Failed("the trainer told nothing of the data")
        wrong = self.data.end.message if isinstance(self.data.end, Failed) else ""
        self.query_one(TrainForm).say(printable(wrong), wrong=True)
        self.query_one(DataView).show(self.data, wrong)
        if self.data.read is not None:
            self._go("data")

    def _watch(self, live: Live) -> None:
        """Take in what the run tells; say so when it has ended."""
        ended = not live.run.alive
        events = live.run.take()
        for event in events:
            live.course.apply(event)
        if ended:
            self._ended(live)
        elif events and self.shown == live.domain:
            self._paint()

    def _ended(self, live: Live) -> None:
        self.live, self.desk.leaving = None, ""
        if live.drop:
            self.run_worker(self._remove(live.domain), exit_on_error=False)
            return
        if live.course.end is None:
            live.course.end = Failed("the trainer ended without saying how it went", live.course.saved)
        self._list()
        if self.shown == live.domain:
            self._paint()
        if not self.is_current:
            self.notify(f"Training of {live.domain}: {state(live.course)}.", markup=False)
        self.refresh_bindings()
