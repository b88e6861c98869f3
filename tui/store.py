"""What was asked and answered, kept in one SQLite file: sessions of turns, each turn as its events."""

from __future__ import annotations

import re
import sqlite3
import threading
import time
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.errors import UnavailableError, UsageError
from adapters.registry import home
from runtime.events import Answer, Step
from tui.desk import Timed
from tui.migrations import migrate
from tui.replay import from_line, to_line

WAIT_S = 10.0  # for another moelite that is writing
LONGEST = 1000  # characters that are searched for; a word that is cut there is sought as a beginning
CONTROLS = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {ord("\n"), ord("\t")})
FOUND, END = "\x02", "\x03"  # around what was found; control characters are not stored as text
ADVICE = {
    sqlite3.SQLITE_FULL: "the disk is full; free some room (what was stored before is safe)",
    sqlite3.SQLITE_READONLY: "cannot be written; check the permissions of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check the permissions of the file and its folder",
    sqlite3.SQLITE_NOTADB: "is no session store; move it away to begin a new one",
    sqlite3.SQLITE_CORRUPT: "is damaged; move it away to begin a new one (sqlite3's .recover may read it)",
    sqlite3.SQLITE_BUSY: "is in use by another moelite; try again",
    sqlite3.SQLITE_CONSTRAINT: "the session was deleted meanwhile",
}


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as it is listed. Times are seconds since 1970."""

    id: int
    title: str
    backbone: str
    began: float
    touched: float
    turns: int


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn with all its events. `error`: "" where it ended well, None where it never ended (killed)."""

    id: int
    question: str
    domain: str | None
    began: float
    events: tuple[Timed, ...]
    error: str | None


