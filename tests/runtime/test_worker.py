"""Checks in a process of their own: whatever a checker does, the session goes on in time."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from runtime.checkers import HOLDS, UNCHECKED, Context
from runtime.checkers.worker import Worker

CONTEXT = Context("q", ("a", "b"))
MODULES = {"bad": "tests.runtime.naughty", "gone": "tests.runtime.no_such_module"}
LIMIT = 0.5


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker(modules=MODULES)
    yield worker
    worker.close()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def check(worker: Worker, step: str):
    return worker.check("bad", step, CONTEXT, limit_s=LIMIT)


def eventually(condition) -> bool:
    """Whether the condition comes true within ten seconds."""
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_nothing_starts_before_it_is_needed_and_prepare_does_not_wait(worker: Worker) -> None:
    assert worker.pid is None
    began = time.perf_counter()
    worker.prepare("bad")
    assert time.perf_counter() - began < 0.1
    assert check(worker, "fine") == HOLDS


def test_the_verdict_comes_back_with_its_reason_on_one_short_line(worker: Worker) -> None:
    verdict = check(worker, "wrong")
    assert verdict.kind == "refuted" and verdict.reason.startswith("q a|b x") and len(verdict.reason) == 300


@pytest.mark.parametrize("step", ["sleep", "spin", "die", "crash"])
def test_a_process_that_overruns_or_dies_is_killed_and_replaced(worker: Worker, step: str) -> None:
    check(worker, "fine")
    first = worker.pid
    began = time.perf_counter()
    assert check(worker, step) == UNCHECKED
    assert time.perf_counter() - began < LIMIT + 0.5
    assert first is not None and worker.pid != first and not alive(first)
    assert worker.replaced == 1
    assert eventually(lambda: check(worker, "fine") == HOLDS)


@pytest.mark.parametrize("step", ["raise", "exit", "rubbish", "odd", "memory"])
def test_rubbish_is_unchecked(worker: Worker, step: str) -> None:
    assert check(worker, step) == UNCHECKED
    assert eventually(lambda: check(worker, "fine") == HOLDS)


def test_what_a_checker_prints_does_not_disturb(worker: Worker) -> None:
    assert [check(worker, "print") for _ in range(3)] == [HOLDS] * 3
    assert worker.replaced == 0


def test_an_answer_is_verified_in_the_same_way(worker: Worker) -> None:
    assert worker.verify("bad", "q", "q") is True
    assert worker.verify("bad", "p", "q") is False
    assert worker.verify("bad", "unknown", "q") is None
    assert worker.verify("bad", "rubbish", "q") is None
    assert worker.verify("bad", "sleep", "q", limit_s=LIMIT) is None
    assert eventually(lambda: worker.verify("bad", "q", "q") is True)


def test_a_checker_that_cannot_be_imported_checks_nothing(worker: Worker) -> None:
    assert worker.check("gone", "x", CONTEXT) == UNCHECKED
    assert check(worker, "fine") == HOLDS


def test_a_checker_that_never_loads_is_not_waited_for_twice() -> None:
    worker = Worker(modules={"slow": "tests.runtime.sleeps_on_import"}, start_s=0.3)
    began = time.perf_counter()
    assert [worker.check("slow", "x", CONTEXT, limit_s=0.1) for _ in range(3)] == [UNCHECKED] * 3
    assert time.perf_counter() - began < 2
    worker.close()


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "é\n{}", "x" * 100_000])
def test_any_text_goes_through(worker: Worker, text: str) -> None:
    assert check(worker, text) == HOLDS


def test_closing_ends_the_process_and_later_checks_are_unchecked(worker: Worker) -> None:
    check(worker, "fine")
    pid = worker.pid
    worker.close()
    assert pid is not None and not alive(pid)
    assert check(worker, "fine") == UNCHECKED
    worker.close()


def test_a_worker_that_nobody_holds_ends_its_process() -> None:
    worker = Worker(modules=MODULES)
    check(worker, "fine")
    pid = worker.pid
    del worker
    gc.collect()
    assert pid is not None and not alive(pid)


def test_threads_may_share_it(worker: Worker) -> None:
    verdicts = []
    threads = [threading.Thread(target=lambda: verdicts.append(check(worker, "fine"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verdicts == [HOLDS] * 8


SCRIPT = """
import signal, sys, time
from runtime.checkers import Context
from runtime.checkers.worker import Worker
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
worker = Worker(modules={"bad": "tests.runtime.naughty"})
print(worker.check("bad", "fine", Context("q")).kind, worker.pid, flush=True)
if sys.argv[1] == "spin":
    worker.check("bad", "spin", Context("q"), limit_s=600)
time.sleep(float(sys.argv[1]))
"""


@pytest.mark.parametrize(
    ("argument", "end"),
    [("0", None), ("600", signal.SIGINT), ("600", signal.SIGKILL), ("spin", signal.SIGKILL)],
)
def test_no_process_outlives_the_session(argument: str, end: signal.Signals | None) -> None:
    """Not even of a plain script without a main guard."""
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, argument], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as session:
        assert session.stdout is not None
        kind, pid = session.stdout.readline().split()
        assert kind == "holds"
        if end is not None:
            time.sleep(0.1)
            session.send_signal(end)
    assert eventually(lambda: not alive(int(pid)) or _zombie(int(pid)))


def _zombie(pid: int) -> bool:
    """Whether the process has ended and only waits for whoever has inherited it to take notice."""
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0] == "Z"
