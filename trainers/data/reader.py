"""One way to read training data, wherever it lies."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from adapters.errors import UsageError
from trainers.data import sources
from trainers.data.files import files_of, rows_in
from trainers.data.rows import Row, Rows, told_of
from trainers.progress import Refused


def read(
    spec: str,
    *,
    split: str | None = None,
    limit: int | None = None,
    level: str = "",
    subject: str = "",
    training: bool = True,
) -> Rows:
    """The rows of `spec`: a file, a folder, `tasks:DOMAIN` or `hub:ORG/NAME[/CONFIG][:SPLIT]`.

    At most `limit` rows of the levels ("3" or "3-5") and the subject asked for. Without `training`, rows
    that can only be evaluated on are taken too. Raises UsageError where nothing is usable, else what cannot
    be used is in `refused`.
    """
    if limit is not None and limit < 1:
        raise UsageError(f"{limit} rows are asked for; at least 1 is needed")
    levels = _levels(level)
    kind, _, name = spec.partition(":")
    found: Iterator[Row | Refused]
    match kind:
        case "tasks" if name:
            found = sources.tasks(name, limit if limit is not None else sources.TASK_ROWS, levels)
        case "hub" if name:
            found = sources.hub(name, split, training=training)
        case _:
            files = files_of(Path(os.path.expanduser(spec)), split)
            found = (row for file in files for row in rows_in(file, training=training))
    asked = [f"level {level}"] * bool(level) + [f"subject {subject!r}"] * bool(subject)
    return _gathered(spec, found, limit, levels, subject.casefold(), " and ".join(asked))


def _gathered(
    spec: str,
    found: Iterable[Row | Refused],
    limit: int | None,
    levels: range | None,
    subject: str,
    asked: str,
) -> Rows:
    rows: list[Row] = []
    refused: list[Refused] = []
    others: Counter[str] = Counter()
    for item in found:
        match item:
            case Refused():
                refused.append(item)
            case Row(level=level) if levels is not None and level not in levels:
                others[f"level {level}" if level else "no level"] += 1
            case Row(group=group) if subject and group.casefold() != subject:
                others[group or "no subject"] += 1
            case Row():
                rows.append(item)
        if limit is not None and len(rows) == limit:
            break
    if rows:
        return Rows(spec, tuple(rows), tuple(refused), others.total())
    if others:
        raise UsageError(f"no row of {asked} in {spec!r}; it has {', '.join(sorted(others)[:12])}")
    if not refused:
        raise UsageError(f"{spec!r} holds no rows")
    more = f" (and {len(refused) - 1:,} more)" if len(refused) > 1 else ""
    raise UsageError(f"nothing usable in {spec!r}: {told_of(refused[0])}{more}")


def _levels(text: str) -> range | None:
    """The levels of "3" or "3-5"; None for all of them."""
    if not text:
        return None
    numbers = re.fullmatch(r"\s*(\d{1,3})(?:\s*-\s*(\d{1,3}))?\s*", text)
    low, high = (int(numbers[1]), int(numbers[2] or numbers[1])) if numbers else (0, 0)
    if not 1 <= low <= high:
        raise UsageError(f"level {text!r} is none; write one as 3 and several as 3-5")
    return range(low, high + 1)
