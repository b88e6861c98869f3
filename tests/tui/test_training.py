"""The child process of a training run, and the folder that it leaves, with a scripted trainer."""

import os
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from adapters.errors import UnavailableError, UsageError
from tests.tui.trainer import STEPS
from trainers.progress import Done, Example, Failed, Measured, Paused, Read, Saved, Stepped, to_json
from trainers.run import locked
from tui import course as runs
from tui import training
from tui.course import Course
from tui.host import Target
from tui.training import Request, Run

TRAINER = Path(__file__).with_name("trainer.py")


def start(home: Path, script: str, *arguments: str) -> Run:
    """A scripted trainer for the domain "units"."""
    command = (sys.executable, "-P", str(TRAINER), script)
    return Run.start(["units", *arguments], home / "training" / "units" / "stderr.log", command)


def drain(run: Run, until=None) -> list:
    """The events up to the one of type `until`, or to the end."""
    events, deadline = [], time.monotonic() + 20
    while time.monotonic() < deadline:
        alive = run.alive
        events += run.take()
        if not alive or (until and any(isinstance(event, until) for event in events)):
            return events
        time.sleep(0.002)
    raise AssertionError(f"no end after {events}")


def allow(home: Path, steps: int) -> None:
    """Let the trainer take so many steps in all."""
    (home / "training").mkdir(parents=True, exist_ok=True)
    (home / "training" / "go").write_text("\n" * steps)


def test_the_command_is_told_what_was_asked_and_on_which_backbone():
    request = Request("units", ("a b.jsonl", "-x"), "o.toml", ("lora.rank=8",))
    target = Target(backbone="some/where", device="cpu")
    common = ["--json", "--backbone=some/where", "--device=cpu"]
    asked = ["units", "--data=a b.jsonl", "--data=-x", "--config=o.toml", "--set=lora.rank=8"]
    assert training.preview(request, target) == [*asked, "--preview", *common]
    assert training.begin(request, target) == [*asked, "--no-install", "--replace", *common]
    assert training.go_on("units", target) == ["units", "--resume", "--no-install", "--json", "--device=cpu"]


def test_a_run_tells_its_events_in_order_and_then_it_is_over(own_home):
    events = drain(start(own_home, "fine"))
    assert isinstance(events[0], Read) and isinstance(events[-1], Done)
    assert [event.step for event in events if isinstance(event, Stepped)] == list(range(1, STEPS + 1))


def test_the_child_yields_to_answering(own_home):
    allow(own_home, 1)
    run = start(own_home, "fine")
    assert os.getpriority(os.PRIO_PROCESS, run.pid) == training.NICENESS
    run.kill()
    drain(run)


def test_stop_saves_and_another_child_goes_on_from_there(own_home):
    allow(own_home, 3)
    run = start(own_home, "fine")
    events = drain(run, until=Stepped)
    while not any(isinstance(event, Stepped) and event.step == 3 for event in events):
        events += drain(run, until=Stepped)
    run.stop()
    run.stop()
    assert drain(run)[-1] == Paused(3)
    allow(own_home, STEPS)
    events = drain(start(own_home, "fine", "--resume"))
    assert [event.step for event in events if isinstance(event, Stepped)] == list(range(4, STEPS + 1))
    (stored,) = runs.find()
    assert stored.domain == "units" and isinstance(stored.course.end, Done)
    assert [step.step for step in stored.course.steps] == list(range(1, STEPS + 1))


def test_a_child_that_is_killed_leaves_its_last_save_and_one_line(own_home):
    allow(own_home, 3)
    run = start(own_home, "fine")
    events = drain(run, until=Saved)
    os.kill(run.pid, signal.SIGKILL)
    end = (events + drain(run))[-1]
    assert end == Failed("the trainer was killed, perhaps for want of memory", 2)
    (stored,) = runs.find()
    assert stored.course.end is None and stored.course.saved == 2


def test_a_crash_of_the_interpreter_names_the_signal(own_home):
    allow(own_home, 0)
    run = start(own_home, "fine")
    drain(run, until=Measured)
    os.kill(run.pid, signal.SIGABRT)
    assert drain(run)[-1] == Failed("the trainer was ended by SIGABRT", -1)


def test_the_reason_of_a_failure_is_the_last_line_of_stderr(own_home):
    (end,) = drain(start(own_home, "cannot"))
    assert end == Failed("the backbone is [red]gone[/][31m", -1)
    assert (own_home / "training" / "units" / "stderr.log").read_text().startswith("first line\n")


def test_what_an_earlier_child_said_is_not_the_reason_of_a_later_one(own_home):
    drain(start(own_home, "cannot"))
    (end,) = drain(start(own_home, "mute"))
    assert end == Failed("the trainer ended with code 7", -1)


def test_the_reason_is_known_even_where_the_folder_is_gone(own_home):
    run = start(own_home, "cannot")
    shutil.rmtree(own_home / "training" / "units")
    assert drain(run) == [Failed("the backbone is [red]gone[/][31m", -1)]