@dataclass(frozen=True, slots=True)
class Glance:
    """A turn without its events."""

    id: int
    question: str
    answer: str
    error: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A turn that was found. `excerpt` is text in pieces, each with whether it is what was looked for."""

    turn: int
    session: int
    title: str
    question: str
    began: float
    excerpt: tuple[tuple[str, bool], ...]


class Store:
    """The sessions of this user. Every method may be called from any thread.

    Each raises UnavailableError, in one line, where the disk does not do its part; what was stored before
    stays as it was and the next call may succeed.
    """

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self._db = db
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path | None = None) -> Store:
        """The store at `path` (default: in the user's data folder), made or migrated where needed."""
        path = path or home() / "sessions.db"
        with _one_line(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            db = sqlite3.connect(path, timeout=WAIT_S, isolation_level="IMMEDIATE", check_same_thread=False)
            try:
                db.execute("PRAGMA journal_mode = WAL")
                # what is committed outlives the process; only a power cut may cost the last moments
                db.execute("PRAGMA synchronous = NORMAL")
                db.execute("PRAGMA foreign_keys = ON")
                migrate(path, db)
            except BaseException:
                db.close()
                raise
        return cls(path, db)

    def close(self) -> None:
        """Let go of the file. Nothing can be stored afterwards."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        """The connection, for this thread alone; what is done within is stored whole or not at all."""
        with self._lock, _one_line(self.path), self._db:
            yield self._db

    def begin_session(self, backbone: str) -> int:
        """The number of a new session. It is not listed before its first turn."""
        now = time.time()
        with self._using() as db:
            cursor = db.execute(
                "INSERT INTO session (backbone, began, touched) VALUES (?, ?, ?)",
                (_plain(backbone), now, now),
            )
            return _number(cursor)

    def begin_turn(self, session: int, question: str, domain: str | None = None) -> int:
        """The number of a new turn of the session."""
        now, question = time.time(), _plain(question)
        with self._using() as db:
            turn = _number(
                db.execute(
                    "INSERT INTO turn (session, question, domain, began) VALUES (?, ?, ?, ?)",
                    (session, question, domain and _plain(domain), now),
                )
            )
            db.execute(
                "INSERT INTO said (rowid, question, steps, answer) VALUES (?, ?, '', '')", (turn, question)
            )
            db.execute("UPDATE session SET touched = ? WHERE id = ?", (now, session))
            db.execute("UPDATE session SET title = ? WHERE id = ? AND title = ''", (question, session))
            return turn

    def append(self, turn: int, events: Sequence[Timed]) -> None:
        """Store more events of the turn. They outlive the process once this returns."""
        if not events:
            return
        # a lone surrogate becomes \udXXX, which is how JSON writes it
        lines = "\n".join(map(to_line, events)).encode("utf-8", "backslashreplace")
        steps = "".join(f"{_plain(said.event.text)}\n" for said in events if isinstance(said.event, Step))
        answers = [_plain(said.event.raw) for said in events if isinstance(said.event, Answer)]
        with self._using() as db:
            db.execute(_APPEND, (turn, turn, zlib.compress(lines)))
            if steps or answers:
                db.execute(
                    "UPDATE said SET steps = steps || ?, answer = answer || ? WHERE rowid = ?",
                    (steps, "".join(answers), turn),
                )

    def end_turn(self, turn: int, error: str = "") -> None:
        """The turn is over. `error` is the one line that it failed with."""
        with self._using() as db:
            # together they take a tenth of the room
            whole = zlib.compress(_lines(db, turn))
            db.execute("DELETE FROM batch WHERE turn = ?", (turn,))
            db.execute(_APPEND, (turn, turn, whole))
            db.execute("UPDATE turn SET error = ? WHERE id = ?", (_plain(error), turn))

    def sessions(self, limit: int = 100, offset: int = 0) -> list[SessionRow]:
        """The sessions that have turns, the last used one first."""
        with self._using() as db:
            rows = db.execute(f"{_SESSIONS} ORDER BY touched DESC, id DESC LIMIT ? OFFSET ?", (limit, offset))
            return [SessionRow(*row) for row in rows]

    def session(self, session: int) -> SessionRow:
        """The session of that number. Raises UsageError where there is none."""
        with self._using() as db:
            row = db.execute(f"{_SESSIONS} AND id = ?", (session,)).fetchone()
        if row is None:
            raise UsageError(f"there is no session {session}; `moelite sessions list` tells them")
        return SessionRow(*row)

    def turns(self, session: int) -> list[StoredTurn]:
        """The turns of the session in order, with all that was stored of each."""
        return self._read("session = ?", session)

    def turn(self, turn: int) -> StoredTurn:
        """The turn of that number. Raises UsageError where there is none."""
        for found in self._read("id = ?", turn):
            return found
        raise UsageError(f"there is no turn {turn}; the session may have been deleted")

    def _read(self, which: str, number: int) -> list[StoredTurn]:
        with self._using() as db:
            rows = db.execute(
                f"SELECT id, question, domain, began, error FROM turn WHERE {which} ORDER BY id", (number,)
            ).fetchall()
            lines = [_lines(db, row[0]) for row in rows]
        try:
            return [
                StoredTurn(turn, question, domain, began, _events(said), error)
                for (turn, question, domain, began, error), said in zip(rows, lines, strict=True)
            ]
        except ValueError as error:
            raise UnavailableError(f"{self.path}: {ADVICE[sqlite3.SQLITE_CORRUPT]}") from error

    def glance(self, session: int) -> list[Glance]:
        """The turns of the session in order, without their events: quick however long they are."""
        with self._using() as db:
            rows = db.execute(
                "SELECT turn.id, turn.question, said.answer, turn.error FROM turn JOIN said"
                " ON said.rowid = turn.id WHERE turn.session = ? ORDER BY turn.id",
                (session,),
            )
            return [Glance(*row) for row in rows]

    def search(self, text: str, limit: int = 50) -> list[Hit]:
        """The turns that hold every word of `text` in question, steps or answer, the latest first.

        The last word may be the beginning of one; words in double quotes stand together. Signs only part
        words. Any text will do.
        """
        query = match_query(text)
        if not query:
            return []
        with self._using() as db:
            rows = db.execute(
                "SELECT turn.id, session.id, session.title, turn.question, turn.began,"
                " snippet(said, -1, ?, ?, '…', 16)"
                " FROM said JOIN turn ON turn.id = said.rowid JOIN session ON session.id = turn.session"
                " WHERE said MATCH ? ORDER BY said.rowid DESC LIMIT ?",
                (FOUND, END, query, limit),
            )
            return [
                Hit(turn, session, title, question, began, _pieces(snippet))
                for turn, session, title, question, began, snippet in rows
            ]

    def rename(self, session: int, title: str) -> None:
        """Give the session another title. Raises UsageError where that is empty."""
        title = " ".join(_plain(title).split())
        if not title:
            raise UsageError("the name is empty; type one")
        with self._using() as db:
            db.execute("UPDATE session SET title = ? WHERE id = ?", (title, session))

    def delete(self, session: int) -> None:
        """Remove the session and its turns."""
        with self._using() as db:
            db.execute("DELETE FROM said WHERE rowid IN (SELECT id FROM turn WHERE session = ?)", (session,))
            db.execute("DELETE FROM session WHERE id = ?", (session,))


_SESSIONS = """\
SELECT id, title, backbone, began, touched, (SELECT count(*) FROM turn WHERE session = session.id)
FROM session WHERE EXISTS (SELECT 1 FROM turn WHERE session = session.id)"""

_APPEND = """\
INSERT INTO batch (turn, number, lines)
VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM batch WHERE turn = ?), ?)"""


def match_query(text: str) -> str:
    """`text` as an FTS5 query for all its words, the last one as a prefix; "" where it has no word."""
    pieces = re.findall(r'"[^"]*"|\S+', _plain(text[:LONGEST]))
    words = [piece.replace('"', " ").strip() for piece in pieces]
    quoted = [f'"{word}"' for word in words if any(map(_is_indexed, word))]
    return f"{' '.join(quoted)} *" if quoted else ""


def _is_indexed(char: str) -> bool:
    """Whether the index takes the character for a part of a word (letters, numbers, private use)."""
    category = unicodedata.category(char)
    return category[0] in "LN" or category == "Co"


def _number(cursor: sqlite3.Cursor) -> int:
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _plain(text: str) -> str:
    """`text` as it can be stored as text: no control characters, no lone surrogates."""
    return text.encode("utf-8", "replace").decode().translate(CONTROLS)


def _lines(db: sqlite3.Connection, turn: int) -> bytes:
    kept = db.execute("SELECT lines FROM batch WHERE turn = ? ORDER BY number", (turn,)).fetchall()
    return b"\n".join(zlib.decompress(lines) for (lines,) in kept)


def _events(lines: bytes) -> tuple[Timed, ...]:
    return tuple(from_line(line) for line in lines.decode().split("\n") if line)


def _pieces(snippet: str) -> tuple[tuple[str, bool], ...]:
    pieces = re.split(f"{FOUND}(.*?){END}", snippet, flags=re.DOTALL)
    return tuple((piece, i % 2 == 1) for i, piece in enumerate(pieces) if piece)


@contextmanager
def _one_line(path: Path) -> Iterator[None]:
    """What the disk or SQLite complains of within, as UnavailableError."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        advice = ADVICE.get(code & 0xFF) if code is not None else None
        raise UnavailableError(f"{path}: {advice or error}") from error
    except OSError as error:
        raise UnavailableError(f"{path}: {error.strerror or error}; check the folder") from error
    except zlib.error as error:
        raise UnavailableError(f"{path}: {ADVICE[sqlite3.SQLITE_CORRUPT]}") from error
