"""Evaluations on disk, one file each: JSON lines, the summary first, then a question a line.

So a list of reports reads one line a file, however many answers they hold.
"""

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.errors import UnavailableError, UsageError
from adapters.registry import home
from trainers.graded import Judged, Outcome, Row
from trainers.statistics import paired

SUFFIX = ".jsonl"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Report:
    """An evaluation: on what, of what, and all it found. `finished`: it was not stopped midway.

    `backbone`: name, fingerprint, device, and how head and cache are held; `packs`: content digest by name;
    `sets`: SHA-256 by name. `questions` is empty where only the summary was read.
    """

    when: str  # ISO 8601, UTC, seconds
    backbone: Mapping[str, str]
    packs: Mapping[str, str]
    sets: Mapping[str, str]
    systems: tuple[str, ...]
    max_new_tokens: int
    finished: bool
    rows: tuple[Row, ...]
    questions: tuple[Judged, ...] = ()
    name: str = ""  # of the file; "" before it is saved


@dataclass(frozen=True, slots=True)
class Difference:
    """A system in one report against itself in another, on the `n` questions that both hold.

    `difference` is second less first, with its 95 % interval; `gained` questions only the second got right,
    `lost` only the first; `p` is McNemar's exact one.
    """

    set: str
    system: str
    n: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    gained: int
    lost: int
    p: float


def now() -> str:
    """This moment, as reports write it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def folder() -> Path:
    """Where reports are kept (it may not exist yet)."""
    return home() / "reports"


def save(report: Report) -> Report:
    """The report under the name it was given; all of it is on disk or nothing. Raises UnavailableError."""
    root = folder()
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=root, prefix=".", delete=False) as file:
            stage = Path(file.name)
            try:
                file.write(_line({"report": FORMAT, **_summary(report)}))
                file.writelines(_line(asdict(question)) for question in report.questions)
                file.close()
                path = _free(root, report.when)
                stage.rename(path)
            except BaseException:
                stage.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise UnavailableError(f"the report was not saved: {root}: {error.strerror or error}") from error
    return replace(report, name=path.name.removesuffix(SUFFIX))


def listed() -> tuple[tuple[Report, ...], tuple[str, ...]]:
    """The summaries of all reports, the latest first, and a line for each file that is none."""
    reports, problems = [], []
    for path in _files():
        try:
            reports.append(_read(path, summary=True))
        except UnavailableError as error:
            problems.append(str(error))
    return tuple(reports), tuple(problems)


def read(name: str) -> Report:
    """The saved report of that name, or the one in the file at that path. Raises UnavailableError."""
    path = folder() / f"{name}{SUFFIX}"
    return _read(path if path.is_file() else Path(name), summary=False)


def compare(first: Report, second: Report) -> tuple[Difference, ...]:
    """A difference for every set and system of both. Raises UsageError where they share no question."""
    theirs = {(question.set, question.text): question for question in second.questions}
    found = []
    for name in first.sets:
        pairs = [
            (question, theirs[name, question.text])
            for question in first.questions
            if question.set == name and (name, question.text) in theirs
        ]
        for system in first.systems:
            answers = [(a.by(system), b.by(system)) for a, b in pairs]
            rights = [(a.right, b.right) for a, b in answers if a is not None and b is not None]
            if rights:
                before, after = zip(*rights, strict=True)
                found.append(_difference(name, system, before, after))
    if not found:
        raise UsageError("the two reports share no question that the same system answered")
    return tuple(found)


def _difference(name: str, system: str, before: Sequence[bool], after: Sequence[bool]) -> Difference:
    n, p = len(before), paired(after, before)
    first, second = sum(before) / n, sum(after) / n
    return Difference(name, system, n, first, second, p.difference, p.low, p.high, p.gained, p.lost, p.p)


def _summary(report: Report) -> dict[str, Any]:
    fields = asdict(replace(report, questions=()))
    del fields["questions"], fields["name"]
    return fields


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _free(root: Path, when: str) -> Path:
    """A path that nobody has, named by the time: 20261128-114003."""
    stem = re.sub(r"[-:]", "", when[:19]).replace("T", "-")
    names = (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
    return next(path for name in names if not (path := root / f"{name}{SUFFIX}").exists())


def _files() -> list[Path]:
    """Every saved report, the latest first."""
    return sorted(folder().glob(f"*{SUFFIX}"), key=lambda path: path.stem, reverse=True)


def _read(path: Path, *, summary: bool) -> Report:
    try:
        with open(path, encoding="utf-8") as lines:
            fields = json.loads(next(lines, ""))
            if fields.pop("report") != FORMAT:
                raise ValueError("written by another version")
            fields["systems"] = tuple(fields["systems"])
            fields["rows"] = tuple(_row(row) for row in fields["rows"])
            questions = () if summary else tuple(_judged(json.loads(line)) for line in lines)
            return Report(**fields, questions=questions, name=path.name.removesuffix(SUFFIX))
    except FileNotFoundError as error:
        known = [file.stem for file in _files()]
        there = f"the latest are {', '.join(known[:3])}" if known else "none is saved yet"
        raise UnavailableError(f"no report {path.name.removesuffix(SUFFIX)!r}; {there}") from error
    except OSError as error:
        raise UnavailableError(f"{path}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnavailableError(f"{path}: not a report that can be read ({error})") from error


def _row(fields: dict[str, Any]) -> Row:
    groups = {group: (right, n) for group, (right, n) in fields.pop("groups").items()}
    return Row(**fields, groups=groups)


def _judged(fields: dict[str, Any]) -> Judged:
    answers = {adapter: Outcome(**answer) for adapter, answer in fields.pop("answers").items()}
    return Judged(**fields, answers=answers)
