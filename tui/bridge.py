"""From the runtime's thread to the screen: events in small batches, and always a word at the end."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator

from textual.message import Message

from adapters.errors import MoeliteError
from runtime.events import Event, Finished, Routed
from tui.desk import Timed

EVERY_S = 0.1  # to lay out and paint the screen for every token would take all of a core


class Batch(Message):
    """Events of the turn, in order."""

    def __init__(self, turn: object, events: tuple[Timed, ...]) -> None:
        super().__init__()
        self.turn, self.events = turn, events


class Ended(Message):
    """The turn's thread is done. `error` is "" or one line."""

    def __init__(self, turn: object, error: str) -> None:
        super().__init__()
        self.turn, self.error = turn, error


def timed(events: Iterable[Event]) -> Iterator[Timed]:
    """The events with the seconds since the first was asked for."""
    began = time.monotonic()
    for event in events:
        yield Timed(time.monotonic() - began, event)


def pump(
    turn: object,
    events: Iterator[Timed],
    keep: Callable[[Timed], None],
    post: Callable[[Message], object],
    every: Callable[[], float] = lambda: EVERY_S,
) -> str:
    """Take the events in this thread: `keep` gets each at once, `post` the first at once, later ones
    `every` so many seconds. Returns the error that it ended with, "" for none.
    """
    waiting: list[Timed] = []
    posted, error, begun = 0.0, "", False

    def hand_on() -> None:
        post(Batch(turn, tuple(waiting)))
        waiting.clear()

    try:
        for item in events:
            keep(item)
            waiting.append(item)
            first = not begun and not isinstance(item.event, Routed)
            begun = begun or first
            now = time.monotonic()
            if first or now - posted >= every() or isinstance(item.event, Routed | Finished):
                hand_on()
                posted = now
    except Exception as failure:
        logging.getLogger(__name__).exception("answering failed")
        error = one_line(failure)
    if waiting:
        hand_on()
    return error


def one_line(failure: Exception) -> str:
    """The failure as the user reads it."""
    if isinstance(failure, MoeliteError):
        return " ".join(str(failure).split())
    return f"unexpected {type(failure).__name__}: {' '.join(str(failure).split())}"
