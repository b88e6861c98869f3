"""Every pack on this machine, as the Adapters screen lists it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from adapters import registry
from adapters.pack import Pack, record_of, size_of
from tui.host import Host
from tui.text import count, percent
from tui.text import size as amount

State = Literal["answering", "loading", "not loaded", "other backbone", "disabled", "broken", "deleted"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A pack or a broken folder. `pack` is None where it is broken; `fits` is None before there is a host."""

    name: str
    path: Path
    pack: Pack | None
    state: State
    problem: str = ""
    size: int = 0  # bytes on disk
    fits: bool | None = None
    bundled: bool = False
    trained: str = ""  # when, an ISO date
    learned: str = ""  # on what


def entries(host: Host | None) -> tuple[Entry, ...]:
    """All of them by name. Reads every pack, so not on the screen's own thread."""
    packs, broken = registry.survey()
    off = registry.disabled()
    held = {pack.name: pack for pack in host.packs} if host else {}
    found = [_entry(pack, host, held.get(pack.name), pack.name in off) for pack in packs]
    found += [Entry(b.path.name, b.path, None, "broken", b.problem) for b in broken]
    known = {entry.name for entry in found}
    found += [
        Entry(pack.name, pack.path, pack, "deleted", f"{pack.path} was deleted while it answers", fits=True)
        for pack in held.values()
        if pack.name not in known
    ]
    return tuple(sorted(found, key=lambda entry: entry.name))


def _entry(pack: Pack, host: Host | None, held: Pack | None, disabled: bool) -> Entry:
    fits = pack.backbone == host.info.fingerprint if host else None
    state: State
    if disabled:
        state = "disabled"
    elif fits is None:
        state = "loading"
    elif not fits:
        state = "other backbone"
    else:
        state = "answering" if held is not None and held.digest == pack.digest else "not loaded"
    record = record_of(pack)
    return Entry(
        pack.name,
        pack.path,
        pack,
        state,
        size=size_of(pack),
        fits=fits,
        bundled=registry.is_bundled(pack),
        trained=str(record.get("trained", "")),
        learned=learned(record),
    )


def learned(record: Mapping[str, Any]) -> str:
    """What a pack was trained on, as its record tells it: the sources, and how many rows and tokens."""
    match record:
        case {"sources": [*sources]} | {"domains": [*sources]}:
            parts = [", ".join(map(str, sources))]
        case _:
            parts = []
    match record:
        case {"rows": int(rows)}:
            parts.append(count(rows, "row"))
    match record:
        case {"tokens": int(tokens)}:
            parts.append(f"{amount(tokens)} tokens")
    return " · ".join(filter(None, parts))


def scores(pack: Pack) -> str:
    """Each set and its score: "numbers 97.5%, wordings 91.0%"."""
    return ", ".join(f"{name} {_score(value)}" for name, value in pack.scores.items())


def _score(value: float) -> str:
    return percent(value) if 0 <= value <= 1 else f"{value:g}"
