"""The Sessions screen: what was asked and answered before, to find, read, go on with, replay and export."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import DataTable, Input, OptionList
from textual.widgets.option_list import Option

from adapters.errors import MoeliteError, UnavailableError
from tui.desk import Desk, Replay, Resume
from tui.export import save
from tui.mathematics import readable
from tui.screens.ask import Ask
from tui.store import Glance, Hit, SessionRow, Store
from tui.text import count, oneline, printable
from tui.widgets.footer import Footer
from tui.widgets.header import Header
from tui.widgets.plain import MUTED, Plain

T = TypeVar("T")

PAGE = 100  # sessions that are read at a time
HITS = 100
LISTED = {"Session": 0, "Last used": 10, "Turns": 5, "Backbone": 12}  # cells wide; 0 is what is left
FOUND = {"Found": 0, "When": 10}
NARROWEST = 10
LEAD = 24  # characters before what was found
NEAR = 10  # rows before the end at which the next page is read
EMPTY = """\
Your sessions will be listed here.

Every question asked on the Reason screen is stored as it is answered: F2 goes there."""
NO_STORE = "Sessions are not stored in this run: the store could not be opened."


@dataclass(frozen=True, slots=True)
class Entry:
    """What a line of the list stands for: a session, and the turn in it that was found, if one was."""

    session: int
    title: str
    turn: int | None = None


class SessionList(DataTable[Text]):
    """The sessions, or what the search has found."""

    HELP = "The sessions, the last used first. Enter goes on with one, Tab goes to its turns."
    BINDINGS = [
        Binding("enter", "select_cursor", "Resume", tooltip="Go on with the session", id="sessions.resume"),
    ]


class TurnList(OptionList):
    """The turns of the session that the cursor is on."""

    HELP = "The turns of the session. Enter plays one on the Reason screen as it was, at its real pace."
    BINDINGS = [Binding("enter", "screen.replay", "Replay", tooltip="Play the turn as it was", show=False)]


class Rename(ModalScreen[str]):
    """Gives the new title, "" where it shall stay."""

    BINDINGS = [Binding("escape", "dismiss('')", "Back")]
    DEFAULT_CSS = """
    Rename { align: center middle; }
    Rename Vertical { width: 64; max-width: 100%; height: auto; padding: 0 1;
        border: round $primary; background: $surface; }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self._old = title

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Plain("The name of the session:", classes="asked")
            yield Input(self._old, compact=True)

    @on(Input.Submitted)
    def _named(self, message: Input.Submitted) -> None:
        self.dismiss(message.value.strip())


