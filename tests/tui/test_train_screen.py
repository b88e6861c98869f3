"""Runs on the Train screen with a scripted trainer: every action, and what can go wrong with the child."""

import os
import signal
import sys
import time

import pexpect
import pytest

from adapters import registry
from runtime.fake import Script
from tests.adapters.packs import make_pack
from tests.tui import pilot as piloting
from tests.tui.pilot import piloted, screen_text
from tests.tui.test_terminal import start as terminal
from tests.tui.trainbench import (
    TRAINER,
    Bench,
    allow,
    at_step,
    begin,
    ended,
    fill,
    hint,
    notices,
    offered,
    preview,
    scripted,
    seen,
    until,
)
from tests.tui.trainer import STEPS
from trainers.progress import Done, Failed, Paused
from tui import course as runs
from tui.course import Course
from tui.screens.ask import Ask
from tui.text import duration
from tui.widgets.data_view import DataView
from tui.widgets.run_view import outcome, share
from tui.widgets.train_form import DOMAIN, Line, TrainForm


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
@piloted
async def test_from_the_form_to_the_installed_pack(own_home, monkeypatch, tmp_path, size):
    monkeypatch.setenv("TRAINED_PACK", str(make_pack(tmp_path, "units").path))
    scripted(monkeypatch, "fine")
    app = Bench()
    async with app.run_test(size=size) as pilot:
        await pilot.press(*"units", "down", *"rows.jsonl", "enter")
        await until(pilot, lambda: app.train.place == "data")
        counts = seen(app, "counts", DataView)
        assert counts.startswith("40 rows of rows.jsonl: 30 to learn from, 6 held out")
        assert "2 refused" in counts and "2 duplicates" in counts
        await until(pilot, lambda: "rows.jsonl:3 [b]no answer[/b]" in screen_text(app))
        await until(pilot, lambda: "<think>[i]1[/i]</think> answer 1" in screen_text(app))
        assert "Start" in offered(app) and not runs.is_run("units")

        await pilot.press("s")
        await ended(pilot)
        assert seen(app, "head") == f"units · step {STEPS} of {STEPS} · done"
        assert "1,234 tok/s · loss 0.25" in seen(app, "figures")
        assert "memory 1.29 GB · time 8 s · predicted 1.30 GB, 1 min 00 s" in seen(app, "figures")
        assert "held-out accuracy 10% before, 80% after" in seen(app, "end")
        assert "loss 0.25" in screen_text(
            app
        ) and "accuracy on held-out questions 80% (70% to 90%)" in screen_text(app)
        assert {"Install", "Discard"} <= offered(app) and "Go on" not in offered(app)

        await pilot.press("i")
        await until(pilot, lambda: "units is ready" in seen(app, "end"))
        assert app.touched == 1 and registry.show("units").name == "units"
        assert seen(app, "head").endswith("installed")
        await pilot.press("escape")
        await until(pilot, lambda: app.train.place == "form")
        await until(pilot, lambda: "units" in app.train.query_one(TrainForm).line(DOMAIN).completion.names)


@piloted
async def test_a_trainer_that_is_not_there_is_one_line(own_home, monkeypatch):
    scripted(monkeypatch, "fine")
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await preview(pilot)
        monkeypatch.setattr("tui.training.COMMAND", ("/nowhere/moelite",))
        await pilot.press("s")
        await until(pilot, lambda: any("cannot start: /nowhere/moelite" in text for text in notices(app)))
        await pilot.press("escape", "enter")
        await until(pilot, lambda: hint(app).startswith("training cannot start: /nowhere/moelite"))


