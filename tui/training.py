"""A training run as a child process: start it, take its events, ask it to save and end, or end it.

The command line trains, this only listens: what the child prints on stdout are the events of
`trainers.progress`, what it prints on stderr goes to a file. Nothing here waits for the child.
"""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from adapters.errors import UnavailableError
from trainers.progress import Done, Failed, Paused, Saved, TrainingEvent, from_json
from tui.host import Target
from tui.text import oneline, printable

COMMAND = (sys.executable, "-P", "-m", "tui.cli", "train")
NICENESS = 10  # answering goes first
LONGEST = 1 << 26  # bytes of an event line; the Read of a file with many bad rows is long
WAITING = 10_000  # events not taken yet; beyond them the child has to wait
TAIL = 8192  # bytes of stderr that its last line is looked for in
WORDS = 300  # most characters of a failure


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be learned. `sets` are "section.key=value" as `--set` takes them."""

    domain: str
    data: tuple[str, ...] = ()
    config: str = ""
    sets: tuple[str, ...] = ()

    def arguments(self) -> list[str]:
        """The request as arguments of the command."""
        config = [f"--config={self.config}"] if self.config else []
        sets = [f"--set={pair}" for pair in self.sets]
        return [self.domain, *(f"--data={spec}" for spec in self.data), *config, *sets]


def preview(request: Request, target: Target) -> list[str]:
    """The arguments that only read the data."""
    return [*request.arguments(), "--preview", *_common(target)]


def begin(request: Request, target: Target) -> list[str]:
    """The arguments that begin a run, in place of an earlier one; its pack stays in the run's folder."""
    return [*request.arguments(), "--no-install", "--replace", *_common(target)]


def go_on(domain: str, target: Target) -> list[str]:
    """The arguments that go on with a run from where it was saved; it knows its own backbone."""
    return [domain, "--resume", "--no-install", *_common(replace(target, backbone=None))]


def _common(target: Target) -> list[str]:
    backbone = [f"--backbone={target.backbone}"] if target.backbone else []
    device = [f"--device={target.device}"] if target.device else []
    return ["--json", *backbone, *device]


class Run:
    """A child that trains. It tells its end with an event: where it cannot, one is made up for it."""

    def __init__(self, process: subprocess.Popen[bytes], errors: BinaryIO, said: int) -> None:
        self._process = process
        self._errors, self._said = errors, said  # the file, and where this child begins in it
        self._events: queue.Queue[TrainingEvent] = queue.Queue(WAITING)
        self._stopping = False
        # a daemon: leaving the app must not wait for the child
        self._reader = threading.Thread(target=self._read, daemon=True, name="training")
        self._reader.start()

    @classmethod
    def start(cls, arguments: Sequence[str], errors: Path, command: Sequence[str] = ()) -> "Run":
        """The child, started with `arguments` of COMMAND (or another); its stderr goes to the file `errors`.

        Raises UnavailableError where it cannot be started.
        """
        try:
            errors.parent.mkdir(parents=True, exist_ok=True)
            with ExitStack() as opened:
                # kept open: a run that leaves nothing takes its folder with it
                log = opened.enter_context(errors.open("a+b"))
                said = log.seek(0, os.SEEK_END)
                process = subprocess.Popen(
                    [*(command or COMMAND), *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    env=os.environ | {"NO_COLOR": "1"},
                    start_new_session=True,  # the terminal's Ctrl+C is not for it, and it leads its workers
                )
                opened.pop_all()
        except OSError as error:
            place = error.filename or errors
            raise UnavailableError(f"training cannot start: {place}: {error.strerror}") from error
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
        return cls(process, log, said)

    @property
    def alive(self) -> bool:
        """Whether the child runs, or events wait to be taken."""
        return self._reader.is_alive() or not self._events.empty()

    @property
    def pid(self) -> int:
        """The child's process number."""
        return self._process.pid

    @property
    def stopping(self) -> bool:
        """Whether it was asked to end."""
        return self._stopping

    def take(self) -> list[TrainingEvent]:
        """The events that came since they were last taken, in order."""
        events = []
        with suppress(queue.Empty):
            while True:
                events.append(self._events.get_nowait())
        return events

    def stop(self) -> None:
        """Ask the child to save and end; asked twice, it is asked once."""
        if not self._stopping:
            self._stopping = True
            self._process.terminate()

    def kill(self) -> None:
        """End the child and its workers at once; what it saved stays."""
        self._stopping = True
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _read(self) -> None:
        """Hand on events until the child closes its stdout and is gone."""
        saved, ended, stray = -1, False, ""
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            while line := lines.readline(LONGEST):
                text = line.decode("utf-8", "replace")
                try:
                    event = from_json(text)
                except ValueError:
                    stray = text.strip() or stray
                    continue
                if isinstance(event, Saved):
                    saved = event.step
                ended = ended or isinstance(event, Done | Paused | Failed)
                self._events.put(event)
        code = self._process.wait()
        with self._errors as errors:
            said = last_line(errors, self._said)
        if code and not ended:
            self._events.put(Failed(self._reason(code, said or stray), saved))

    def _reason(self, code: int, said: str) -> str:
        """Why the child ended without an event: what it said last, or how it ended."""
        if code < 0 and self._stopping:
            return "it was stopped before it had begun"
        if code == -signal.SIGKILL:
            return "the trainer was killed, perhaps for want of memory"
        if code < 0:
            return f"the trainer was ended by {signal.Signals(-code).name}"
        said = said or f"the trainer ended with code {code}"
        return oneline(printable(said).removeprefix("moelite: "), WORDS)


def last_line(text: BinaryIO, start: int) -> str:
    """The last line of a file from `start` on that is not empty; "" where there is none."""
    text.seek(max(start, text.seek(0, os.SEEK_END) - TAIL))
    lines = text.read().decode("utf-8", "replace").splitlines()
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
