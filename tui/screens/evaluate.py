"""The Evaluate screen: systems side by side on question sets, live, and reports of earlier evaluations."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.widgets import DataTable, ProgressBar, Static, TabbedContent, TabPane
from textual.worker import get_current_worker

from adapters.errors import MoeliteError
from trainers import reports
from trainers.evaluate import (
    Answered,
    EvaluationEvent,
    Routing,
    Subject,
    Tabled,
    systems_of,
)
from trainers.memory import Memory
from trainers.reports import Report
from tui import report_tables as tables
from tui.bridge import one_line
from tui.desk import Desk, HostReady, PacksSettled
from tui.evaluation import Order, answer_of, measure, retell
from tui.text import duration, printable
from tui.widgets.evaluation_form import EvaluationForm
from tui.widgets.footer import Footer
from tui.widgets.grid import Grid
from tui.widgets.header import Header

T = TypeVar("T")

HEARD_S = 0.1  # between two looks at how far it is
PAGES = {
    "choose": "#sets",
    "table": "#rows",
    "router": "#confusion",
    "questions": "#disagreements",
    "reports": "#saved",
}
"""The pages, and what has the focus on each."""
WANTED = "To evaluate, start moelite without --fake or --replay. Saved reports can be read here."


class Heard(Message):
    """The evaluation tells something."""

    def __init__(self, event: EvaluationEvent) -> None:
        super().__init__()
        self.event = event


class Ended(Message):
    """The evaluation's thread is done. `report` is None where it failed; `said` is a line."""

    def __init__(self, report: Report | None, said: str) -> None:
        super().__init__()
        self.report, self.said = report, said


class Fetched(Message):
    """Another thread has what was asked for: `then` shows it."""

    def __init__(self, then: Callable[[], object]) -> None:
        super().__init__()
        self.then = then


