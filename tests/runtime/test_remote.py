"""A runtime in another process says and does what the same runtime does in this one, and may die."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import psutil
import pytest

from adapters.errors import UnavailableError, UsageError
from adapters.pack import load_pack
from adapters.registry import add, remove
from runtime import Runtime, Sampling
from runtime.checking import Checking
from runtime.events import Event, Finished, Routed, Step, Token
from runtime.remote import RemoteRuntime

SHORT = Sampling(max_new_tokens=12)
LONG = Sampling(max_new_tokens=400)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, nano_pack: Path) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("home")
        patch.setenv("MOELITE_HOME", str(folder))
        add(nano_pack)
        yield folder


@pytest.fixture(scope="module")
def remote(home: Path, nano: Path) -> Iterator[RemoteRuntime]:
    with closing(RemoteRuntime.load(backbone=str(nano))) as runtime:
        yield runtime


def untimed(event: Event) -> Event:
    """The event without what a clock decides."""
    match event:
        case Routed(route=route) if route is not None:
            return replace(event, route=replace(route, ms=0.0))
        case Finished():
            return replace(event, first_token_s=0.0, seconds=0.0, tok_s=0.0)
    return event


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until(condition, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_it_is_the_runtime_that_it_would_be_in_this_process(remote: RemoteRuntime, nano: Path) -> None:
    here = Runtime.load(str(nano))
    assert asdict(remote.info) == asdict(here.info)
    assert remote.packs == here.packs and remote.domains == here.domains == ("chess",)
    question = "How does a knight move?"
    assert remote.routed(question).adapter == here.routed(question).adapter
    assert replace(remote.route(question), ms=0.0) == replace(here.route(question), ms=0.0)
    for options in ({"domain": "chess"}, {"domain": "none"}, {"checking": Checking("off")}):
        theirs, ours = (list(r.solve(question, sampling=SHORT, **options)) for r in (remote, here))
        assert list(map(untimed, theirs)) == list(map(untimed, ours))
    pairs = [("1 + 1?", "chess"), (question, "none")]
    heard: list[tuple[int, str, bool]] = []
    done = remote.complete(pairs, max_new_tokens=8, on_done=lambda *result: heard.append(result))
    assert done == here.complete(pairs, max_new_tokens=8)
    assert [(index, *done[index]) for index, *_ in heard] == heard and len(heard) == 2
    assert remote.memory > 50 << 20  # it holds torch, and not in this process's name


def test_errors_come_as_what_they_are(remote: RemoteRuntime) -> None:
    with pytest.raises(UsageError, match="the question is empty"):
        list(remote.solve(" "))
    with pytest.raises(UnavailableError, match="no adapter named 'jazz'"):
        list(remote.solve("?", domain="jazz"))
    with pytest.raises(UnavailableError, match="no adapter named 'jazz'"):
        remote.remove("jazz")
    with pytest.raises(UnavailableError, match="no backbone folder at /nowhere"):
        RemoteRuntime.load(backbone="/nowhere/at/all")


def test_loading_tells_its_progress(home: Path, nano: Path) -> None:
    said: list[str] = []
    with closing(RemoteRuntime.load(progress=said.append, backbone=str(nano))):
        assert said[0] == "loading the router" and said[-1] == "ready"


def test_one_that_dies_while_it_loads_is_a_line(home: Path, nano: Path) -> None:
    others = set(psutil.Process().children())

    def kill(text: str) -> None:
        for child in set(psutil.Process().children()) - others:
            child.kill()

    with pytest.raises(UnavailableError, match="was killed, perhaps for want of memory while it was loading"):
        RemoteRuntime.load(progress=kill, backbone=str(nano))


def test_a_stopped_answer_ends_and_the_next_one_comes(remote: RemoteRuntime) -> None:
    stop = threading.Event()
    events = []
    for event in remote.solve("How does a knight move?", domain="none", sampling=LONG, cancelled=stop.is_set):
        events.append(event)
        if isinstance(event, Token):
            stop.set()
    assert isinstance(events[-1], Finished) and events[-1].reason == "stopped"
    assert list(remote.solve("again", domain="none", sampling=SHORT))


def test_an_answer_that_nobody_reads_on_makes_way(remote: RemoteRuntime) -> None:
    left = remote.solve("How does a knight move?", domain="none", sampling=LONG)
    assert isinstance(next(left), Routed)
    left.close()  # type: ignore[attr-defined]
    began = time.monotonic()
    assert list(remote.solve("again", domain="none", sampling=SHORT))
    assert time.monotonic() - began < 20


def test_a_completion_ends_where_its_reader_has_enough(remote: RemoteRuntime) -> None:
    class Enough(Exception):
        pass

    heard = []

    def once(*result: object) -> None:
        heard.append(result)
        raise Enough

    pairs = [(f"question {i}", "none") for i in range(200)]
    with pytest.raises(Enough):
        remote.complete(pairs, max_new_tokens=4, rows=1, on_done=once)
    assert len(heard) == 1
    assert list(remote.solve("again", domain="none", sampling=SHORT))


def test_packs_come_and_go(remote: RemoteRuntime, nano_pack: Path, tmp_path: Path) -> None:
    pack = load_pack(nano_pack)
    remote.remove("chess").result(60)
    assert remote.domains == ()
    assert remote.routed("How does a knight move?").adapter == ""
    remote.add(pack).result(60)
    assert remote.domains == ("chess",)
    assert "chess" in remote.route("How does a knight move?").probabilities
    remote.add(replace(pack, name="guest"), routed=False).result(60)
    assert set(remote.domains) == {"chess", "guest"}
    assert "guest" not in remote.route("How does a knight move?").probabilities
    assert list(remote.solve("?", domain="guest", sampling=SHORT))
    remote.remove("guest").result(60)
    with pytest.raises(UnavailableError, match="another backbone"):
        remote.add(replace(pack, backbone="0" * 16))
    assert remote.domains == ("chess",)


def test_a_process_that_dies_is_told_of_and_started_anew(remote: RemoteRuntime) -> None:
    before = remote.pid
    answer = remote.solve("How does a knight move?", domain="none", sampling=LONG)
    assert isinstance(next(answer), Routed)
    os.kill(before, signal.SIGKILL)
    with pytest.raises(UnavailableError, match="was killed, perhaps for want of memory; the next question"):
        list(answer)
    events = list(remote.solve("How does a knight move?", domain="chess", sampling=SHORT))
    assert isinstance(events[-1], Finished) and remote.pid != before and remote.domains == ("chess",)


def test_closing_ends_the_process_and_the_answer_in_it(home: Path, nano: Path) -> None:
    remote = RemoteRuntime.load(backbone=str(nano))
    answer = remote.solve("How does a knight move?", domain="none", sampling=LONG)
    assert isinstance(next(answer), Routed)
    remote.close()
    assert all(isinstance(event, Token | Step) for event in answer)  # it is cut off, which is no failure
    wait_until(lambda: gone(remote.pid))
    with pytest.raises(UnavailableError, match="closed"):
        remote.route("?")


@pytest.mark.parametrize("end", ["os._exit(0)", "sys.exit()", "os.kill(os.getpid(), 9)"])
def test_it_never_outlives_its_session(end: str, home: Path, nano: Path) -> None:
    code = (
        "import os, sys\nfrom runtime.remote import RemoteRuntime\n"
        f"print(RemoteRuntime.load(backbone={str(nano)!r}).pid, flush=True)\n{end}"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    wait_until(lambda: gone(int(done.stdout)))


def test_it_loads_no_torch_here() -> None:
    code = "import sys, runtime.remote; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


def test_a_removed_pack_does_not_come_back_with_a_new_process(
    home: Path, nano: Path, nano_pack: Path
) -> None:
    with closing(RemoteRuntime.load(backbone=str(nano))) as runtime:
        remove("chess")
        runtime.remove("chess").result(60)
        os.kill(runtime.pid, signal.SIGKILL)
        wait_until(lambda: gone(runtime.pid) or runtime.domains == ())
        with pytest.raises(UnavailableError):
            for _ in range(2):  # the death may not be known yet at the first
                list(runtime.solve("?", domain="chess", sampling=SHORT))
        assert runtime.domains == ()
    add(nano_pack)
