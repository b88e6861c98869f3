"""The Train screen with a scripted trainer: every action, and whatever can go wrong with the child."""

import os
import signal
import sys
import time
from functools import partial

import pexpect
import pytest

from adapters import registry
from runtime.fake import Script
from tests.adapters.packs import make_pack
from tests.tui import pilot as piloting
from tests.tui.pilot import piloted
from tests.tui.test_terminal import start as terminal
from tests.tui.trainbench import TRAINER, Bench, scripted
from tests.tui.trainer import STEPS
from trainers.progress import Done, Example, Failed, Paused, Read, Refused, to_json
from tui import course as runs
from tui.course import Course
from tui.screens.ask import Ask
from tui.screens.pick import Pick
from tui.text import duration
from tui.widgets.data_view import DataView, bad_rows, example_text
from tui.widgets.plain import Plain
from tui.widgets.run_list import RunList
from tui.widgets.run_view import RunView, outcome, share
from tui.widgets.train_form import CONFIG, DATA, DOMAIN, Line, TrainForm

until = partial(piloting.until, seconds=30.0)  # the trainer is a process, and the machine may be busy


def allow(home, steps: int) -> None:
    """Let the trainer take so many steps in all."""
    (home / "training").mkdir(parents=True, exist_ok=True)
    (home / "training" / "go").write_text("\n" * steps)


def seen(app: Bench, part: str, view=RunView) -> str:
    """What that part of the run (or of another view) shows; "" where it is hidden."""
    widget = app.train.query_one(view).query_one(f".{part}", Plain)
    return str(widget.content) if widget.display else ""


def notices(app: Bench) -> list[str]:
    """What was said in passing."""
    return [notice.message for notice in app._notifications]


def hint(app: Bench) -> str:
    """The line below the form."""
    return seen(app, "hint", TrainForm)


def names(app: Bench) -> tuple[str, ...]:
    """The installed domains that the form offers."""
    return app.train.query_one(TrainForm).line(DOMAIN).completion.names


def offered(app: Bench) -> set[str]:
    """The names of the actions that the footer offers now."""
    return {
        active.binding.description
        for active in app.train.active_bindings.values()
        if active.binding.show and active.binding.description
    }


def screen_text(app: Bench) -> str:
    """Everything on the terminal."""
    return "\n".join("".join(part.text for part in strip) for strip in app.screen._compositor.render_strips())


async def fill(pilot, domain: str = "units", data: str = "rows.jsonl") -> None:
    """Write into the form."""
    form = pilot.app.train.query_one(TrainForm)
    form.line(DOMAIN).value, form.line(DATA).value = domain, data
    await pilot.pause()


async def preview(pilot) -> None:
    """Fill in the form, and see the data."""
    await fill(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.train.place == "data")


async def begin(pilot) -> None:
    """See the data, and start the run."""
    await preview(pilot)
    await pilot.press("s")
    await until(pilot, lambda: pilot.app.train.place == "run")


async def ended(pilot) -> None:
    """Wait for the child to end."""
    await until(pilot, lambda: pilot.app.train.live is None)
    await pilot.pause()


def at_step(app: Bench, step: int):
    """Whether the run on the right has come so far."""
    return lambda: f"step {step} of {STEPS}" in seen(app, "head")


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
async def test_the_masked_part_is_dim_and_the_learned_part_is_not(own_home):
    text = example_text(1, Example("given [b]", "learned", 7))
    styles = {str(text.plain[span.start : span.end]): span.style for span in text.spans}
    assert styles["given [b]"] == "$foreground 60%" and "learned" not in styles
    assert text.plain.endswith("given [b]learned\n")


def test_very_many_bad_rows_are_counted_and_not_all_drawn():
    refused = tuple(Refused("a.jsonl", line, "not JSON") for line in range(1, 5001))
    text = bad_rows(Read("a.jsonl", 6000, 1000, 0, refused)).plain
    assert text.count("\n") == 1000 and "a.jsonl:1000 not JSON" in text and "4,000 more" in text


@piloted
async def test_what_is_wrong_is_said_as_one_types(own_home):
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Un")
        assert "'Un' cannot name a domain" in hint(app)
        form = app.train.query_one(TrainForm)
        form.line(DOMAIN).value = "none"
        await pilot.pause()
        assert "reserved" in hint(app)
        await until(pilot, lambda: "logic" in names(app))
        form.line(DOMAIN).value = "logic"
        await pilot.pause()
        assert "logic is installed" in hint(app)
        rank = app.train.query_one("#asked-rank", Line)
        rank.value = "many"
        await pilot.pause()
        assert "lora.rank must be a whole number" in hint(app)
        rank.value = "8"
        await pilot.pause()
        assert hint(app) == ""
        form.line(DATA).value = "'open"
        await pilot.pause()
        assert hint(app) == "data: no closing quotation"


