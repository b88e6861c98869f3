"""Serve a runtime to another process: `python -m runtime.serve OPTIONS`, the far end of `runtime.remote`.

OPTIONS are those of `Runtime.load` as JSON. Requests are JSON lines on stdin, replies JSON lines on stdout:

    {"call": 1, "do": "solve", "with": {...}}     each in a thread of its own; call 0 loads the runtime
    {"cancel": 1}

    {"call": 1, "item": ...}                      what it yields
    {"state": {...}}                              who is hosted, after a change and after each call
    {"call": 1, "end": null}                      or ["UsageError", "what was wrong"]

The process ends as soon as stdin closes, whatever it is doing: nobody would read the answer.
"""

import json
import logging
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from adapters.errors import MoeliteError
from adapters.pack import pack_of
from runtime.checking import Checking
from runtime.events import to_dict
from runtime.sampling import Sampling

if TYPE_CHECKING:
    from runtime.runtime import Runtime


class Cancelled(Exception):
    """Nobody waits for the rest of this call."""


class Server:
    """Runs calls on one runtime. `send` takes each reply and may be called from any thread."""

    def __init__(self, send: Callable[[dict[str, Any]], None]) -> None:
        self._send = send
        self._cancelled: dict[int, threading.Event] = {}
        self._runtime: Future[Runtime] = Future()

    def take(self, request: dict[str, Any]) -> None:
        """Begin a call, or ask one to end; returns at once."""
        match request:
            case {"cancel": int(number)}:
                if (cancelled := self._cancelled.get(number)) is not None:
                    cancelled.set()
            case {"call": int(number), "do": str(what), "with": dict(arguments)}:
                self._cancelled[number] = threading.Event()
                run = (number, what, arguments)
                threading.Thread(target=self._run, args=run, name=f"{what} {number}", daemon=True).start()

    def _run(self, number: int, what: str, arguments: dict[str, Any]) -> None:
        end: list[str] | None = None
        cancelled = self._cancelled[number]

        def emit(item: Any) -> None:
            self._send({"call": number, "item": item})

        try:
            if what == "load":
                self._load(arguments, emit)
            else:
                self._do(self._runtime.result(), what, arguments, emit, cancelled.is_set)
        except Cancelled:
            pass
        except MoeliteError as error:
            end = [type(error).__name__, str(error)]
        except Exception as error:
            logging.getLogger(__name__).exception("%s failed", what)
            end = [MoeliteError.__name__, f"unexpected {type(error).__name__}: {error}"]
        if self._runtime.done():
            self._tell(self._runtime.result())
        del self._cancelled[number]
        self._send({"call": number, "end": end})

    def _load(self, options: dict[str, Any], emit: Callable[[Any], None]) -> None:
        from runtime.runtime import Runtime

        self._runtime.set_result(Runtime.load(**options, progress=emit))

    def _do(
        self,
        runtime: "Runtime",
        what: str,
        given: dict[str, Any],
        emit: Callable[[Any], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """One method of `Runtime`; its result, or whatever it yields, is emitted."""
        match what:
            case "solve":
                given["sampling"] = Sampling(**given["sampling"]) if given["sampling"] else None
                given["checking"] = Checking(**given["checking"]) if given["checking"] else None
                for event in runtime.solve(**given, cancelled=cancelled):
                    emit(to_dict(event))
            case "route":
                emit(asdict(runtime.route(**given)))
            case "routed":
                emit(to_dict(runtime.routed(**given)))
            case "add":
                fitted = runtime.add(pack_of(given["pack"]), routed=given["routed"])
                self._tell(runtime)
                emit(None)
                fitted.result()
            case "remove":
                fitted = runtime.remove(**given)
                self._tell(runtime)
                emit(None)
                fitted.result()
            case "complete":

                def done(*result: Any) -> None:
                    emit(result)
                    if cancelled():
                        raise Cancelled

                runtime.complete(**given, on_done=done)

    def _tell(self, runtime: "Runtime") -> None:
        packs = [asdict(pack) for pack in runtime.packs]
        self._send({"state": {"info": asdict(runtime.info), "packs": packs, "memory": runtime.memory}})


def main() -> None:
    """Serve until stdin closes. What libraries print goes to stderr."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    logging.captureWarnings(True)
    one_at_a_time = threading.Lock()

    def send(reply: dict[str, Any]) -> None:
        line = json.dumps(reply, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass") + b"\n"
        with one_at_a_time:
            replies.write(line)
            replies.flush()

    server = Server(send)
    server.take({"call": 0, "do": "load", "with": json.loads(sys.argv[1])})
    for line in sys.stdin.buffer:
        server.take(json.loads(line))
    os._exit(0)


if __name__ == "__main__":
    main()
