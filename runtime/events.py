"""The one stream of events that `solve` yields and every reader (tui, ask, evaluate, replay) consumes.

Order for one question: Routed, then Token and Step interleaved (with Restarted where a step was cut
out), then Answer, then Finished. Every event is one JSON line and reads back equal.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from router.route import Route, route_of


@dataclass(frozen=True, slots=True)
class Routed:
    """The question was routed. `adapter` is the domain that will answer, "" for the bare backbone."""

    question: str
    adapter: str
    route: Route | None  # None where the caller forced the domain
    backbone: str


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text was decoded. `index` counts tokens from 1; text may be "" within a character."""

    text: str
    part: Literal["thought", "answer"]
    index: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a checker says of a step. `reason` says why it was refuted."""

    kind: Literal["holds", "refuted", "unchecked"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the chain of thought is complete. `note` says what else it is.

    "correction": the model takes something back by itself; "hint": the runtime wrote it; "loop": it repeats
    what stands before it.
    """

    index: int
    text: str
    verdict: Verdict
    note: Literal["", "correction", "hint", "loop"] = ""


@dataclass(frozen=True, slots=True)
class Restarted:
    """The steps from number `step` on do not count any more; the next one gets that number.

    `policy` says how decoding goes on. "resample", "loop": from the end of the step before, along another
    way; "hint": from a thought that says what is wrong; "end": the thought is over, the answer follows.
    """

    step: int
    text: str
    reason: str
    restarts: int
    policy: Literal["resample", "hint", "loop", "end"] = "resample"


@dataclass(frozen=True, slots=True)
class Answer:
    """The final answer: `text` as graded (inside the box), `raw` as the model wrote it."""

    text: str
    raw: str
    verified: bool | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """The question is done. Seconds are wall clock; `tokens` counts what was decoded."""

    reason: Literal["stop", "length", "stopped", "refused"]
    prompt_tokens: int
    tokens: int
    restarts: int
    first_token_s: float
    seconds: float
    tok_s: float


Event = Routed | Token | Step | Restarted | Answer | Finished

_KINDS: dict[str, type] = {kind.__name__: kind for kind in (Routed, Token, Step, Restarted, Answer, Finished)}


def to_dict(event: Event) -> dict[str, Any]:
    """The event as JSON has it, its kind under "event"."""
    return {"event": type(event).__name__, **asdict(event)}


def from_dict(fields: dict[str, Any]) -> Event:
    """The event that `to_dict` gave, with JSON between. Raises ValueError where it is none."""
    try:
        kind = _KINDS[fields["event"]]
        given = {name: value for name, value in fields.items() if name != "event"}
        if kind is Routed and given["route"] is not None:
            given["route"] = route_of(given["route"])
        if kind is Step:
            given["verdict"] = Verdict(**given["verdict"])
        return kind(**given)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not an event: {str(fields)[:80]}") from error


def to_json(event: Event) -> str:
    """The event as one JSON line (no line end), its kind under "event"."""
    return json.dumps(to_dict(event), ensure_ascii=False)


def from_json(line: str) -> Event:
    """The event that `to_json` wrote. Raises ValueError where the line is no event."""
    return from_dict(json.loads(line))