class SessionsScreen(Screen[None]):
    """A search box, the list of sessions, and the turns of one of them. Reading is done in threads."""

    CSS_PATH = "sessions.tcss"
    HELP = """\
Every question is stored with all that its answer was made of. Type `/` and a few words to search questions,
steps and answers; the last word may be the beginning of one, `"words in quotes"` stand together.
"""
    AUTO_FOCUS = "SessionList"
    BINDINGS = [
        Binding("slash", "search", "Search", tooltip="Search all that was said", id="sessions.search"),
        Binding("r", "replay", "Replay", tooltip="Play the turn as it was", id="sessions.replay"),
        Binding("e", "export", "Export", tooltip="Write Markdown and JSON lines", id="sessions.export"),
        Binding("n", "rename", "Rename", tooltip="Give the session a name", id="sessions.rename"),
        Binding("delete", "delete", "Delete", tooltip="Delete the session", id="sessions.delete"),
        Binding("escape", "back", "Back", tooltip="Leave the search", id="sessions.back", show=False),
        Binding("down", "list", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.table = SessionList(cursor_type="row", zebra_stripes=True)
        self.turns = TurnList(markup=False, compact=True)
        self.entries: list[Entry] = []
        self._complete = False  # whether there are no more pages

    def compose(self) -> ComposeResult:
        yield Header(self.desk, current="sessions")
        yield Input(placeholder="Search", compact=True, id="search")
        with Container(id="body"):
            yield self.table
            yield self.turns
        yield Plain(classes="empty")
        yield Footer()

    def on_mount(self) -> None:
        self.watch(self.table, "scroll_y", self._go_on_reading, init=False)

    def on_screen_resume(self) -> None:
        """Something may have been asked meanwhile."""
        self.reload()

    def on_resize(self) -> None:
        """The titles take what room there is."""
        self.reload()

    @property
    def sought(self) -> str:
        """What is searched for; "" where the sessions are listed."""
        return self.query_one("#search", Input).value.strip()

    @property
    def entry(self) -> Entry | None:
        """What the cursor is on."""
        row = self.table.cursor_row
        return self.entries[row] if 0 <= row < len(self.entries) else None

    @property
    def store(self) -> Store:
        """Raises UnavailableError where there is none."""
        if self.desk.store is None:
            raise UnavailableError(NO_STORE)
        return self.desk.store

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Show in one line what goes wrong within."""
        try:
            yield
        except MoeliteError as error:
            self.notify(printable(str(error)), severity="error", markup=False)

    async def _read(self, ask: Callable[..., T], *args: object) -> T:
        """What `ask` gives, asked in a thread. A screen that was closed meanwhile goes on no further."""
        answer = await asyncio.to_thread(ask, *args)
        if not self.table.is_attached:
            raise asyncio.CancelledError
        return answer

    @work(exclusive=True, group="list")
    async def reload(self) -> None:
        """Read the list anew, or search; the cursor stays where it was as far as that is still there."""
        if self.desk.store is None:
            self._show([], [], NO_STORE)
            return
        with self._telling():
            if sought := self.sought:
                hits = await self._read(self.store.search, sought, HITS)
                entries = [Entry(hit.session, hit.title, hit.turn) for hit in hits]
                self._complete = True
                self._show(entries, list(map(_hit_cells, hits)), f"Nothing holds all of: {sought}")
            else:
                rows = await self._read(self.store.sessions, max(PAGE, len(self.entries)))
                self._complete = len(rows) < PAGE
                self._show([Entry(row.id, row.title) for row in rows], list(map(_cells, rows)), EMPTY)

    @work(exclusive=True, group="list")
    async def read_on(self) -> None:
        """Add the next page of sessions."""
        with self._telling():
            rows = await self._read(self.store.sessions, PAGE, len(self.entries))
            self._complete = len(rows) < PAGE
            self.entries += [Entry(row.id, row.title) for row in rows]
            self.table.add_rows(map(_cells, rows))

    def _go_on_reading(self) -> None:
        table = self.table
        seen = max(table.cursor_row, int(table.scroll_y) + table.size.height)
        if not self._complete and not self.sought and seen >= len(self.entries) - NEAR:
            self.read_on()

    def _show(self, entries: list[Entry], cells: list[tuple[Text, ...]], empty: str) -> None:
        table, before, row = self.table, self.entry, self.table.cursor_row
        columns = FOUND if self.sought else LISTED
        width = self.size.width * 3 // 5 if self.has_class("-wide") else self.size.width
        rest = sum(columns.values()) + 2 * len(columns) + 1  # padding, and the bar that scrolls
        self.entries = entries
        with self.app.batch_update():
            table.clear(columns=True)
            for name, cells_wide in columns.items():
                table.add_column(name, width=cells_wide or max(width - rest, NARROWEST))
            table.add_rows(cells)
            places = [place for place, entry in enumerate(entries) if before and entry == before]
            table.move_cursor(row=places[0] if places else min(row, max(len(entries) - 1, 0)))
            self.query_one("#body").display = bool(entries)
            self.query_one(".empty", Plain).show(None if entries else printable(empty))
        self._preview()
        self.refresh_bindings()

    @on(DataTable.RowHighlighted)
    def _moved(self) -> None:
        self._go_on_reading()
        self._preview()

    @work(exclusive=True, group="preview")
    async def _preview(self) -> None:
        """Show the turns of the session that the cursor is on, the found one highlighted."""
        entry = self.entry
        if entry is None:
            self.turns.clear_options()
            return
        with self._telling():
            glances = await self._read(self.store.glance, entry.session)
            self.turns.set_options(Option(_lines(glance), id=str(glance.id)) for glance in glances)
            found = [place for place, glance in enumerate(glances) if glance.id == entry.turn]
            self.turns.highlighted = found[0] if found else 0 if glances else None

    @on(Input.Changed, "#search")
    def _typed(self) -> None:
        self.reload()

    @on(Input.Submitted, "#search")
    def action_list(self) -> None:
        """Go to the list."""
        self.table.focus()

    @on(DataTable.RowSelected)
    def _resume(self) -> None:
        if self.entry is not None:
            self.post_message(Resume(self.entry.session))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what has nothing to act on."""
        if action in ("replay", "export", "rename", "delete"):
            return True if self.entry is not None else None
        return True

    def action_search(self) -> None:
        """Go to the search box."""
        self.query_one("#search", Input).focus()

    def action_back(self) -> None:
        """Leave the search."""
        self.query_one("#search", Input).value = ""
        self.table.focus()

    @work(exclusive=True, group="replay")
    async def action_replay(self) -> None:
        """Play the highlighted turn on the Reason screen."""
        option = self.turns.highlighted_option
        if option is None or option.id is None:
            return
        with self._telling():
            turn = await self._read(self.store.turn, int(option.id))
            if turn.events:
                self.post_message(Replay(turn.question, turn.domain, turn.events))
            else:
                self.notify("Nothing of this turn was stored.", severity="warning", markup=False)

    @work(group="export")
    async def action_export(self) -> None:
        """Write the session to the exports folder."""
        if (entry := self.entry) is None:
            return
        with self._telling():
            markdown, lines = await self._read(_export, self.store, entry.session)
            self.notify(f"Exported to {markdown} and {lines.name}", timeout=8, markup=False)

    @work(exclusive=True, group="change")
    async def action_rename(self) -> None:
        """Ask for another title."""
        if (entry := self.entry) is None:
            return
        if title := await self.app.push_screen_wait(Rename(oneline(printable(entry.title), 200))):
            with self._telling():
                await self._read(self.store.rename, entry.session, title)
            self.reload()

    @work(exclusive=True, group="change")
    async def action_delete(self) -> None:
        """Ask, then delete the session."""
        if (entry := self.entry) is None:
            return
        with self._telling():
            row = await self._read(self.store.session, entry.session)
            question = f"Delete “{oneline(row.title, 60)}” and its {count(row.turns, 'turn')}?"
            if await self.app.push_screen_wait(Ask(question, {"y": "Delete it for good"})):
                await self._read(self.store.delete, entry.session)
                self.reload()


def _export(store: Store, session: int) -> tuple[Path, Path]:
    return save(store.session(session), store.turns(session))


def _cells(row: SessionRow) -> tuple[Text, ...]:
    title, backbone = oneline(printable(row.title), 200), printable(row.backbone.rpartition("/")[2])
    return _cut(title), Text(_when(row.touched)), Text(str(row.turns), justify="right"), _cut(backbone)


def _hit_cells(hit: Hit) -> tuple[Text, ...]:
    pieces = [(printable(text).replace("\n", " "), found) for text, found in hit.excerpt]
    if pieces and not pieces[0][1]:
        pieces[0] = (pieces[0][0][-LEAD:], False)  # what was found must be in sight
    excerpt = _cut("")
    for text, found in pieces:
        excerpt.append(text, "bold underline" if found else "")
    return excerpt, Text(_when(hit.began))


def _cut(text: str) -> Text:
    """Text that ends in "…" where its column does."""
    return Text(text, no_wrap=True, overflow="ellipsis")


def _when(seconds: float) -> str:
    """A time as briefly as it can be told today: 09:41, 28 Nov, 2025-11-28."""
    then, now = time.localtime(seconds), time.localtime()
    form = "%Y-%m-%d" if then.tm_year != now.tm_year else "%d %b" if then.tm_yday != now.tm_yday else "%H:%M"
    return time.strftime(form, then)


def _lines(glance: Glance) -> Content:
    """The question, and below it the answer or why there is none."""
    answer = oneline(printable(readable(glance.answer[:1000])), 300)
    if glance.error:
        said = (f"failed: {oneline(printable(glance.error), 300)}", "$text-error")
    elif answer or glance.error is not None:
        said = (answer, MUTED)
    else:
        said = ("cut off", MUTED)
    return Content.assemble((f"› {oneline(printable(glance.question), 300)}", "bold"), "\n  ", said)
