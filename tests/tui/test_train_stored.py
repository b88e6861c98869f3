"""Runs that lie in their folders: listed, shown, resumed, discarded, installed."""

import os
import signal

from adapters import registry
from tests.adapters.packs import make_pack
from tests.tui.pilot import piloted, screen_text
from tests.tui.trainbench import (
    Bench,
    allow,
    at_step,
    begin,
    ended,
    preview,
    scripted,
    seen,
    until,
)
from tests.tui.trainer import STEPS
from trainers.progress import Done, Paused, to_json
from tui import course as runs
from tui.screens.ask import Ask
from tui.widgets.run_list import RunList


def stored(home, domain: str, *events) -> None:
    """A run that an earlier start of the app left."""
    folder = home / "training" / domain
    folder.mkdir(parents=True)
    (folder / "run.json").write_text("{}")
    (folder / "step").write_text("4")
    (folder / "log.jsonl").write_text("".join(to_json(event) + "\n" for event in events))


def test_after_a_restart_a_run_that_broke_off_is_listed_shown_and_resumed(own_home, monkeypatch):
    scripted(monkeypatch, "fine")
    allow(own_home, 4)

    @piloted
    async def leave():
        app = Bench()
        async with app.run_test(size=(80, 24)) as pilot:
            await begin(pilot)
            await until(pilot, at_step(app, 4))
            os.kill(app.train.live.run.pid, signal.SIGKILL)

    @piloted
    async def come_back():
        app = Bench()
        async with app.run_test(size=(80, 24)) as pilot:
            listed = app.train.query_one(RunList)
            await until(pilot, lambda: listed.option_count == 1)
            await until(pilot, lambda: "units  broken off · step 4 of 8" in screen_text(app))
            listed.focus()
            await pilot.press("down", "enter")
            await until(pilot, lambda: app.train.place == "run")
            assert seen(app, "head") == "units · step 4 of 8 · broken off"
            await until(pilot, lambda: "loss 0.5" in screen_text(app))
            allow(own_home, STEPS)
            await pilot.press("p")
            await ended(pilot)
            assert [step.step for step in app.train.courses["units"].steps] == list(range(1, STEPS + 1))

    leave()
    come_back()


@piloted
async def test_a_stored_run_is_discarded_once_asked(own_home):
    stored(own_home, "units", Paused(4))
    stored(own_home, "other", Paused(4))
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        listed = app.train.query_one(RunList)
        await until(pilot, lambda: listed.option_count == 2)
        app.train._show_run("units")
        await until(pilot, lambda: app.train.place == "run")
        for key, left in (("escape", 2), ("d", 1)):
            await pilot.press("d")
            await until(pilot, lambda: isinstance(app.screen, Ask))
            await pilot.press(key)
            await until(pilot, lambda: app.screen is app.train)
            await until(pilot, lambda left=left: listed.option_count == left)
        assert app.train.place == "form" and [run.domain for run in runs.find()] == ["other"]


@piloted
async def test_where_a_run_of_the_name_is_there_the_screen_asks(own_home, monkeypatch):
    scripted(monkeypatch, "fine")
    stored(own_home, "units", Paused(4))
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "units" in app.train.courses)
        await preview(pilot)
        for key, first in (("escape", 0), ("r", 5), ("n", 1)):
            await pilot.press("s")
            await until(pilot, lambda: isinstance(app.screen, Ask))
            await pilot.press(key)
            await until(pilot, lambda: app.screen is app.train)
            if key == "escape":
                assert app.train.place == "data" and app.train.courses["units"].end == Paused(4)
                continue
            await until(pilot, lambda: app.train.place == "run")
            await until(pilot, lambda: seen(app, "head").endswith("done"))
            assert app.train.courses["units"].steps[0].step == first
            await pilot.press("escape")
            await until(pilot, lambda: app.train.place == "form")
            await preview(pilot)


@piloted
async def test_a_name_that_is_taken_is_replaced_only_once_asked(own_home, monkeypatch, tmp_path):
    old = registry.add(make_pack(tmp_path / "old", "units").path)
    new = make_pack(tmp_path / "new", "units", seed=1)
    stored(own_home, "units", Done("units", str(new.path), False, 8, 4096, 8.0, None, None))
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "units" in app.train.courses)
        app.train._show_run("units")
        await until(pilot, lambda: app.train.place == "run")
        await pilot.pause()
        assert "held-out accuracy ? before, ? after" in seen(app, "end")
        for key, digest in (("escape", old.digest), ("r", new.digest)):
            await pilot.press("i")
            await until(pilot, lambda: isinstance(app.screen, Ask))
            await pilot.press(key)
            await until(pilot, lambda: app.screen is app.train)
            await until(pilot, lambda digest=digest: registry.show("units").digest == digest)
        await until(pilot, lambda: "units is ready" in seen(app, "end"))


@piloted
async def test_a_pack_that_cannot_be_installed_is_one_line(own_home):
    stored(own_home, "units", Done("units", "/nowhere/units", False, 8, 4096, 8.0, 0.1, 0.8))
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "units" in app.train.courses)
        app.train._show_run("units")
        await until(pilot, lambda: app.train.place == "run")
        await pilot.press("i")
        await until(pilot, lambda: "no domain pack at /nowhere/units" in seen(app, "end"))
        assert app.touched == 0
