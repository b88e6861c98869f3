"""Saved turns: a JSON line an event, as `ask --json` writes it, with "at", seconds since its turn began."""

import json

from runtime.events import from_json, to_json
from tui.desk import Timed


def to_line(timed: Timed) -> str:
    """The event and its time as one JSON line (no line end)."""
    return f'{to_json(timed.event)[:-1]}, "at": {json.dumps(timed.at)}}}'


def from_line(line: str) -> Timed:
    """What `to_line` wrote. A line without a time came at once. Raises ValueError where it is no event."""
    fields = json.loads(line)
    if not isinstance(fields, dict):
        raise ValueError(f"not an event: {line[:80]!r}")
    at = fields.pop("at", 0.0)
    if isinstance(at, bool) or not isinstance(at, int | float) or not 0 <= at < float("inf"):
        raise ValueError(f'"at" is no time: {at!r}')
    return Timed(float(at), from_json(json.dumps(fields)))
