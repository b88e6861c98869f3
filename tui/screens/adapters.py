"""The Adapters screen: which domain packs there are, which of them answer, and what can be done with them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import Checkbox, DataTable, Input, Markdown, Static

from adapters import registry
from adapters.hub import fetched
from adapters.pack import Pack, card_of
from tui.bridge import one_line
from tui.desk import Desk, HostReady, PacksSettled, PacksTouched
from tui.host import Progress
from tui.pack_list import Entry, entries, scores
from tui.screens.ask import Ask
from tui.text import megabytes, printable
from tui.widgets.footer import Footer
from tui.widgets.grid import Grid
from tui.widgets.header import Header

COLUMNS = ("domain", "state", "rank", "size", "backbone", "trained", "on", "scores")
MARKS = {"answering": "✓", "deleted": "✗", "broken": "✗", "not loaded": "!"}
FITS = {True: "✓", False: "✗", None: ""}

Work = Callable[[Progress], str]  # gives a line of what it did


class Listed(Message):
    """The packs were looked through."""

    def __init__(self, found: tuple[Entry, ...]) -> None:
        super().__init__()
        self.found = found


class Told(Message):
    """How far the work is, or, once it is `done`, what came of it; `touched`: packs have changed."""

    def __init__(self, text: str, *, done: bool = False, touched: bool = False) -> None:
        super().__init__()
        self.text, self.done, self.touched = text, done, touched


class AdaptersScreen(Screen[None]):
    """A table of packs, below it all that is known of the chosen one, and a line of what happens."""

    CSS_PATH = "adapters.tcss"
    HELP = """
## Adapters

A domain pack is an adapter for one backbone, with the questions that the router learns the domain from.

- **answering**: loaded, and questions are routed to it
- **other backbone**: trained for another one than is loaded now (✗)
- **disabled**: installed, but neither loaded nor routed to
- **broken**: its folder cannot be used; the lines below say why
- **deleted**: its folder is gone, though it still answers
- **not loaded**: it fits, yet the runtime does not hold it (no memory, or bad numbers: verify it)

A pack is added from a folder or from the hub, as `org/name` or `org/name@revision`.
"""
    BINDINGS = [
        Binding("a", "add", "Add", tooltip="Add a pack from a folder or the hub", id="adapters.add"),
        Binding(
            "x,delete", "remove", "Remove", tooltip="Remove the pack from this machine", id="adapters.remove"
        ),
        Binding(
            "d",
            "disable_or_enable",
            "Disable/enable",
            tooltip="Let the pack answer no more, or again",
            id="adapters.toggle",
        ),
        Binding("v", "verify", "Verify", tooltip="Read every number of the pack", id="adapters.verify"),
        Binding("c", "card", "Card", tooltip="Show the pack's model card (also Enter)", id="adapters.card"),
        Binding("r", "reload", "Reload", tooltip="Look at the disk again", id="adapters.reload", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._entries: dict[str, Entry] = {}  # by path, which is also the key of the row
        self._busy = False

    def compose(self) -> ComposeResult:
        yield Header(self._desk, current="adapters")
        yield Grid(id="packs")
        yield Static(id="detail", markup=False)
        yield Static("looking through the packs…", id="status", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self._table.focus()

    @on(HostReady)
    def action_reload(self) -> None:
        """Look through the packs again, on another thread."""
        self._look()

    def on_screen_resume(self) -> None:
        self._look()

    @property
    def _table(self) -> Grid:
        return self.query_one(Grid)

    @property
    def chosen(self) -> Entry | None:
        """The entry under the cursor."""
        return self._entries.get(self._table.chosen)

    @work(thread=True, group="listing", exit_on_error=False)
    def _look(self) -> None:
        try:
            self.post_message(Listed(entries(self._desk.host)))
        except Exception as error:  # a folder may vanish while it is read
            logging.getLogger(__name__).exception("the packs were not listed")
            self.post_message(Told(one_line(error), done=True))

    @on(Listed)
    def _show(self, message: Listed) -> None:
        self._entries = {str(entry.path): entry for entry in message.found}
        self._table.show(
            COLUMNS, {key: cells(entry) for key, entry in self._entries.items()}, ("rank", "size")
        )
        if not self._busy and self._status == "looking through the packs…":
            self._say("")
        self._describe()

    @on(DataTable.RowHighlighted)
    def _describe(self) -> None:
        entry = self.chosen
        nothing = Content("no domain is installed; A adds one")
        self.query_one("#detail", Static).update(details(entry) if entry else nothing)
        self.refresh_bindings()

    @property
    def _status(self) -> str:
        return str(self.query_one("#status", Static).content)

    def _say(self, text: str) -> None:
        self.query_one("#status", Static).update(printable(text))

    @on(PacksSettled)
    def _settled(self, message: PacksSettled) -> None:
        if message.text:
            self._say(message.text)
        self._look()

    def _begin(self, work: Work, *, touches: bool) -> None:
        """Do the work on another thread; `touches`: the app shall hear of it."""
        self._busy = True
        self.refresh_bindings()
        self._work(work, touches)

    @work(thread=True, group="adapters", exit_on_error=False)
    def _work(self, work: Work, touches: bool) -> None:
        def progress(text: str) -> None:
            self.post_message(Told(text))

        try:
            self.post_message(Told(work(progress), done=True, touched=touches))
        except Exception as error:
            logging.getLogger(__name__).exception("work on a pack failed")
            self.post_message(Told(one_line(error), done=True))

    @on(Told)
    def _told(self, message: Told) -> None:
        self._say(message.text)
        if not message.done:
            return
        self._busy = False
        if message.touched:
            self.post_message(PacksTouched())
        self._look()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what has nothing to act on, and all work while other work goes on."""
        entry = self.chosen
        match action:
            case "add":
                return None if self._busy else True
            case "remove":
                return True if entry and not entry.bundled and not self._busy else None
            case "disable_or_enable":
                sound = entry is not None and entry.state not in ("broken", "deleted")
                return True if sound and not self._busy else None
            case "verify":
                return True if entry and not self._busy else None
            case "card":
                return True if entry and entry.pack else None
        return True

    def action_add(self) -> None:
        """Ask for a folder or a hub id, and add what is there."""

        def add(given: tuple[str, bool] | None) -> None:
            if given:
                self._begin(partial(_add, *given), touches=True)

        self.app.push_screen(AddPack(), add)

    def action_remove(self) -> None:
        """Ask once, then remove."""
        entry = self.chosen
        if entry is None:
            return

        def remove(answer: str | None) -> None:
            if answer == "y":
                self._begin(lambda progress: f"removed {registry.remove(entry.name)}", touches=True)

        self.app.push_screen(
            Ask(f"Remove {entry.name}? {entry.path} is deleted.", {"y": "Yes, delete it"}), remove
        )

    def action_disable_or_enable(self) -> None:
        """Disable the pack, or enable it where it is disabled."""
        if (entry := self.chosen) is not None:
            self._begin(partial(_disable_or_enable, entry), touches=True)

    def action_verify(self) -> None:
        """Read every number of the pack."""
        if (entry := self.chosen) is not None:
            self._begin(partial(_verify, entry), touches=False)

    @on(DataTable.RowSelected)
    def action_card(self) -> None:
        """Show the model card."""
        if (entry := self.chosen) is not None and entry.pack is not None:
            self.app.push_screen(CardScreen(card_of(entry.pack)))