@piloted
async def test_pause_saves_and_the_same_key_goes_on(own_home, monkeypatch):
    scripted(monkeypatch, "fine")
    allow(own_home, 3)
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await until(pilot, at_step(app, 3))
        assert seen(app, "head").endswith("5 s left") and seen(app, "end") == ""
        assert {"Pause", "Stop"} <= offered(app) and "Discard" not in offered(app)
        assert "units" in app.train.desk.leaving
        await pilot.press("p")
        await ended(pilot)
        assert seen(app, "head").endswith("paused") and app.train.desk.leaving == ""
        assert seen(app, "end").splitlines() == ["all up to step 3 is kept", "P goes on, D discards it"]
        allow(own_home, STEPS)
        await pilot.press("p")
        await ended(pilot)
        assert isinstance(app.train.courses["units"].end, Done)
        assert [step.step for step in app.train.courses["units"].steps] == list(range(1, STEPS + 1))


@piloted
async def test_stop_asks_what_becomes_of_the_run(own_home, monkeypatch):
    scripted(monkeypatch, "fine")
    allow(own_home, 3)
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await until(pilot, at_step(app, 3))
        await stop(pilot, "escape")
        assert app.train.live is not None and not app.train.live.run.stopping
        await stop(pilot, "k")
        await ended(pilot)
        assert app.train.courses["units"].end == Paused(3) and runs.is_run("units")
        await pilot.press("p")
        await until(pilot, lambda: app.train.live is not None)
        await stop(pilot, "d")
        await until(pilot, lambda: app.train.place == "form" and not app.train.courses)
        assert not (own_home / "training" / "units").exists()


async def stop(pilot, key: str) -> None:
    """Ask to stop, and answer the question with this key."""
    app = pilot.app
    await pilot.press("x")
    await until(pilot, lambda: isinstance(app.screen, Ask))
    await pilot.press(key)
    await until(pilot, lambda: app.screen is app.train)


@piloted
async def test_a_killed_trainer_is_one_line_and_goes_on_from_its_last_save(own_home, monkeypatch):
    scripted(monkeypatch, "fine")
    allow(own_home, 3)
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await until(pilot, at_step(app, 3))
        os.kill(app.train.live.run.pid, signal.SIGKILL)
        await ended(pilot)
        assert seen(app, "head").endswith("failed")
        assert "the trainer was killed" in seen(app, "end")
        assert "all up to step 2 is kept" in seen(app, "end")
        allow(own_home, STEPS)
        await pilot.press("p")
        await ended(pilot)
        assert seen(app, "head").endswith("done")


@piloted
async def test_a_run_that_fails_is_one_line_and_the_screen_goes_on(own_home, monkeypatch):
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        for script, line, keys in (
            ("garbage", "last words; nothing was saved yet", "Esc goes back to the form"),
            (
                "silent",
                "the trainer ended without saying how it went; nothing was saved yet",
                "Esc goes back to the form",
            ),
            (
                "nan",
                "the loss is not a number any more; all up to step 4 is kept",
                "P goes on, D discards it",
            ),
        ):
            scripted(monkeypatch, "fine")
            await preview(pilot)
            scripted(monkeypatch, script)
            await pilot.press("s")
            await until(pilot, lambda: app.train.place == "run")
            await ended(pilot)
            assert seen(app, "end").splitlines() == [line, keys]
            assert ("Go on" in offered(app)) == keys.startswith("P")
            if script != "nan":
                await pilot.press("escape")
                await until(pilot, lambda: app.train.place == "form")
        scripted(monkeypatch, "fine")
        await pilot.press("p")
        await until(pilot, lambda: seen(app, "head").endswith("done"))


@piloted
async def test_one_run_at_a_time(own_home, monkeypatch):
    scripted(monkeypatch, "fine")
    allow(own_home, 2)
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await pilot.press("escape")
        await fill(pilot, domain="other")
        await pilot.press("enter")
        await until(pilot, lambda: app.train.place == "data")
        await pilot.press("s")
        await until(pilot, lambda: "units is being trained; one run at a time." in notices(app))
        assert app.train.live.domain == "units" and not runs.is_run("other")


