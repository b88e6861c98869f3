"""Saved turns: a JSON line an event, as `ask --json` writes it, with "at", seconds since its turn began."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, is_dataclass
from functools import cache
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from adapters.errors import UnavailableError, UsageError
from router.route import NONE, Route
from runtime.events import Event, Finished, Routed, Token, from_dict, to_json
from tui.desk import Timed

if TYPE_CHECKING:
    from adapters.pack import Pack
    from runtime.checking import Checking
    from runtime.sampling import Sampling

LOOK_S = 0.02  # between two looks at whether to go on
LARGEST = 1e15  # no number of an event comes near; neither infinity nor NaN is below

_hints: Callable[[Any], dict[str, Any]] = cache(get_type_hints)


def to_line(timed: Timed) -> str:
    """The event and its time as one JSON line (no line end)."""
    return f'{to_json(timed.event)[:-1]}, "at": {json.dumps(timed.at)}}}'


def from_line(line: str) -> Timed:
    """What `to_line` wrote; a line without a time came at once. Raises ValueError where it is no event."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not a JSON line ({error.msg} at column {error.colno})") from error
    if not isinstance(row, dict):
        raise ValueError("not an event")
    at = row.pop("at", 0.0)
    if not _fits(at, float) or at < 0:
        raise ValueError(f'"at" is no time: {at!r:.60}')
    return Timed(float(at), from_dict(row))


@dataclass(frozen=True, slots=True)
class SavedTurn:
    """A turn of a file; its first event is the Routed one. `domain` is what the user forced."""

    question: str
    domain: str | None
    events: tuple[Timed, ...]

    @property
    def routed(self) -> Routed:
        """How the question was routed."""
        event = self.events[0].event
        assert isinstance(event, Routed)
        return event


def read(path: Path) -> tuple[SavedTurn, ...]:
    """The turns of the file in order; at least one. Raises UsageError naming the file and the bad line."""
    turns: list[list[Timed]] = []
    try:
        with open(path, "rb") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                timed = _checked(line, f"{path}:{number}")
                if isinstance(timed.event, Routed):
                    turns.append([])
                elif not turns:
                    raise UsageError(f"{path}:{number}: a turn begins with a Routed event")
                turns[-1].append(timed)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    if not turns:
        raise UsageError(f"{path}: there is no turn in it; `moelite sessions export` writes such files")
    return tuple(map(_turn, turns))


def play(
    events: Sequence[Timed], speed: float = 1.0, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Event]:
    """Yield the events at the pace they came, `speed` times as fast; end at once when cancelled."""
    began = time.monotonic()
    for timed in events:
        while (left := began + timed.at / speed - time.monotonic()) > 0:
            if cancelled():
                return
            time.sleep(min(left, LOOK_S))
        if cancelled():
            return
        yield timed.event


@dataclass(frozen=True, slots=True)
class ReplayInfo:
    """The fields of `BackboneInfo` that are shown; the name is the backbone's that answered."""

    name: str
    fingerprint: str = ""
    parameters: int = 0
    device: str = "replay"
    context: int = 0


class ReplayHost:
    """A host that answers with the turns of a file, without a model. Its questions are those of `turns`."""

    def __init__(self, path: Path, turns: Sequence[SavedTurn], speed: float) -> None:
        self.turns = tuple(turns)
        routed = [turn.routed for turn in turns]
        self.info = ReplayInfo(routed[0].backbone)
        self.packs: tuple[Pack, ...] = ()
        known = {name for event in routed if event.route for name in event.route.probabilities}
        self.domains = tuple(sorted((known | {event.adapter for event in routed}) - {NONE, ""}))
        self._path, self._speed = path, speed
        self._played = -1

    @property
    def memory(self) -> int:
        """0: nothing is loaded."""
        return 0

    def close(self) -> None:
        """Nothing is to be ended."""

    def add(self, pack: Pack) -> Future[Any]:
        """Raises UnavailableError: nothing can be added to what has been."""
        raise UnavailableError("a replay takes no adapters")

    def remove(self, name: str) -> Future[Any]:
        """Raises UnavailableError."""
        raise UnavailableError("a replay holds no adapters")

    def route(self, question: str) -> Route:
        """The route that the question took then."""
        route = self.turns[self._find(question)].routed.route
        if route is None:
            raise UnavailableError("the domain of this question was forced; it was not routed")
        return route

    def solve(
        self,
        question: str,
        *,
        domain: str | None = None,
        sampling: Sampling | None = None,
        checking: Checking | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Event]:
        """Play the turn of that question; where it was asked more than once, the next of them."""
        self._played = self._find(question)
        yield from play(self.turns[self._played].events, self._speed, cancelled)

    def _find(self, question: str) -> int:
        start = self._played + 1
        for place in (*range(start, len(self.turns)), *range(start)):
            if self.turns[place].question.strip() == question.strip():
                return place
        raise UnavailableError(f"{self._path} holds no such question; a replay answers only what was asked")


def replay_host(path: Path, speed: float = 1.0) -> ReplayHost:
    """The host of a saved file. Raises UsageError where the file, or the speed, is bad."""
    if not speed > 0:
        raise UsageError(f"the speed of a replay must be above 0, not {speed}")
    return ReplayHost(path, read(path), speed)


def _turn(events: list[Timed]) -> SavedTurn:
    routed = events[0].event
    assert isinstance(routed, Routed)
    domain = (routed.adapter or NONE) if routed.route is None else None
    return SavedTurn(routed.question, domain, tuple(_paced(events)))


def _paced(events: list[Timed]) -> list[Timed]:
    """Events without times, at the even pace that the turn's own numbers tell."""
    ends = [timed.event for timed in events if isinstance(timed.event, Finished)]
    if not ends or ends[0].tok_s <= 0 or any(timed.at for timed in events):
        return events
    at, paced = 0.0, []
    for timed in events:
        if isinstance(timed.event, Token):
            at = ends[0].first_token_s + (timed.event.index - 1) / ends[0].tok_s
        paced.append(Timed(at, timed.event))
    return paced


def _checked(line: bytes, where: str) -> Timed:
    """The event on the line. Raises UsageError that begins with `where` if it is none."""
    try:
        timed = from_line(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError(f"{where}: not UTF-8 text") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where}: {error}") from error
    event = timed.event
    for name, hint in _hints(type(event)).items():
        if not _fits(value := getattr(event, name), hint):
            raise UsageError(f'{where}: "{name}" of {type(event).__name__} cannot be {value!r:.60}')
    if isinstance(event, Routed) and event.route and not event.route.probabilities:
        raise UsageError(f"{where}: the route has no probabilities")
    return timed


def _fits(value: object, hint: Any) -> bool:
    """Whether the value is of that type, all the way down. An int will do for a float, a bool will not."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return any(_fits(value, one) for one in args)
    if origin is Literal:
        return value in args
    if origin is tuple:
        return isinstance(value, tuple) and all(_fits(item, args[0]) for item in value)
    if origin is dict:
        return isinstance(value, dict) and all(
            _fits(key, args[0]) and _fits(item, args[1]) for key, item in value.items()
        )
    if is_dataclass(hint):
        return isinstance(value, hint) and all(  # type: ignore[arg-type]
            _fits(getattr(value, name), kind) for name, kind in _hints(hint).items()
        )
    if hint is float:
        return type(value) in (int, float) and abs(value) < LARGEST  # type: ignore[arg-type]
    return type(value) is (type(None) if hint is None else hint)
