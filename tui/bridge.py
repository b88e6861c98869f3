"""From the runtime's thread to the screen: events in small batches, and always a word at the end."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator

from textual.message import Message

from adapters.errors import MoeliteError
from runtime.events import Event, Finished, Routed
from tui.desk import Timed

EVERY_S = 0.06  # at the least between two batches
LONGEST_S = 0.25  # at the most, however busy the screen is
SHARE = 0.05  # of the time that the screen should take at the most: Python runs one thread at a time


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
) -> str:
    """Take the events in this thread: `keep` gets each at once, `post` the first at once, later ones in
    batches, as often as the screen can show them in its SHARE. Returns the error that it ended with, or "".
    """
    waiting: list[Timed] = []
    posted, worked, error, begun = 0.0, 0.0, "", False

    def hand_on() -> None:
        nonlocal posted, worked
        post(Batch(turn, tuple(waiting)))
        waiting.clear()
        posted, worked = time.monotonic(), screen_s()

    try:
        for item in events:
            keep(item)
            waiting.append(item)
            first = not begun and not isinstance(item.event, Routed)
            begun = begun or first
            passed = time.monotonic() - posted
            due = passed >= LONGEST_S or passed >= EVERY_S and screen_s() - worked <= SHARE * passed
            if first or due or isinstance(item.event, Routed | Finished):
                hand_on()
    except Exception as failure:
        logging.getLogger(__name__).exception("answering failed")
        error = one_line(failure)
    if waiting:
        hand_on()
    return error


def screen_s() -> float:
    """Seconds of processor time that the main thread, which the screen runs in, has taken so far."""
    return time.clock_gettime(time.pthread_getcpuclockid(threading.main_thread().ident or 0))


def one_line(failure: Exception) -> str:
    """The failure as the user reads it."""
    if isinstance(failure, MoeliteError):
        return " ".join(str(failure).split())
    return f"unexpected {type(failure).__name__}: {' '.join(str(failure).split())}"
