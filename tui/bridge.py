"""From the runtime's thread to the screen: events in small batches, and always a word at the end."""

import logging
import time
from collections.abc import Callable

from textual.message import Message

from adapters.errors import MoeliteError
from runtime.events import Event, Finished, Routed
from tui.host import Host

EVERY_S = 0.06  # a screen that is repainted for every token slows the model down


class Batch(Message):
    """Events of the turn, in order."""

    def __init__(self, turn: object, events: tuple[Event, ...]) -> None:
        super().__init__()
        self.turn, self.events = turn, events


class Ended(Message):
    """The turn's thread is done. `error` is "" or one line."""

    def __init__(self, turn: object, error: str) -> None:
        super().__init__()
        self.turn, self.error = turn, error


def pump(
    turn: object,
    host: Host,
    question: str,
    domain: str | None,
    cancelled: Callable[[], bool],
    post: Callable[[Message], object],
) -> None:
    """Answer the question in this thread: the first events are posted at once, later ones every 60 ms."""
    waiting: list[Event] = []
    posted, error, begun = 0.0, "", False
    try:
        for event in host.solve(question, domain=domain, cancelled=cancelled):
            waiting.append(event)
            first = not begun and not isinstance(event, Routed)
            begun = begun or first
            now = time.monotonic()
            if first or now - posted >= EVERY_S or isinstance(event, Routed | Finished):
                post(Batch(turn, tuple(waiting)))
                waiting.clear()
                posted = now
    except Exception as failure:
        logging.getLogger(__name__).exception("answering failed")
        error = one_line(failure)
    finally:
        if waiting:
            post(Batch(turn, tuple(waiting)))
        post(Ended(turn, error))


def one_line(failure: Exception) -> str:
    """The failure as the user reads it."""
    if isinstance(failure, MoeliteError):
        return " ".join(str(failure).split())
    return f"unexpected {type(failure).__name__}: {' '.join(str(failure).split())}"