def _add(source: str, replace: bool, progress: Progress) -> str:
    progress(f"adding {source}")
    with fetched(source, progress) as folder:
        return f"added {registry.add(folder, replace=replace).name}"


def _disable_or_enable(entry: Entry, progress: Progress) -> str:
    if entry.state == "disabled":
        registry.enable(entry.name)
        return f"enabled {entry.name}"
    registry.disable(entry.name)
    return f"disabled {entry.name}"


def _verify(entry: Entry, progress: Progress) -> str:
    progress(f"reading every number of {entry.name}")
    problems = registry.verify(Path(entry.path))
    return f"{entry.name}: {'; '.join(problems) or 'sound'}"


def cells(entry: Entry) -> list[str]:
    """The entry as a row of the table."""
    row = [entry.name, f"{MARKS.get(entry.state, '·')} {entry.state}"]
    if (pack := entry.pack) is not None:
        row += [str(pack.rank), megabytes(entry.size) if entry.size else ""]
        row += [
            f"{pack.backbone[:8]} {FITS[entry.fits]}".rstrip(),
            entry.trained,
            entry.learned,
            scores(pack),
        ]
    return [*row, *[""] * (len(COLUMNS) - len(row))]


def details(entry: Entry) -> Content:
    """All that is known of the entry, a line each."""
    if entry.pack is None:
        return Content.assemble((entry.name, "bold"), "  ", (printable(entry.problem), "$text-error"))
    lines = [Content.assemble((entry.name, "bold"), "  ", printable(entry.pack.description))]
    if entry.problem:
        lines.append(Content.styled(printable(entry.problem), "$text-error"))
    lines += [Content(printable(line)) for line in facts(entry, entry.pack) if line]
    return Content("\n").join(lines)


def facts(entry: Entry, pack: Pack) -> tuple[str, ...]:
    """Lines that the table has no room for."""
    on = " · ".join(filter(None, (entry.trained, entry.learned)))
    found = scores(pack)
    return (
        f"rank {pack.rank} on {', '.join(pack.target_modules)}; checked by {pack.checker or 'nothing'}",
        f"trained {on}" if on else "",
        f"scores {found}" if found else "",
        f"backbone {pack.backbone} · content {pack.digest[:12]}",
        f"{'bundled' if entry.bundled else 'yours'}: {entry.path}",
    )


class AddPack(ModalScreen[tuple[str, bool]]):
    """Gives what to add and whether to replace; None where the user would rather not."""

    BINDINGS = [Binding("escape", "dismiss(None)", "Back")]

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("Add a domain pack. Enter adds, Esc goes back.")
            yield Input(placeholder="a folder, or org/name[@revision] on the hub", compact=True)
            yield Checkbox("Replace the installed one of the same name", compact=True)

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        source = message.value.strip()
        self.dismiss((source, self.query_one(Checkbox).value) if source else None)


class CardScreen(ModalScreen[None]):
    """A pack's model card. Any of Esc, Enter and q closes it."""

    BINDINGS = [Binding("escape,enter,q", "dismiss", "Close")]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Markdown(printable(self._text) or "This pack has no card.", open_links=False)
