"""Rows from files, a line at a time: which files of a folder, and what each of their lines holds."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BufferedReader
from itertools import chain, count
from pathlib import Path

from adapters.errors import UsageError
from trainers.data.formats import Unusable, row_of
from trainers.data.rows import Row
from trainers.progress import Refused

LONGEST_LINE = 1 << 20  # bytes; a longer line is no question
_KINDS = (".jsonl", ".json", ".txt")
_SPLITS: Mapping[str, tuple[str, ...]] = {
    "train": ("train",),
    "valid": ("valid", "validation", "val", "eval"),  # LogiQA calls it Eval
    "dev": ("dev",),
    "test": ("test",),
}


def files_of(path: Path, split: str | None) -> list[Path]:
    """The files of a split under `path`, sorted; without a split the training ones, else the validation ones.

    A split is told by the name of the file ("train.jsonl") or of a folder above it ("train/algebra/1.json").
    Files for tests are taken only where `split` says so. Raises UsageError.
    """
    try:
        if path.is_file():
            return [path]
        if not path.is_dir():
            raise UsageError(f"no file or folder {str(path)!r}; other sources are tasks:DOMAIN, hub:ORG/NAME")
        found = _by_split(path)
    except OSError as error:
        raise UsageError(f"cannot read {str(path)[:200]!r}: {error.strerror or error}") from error
    if not found:
        raise UsageError(f"no {', '.join(_KINDS)} file in {str(path)!r}")
    for name in (split,) if split else ("train", "valid", ""):
        if name in found:
            return found[name]
    has = ", ".join(sorted(filter(None, found))) or "files of no split"
    raise UsageError(f"no split {split or 'train'!r} in {str(path)!r}; it has {has}")


def _by_split(folder: Path) -> dict[str, list[Path]]:
    """The files in a folder and two levels below it, by the split their path names ("": none)."""
    found: dict[str, list[Path]] = {}
    for file in sorted(chain(*(folder.glob(pattern) for pattern in ("*", "*/*", "*/*/*")))):
        inside = file.relative_to(folder)
        if file.suffix.lower() in _KINDS and not inside.parts[0].startswith(".") and file.is_file():
            found.setdefault(_split_of(inside), []).append(file)
    return found


def _split_of(inside: Path) -> str:
    for part in (inside.stem, *inside.parts[:-1]):
        for word in re.split(r"[^a-z]+", part.lower()):
            for split, names in _SPLITS.items():
                if word in names:
                    return split
    return ""


def rows_in(file: Path, *, training: bool = True) -> Iterator[Row | Refused]:
    """What each line of a file holds, blank lines left out. Raises UsageError where it cannot be read."""
    try:
        with file.open("rb") as stream:
            beginning = stream.peek(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
            if file.suffix.lower() == ".json" and beginning[:1] == b"{":
                objects = _one_object(stream)
            elif file.suffix.lower() == ".txt" and beginning[:1] not in (b"{", b"["):
                objects = _logiqa(stream)
            else:
                objects = _json_lines(stream)
            for line, raw in objects:
                try:
                    if isinstance(raw, Unusable):
                        raise raw
                    yield replace(row_of(raw, training=training), file=str(file), line=line)
                except Unusable as reason:
                    yield Refused(str(file), line, str(reason))
    except OSError as error:
        raise UsageError(f"cannot read {str(file)!r}: {error.strerror or error}") from error


def _lines(stream: BufferedReader) -> Iterator[tuple[int, str | Unusable]]:
    """Each line's number and text, or why it is none."""
    for number in count(1):
        line = stream.readline(LONGEST_LINE + 1)
        if not line:
            return
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE)
            yield number, Unusable(f"a line of more than {LONGEST_LINE:,} bytes")
            continue
        try:
            yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            yield number, Unusable(f"not UTF-8 (byte {error.start + 1})")


def _json_lines(stream: BufferedReader) -> Iterator[tuple[int, object]]:
    for number, line in _lines(stream):
        if isinstance(line, Unusable):
            yield number, line
        elif line.strip():
            yield number, _parsed(line)


def _one_object(stream: BufferedReader) -> Iterator[tuple[int, object]]:
    """One object over the whole file, as MATH is published; else the lines of it."""
    try:
        yield 1, json.loads(stream.read(LONGEST_LINE + 1).decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        stream.seek(0)
        yield from _json_lines(stream)


def _logiqa(stream: BufferedReader) -> Iterator[tuple[int, object]]:
    """LogiQA 1 as published: blocks of letter, passage, question and options, blank lines between."""
    block: list[str] = []
    first = 1
    for number, line in chain(_lines(stream), [(0, "")]):
        if isinstance(line, Unusable):
            yield number, line
        elif line.strip() and len(block) < 30:
            first = first if block else number
            block.append(line.strip())
        elif block:
            yield first, _block(block)
            first, block = number, [line.strip()] if line.strip() else []


def _block(lines: Sequence[str]) -> object:
    if len(lines) < 5 or not re.fullmatch("[a-zA-Z]", lines[0]):
        return Unusable("not JSON, nor a letter, a passage, a question and options a line each")
    options = [re.sub(r"^[A-Z]\.\s*", "", option) for option in lines[3:]]
    return {"label": lines[0], "context": lines[1], "question": lines[2], "options": options}


def _parsed(line: str) -> object:
    try:
        return json.loads(line, parse_constant=_no_number)
    except Unusable as reason:
        return reason
    except ValueError as error:
        if line.lstrip().startswith("["):
            return Unusable("a JSON array over several lines; write one object a line")
        return Unusable(f"not JSON ({str(error)[:80]})")
    except RecursionError:
        return Unusable("JSON nested too deep")


def _no_number(name: str) -> object:
    raise Unusable(f"{name} is not a value")
