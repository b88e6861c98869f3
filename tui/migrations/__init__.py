"""The tables of the session store as numbered SQL scripts; user_version of the file is the last applied."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from adapters.errors import UnavailableError

FOLDER = Path(__file__).parent


def migrate(path: Path, db: sqlite3.Connection) -> None:
    """Bring the file up to the latest migration; one that holds sessions is copied beside itself before.

    Raises UnavailableError where a newer moelite has written it.
    """
    scripts = {int(script.name.partition("_")[0]): script for script in FOLDER.glob("*.sql")}
    if _version(db) == max(scripts):
        return
    db.execute("BEGIN IMMEDIATE")  # of two that start at once, one migrates
    with db:
        version = _version(db)
        if version > max(scripts):
            raise UnavailableError(
                f"{path} was written by a newer moelite (format {version}, known up to {max(scripts)});"
                " update moelite"
            )
        if 0 < version < max(scripts):
            _back_up(path, path.with_name(f"{path.stem}-format{version}{path.suffix}"))
        for number in sorted(number for number in scripts if number > version):
            for statement in _statements(scripts[number].read_text("utf-8")):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {max(scripts)}")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """The statements of an SQL script. (executescript would commit what was begun before it.)"""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _back_up(path: Path, copy: Path) -> None:
    """Copy the store as it is now: written beside, then renamed."""
    stage = copy.with_name(f".{copy.name}.new")
    stage.unlink(missing_ok=True)
    stage.touch(mode=0o600)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(stage)) as target:
        source.backup(target)
    stage.replace(copy)