def test_a_child_that_is_stopped_before_it_listens_ends_at_once(own_home):
    run = start(own_home, "deaf")
    run.stop()
    assert drain(run) == [Failed("it was stopped before it had begun", -1)]


def test_a_failure_that_the_trainer_tells_itself_is_not_told_twice(own_home):
    events = drain(start(own_home, "nan"))
    assert [event for event in events if isinstance(event, Failed)] == [
        Failed("the loss is not a number any more", 4)
    ]


def test_garbage_is_no_event_and_the_last_of_it_is_the_reason(own_home):
    (end,) = drain(start(own_home, "garbage"))
    assert end == Failed("last words", -1)


def test_an_endless_line_does_not_fill_the_memory(own_home, monkeypatch):
    monkeypatch.setattr(training, "LONGEST", 1000)
    (end,) = drain(start(own_home, "garbage"))
    assert end == Failed("last words", -1)


def test_a_child_that_says_nothing_ends_without_an_event(own_home):
    assert drain(start(own_home, "silent")) == []


@pytest.mark.parametrize("command", [["/nowhere/python"], ["/"]])
def test_a_command_that_is_none_is_one_line(own_home, command):
    with pytest.raises(UnavailableError, match="training cannot start: /"):
        Run.start(["units"], own_home / "x" / "stderr.log", command=command)


def test_a_home_that_cannot_be_written_is_one_line(own_home):
    own_home.write_text("a file")
    with pytest.raises(UnavailableError, match="training cannot start: .*home"):
        Run.start([], own_home / "training" / "stderr.log")


def test_a_child_is_not_stopped_after_it_has_ended(own_home):
    run = start(own_home, "silent")
    drain(run)
    run.stop()
    run.kill()
    assert drain(run) == []


def lay(home: Path, domain: str, *lines: str) -> Path:
    """A run folder with these lines as its log."""
    folder = home / "training" / domain
    folder.mkdir(parents=True)
    (folder / "run.json").write_text("{}")
    (folder / "log.jsonl").write_text("\n".join(lines))
    return folder


def step(number: int, loss: float = 1.0) -> Stepped:
    return Stepped(number, 10, loss, 1e-3, 100.0, 1.0, 1.0, 1)


def test_a_log_that_was_cut_short_or_damaged_is_read_as_far_as_it_goes(own_home):
    odd = Example("a line\u2028in a line", "", 1)
    lay(
        own_home,
        "units",
        to_json(odd),
        to_json(step(1)),
        "garbage",
        "",
        to_json(Saved(1)),
        to_json(step(2))[:20],
    )
    (stored,) = runs.find()
    assert stored.course.step == step(1) and stored.course.saved == 1
    assert stored.course.examples == [odd]


def test_only_folders_that_are_runs_are_found_the_latest_first(own_home):
    assert runs.find() == []
    older, newer = lay(own_home, "older"), lay(own_home, "newer", to_json(step(1)))
    os.utime(older / "log.jsonl", (1, 1))
    (own_home / "training" / "no-record").mkdir()
    lay(own_home, "Not a name")
    (own_home / "training" / "a-file").write_text("")
    assert [stored.domain for stored in runs.find()] == ["newer", "older"]
    assert runs.is_run("newer") and not runs.is_run("no-record")
    (newer / "log.jsonl").unlink()
    (older / "log.jsonl").unlink()
    (older / "log.jsonl").mkdir()
    assert [stored.domain for stored in runs.find()] == ["newer"]


def test_steps_that_were_done_again_after_a_kill_count_once():
    course = Course()
    for event in (step(1), step(2), Saved(2), step(3, 9.0), step(4, 9.0), step(3, 1.0), Paused(3)):
        course.apply(event)
    assert [(s.step, s.loss) for s in course.steps] == [(1, 1.0), (2, 1.0), (3, 1.0)]
    assert course.saved == 3 and course.end == Paused(3) and course.total == 10


def test_a_run_that_goes_on_has_not_ended():
    course = Course()
    course.apply(Failed("no memory", 2))
    course.apply(step(3))
    assert course.end is None


def test_discarding_takes_the_run_and_nothing_else(own_home):
    lay(own_home, "units")
    lay(own_home, "other")
    runs.discard("units")
    runs.discard("units")
    assert [path.name for path in (own_home / "training").iterdir()] == ["other"]


def test_a_run_that_another_process_is_at_is_not_discarded(own_home):
    (lay(own_home, "units") / "checkpoint").mkdir()
    with locked("units"), pytest.raises(UsageError, match="is being trained by another process"):
        runs.discard("units")
    assert runs.is_run("units")


@pytest.mark.parametrize("name", ["../adapters", "", ".", "a/b"])
def test_no_folder_outside_is_ever_a_run(own_home, name):
    with pytest.raises(UsageError):
        runs.run_folder(name)
