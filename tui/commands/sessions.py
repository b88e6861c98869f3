"""`moelite sessions`: list, search, show, export and remove what was asked and answered."""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.commands.options import EXIT_CODES, emit, json_option, note
from tui.text import count, oneline, printable

if TYPE_CHECKING:
    from tui.store import Store

NUMBER = click.IntRange(1, 2**63 - 1)
limit_option = click.option(
    "-n", "--limit", type=NUMBER, default=50, show_default=True, help="Show no more than so many."
)


@click.group(epilog=EXIT_CODES)
def sessions() -> None:
    """List, search, show, export and remove stored sessions."""


@sessions.command("list")
@limit_option
@json_option
def list_sessions(limit: int, as_json: bool) -> int:
    """List the sessions, the last used one first."""
    from tui.export import day_and_time

    with opened() as store:
        rows = store.sessions(limit=limit)
    for row in rows:
        if as_json:
            emit(asdict(row))
        else:
            title = oneline(printable(row.title), 60)
            click.echo(f"{row.id:>5}  {day_and_time(row.touched)}  {count(row.turns, 'turn'):<9}  {title}")
    if not rows and not as_json:
        note("no session is stored; `moelite` opens the screen that stores them")
    return 0


@sessions.command()
@click.argument("words", nargs=-1, required=True)
@limit_option
@json_option
def search(words: Sequence[str], limit: int, as_json: bool) -> int:
    """Find the turns that hold all WORDS in question, steps or answer.

    The last word may be the beginning of one; '"words in quotes"' stand together.
    """
    from tui.export import day_and_time

    with opened() as store:
        hits = store.search(" ".join(words), limit=limit)
    for hit in hits:
        if as_json:
            emit(asdict(hit) | {"excerpt": "".join(text for text, _ in hit.excerpt)})
        else:
            bold = not os.environ.get("NO_COLOR")
            excerpt = "".join(
                click.style(printable(text), bold=found and bold or None) for text, found in hit.excerpt
            )
            question = oneline(printable(hit.question), 60)
            click.echo(f"{hit.session:>5}  {day_and_time(hit.began)}  {question}")
            click.echo(f"       {' '.join(excerpt.split())}")
    if not hits and not as_json:
        note("nothing was found")
    return 0


@sessions.command()
@click.argument("session", type=NUMBER)
@json_option
def show(session: int, as_json: bool) -> int:
    """Print a SESSION as Markdown; with --json as its events, which `moelite --replay` plays."""
    from tui.export import to_jsonl, to_markdown

    with opened() as store:
        row, turns = store.session(session), store.turns(session)
    click.echo(to_jsonl(turns) if as_json else to_markdown(turns, row), nl=False)
    return 0


@sessions.command()
@click.argument("session", type=NUMBER)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    help="Folder to write to (default: exports in the data folder).",
)
@json_option
def export(session: int, folder: Path | None, as_json: bool) -> int:
    """Write a SESSION as Markdown and as JSON lines. Prints the two files."""
    from tui.export import save

    with opened() as store:
        markdown, lines = save(store.session(session), store.turns(session), folder)
    if as_json:
        emit({"session": session, "markdown": str(markdown), "jsonl": str(lines)})
    else:
        click.echo(f"{markdown}\n{lines}")
    return 0


@sessions.command()
@click.argument("which", metavar="SESSION...", type=NUMBER, nargs=-1, required=True)
@json_option
def rm(which: Sequence[int], as_json: bool) -> int:
    """Remove sessions for good. Where one of them does not exist none is removed."""
    with opened() as store:
        rows = [store.session(session) for session in which]
        for row in rows:
            store.delete(row.id)
            if as_json:
                emit({"removed": asdict(row)})
            else:
                click.echo(f"removed {row.id} ({oneline(printable(row.title), 60)})")
    return 0


@contextmanager
def opened() -> "Iterator[Store]":
    """The store of this user, for as long as it is needed."""
    from tui.store import Store

    with closing(Store.open()) as store:
        yield store
