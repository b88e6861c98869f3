"""A runtime in a process of its own, with the face of `Runtime`: whoever paints costs it no token.

Python runs one thread at a time; a decoding thread gives way at every small operation to a screen beside it.
The far end, and the lines on the pipe, are `runtime.serve`. Importing this loads no torch.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from adapters.errors import MoeliteError, UnavailableError, UsageError
from adapters.pack import Pack, pack_of
from router.route import Route, route_of
from runtime.checkers.worker import LIMIT_S, Remote, Worker
from runtime.events import Answer, Event, Routed, from_dict
from runtime.info import BackboneInfo

if TYPE_CHECKING:
    from runtime.checking import Checking
    from runtime.sampling import Sampling

COMMAND = (sys.executable, "-m", "runtime.serve")
LOOK_S = 0.05  # between two looks at whether a call was cancelled
CLOSED = "the runtime is closed"
LOAD = 0  # the number of the call that loads
ERRORS = {kind.__name__: kind for kind in (MoeliteError, UsageError, UnavailableError)}


def never() -> bool:
    """False: nobody stops it."""
    return False


@dataclass(frozen=True, slots=True)
class State:
    """What the process holds; `memory` in bytes."""

    info: BackboneInfo
    packs: tuple[Pack, ...]
    memory: int


class RemoteRuntime:
    """A runtime in another process. If that dies, calls in flight raise, and the next one starts it anew.

    May be used from several threads. `close` ends the process, as does the end of Python.
    """

    def __init__(self, options: dict[str, Any], process: _Process) -> None:
        """Use `load`. `options` start the process again."""
        self._options, self._process = options, process
        self._starting = threading.Lock()
        self._worker = Worker()
        self._closed = False
        weakref.finalize(self, process.kill)

    @classmethod
    def load(cls, *, progress: Callable[[str], None] = lambda text: None, **options: Any) -> RemoteRuntime:
        """The runtime, once it is loaded; `options` and errors are those of `Runtime.load`."""
        return cls(options, _Process(options, progress))

    @property
    def info(self) -> BackboneInfo:
        """What is known of the backbone."""
        return self._process.state.info

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The adapters that can answer."""
        return self._process.state.packs

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains that have an adapter on this backbone."""
        return tuple(pack.name for pack in self.packs)

    @property
    def memory(self) -> int:
        """Bytes that the process, or its GPU memory, took after the latest call."""
        return self._process.state.memory

    @property
    def pid(self) -> int:
        """The process there is now."""
        return self._process.pid

    def close(self) -> None:
        """End the process and what runs there, without an error; later calls raise UnavailableError."""
        self._closed = True
        self._worker.close()
        self._process.close()

    def route(self, question: str) -> Route:
        """Where the question would go, and why."""
        return route_of(self._call("route", question=question).first())

    def routed(self, question: str) -> Routed:
        """Which adapter would answer the question; as `Runtime.routed`."""
        event = from_dict(self._call("routed", question=question).first())
        assert isinstance(event, Routed)
        return event

    def add(self, pack: Pack, *, routed: bool = True) -> Future[Any]:
        """Host a pack; what comes back is done once questions are routed to it. As `Runtime.add`."""
        return self._call("add", pack=asdict(pack), routed=routed).begun()

    def remove(self, name: str) -> Future[Any]:
        """Forget an adapter; what comes back is done once the router has forgotten it too."""
        return self._call("remove", name=name).begun()

    def solve(
        self,
        question: str,
        *,
        domain: str | None = None,
        sampling: Sampling | None = None,
        checking: Checking | None = None,
        cancelled: Callable[[], bool] = never,
    ) -> Iterator[Event]:
        """The events of one answer; as `Runtime.solve`."""
        call = self._call(
            "solve",
            question=question,
            domain=domain,
            sampling=asdict(sampling) if sampling else None,
            checking=asdict(checking) if checking else None,
        )
        yield from map(from_dict, call.items(cancelled))

    def answer(self, question: str, *, domain: str | None = None) -> Answer:
        """The final answer alone."""
        return next(event for event in self.solve(question, domain=domain) if isinstance(event, Answer))

    def complete(
        self,
        questions: Sequence[tuple[str, str]],
        *,
        max_new_tokens: int = 512,
        rows: int = 16,
        on_done: Callable[[int, str, bool], None] = lambda index, text, finished: None,
    ) -> list[tuple[str, bool]]:
        """For each (question, adapter or "none") the text decoded, and whether it ended by itself.

        Where `on_done` raises, the rest is not decoded.
        """
        results: dict[int, tuple[str, bool]] = {}
        call = self._call("complete", questions=questions, max_new_tokens=max_new_tokens, rows=rows)
        for index, text, finished in call.items():
            results[index] = text, finished
            on_done(index, text, finished)
        return [results.get(index, ("", False)) for index in range(len(questions))]

    def checker(self, adapter: str, limit_s: float = LIMIT_S) -> Remote | None:
        """The checker of the adapter's pack; None for the bare backbone, and where the pack names none."""
        return self._worker.checker_of(self.packs, adapter, limit_s)

    def _call(self, what: str, **arguments: Any) -> _Call:
        with self._starting:
            if self._closed:
                raise UnavailableError(CLOSED)
            if self._process.ended:
                self._process = _Process(self._options, lambda text: None)
                weakref.finalize(self, self._process.kill)
        return self._process.call(what, arguments)