@piloted
async def test_what_was_changed_since_its_data_was_seen_is_read_again_first(own_home, monkeypatch):
    scripted(monkeypatch, "fine")
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await preview(pilot)
        app.train.query_one("#asked-rank", Line).value = "8"
        await pilot.press("s")
        await until(pilot, lambda: "The form has changed: its data is read first." in notices(app))
        await until(pilot, lambda: app.train.reading is None and "Start" in offered(app))
        assert app.train.live is None and not runs.is_run("units")
        app.train.query_one("#asked-rank", Line).value = "none"
        await pilot.press("s")
        await until(pilot, lambda: any("lora.rank must be" in text for text in notices(app)))
        app.train.query_one("#asked-rank", Line).value = "8"
        await pilot.press("s")
        await until(pilot, lambda: seen(app, "head").endswith("done"))
        asked = (own_home / "training" / "units" / "run.json").read_text()
        assert "--set=lora.rank=8" in asked


@piloted
async def test_leaving_the_app_lets_the_run_save(own_home, monkeypatch):
    scripted(monkeypatch, "fine")
    allow(own_home, 3)
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await until(pilot, at_step(app, 3))
        run = app.train.live.run
    while run.alive:
        run.take()
    (left,) = runs.find()
    assert left.course.end == Paused(3)


def test_in_a_terminal_leaving_says_what_becomes_of_the_run_and_the_run_saves(own_home):
    allow(own_home, 3)
    command = (sys.executable, "-P", str(TRAINER), "fine")
    child = terminal("--fake", before=f"from tui import training; training.COMMAND = {command!r}\n")
    child.expect("Ask a question")
    child.send("\x1bOR")  # F3
    child.expect("a new name")
    child.send("units\x1b[Brows.jsonl\r")
    child.expect("40 rows of rows.jsonl")
    child.expect("Start")
    child.send("s")
    child.expect("saved at 2")
    child.send("\x03\x03")
    child.expect("moelite: The training of units is saved and ends; the Train screen goes on with it.")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    deadline = time.monotonic() + 20
    while not isinstance(runs.find()[0].course.end, Paused):
        assert time.monotonic() < deadline
        time.sleep(0.01)


@piloted
async def test_in_the_whole_app_questions_are_answered_meanwhile_and_the_router_gets_the_pack(
    own_home, monkeypatch, tmp_path
):
    monkeypatch.setenv("TRAINED_PACK", str(make_pack(tmp_path, "units", backbone="0" * 64).path))
    scripted(monkeypatch, "fine")
    allow(own_home, 3)
    app = piloting.app_of(Script("logic", ("a step",), "answered"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.desk.host is not None)
        await app.switch_mode("train")
        app.train = app.screen
        await begin(pilot)
        await until(pilot, at_step(app, 3))
        app.action_interrupt()
        await until(pilot, lambda: any("The training of units is saved" in text for text in notices(app)))
        await app.switch_mode("reason")
        turn = await piloting.ask(pilot, "q0")
        assert piloting.seen(turn, "answer") == "answered"
        allow(own_home, STEPS)
        await until(pilot, lambda: "Training of units: done." in notices(app))
        assert "units" not in app.desk.host.domains
        await app.switch_mode("train")
        await until(pilot, lambda: "Install" in offered(app))
        await pilot.press("i")
        await until(pilot, lambda: "units is ready" in seen(app, "end"))
        assert "units" in app.desk.host.domains


@piloted
async def test_a_small_terminal_and_back(own_home, monkeypatch):
    scripted(monkeypatch, "fine")
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await ended(pilot)
        for size in ((20, 5), (1, 1), (200, 60), (80, 24)):
            await pilot.resize_terminal(*size)
        assert "loss 0.25" in screen_text(app)


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_figures_that_are_no_numbers_are_shown_as_unknown(value):
    assert duration(value) == "?" and share(value) == "?"


def test_a_failure_that_was_kept_says_so():
    course = Course(saved=7, end=Failed("the disk is full", 7))
    assert outcome(course) == "the disk is full; all up to step 7 is kept"
