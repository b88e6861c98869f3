"""The stream of events that training yields and every reader (command line, Train screen, log) consumes.

Order of one run: Read and Example (three), Predicted, then Stepped with Measured and Saved between, and
one of Done, Paused or Failed at the end; Loading may come anywhere. Every event is one JSON line and reads
back equal.
"""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken, where it stands, and why. `line` counts from 1; 0 is the whole file."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """The data was read. `kept` rows are learned from, `heldout` more are measured on.

    `duplicates` repeat an earlier row, `overlap` stand in an evaluation set; neither is kept.
    """

    source: str
    rows: int
    kept: int
    heldout: int
    refused: tuple[Refused, ...] = ()
    duplicates: int = 0
    overlap: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """One row as the model reads it: the loss is on `learned` only. `tokens` counts both."""

    masked: str
    learned: str
    tokens: int


@dataclass(frozen=True, slots=True)
class Predicted:
    """What the run will cost. `measured`: after two real steps, else computed before anything is loaded."""

    steps: int
    tokens: int
    peak_bytes: int
    disk_bytes: int
    seconds: float
    measured: bool = False


@dataclass(frozen=True, slots=True)
class Loading:
    """Something that takes its time has begun."""

    text: str


@dataclass(frozen=True, slots=True)
class Stepped:
    """Step `step` of `steps` is done. `loss` is the mean since the last such event."""

    step: int
    steps: int
    loss: float
    lr: float
    tok_s: float
    seconds: float
    left_s: float
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Held-out questions answered after `step`, with Wilson's interval. `best`: better than any before."""

    step: int
    right: int
    n: int
    accuracy: float
    low: float
    high: float
    best: bool


@dataclass(frozen=True, slots=True)
class Rewarded:
    """What the answers that GRPO drew for `step` earned: `mean`, and the mean deviation within a group.

    A group is the answers to one question. `silent`: share of groups whose answers all earned the same, from
    which nothing is learned; `right`: share of the answers that were right.
    """

    step: int
    mean: float
    spread: float
    silent: float
    right: float


@dataclass(frozen=True, slots=True)
class Saved:
    """All of the run up to `step` is on disk."""

    step: int


@dataclass(frozen=True, slots=True)
class Paused:
    """The run was asked to end early; all of it up to `step` is on disk and `--resume` goes on."""

    step: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The run ended in an error. `kept` is the step of the last good state, -1 where there is none."""

    message: str
    kept: int = -1


@dataclass(frozen=True, slots=True)
class Done:
    """The pack is written to `pack`; `installed` tells whether the router already knows it.

    `before`, `after`: accuracy on the held-out questions of the bare backbone and with the adapter.
    """

    name: str
    pack: str
    installed: bool
    steps: int
    tokens: int
    seconds: float
    before: float | None = None
    after: float | None = None


TrainingEvent = (
    Read | Example | Predicted | Loading | Stepped | Measured | Rewarded | Saved | Paused | Failed | Done
)

_KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (Read, Example, Predicted, Loading, Stepped, Measured, Rewarded, Saved, Paused, Failed, Done)
}


def to_json(event: TrainingEvent) -> str:
    """The event as one JSON line (no line end), its kind under "event"."""
    return json.dumps({"event": type(event).__name__, **asdict(event)}, ensure_ascii=False)


_TAKEN: dict[Any, Any] = {  # what a field may hold in JSON, where that is not just its type
    float: int | float,
    float | None: int | float | None,
    tuple[Refused, ...]: tuple,
}


def from_json(line: str) -> TrainingEvent:
    """The event that `to_json` wrote. Raises ValueError where the line is no event."""
    try:
        values: dict[str, Any] = json.loads(line)
        kind = _KINDS[values.pop("event")]
        if kind is Read:
            values["refused"] = tuple(_checked(Refused(**row)) for row in values["refused"])
        event: TrainingEvent = _checked(kind(**values))
        return event
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a training event: {line[:80]!r}") from error


def _checked(record: Any) -> Any:
    """The record itself. Raises TypeError where a field holds something of another type."""
    for field in fields(record):
        if not isinstance(getattr(record, field.name), _TAKEN.get(field.type, field.type)):
            raise TypeError(field.name)
    return record
