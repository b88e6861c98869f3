"""What the screens share: who is asked, what is stored, and the messages between a screen and the app."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

from tui.host import Host, Target
from tui.settings import Settings

if TYPE_CHECKING:
    from runtime.events import Event
    from tui.store import Store

PLACES = {"reason": "f2", "train": "f3", "evaluate": "f4", "adapters": "f5", "sessions": "f6"}
"""The five screens, which are also the app's modes, and the keys that open them."""


@dataclass(frozen=True, slots=True)
class Timed:
    """An event and when it came, in seconds since its turn began."""

    at: float
    event: Event


@dataclass
class Desk:
    """One for each app. `host` is None until the runtime is loaded; `loading` says what is loaded now.

    `store` is None where nothing is stored: before the first frame, and where the disk does not let us.
    `leaving` is what becomes of work that goes on when the user leaves, "" where none does.
    """

    target: Target = field(default_factory=Target)
    settings: Settings = field(default_factory=Settings)
    host: Host | None = None
    loading: str = ""
    store: Store | None = None
    leaving: str = ""


class LoadProgress(Message):
    """To every screen: what is being loaded."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class HostReady(Message):
    """To every screen: the desk has its host."""


class PacksTouched(Message):
    """To the app, from a screen: packs were installed, replaced or removed on disk."""


class PacksSettled(Message):
    """To every screen: the host holds the packs that are installed and the router knows them.

    `text` says in a line what changed or what could not be done.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Replay(Message):
    """To the app, from a screen: play these events on the Reason screen at the pace they came."""

    def __init__(self, question: str, domain: str | None, events: tuple[Timed, ...]) -> None:
        super().__init__()
        self.question, self.domain, self.events = question, domain, events


class Resume(Message):
    """To the app, from a screen: go on with the stored session."""

    def __init__(self, session: int) -> None:
        super().__init__()
        self.session = session