@piloted
async def test_a_form_with_a_mistake_starts_nothing(own_home, monkeypatch):
    scripted(monkeypatch, "fine")
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert "cannot name a domain" in hint(app)
        await fill(pilot, data="")
        await pilot.press("enter")
        assert "say what to learn from" in hint(app)
        await fill(pilot)
        app.train.query_one(TrainForm).line(CONFIG).value = "/nowhere/x.toml"
        await pilot.press("enter")
        assert "/nowhere/x.toml: No such file" in hint(app)
        assert app.train.reading is None


@piloted
async def test_the_form_asks_for_what_was_typed_and_for_nothing_else(own_home, tmp_path):
    file = tmp_path / "more.toml"
    file.write_text("[train]\nseed = 3\n")
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await fill(pilot, data="tasks:logic 'my rows.jsonl' ~/x")
        form = app.train.query_one(TrainForm)
        form.line(CONFIG).value = str(file)
        app.train.query_one("#asked-lr", Line).value = "0.001"
        app.train.query_one("#asked-targets", Line).value = "all-linear"
        request = form.request()
    assert request.domain == "units" and request.config == str(file)
    assert request.data == ("tasks:logic", "my rows.jsonl", os.path.expanduser("~/x"))
    assert request.sets == ("train.lr=0.001", "lora.targets=all-linear")


@piloted
async def test_up_and_down_walk_the_form_and_right_completes(own_home, tmp_path, monkeypatch):
    (tmp_path / "rows.jsonl").write_text("")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        form = app.train.query_one(TrainForm)
        await until(pilot, lambda: "logic" in names(app))
        await pilot.press(*"log")
        await until(pilot, lambda: form.line(DOMAIN)._suggestion)
        await pilot.press("right", "down")
        assert form.line(DOMAIN).value == "logic" and form.line(DATA).has_focus
        for typed, whole in (("tasks:sy", "tasks:symbolic"), (" ro", " rows.jsonl"), (" ./s", " ./sub/")):
            await pilot.press(*typed)
            await until(pilot, lambda: form.line(DATA)._suggestion)
            await pilot.press("right")
            assert form.line(DATA).value.endswith(whole)
        assert form.line(DATA).value == "tasks:symbolic rows.jsonl ./sub/"
        await pilot.press("up")
        assert form.line(DOMAIN).has_focus


@piloted
async def test_names_files_and_folders_are_picked(own_home, tmp_path, monkeypatch):
    (tmp_path / "my rows.jsonl").write_text("")
    monkeypatch.chdir(tmp_path)
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        form = app.train.query_one(TrainForm)
        await until(pilot, lambda: form.line(DOMAIN).completion.names)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await pilot.press("down", "enter")
        await until(pilot, lambda: form.line(DOMAIN).value)
        assert form.line(DOMAIN).value in form.line(DOMAIN).completion.names

        form.line(DATA).focus()
        for keys, value in (
            (("enter",), "tasks:arithmetic"),
            (("tab", "down", "enter"), "tasks:arithmetic 'my rows.jsonl'"),
            (("tab", "ctrl+o"), f"tasks:arithmetic 'my rows.jsonl' {tmp_path}"),
            (("escape",), f"tasks:arithmetic 'my rows.jsonl' {tmp_path}"),
        ):
            await pilot.press("ctrl+o")
            await until(pilot, lambda: isinstance(app.screen, Pick))
            await until(pilot, lambda: "my rows.jsonl" in screen_text(app))
            await pilot.press(*keys)
            await until(pilot, lambda: not isinstance(app.screen, Pick))
            await pilot.pause()
            assert form.line(DATA).value.replace(f"'{tmp_path}/", "'") == value

        app.train.query_one("#asked-lr", Line).focus()
        await pilot.pause()
        assert "Pick" not in offered(app)


@piloted
async def test_data_without_a_row_left_shows_why_and_starts_nothing(own_home, monkeypatch):
    scripted(monkeypatch, "norows")
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await preview(pilot)
        await until(pilot, lambda: "rows.jsonl:9 not JSON" in screen_text(app))
        assert hint(app) == "rows.jsonl: no row is left to learn from"
        assert seen(app, "wrong", DataView) == "rows.jsonl: no row is left to learn from"
        assert "Start" not in offered(app)
        await pilot.press("s")
        assert app.train.live is None


@piloted
async def test_a_preview_that_fails_is_one_line_under_the_form(own_home, monkeypatch):
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await fill(pilot)
        for script, line in (
            ("cannot", "the backbone is [red]gone[/][31m"),
            ("garbage", "last words"),
            ("silent", "the trainer told nothing of the data"),
        ):
            scripted(monkeypatch, script)
            await pilot.press("enter")
            await until(pilot, lambda line=line: hint(app) == line)
            assert app.train.place == "form" and "Start" not in offered(app)


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
