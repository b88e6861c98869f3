"""The data before anything runs: counts, every bad row, and three rows as the model reads them."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from trainers.progress import Example, Read, Refused
from tui.course import Course
from tui.text import count, printable
from tui.widgets.plain import MUTED, Plain

MOST = 1000  # bad rows on the screen


class DataView(Vertical):
    """Counts above; bad rows and examples scroll apart."""

    def compose(self) -> ComposeResult:
        yield Plain(classes="counts")
        yield Plain(classes="wrong")
        with VerticalScroll(id="refused"):
            yield Plain(classes="rows")
        with VerticalScroll(id="examples"):
            yield Plain(classes="rows")

    def show(self, course: Course, wrong: str) -> None:
        """Show what was read, and why nothing can be learned from it, if so."""
        read = course.read
        self.query_one(".counts", Plain).show(counted(read) if read else "reading the data…")
        self.query_one(".wrong", Plain).show(printable(wrong) or None)
        refused = self.query_one("#refused")
        refused.display = bool(read and read.refused)
        if read:
            refused.query_one(Plain).show(bad_rows(read))
        examples = [example_text(number, e) for number, e in enumerate(course.examples, 1)]
        self.query_one("#examples Plain", Plain).show(Content("\n").join(examples))


def counted(read: Read) -> str:
    """A line on what becomes of the rows."""
    parts = (
        f"{count(read.rows, 'row')} of {printable(read.source)}: {read.kept:,} to learn from",
        f"{read.heldout:,} held out to measure on",
        f"{len(read.refused):,} refused",
        f"{count(read.duplicates, 'duplicate')}",
        f"{read.overlap:,} left out because an evaluation set holds them",
    )
    shown = (read.rows, read.heldout, len(read.refused), read.duplicates, read.overlap)
    return ", ".join(part for part, number in zip(parts, shown, strict=True) if number or part == parts[0])


def bad_rows(read: Read) -> Content:
    """A line for each row that was refused: where it stands, and why."""
    lines = [
        Content.assemble(
            (f"{printable(row.file)}{line(row)} ", "$text-error"),
            printable(row.reason),
        )
        for row in read.refused[:MOST]
    ]
    if len(read.refused) > MOST:
        more = f"… and {len(read.refused) - MOST:,} more; moelite train --preview lists them all"
        lines.append(Content.styled(more, MUTED))
    return Content("\n").join(lines)


def line(row: Refused) -> str:
    """ ":7", "" where the whole file was refused."""
    return f":{row.line}" if row.line else ""


def example_text(number: int, example: Example) -> Content:
    """A row as the model reads it: dim where no loss falls."""
    return Content.assemble(
        (f"example {number} · {count(example.tokens, 'token')} · dim: given, not learned\n", "bold $accent"),
        (printable(example.masked), MUTED),
        f"{printable(example.learned)}\n",
    )
