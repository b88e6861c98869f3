"""The form of the Train screen, and the data that it shows, with a scripted trainer."""

import os

from tests.tui.pilot import piloted, screen_text
from tests.tui.trainbench import (
    Bench,
    fill,
    hint,
    names,
    offered,
    preview,
    scripted,
    seen,
    until,
)
from trainers.progress import Example, Read, Refused
from tui.screens.pick import Pick
from tui.widgets.data_view import DataView, bad_rows, example_text
from tui.widgets.train_form import CONFIG, DATA, DOMAIN, Line, TrainForm


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
