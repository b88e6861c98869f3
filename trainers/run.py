"""The folder of a training run: what was asked, what has happened, and that one process at a time is at it.

run.json                what was asked, and what it depends on
log.jsonl               every event, as `trainers.progress` writes it
checkpoint/             the state that `--resume` goes on from; gone when the run is done
pack/                   the best adapter so far, as a whole pack
curves.svg              loss and accuracy, when the run is done
"""

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from adapters.errors import UnavailableError, UsageError
from adapters.registry import home
from trainers import config as configs
from trainers.board import Board
from trainers.config import Config
from trainers.progress import Done, Failed, Paused, Saved, TrainingEvent, from_json, to_json

ASKED, LOG, CHECKPOINT, PACK, MODEL = "run.json", "log.jsonl", "checkpoint", "pack", "model"
CURVES, BOARD = "curves.svg", "tensorboard"


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asks for. `out`: where the pack goes in place of being installed."""

    name: str
    config: Config
    backbone: str | None = None
    out: Path | None = None
    install: bool = True
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What a run depends on: the backbone's fingerprint, and the SHA-256 of the rows."""

    backbone: str
    data: str


def folder_of(name: str) -> Path:
    """The folder of the run that trains the domain `name`."""
    return home() / "training" / name


def stored(name: str) -> tuple[Order, Facts]:
    """What the run of that name was asked, and depends on. Raises UsageError where there is none."""
    file = folder_of(name) / ASKED
    try:
        asked: dict[str, Any] = json.loads(file.read_text("utf-8"))
        out = Path(asked["out"]) if asked["out"] else None
        config = configs.from_dict(asked["config"], str(file))
        order = Order(asked["name"], config, asked["backbone"], out, asked["install"], asked["replace"])
        return order, Facts(**asked["facts"])
    except FileNotFoundError:
        raise UsageError(f"there is no run of {name} to resume; leave --resume out") from None
    except OSError as error:
        raise UnavailableError(f"{file}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnavailableError(f"{file} is damaged ({error}); begin anew with --replace") from error


def to_resume(order: Order) -> Facts:
    """What the order's run depends on. Raises UsageError where it is finished, or was asked otherwise."""
    before, facts = stored(order.name)
    change = configs.difference(order.config, before.config)
    if not change and order.backbone != before.backbone:
        change = f"the backbone is {order.backbone}, was {before.backbone}"
    if change:
        raise UsageError(f"{order.name} is resumed as it was asked: {change}; leave that out, or begin anew")
    if any(isinstance(event, Done) for event in history(folder_of(order.name))):
        raise UsageError(f"the run of {order.name} is finished; leave --resume out to train anew")
    return facts


def check_unchanged(before: Facts, now: Facts, name: str) -> None:
    """Raises UsageError where a run no longer has what it depends on."""
    for key, what in (("data", "data is"), ("backbone", "backbone is")):
        if getattr(before, key) != getattr(now, key):
            raise UsageError(
                f"{name} cannot be resumed: its {what} no longer the same; bring it back, or begin anew "
                "with --replace"
            )


def check_free(order: Order) -> None:
    """Raises UsageError where a run of that name waits to be resumed and may not be replaced."""
    folder = folder_of(order.name)
    if (folder / CHECKPOINT).is_dir() and not order.replace:
        raise UsageError(
            f"a run of {order.name} is not finished; go on with --resume, or begin anew with --replace"
        )


@contextmanager
def locked(name: str) -> Iterator[Path]:
    """The run's folder, held against other processes. Raises UsageError where one is at it."""
    folder = folder_of(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = open(folder / ".lock", "w")  # noqa: SIM115
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(f"{name} is being trained by another process; stop that one first") from None
        try:
            yield folder
        except BaseException:
            if not any((folder / name).exists() for name in (CHECKPOINT, PACK, MODEL)):
                shutil.rmtree(folder, ignore_errors=True)  # it failed before there was anything to keep
            raise


def begin(folder: Path, order: Order, facts: Facts) -> None:
    """Write what was asked into the folder, and remove what an earlier run left."""
    for name in (CHECKPOINT, PACK, MODEL, BOARD):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in (LOG, CURVES):
        (folder / name).unlink(missing_ok=True)
    asked = asdict(order) | {
        "out": str(order.out) if order.out else None,
        "config": configs.to_dict(order.config),
        "facts": asdict(facts),
    }
    _write(folder / ASKED, json.dumps(asked, indent=2) + "\n")


class Log:
    """The events of a run: kept in memory until its folder is there, then on the disk as they come."""

    def __init__(self) -> None:
        self.events: list[TrainingEvent] = []
        self._file: Path | None = None
        self._board: Board | None = None

    def open(self, folder: Path, step: int, board: bool) -> None:
        """Write to the folder from now on; a run that goes on after `step` keeps what it told up to there."""
        self.events = history(folder, step) or self.events
        self._file = folder / LOG
        self._board = Board(folder / BOARD) if board else None
        _write(self._file, "".join(f"{to_json(event)}\n" for event in self.events))

    def append(self, event: TrainingEvent) -> None:
        """Keep the event."""
        self.events.append(event)
        if self._file is not None:
            with self._file.open("a", encoding="utf-8") as lines:
                lines.write(to_json(event) + "\n")
        if self._board is not None:
            self._board.add(event)

    def close(self, failed: Failed | None = None) -> None:
        """Keep that the run failed, where the disk still takes it; nothing comes after."""
        with suppress(OSError):
            if failed is not None and self._file is not None and self._file.exists():
                self.append(failed)
            if self._board is not None:
                self._board.close()


def history(folder: Path, step: int | None = None) -> list[TrainingEvent]:
    """The events in the folder's log, up to `step` where one is given; a torn line is left out."""
    try:
        lines = (folder / LOG).read_text("utf-8", "replace").split("\n")
    except FileNotFoundError:
        return []
    events = []
    for line in lines:
        with suppress(ValueError):
            events.append(from_json(line))
    if step is None:
        return events
    return [
        event
        for event in events
        if not isinstance(event, Paused | Failed) and getattr(event, "step", 0) <= step
    ]


def last_saved(folder: Path) -> int:
    """The last step that the folder's log says is on the disk; 0 where there is none."""
    return max((event.step for event in history(folder) if isinstance(event, Saved)), default=0)


def _write(file: Path, text: str) -> None:
    """Write the file beside its place and put it there."""
    new = file.with_name(f".{file.name}.new")
    new.write_text(text, "utf-8")
    new.replace(file)
