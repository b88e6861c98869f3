"""Run checks in a process of their own under a time limit: no input can hang or crash a session.

The process is this file run as a module. It reads one JSON request a line and writes one reply a line;
`Worker` is the session's end of the pipe.
"""

import json
import os
import select
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from runtime.checkers import NAMES, UNCHECKED, Context
from runtime.events import Verdict

if TYPE_CHECKING:
    from adapters.pack import Pack

LIMIT_S = 0.25
START_S = 20.0  # the first check of a process waits so long for its imports
VERIFY_S = 2.0  # the final answer comes once, and nobody waits for a token meanwhile
MODULES: Mapping[str, str] = {name: f"runtime.checkers.{name}" for name in NAMES}
MEMORY = 4 << 30  # bytes of address space for the process
REASON = 300  # characters kept of a reason


class Worker:
    """A process that checks, started when first needed; killed and replaced when it overruns or dies.

    Safe to share between threads. `close` ends the process, as do garbage collection and the end of Python.
    """

    def __init__(self, *, modules: Mapping[str, str] = MODULES, start_s: float = START_S) -> None:
        self._modules, self._start_s = modules, start_s
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._finalizer: weakref.finalize[..., Any] | None = None
        self._started = 0.0  # when the process was started
        self._buffer = b""
        self._sent = 0  # number of the last request
        self._loading: dict[str, int] = {}  # request by which each checker is being imported
        self._loaded: set[str] = set()
        self._closed = False
        self.replaced = 0  # how many processes had to be killed or had died

    def prepare(self, name: str) -> None:
        """Start the process and import the checker there, in the background: returns at once."""
        threading.Thread(target=self._prepare, args=(name,), daemon=True).start()

    def check(self, name: str, step: str, context: Context, *, limit_s: float = LIMIT_S) -> Verdict:
        """The verdict of the checker of that name; unchecked where it takes too long or fails."""
        reply = self._ask(name, {"check": step, "context": asdict(context)}, limit_s)
        match reply:
            case {"kind": "holds" | "refuted" | "unchecked" as kind, "reason": str(reason)}:
                return Verdict(kind, " ".join(reason.split())[:REASON])
            case _:
                return UNCHECKED

    def verify(self, name: str, answer: str, question: str, *, limit_s: float = VERIFY_S) -> bool | None:
        """What the checker says of the final answer; None where it takes too long or fails."""
        match self._ask(name, {"verify": answer, "question": question}, limit_s):
            case {"right": True | False as right}:
                return right
            case _:
                return None

    def checker(self, name: str, limit_s: float = LIMIT_S) -> "Remote":
        """The checker of that name as this process runs it."""
        return Remote(self, name, limit_s)

    def checker_of(self, packs: "Iterable[Pack]", adapter: str, limit_s: float = LIMIT_S) -> "Remote | None":
        """The checker that the adapter's pack names; None where it has no pack, or that names none."""
        name = next((pack.checker for pack in packs if pack.name == adapter), "")
        return self.checker(name, limit_s) if name in MODULES else None

    def close(self) -> None:
        """End the process. Later checks are unchecked."""
        with self._lock:
            self._closed = True
            self._kill()

    @property
    def pid(self) -> int | None:
        """The process there is now."""
        return self._process.pid if self._process else None

    def _prepare(self, name: str) -> None:
        with self._lock, suppress(OSError):
            self._load(name)

    def _ask(self, name: str, request: dict[str, Any], limit_s: float) -> Any:
        with self._lock:
            try:
                if not self._ready(name, limit_s):
                    return None
                return self._reply(self._send({"name": name, **request}), limit_s)
            except (OSError, EOFError, TimeoutError):
                self._replace(name)
                return None

    def _ready(self, name: str, limit_s: float) -> bool:
        """Whether the checker is imported. Only the first process is waited for longer than a check."""
        self._load(name)
        if name in self._loaded:
            return True
        patience = self._start_s if not self.replaced else limit_s
        try:
            self._reply(self._loading[name], patience)
        except TimeoutError:
            if time.monotonic() - self._started > self._start_s:
                raise
            return False
        return True

    def _load(self, name: str) -> None:
        if self._closed:
            raise OSError("closed")
        if self._process is None:
            self._start()
        if name not in self._loading:
            self._loading[name] = self._send({"load": name, "module": self._modules[name]})

    def _start(self) -> None:
        # Not multiprocessing: its spawn would run the user's own script again in the child.
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "OMP_NUM_THREADS": "1",
                "OPENBLAS_NUM_THREADS": "1",
            },
            start_new_session=True,  # Ctrl-C is for the session alone
        )
        self._finalizer = weakref.finalize(self, _end, self._process)
        self._buffer, self._loading, self._loaded = b"", {}, set()
        self._started = time.monotonic()

    def _send(self, request: dict[str, Any]) -> int:
        assert self._process is not None and self._process.stdin is not None
        self._sent += 1
        line = json.dumps({"id": self._sent, **request}).encode() + b"\n"
        self._process.stdin.write(line)
        self._process.stdin.flush()
        return self._sent

    def _reply(self, number: int, limit_s: float) -> Any:
        """The reply to that request. Raises TimeoutError, or EOFError where the process has died."""
        assert self._process is not None and self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        deadline = time.monotonic() + limit_s
        while True:
            line, found, rest = self._buffer.partition(b"\n")
            if found:
                self._buffer = rest
                reply = json.loads(line)
                if reply.get("load"):
                    self._loaded.add(reply["load"])
                if reply["id"] == number:
                    return reply
                continue
            if not select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise TimeoutError
            data = os.read(pipe, 1 << 16)
            if not data:
                raise EOFError
            self._buffer += data

    def _replace(self, name: str) -> None:
        """Kill the process and start the next one at once, so that it is there when it is needed."""
        if self._process is not None:
            self.replaced += 1
        self._kill()
        with suppress(OSError):
            self._load(name)

    def _kill(self) -> None:
        if self._finalizer is not None:
            self._finalizer()
        self._process = self._finalizer = None


