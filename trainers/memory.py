"""What one evaluation leaves to the next: decoded answers and routes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.errors import UsageError

if TYPE_CHECKING:
    from trainers.evaluate import Subject

Decoded = tuple[str, bool]  # the text, and whether it ended by itself


@dataclass(slots=True)
class Memory:
    """What earlier evaluations with the same backbone, packs and router found; added to by the next one."""

    decoded: dict[tuple[str, str], Decoded] = field(default_factory=dict)
    routes: dict[str, str] = field(default_factory=dict)


def stamp(runtime: Subject) -> dict[str, str]:
    """What decoded answers depend on: the backbone, the content of every pack, and precision below bf16."""
    held = {"--head": runtime.info.head, "--kv-cache": runtime.info.cache}  # no pack has such a name
    lossy = {option: precision for option, precision in held.items() if precision != "bf16"}
    return {"backbone": runtime.info.fingerprint, **{p.name: p.digest for p in runtime.packs}, **lossy}


def read_cache(file: Path, runtime: Subject) -> dict[tuple[str, str], Decoded]:
    """The decoded answers in `file`; none where it is missing. Raises UsageError where they are others'."""
    if not file.exists():
        return {}
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            found, *rows = [json.loads(line) for line in lines]
    except (OSError, EOFError, ValueError) as error:
        raise UsageError(f"{file} is no file of decoded answers ({error}); give another name") from error
    if found != stamp(runtime):
        raise UsageError(f"{file} was decoded with another backbone or other packs; give another name")
    return {(row[0], row[1]): (row[2], row[3]) for row in rows}


def write_cache(file: Path, runtime: Subject, decoded: Mapping[tuple[str, str], Decoded]) -> None:
    """Write the decoded answers beside `file` and put them in its place."""
    new = file.with_name(f"{file.name}.new")
    with gzip.open(new, "wt", encoding="utf-8") as out:
        out.write(json.dumps(stamp(runtime)) + "\n")
        out.writelines(
            json.dumps([*pair, *value], ensure_ascii=False) + "\n" for pair, value in decoded.items()
        )
    new.replace(file)