class EvaluateScreen(Screen[None]):
    """Five pages: what to evaluate, the table, the router, where the systems disagree, saved reports."""

    CSS_PATH = "evaluate.tcss"
    HELP = """
## Evaluate

Systems answer the same questions, greedily and with the same limit; each (question, adapter) pair once.
While it runs, questions on the Reason screen are answered between two batches.

- **Table**: accuracy with its 95 % interval (Wilson); p of McNemar's exact test against routed
- **Router**: which domain's questions went where
- **Disagree**: questions that some systems got right and others wrong. Enter or O plays the answer under
  the cursor on the Reason screen, its steps checked
- **Reports**: each finished evaluation is saved. Enter opens one; Space marks one, and C compares it with
  the one under the cursor

What a stopped evaluation has done is kept: to run it again goes on from there.
"""
    BINDINGS = [
        Binding("ctrl+r", "run", "Run", tooltip="Evaluate what is chosen", id="evaluate.run"),
        Binding("escape", "stop", "Stop", tooltip="Stop; what is done is kept", id="evaluate.stop"),
        Binding("f7", "page(-1)", "Page before", id="evaluate.previous", show=False),
        Binding("f8", "page(1)", "Next page", id="evaluate.next"),
        Binding("o", "replay", "Play", tooltip="Play this answer on the Reason screen", id="evaluate.replay"),
        Binding("space", "mark", "Mark", tooltip="Mark this report for comparing", id="evaluate.mark"),
        Binding(
            "c", "compare", "Compare", tooltip="Compare the marked report with this", id="evaluate.compare"
        ),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._memories: dict[str, Memory] = {}  # by what the answers depend on
        self._stop: threading.Event | None = None  # stops the evaluation that runs
        self._report: Report | None = None  # what the tables show
        self._saved: tuple[Report, ...] = ()
        self._marked = ""

    def compose(self) -> ComposeResult:
        yield Header(self._desk, current="evaluate")
        with TabbedContent(initial="choose"):
            with TabPane("Choose", id="choose"):
                yield EvaluationForm()
            with TabPane("Table", id="table"):
                yield Grid(id="rows")
            with TabPane("Router", id="router"):
                yield Grid(id="confusion")
            with TabPane("Disagree", id="questions"):
                yield Grid(id="disagreements", cursor="cell")
            with TabPane("Reports", id="reports"):
                yield Grid(id="saved")
                yield Grid(id="differences")
        yield Static("nothing is evaluated yet", id="about", markup=False)
        with Horizontal(id="progress"):
            yield ProgressBar(show_eta=False)
            yield Static(id="status", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self._offer()
        self.query_one("#sets").focus()

    def on_screen_resume(self) -> None:
        self._list_reports()

    @property
    def subject(self) -> Subject | None:
        """What can be evaluated; None while it loads, and where answers are scripted or replayed."""
        host = self._desk.host
        return host if isinstance(host, Subject) else None

    @property
    def running(self) -> bool:
        """Whether an evaluation is under way."""
        return self._stop is not None

    @property
    def page(self) -> str:
        """The page that is open."""
        return self.query_one(TabbedContent).active

    @on(HostReady)
    def _offer(self) -> None:
        """Offer the systems that the host has."""
        if (subject := self.subject) is not None:
            self.query_one(EvaluationForm).offer(systems_of(subject))
            self._say("")
        else:
            self._say(WANTED if self._desk.host else "the backbone is loading…")
        self.refresh_bindings()

    @on(PacksSettled)
    def _settled(self, message: PacksSettled) -> None:
        if message.text:
            self._memories.clear()  # another router sends questions elsewhere
            self._offer()

    def _say(self, text: str) -> None:
        self.query_one("#status", Static).update(printable(text))

    @on(EvaluationForm.Said)
    def _form_said(self, message: EvaluationForm.Said) -> None:
        self._say(message.text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show the keys of the open page, and grey out what has nothing to act on."""
        match action:
            case "run":
                return True if self.subject and not self.running else None
            case "stop":
                return True if self.running else None
            case "replay":
                return self.is_mounted and self.page == "questions"
            case "mark":
                return self.is_mounted and self.page == "reports"
            case "compare":
                return self.is_mounted and self.page == "reports" and bool(self._marked)
        return True

    # running

    def action_run(self) -> None:
        """Evaluate what is chosen."""
        try:
            order = self.query_one(EvaluationForm).order()
        except MoeliteError as error:
            self._say(str(error))
            return
        if (subject := self.subject) is not None and not self.running:
            self._stop = threading.Event()
            bar = self.query_one(ProgressBar)
            bar.update(total=None, progress=0)
            bar.add_class("-running")
            self._say("reading the sets")
            self._turn_to("table")
            self._evaluate(subject, order, self._stop)

    def action_stop(self) -> None:
        """Stop after the answer at hand."""
        if self._stop is not None:
            self._stop.set()
            self._say("stopping…")

    @work(thread=True, group="evaluate", exit_on_error=False)
    def _evaluate(self, subject: Subject, order: Order, stop: threading.Event) -> None:
        worker, heard = get_current_worker(), 0.0

        def hear(event: EvaluationEvent) -> None:
            nonlocal heard
            now = time.monotonic()
            if isinstance(event, Tabled) or now - heard >= HEARD_S:
                heard = heard if isinstance(event, Tabled) else now
                self.post_message(Heard(event))

        def cancelled() -> bool:
            return stop.is_set() or worker.is_cancelled

        self.post_message(Ended(*measure(subject, order, self._memories, hear, cancelled)))

    @on(Heard)
    def _heard(self, message: Heard) -> None:
        bar = self.query_one(ProgressBar)
        match message.event:
            case Tabled(rows):
                self.query_one("#rows", Grid).show(
                    tables.ROW_TITLES, tables.accuracy_rows(rows), tables.ROW_NUMBERS
                )
            case Routing(done, total):
                bar.update(total=total, progress=done)
                self._say(f"routing {done:,} of {total:,} questions")
            case Answered(done=done, total=total, left_s=left):
                bar.update(total=total, progress=done)
                self._say(f"{done:,} of {total:,} answers · {duration(left)} left")

    @on(Ended)
    def _ended(self, message: Ended) -> None:
        self._stop = None
        self.query_one(ProgressBar).remove_class("-running")
        self._say(message.said)
        if message.report is not None:
            self._open(message.report)
            self._list_reports()
        self.refresh_bindings()

    # reports

    def _open(self, report: Report) -> None:
        """Show the report on the pages Table, Router and Disagree."""
        self._report = report
        self.query_one("#about", Static).update(printable(tables.described(report)))
        rows = tables.accuracy_rows(report.rows)
        self.query_one("#rows", Grid).show(tables.ROW_TITLES, rows, tables.ROW_NUMBERS)
        titles, counts = tables.confusion_rows(report.questions)
        self.query_one("#confusion", Grid).show(titles, counts, titles[1:])
        self.query_one("#disagreements", Grid).show(
            (*tables.QUESTION_TITLES, *report.systems), tables.question_rows(report.questions, report.systems)
        )

    def _list_reports(self) -> None:
        def show(found: tuple[tuple[Report, ...], tuple[str, ...]]) -> None:
            self._saved, problems = found
            self._show_saved()
            if problems:
                self._say(problems[0])

        self._fetch(reports.listed, show)

    def _show_saved(self) -> None:
        rows = tables.report_rows(self._saved, self._marked)
        self.query_one("#saved", Grid).show(tables.REPORT_TITLES, rows)
        self.refresh_bindings()

    @on(DataTable.RowSelected, "#saved")
    def _open_saved(self) -> None:
        def show(report: Report) -> None:
            self._open(report)
            self._turn_to("table")

        if self.running:
            self._say("an evaluation is running; stop it first")
        elif name := self.query_one("#saved", Grid).chosen:
            self._fetch(partial(reports.read, name), show)

    def action_mark(self) -> None:
        """Mark the report under the cursor, or take the mark off."""
        chosen = self.query_one("#saved", Grid).chosen
        self._marked = "" if chosen == self._marked else chosen
        self._show_saved()

    def action_compare(self) -> None:
        """Compare the marked report with the one under the cursor."""
        first, second = self._marked, self.query_one("#saved", Grid).chosen

        def compare() -> tables.Rows:
            return tables.difference_rows(reports.compare(reports.read(first), reports.read(second)))

        def show(rows: tables.Rows) -> None:
            grid = self.query_one("#differences", Grid)
            grid.add_class("-found")
            grid.show(tables.DIFFERENCE_TITLES, rows, tables.DIFFERENCE_NUMBERS)
            self._say(f"{second} less {first}, on the questions that both hold")

        self._fetch(compare, show)

    # replay

    @on(DataTable.CellSelected, "#disagreements")
    def action_replay(self) -> None:
        """Play the answer under the cursor on the Reason screen, its steps checked."""
        grid, report = self.query_one("#disagreements", Grid), self._report
        if report is None or not grid.chosen:
            return
        column = grid.cursor_column - len(tables.QUESTION_TITLES)
        answer = answer_of(report, int(grid.chosen), column)
        if answer is None:
            self._say("nothing was written on it")
        else:
            self._fetch(partial(retell, report, *answer, self.subject), self.post_message)

    # pages and other threads

    def action_page(self, step: int) -> None:
        """Turn to the next page, or the one before."""
        pages = list(PAGES)
        self._turn_to(pages[(pages.index(self.page) + step) % len(pages)])

    def _turn_to(self, page: str) -> None:
        self.set_focus(None)  # what has the focus keeps its page open
        self.query_one(TabbedContent).active = page
        self.call_after_refresh(self.query_one(PAGES[page]).focus)

    @on(TabbedContent.TabActivated)
    def _turned(self) -> None:
        self.refresh_bindings()

    def _fetch(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """Do `work` on another thread, then `then` here; a failure is a line."""

        def fetch() -> None:
            try:
                self.post_message(Fetched(partial(then, work())))
            except Exception as error:
                logging.getLogger(__name__).exception("nothing was fetched")
                self.post_message(Fetched(partial(self._say, one_line(error))))

        self.run_worker(fetch, thread=True, group="fetch", exit_on_error=False)

    @on(Fetched)
    def _fetched(self, message: Fetched) -> None:
        message.then()