@dataclass(frozen=True, slots=True)
class Remote:
    """A checker that runs in a worker's process; see runtime.checkers.Checker."""

    worker: Worker
    name: str
    limit_s: float = LIMIT_S

    def check(self, step: str, context: Context) -> Verdict:
        """The verdict of one step."""
        return self.worker.check(self.name, step, context, limit_s=self.limit_s)

    def verify(self, answer: str, question: str) -> bool | None:
        """Whether the final answer is right."""
        return self.worker.verify(self.name, answer, question)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            if pipe is not None:
                pipe.close()
    process.wait()


def serve() -> None:
    """Answer requests from stdin until it closes. What a checker prints is thrown away."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    replies = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    requests: list[bytes] = []
    arrived = threading.Semaphore(0)

    def read() -> None:
        # A thread of its own sees the session end even while a check runs for ever.
        for line in sys.stdin.buffer:
            requests.append(line)
            arrived.release()
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    modules: dict[str, Any] = {}
    while True:
        arrived.acquire()
        request = json.loads(requests.pop(0))
        replies.write(json.dumps({"id": request["id"], **_answer(request, modules)}) + "\n")


def _answer(request: dict[str, Any], modules: dict[str, Any]) -> dict[str, Any]:
    """The reply to one request; whatever a checker raises or returns, it is a reply."""
    try:
        match request:
            case {"load": name, "module": module}:
                try:
                    modules[name] = import_module(module)
                finally:
                    return {"load": name}  # noqa: B012 - a checker that cannot be imported checks nothing
            case {"name": name, "check": step, "context": context}:
                context["steps"] = tuple(context["steps"])
                verdict = modules[name].check(step, Context(**context))
                return {"kind": str(verdict.kind), "reason": str(verdict.reason)}
            case {"name": name, "verify": answer, "question": question}:
                right = modules[name].verify(answer, question)
                return {"right": right if right is True or right is False else None}
    except Exception:
        pass
    return {}


if __name__ == "__main__":
    serve()
