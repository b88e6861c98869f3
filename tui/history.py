"""What was sent before, kept over restarts: one JSON string a line, the latest last."""

import json
from contextlib import suppress
from pathlib import Path

from adapters.registry import home

KEPT = 500


def path() -> Path:
    """Where it is kept."""
    return home() / "history.jsonl"


def read() -> list[str]:
    """The latest of what was sent; lines that are none are passed over."""
    try:
        lines = path().read_text("utf-8", "replace").splitlines()[-KEPT:]
    except OSError:
        return []
    found = []
    for line in lines:
        with suppress(ValueError):
            found.append(json.loads(line))
    return [text for text in found if isinstance(text, str)]


def append(text: str) -> None:
    """Add what was sent. A disk that does not take it costs only the memory of it."""
    with suppress(OSError):
        path().parent.mkdir(parents=True, exist_ok=True)
        with path().open("a", encoding="utf-8") as file:
            file.write(json.dumps(text) + "\n")
