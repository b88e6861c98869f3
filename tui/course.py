"""How far a training run has come, as its events tell: live, or out of the folder it left."""

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from adapters.errors import UnavailableError, UsageError
from adapters.pack import check_name
from trainers.progress import (
    Done,
    Example,
    Failed,
    Loading,
    Measured,
    Paused,
    Predicted,
    Read,
    Rewarded,
    Saved,
    Stepped,
    TrainingEvent,
)
from trainers.run import ASKED, LOG, folder_of, history, locked

Stage = TypeVar("Stage", Stepped, Measured)


@dataclass
class Course:
    """What the events of a run have told so far. `end` is None while it runs, or where it broke off."""

    read: Read | None = None
    examples: list[Example] = field(default_factory=list)
    predicted: Predicted | None = None
    loading: str = ""
    steps: list[Stepped] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)
    rewarded: Rewarded | None = None
    saved: int = -1
    end: Done | Paused | Failed | None = None

    def apply(self, event: TrainingEvent) -> None:
        """Take in one event. A resumed run repeats the steps since it was saved: the later ones count."""
        self.loading, self.end = "", None
        match event:
            case Read():
                self.read, self.examples = event, []
            case Example():
                self.examples.append(event)
            case Predicted():
                self.predicted = event
            case Loading(text):
                self.loading = text
            case Stepped():
                _append(self.steps, event)
            case Measured():
                _append(self.measured, event)
            case Rewarded():
                self.rewarded = event
            case Saved(step):
                self.saved = step
            case Paused(step):
                self.saved, self.end = step, event
            case Failed() | Done():
                self.end = event

    @property
    def step(self) -> Stepped | None:
        """The latest step."""
        return self.steps[-1] if self.steps else None

    @property
    def total(self) -> int:
        """How many steps there are to be; 0 where that is not known yet."""
        if self.step:
            return self.step.steps
        return self.predicted.steps if self.predicted else 0


def _append(stages: list[Stage], stage: Stage) -> None:
    while stages and stages[-1].step >= stage.step:
        stages.pop()
    stages.append(stage)


@dataclass(frozen=True, slots=True)
class Stored:
    """A run that lies in its folder. `changed` is when it last wrote, in seconds since 1970."""

    domain: str
    course: Course
    changed: float


def run_folder(domain: str) -> Path:
    """The folder of the domain's run. Raises UsageError where that is no name of a domain."""
    return folder_of(check_name(domain))


def is_run(domain: str) -> bool:
    """Whether a run of the domain lies in its folder, finished or not."""
    return (run_folder(domain) / ASKED).is_file()


def find() -> list[Stored]:
    """Every run in its folder, the latest first. What cannot be read is left out."""
    found = []
    for asked in folder_of("").glob(f"*/{ASKED}"):
        folder = asked.parent
        with suppress(UsageError, OSError):
            course = Course()
            for event in history(run_folder(folder.name)):
                course.apply(event)
            changed = max(file.stat().st_mtime for file in (asked, folder / LOG) if file.is_file())
            found.append(Stored(folder.name, course, changed))
    return sorted(found, key=lambda stored: stored.changed, reverse=True)


def discard(domain: str) -> None:
    """Remove a run with all that it has learned.

    Raises UsageError where another process is at it, UnavailableError where the disk does not let us.
    """
    folder = run_folder(domain)
    if not folder.exists():
        return
    grave = folder.with_name(f".{domain}.discarded")
    with locked(domain):
        try:
            shutil.rmtree(grave, ignore_errors=True)
            folder.rename(grave)  # it goes whole, or not at all
            shutil.rmtree(grave, ignore_errors=True)
        except OSError as error:
            raise UnavailableError(f"{folder}: {error.strerror or error}") from error