class _Call:
    """A call that runs in the other process: its items as they come, then its end."""

    def __init__(self, cancel: Callable[[], None]) -> None:
        self._cancel = cancel
        self._replies: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()

    def put(self, reply: dict[str, Any]) -> None:
        """Take in a reply."""
        self._replies.put(reply)

    def items(self, cancelled: Callable[[], bool] = never) -> Iterator[Any]:
        """Each item; raises what the call raised there. Ends the call where it is not read to its end."""
        ended = told = False
        try:
            while not ended:
                if not told and cancelled():
                    self._cancel()
                    told = True
                try:
                    reply = self._replies.get(timeout=LOOK_S)
                except queue.Empty:
                    continue
                ended = "end" in reply
                match reply:
                    case {"item": item}:
                        yield item
                    case {"end": [kind, message]}:
                        raise ERRORS[kind](message)
        finally:
            if not ended:
                self._cancel()

    def first(self) -> Any:
        """The only item, after the end. Raises UnavailableError where the runtime is closed meanwhile."""
        found = list(self.items())
        if not found:
            raise UnavailableError(CLOSED)
        return found[0]

    def begun(self) -> Future[Any]:
        """Waits for the first item; what comes back is done with the call."""
        items, done = self.items(), Future[Any]()
        next(items, None)  # none where the runtime is closed meanwhile

        def wait() -> None:
            try:
                done.set_result(list(items))
            except Exception as error:
                done.set_exception(error)

        threading.Thread(target=wait, daemon=True).start()
        return done


class _Process:
    """One life of the other process."""

    state: State

    def __init__(self, options: dict[str, Any], progress: Callable[[str], None]) -> None:
        """Returns once the runtime is loaded. Raises as `Runtime.load` does."""
        self._numbers = count(LOAD + 1)
        self._writing = threading.Lock()
        self._gone = ""  # how it ended
        self._loaded = self._closed = False
        loading = _Call(lambda: None)
        self._calls = {LOAD: loading}
        self._process = subprocess.Popen(
            [*COMMAND, json.dumps(options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=True,  # the terminal's Ctrl+C is not for it
        )
        self.pid = self._process.pid
        threading.Thread(target=self._read, name="runtime", daemon=True).start()
        try:
            for text in loading.items():
                progress(text)
        except BaseException:
            self.kill()
            raise
        self._loaded = True

    @property
    def ended(self) -> bool:
        """Whether the process is gone."""
        return bool(self._gone)

    def call(self, what: str, arguments: dict[str, Any]) -> _Call:
        """The call, begun. Raises UnavailableError where the process is gone."""
        number = next(self._numbers)
        call = self._calls[number] = _Call(lambda: self._send({"cancel": number}))
        self._send({"call": number, "do": what, "with": arguments})
        if self._gone:  # then nobody may have told the call
            call.put(self._gone_reply())
        return call

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def close(self) -> None:
        """End the process at once; its calls end with it, as if they had come to their end."""
        self._closed = True
        self.kill()

    def _send(self, request: dict[str, Any]) -> None:
        line = json.dumps(request, default=str).encode() + b"\n"
        assert self._process.stdin is not None
        with self._writing, suppress(OSError):  # where it is gone, its calls end with that
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def _read(self) -> None:
        """Hand replies to their calls until the process is gone."""
        assert self._process.stdout is not None
        try:
            with self._process.stdout as lines, suppress(json.JSONDecodeError):  # a line that its end cut off
                for line in lines:
                    match reply := json.loads(line):
                        case {"state": state}:
                            self.state = _state(state)
                        case {"call": number, "end": _}:
                            self._calls.pop(number).put(reply)
                        case {"call": number}:
                            self._calls[number].put(reply)
        finally:
            self._process.kill()
            self._gone = _how(self._process.wait())
            for call in list(self._calls.values()):
                call.put(self._gone_reply())

    def _gone_reply(self) -> dict[str, Any]:
        if self._closed:
            return {"end": None}
        then = "; the next question starts it again" if self._loaded else " while it was loading"
        return {"end": [UnavailableError.__name__, f"the backbone's process {self._gone}{then}"]}


def _how(code: int) -> str:
    """How a process ended."""
    if code == -signal.SIGKILL:
        return "was killed, perhaps for want of memory"
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"


def _state(fields: dict[str, Any]) -> State:
    return State(BackboneInfo(**fields["info"]), tuple(map(pack_of, fields["packs"])), fields["memory"])
