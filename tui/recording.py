"""Turns on their way into the store: a store that fails costs one line, never the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from adapters.errors import MoeliteError
from tui.desk import Timed

if TYPE_CHECKING:
    from tui.store import Store


class Recording:
    """The session that turns are stored in; None before its first turn. `report` gets what went wrong.

    May be used from several threads, each with a turn of its own.
    """

    def __init__(self, report: Callable[[str], None]) -> None:
        self.session: int | None = None
        self._report = report
        self._told = False

    def turn(self, store: Store | None, question: str, domain: str | None, backbone: str) -> StoredTurn:
        """A new turn of the session, or one that keeps nothing where the store does not work."""
        if store is None:
            return StoredTurn(None, 0, self.failed)
        try:
            if self.session is None:
                self.session = store.begin_session(backbone)
            return StoredTurn(store, store.begin_turn(self.session, question, domain), self.failed)
        except MoeliteError as error:
            self.session = None  # it may have been deleted: the next turn begins another
            self.failed(error)
            return StoredTurn(None, 0, self.failed)

    def failed(self, error: MoeliteError) -> None:
        """Tell of the first failure; the others are the same."""
        if not self._told:
            self._told = True
            self._report(f"not stored: {' '.join(str(error).split())}")


class StoredTurn:
    """A turn that is being written down. After a failure it keeps nothing more: a gap would be a lie."""

    def __init__(self, store: Store | None, turn: int, failed: Callable[[MoeliteError], None]) -> None:
        self._store, self._turn, self._failed = store, turn, failed

    def keep(self, event: Timed) -> None:
        """Store the event; it is on disk when this returns."""
        self._try(lambda store: store.append(self._turn, (event,)))

    def end(self, error: str) -> None:
        """Store that the turn is over."""
        self._try(lambda store: store.end_turn(self._turn, error))

    def _try(self, act: Callable[[Store], None]) -> None:
        if self._store is None:
            return
        try:
            act(self._store)
        except MoeliteError as error:
            self._store = None
            self._failed(error)
