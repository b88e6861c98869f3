"""The Evaluate screen in the real app, on a scripted host that completes, and on the nano backbone."""

import asyncio
import json
import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import DataTable, Input, ProgressBar, SelectionList, Static, TabbedContent

from adapters.pack import load_pack
from runtime import chat
from runtime.checkers import checker
from runtime.events import Answer, Finished, Routed, Step, Token
from runtime.fake import FakeRuntime
from tests.trainers.test_reports import report
from tests.tui.pilot import piloted, until
from trainers import reports
from tui import replay as saved_turns
from tui.app import MoeliteApp
from tui.desk import PacksSettled, Replay
from tui.retell import retold
from tui.screens.evaluate import PAGES, WANTED, EvaluateScreen
from tui.widgets.grid import Grid
from tui.widgets.turn import Turn

QUESTIONS = {
    "What is 2+3?": ("arithmetic", "5"),
    "What is 4+4?": ("arithmetic", "8"),
    "All [/x] are b. Is every x a b?": ("logic", "yes"),
    "hello": ("logic", "no"),
}


class Scripted(FakeRuntime):
    """Whose adapters are right on their own domain and on nothing else; `gate` holds each answer back."""

    def __init__(self):
        super().__init__(delay=0)
        self.gate = threading.Event()
        self.gate.set()
        self.completed = []
        self.failure = None

    def routed(self, question):
        route = self.route(question)
        return Routed(question, route.domain or "", route, self.info.name)

    def complete(self, questions, *, max_new_tokens=0, rows=0, on_done):
        if self.failure is not None:
            raise self.failure
        for index, (question, adapter) in enumerate(questions):
            assert self.gate.wait(10)
            domain, gold = QUESTIONS[question]
            said = gold if adapter == domain else "unknown"
            self.completed.append((question, adapter))
            on_done(index, f"<think>\n2 + 3 = 5\n2 + 2 = 5\n</think>\n\n\\boxed{{{said}}}", True)
        return []

    def checker(self, adapter):
        return checker("arithmetic") if adapter == "arithmetic" else None


def write_questions(path) -> None:
    rows = ({"question": q, "final_answer": gold, "domain": d} for q, (d, gold) in QUESTIONS.items())
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture
def file(tmp_path):
    write_questions(tmp_path / "mine.jsonl")
    return tmp_path / "mine.jsonl"


async def opened(pilot) -> EvaluateScreen:
    await until(pilot, lambda: pilot.app.desk.host is not None)
    await pilot.press("f4")
    await until(
        pilot, lambda: isinstance(pilot.app.screen, EvaluateScreen) and pilot.app.screen.query("#sets")
    )
    await pilot.pause()
    return pilot.app.screen


async def choose(pilot, screen, file, systems=("bare", "arithmetic", "routed", "oracle"), limit="") -> None:
    """Choose the file alone and these systems."""
    sets = screen.query_one("#sets", SelectionList)
    sets.deselect_all()
    screen.query_one("#file", Input).value = str(file)
    screen.query_one("#file").focus()
    await pilot.press("enter")
    await until(pilot, lambda: sets.selected == [str(file)])
    box = screen.query_one("#systems", SelectionList)
    box.deselect_all()
    for system in systems:
        box.select(system)
    screen.query_one("#limit", Input).value = limit


async def run(pilot, screen) -> None:
    await pilot.press("ctrl+r")
    await until(pilot, lambda: not screen.running and status(screen) != "reading the sets")
    await pilot.pause()


def status(screen) -> str:
    return str(screen.query_one("#status", Static).content)


def about(screen) -> str:
    return str(screen.query_one("#about", Static).content)


def rows(screen, grid) -> list[list[str]]:
    table = screen.query_one(grid, DataTable)
    return [[str(cell) for cell in table.get_row_at(i)] for i in range(table.row_count)]


@piloted
async def test_systems_are_compared_and_the_report_is_saved(file):
    async with MoeliteApp(lambda progress: Scripted()).run_test(size=(200, 60)) as pilot:
        screen = await opened(pilot)
        await choose(pilot, screen, file)
        await run(pilot, screen)
        assert screen.page == "table" and status(screen).startswith("done and saved as ")
        found = {row[1]: row[2:7] for row in rows(screen, "#rows")}
        assert found["bare"] == ["0.0%", "0.0% – 49.0%", "4", "0.25", "0"]
        assert found["routed"][:3] == ["75.0%", "30.1% – 95.4%", "4"]
        assert found["oracle"][0] == "100.0%"
        assert rows(screen, "#confusion") == [
            ["arithmetic", "2  100%", "·", "·", "2"],
            ["logic", "·", "1   50%", "1   50%", "2"],
        ]
        (saved,) = reports.listed()[0]
        assert saved.name in status(screen) and saved.name in about(screen)
        assert [row[1] for row in rows(screen, "#saved")] == [saved.name]


@piloted
async def test_the_table_is_live_and_a_stop_keeps_what_is_done(file, monkeypatch):
    monkeypatch.setattr("trainers.evaluate.TABLE_S", 0.0)
    monkeypatch.setattr("tui.screens.evaluate.HEARD_S", 0.0)
    host = Scripted()
    async with MoeliteApp(lambda progress: host).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await choose(pilot, screen, file, ["bare", "arithmetic"])
        complete = host.complete

        def two_then_wait(questions, **options):
            told = options.pop("on_done")

            def on_done(index, text, finished):
                told(index, text, finished)
                if len(host.completed) == 2:
                    host.gate.clear()

            return complete(questions, on_done=on_done, **options)

        monkeypatch.setattr(host, "complete", two_then_wait)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: status(screen).startswith("2 of 8 answers · "))
        assert status(screen).endswith(" left") and screen.query_one(ProgressBar).has_class("-running")
        ((_, system, _, _, n, *_),) = rows(screen, "#rows")
        assert system == "arithmetic" and n in ("1", "2")
        await pilot.press("escape")
        assert status(screen) == "stopping…"
        host.gate.set()
        await until(pilot, lambda: not screen.running)
        done = len(host.completed)
        assert done == 3 and status(screen) == "stopped; running it again goes on from there"
        assert about(screen).startswith("stopped") and reports.listed() == ((), ())
        assert sum(int(row[4]) for row in rows(screen, "#rows")) == 3
        await pilot.press("ctrl+r")
        await until(pilot, lambda: status(screen).startswith("done"))
        assert len(host.completed) == 8  # nothing was answered twice
        await pilot.press("ctrl+r")
        await until(pilot, lambda: len(reports.listed()[0]) == 2)
        assert len(host.completed) == 8
        screen.post_message(PacksSettled("logic is replaced"))
        await until(pilot, lambda: not screen._memories)


@piloted
async def test_what_a_disagreement_was_is_played_on_the_reason_screen(file):
    posted = []
    async with MoeliteApp(lambda progress: Scripted()).run_test(
        size=(160, 40), message_hook=lambda message: posted.append(message)
    ) as pilot:
        screen = await opened(pilot)
        await choose(pilot, screen, file)
        await run(pilot, screen)
        screen._turn_to("questions")
        found = rows(screen, "#disagreements")
        assert [row[1] for row in found] == list(QUESTIONS)
        assert found[0][2:] == ["5", "✗ unknown", "✓ 5", "✓ 5", "✓ 5"]
        assert found[2][1] == "All [/x] are b. Is every x a b?"
        await until(pilot, lambda: isinstance(screen.focused, Grid))
        await pilot.press("right", "right", "right", "right", "enter")
        await until(pilot, lambda: any(isinstance(message, Replay) for message in posted))
        (sent,) = {id(m): m for m in posted if isinstance(m, Replay)}.values()
        assert (sent.question, sent.domain) == ("What is 2+3?", "arithmetic")
        events = [timed.event for timed in sent.events]
        assert events[0] == Routed("What is 2+3?", "arithmetic", None, "fake")
        steps = [event for event in events if isinstance(event, Step)]
        assert [(step.text, step.verdict.kind) for step in steps] == [
            ("2 + 3 = 5", "holds"),
            ("2 + 2 = 5", "refuted"),
        ]
        assert isinstance(events[-2], Answer) and events[-2].text == "5"
        await until(pilot, lambda: pilot.app.screen is pilot.app.reason)
        await until(pilot, lambda: not pilot.app.reason.busy)
        turn = pilot.app.reason.query(Turn).last()
        assert turn.question == "What is 2+3?" and turn.answer == "5"


@piloted
async def test_left_of_the_answers_the_first_system_is_played_and_a_refusal_is_said(file):
    posted = []
    async with MoeliteApp(lambda progress: Scripted()).run_test(message_hook=posted.append) as pilot:
        screen = await opened(pilot)
        await choose(pilot, screen, file, ["routed", "oracle"])
        await run(pilot, screen)
        assert [row[1] for row in rows(screen, "#disagreements")] == ["hello"]
        screen._turn_to("questions")
        await until(pilot, lambda: isinstance(screen.focused, Grid))
        await pilot.press("right", "right", "right", "o")
        await until(pilot, lambda: status(screen) == "nothing was written on it")
        await pilot.press("left", "o")
        await until(pilot, lambda: any(isinstance(message, Replay) for message in posted))
        assert next(m.domain for m in posted if isinstance(m, Replay)) == "logic"


@piloted
async def test_reports_are_opened_marked_and_compared():
    first = reports.save(report(routed="1000", bare="0000")).name
    second = reports.save(report(routed="1111", bare="0000")).name
    (reports.folder() / "bad.jsonl").write_text("{")
    async with MoeliteApp(lambda progress: FakeRuntime(delay=0)).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: "bad.jsonl: not a report" in status(screen))
        screen._offer()
        assert status(screen) == WANTED
        await pilot.press("f7")
        await until(pilot, lambda: screen.page == "reports")
        await until(pilot, lambda: [row[1] for row in rows(screen, "#saved")] == [second, first])
        await until(pilot, lambda: isinstance(screen.focused, Grid))
        await pilot.press("c")
        assert rows(screen, "#differences") == []
        await pilot.press("down", "space")
        assert [row[0] for row in rows(screen, "#saved")] == ["", "●"]
        await pilot.press("up", "c")
        await until(pilot, lambda: len(rows(screen, "#differences")) == 2)
        bare, routed = rows(screen, "#differences")
        assert routed[2:5] == ["25.0%", "100.0%", "+75.0%"] and routed[6:] == ["0.25", "4"]
        assert bare[4] == "+0.0%" and status(screen).startswith(f"{second} less {first}")
        await pilot.press("enter")
        await until(pilot, lambda: screen.page == "table")
        assert second in about(screen) and rows(screen, "#rows")[1][2] == "100.0%"
        screen._turn_to("reports")
        await until(pilot, lambda: screen.focused and screen.focused.id == "saved")
        (reports.folder() / f"{second}.jsonl").unlink()
        await pilot.press("enter")
        await until(pilot, lambda: f"no report '{second}'" in status(screen))
        await pilot.press("down", "space")
        assert [row[0] for row in rows(screen, "#saved")] == ["", ""]


@piloted
async def test_what_cannot_be_asked_for_is_one_line(file, tmp_path):
    async with MoeliteApp(lambda progress: Scripted()).run_test() as pilot:
        screen = await opened(pilot)
        for box, text, said in (
            ("#file", str(tmp_path / "nothing"), "there is no file"),
            ("#joint", str(tmp_path), "is not a domain pack"),
        ):
            screen.query_one(box, Input).value = text
            screen.query_one(box).focus()
            await pilot.press("enter")
            await until(pilot, lambda said=said: said in status(screen))
        await choose(pilot, screen, file, limit="many")
        await pilot.press("ctrl+r")
        assert "'many' is no number" in status(screen)
        screen.query_one("#limit", Input).value = "1"
        screen.query_one("#systems", SelectionList).deselect_all()
        await pilot.press("ctrl+r")
        assert status(screen) == "choose at least one system (Space)"
        screen.query_one("#sets", SelectionList).deselect_all()
        await pilot.press("ctrl+r")
        assert status(screen) == "choose at least one set (Space)"
        assert not screen.running


@piloted
async def test_an_engine_or_a_disk_that_fails_is_one_line_and_the_screen_stays_up(file, own_home):
    host = Scripted()
    async with MoeliteApp(lambda progress: host).run_test() as pilot:
        screen = await opened(pilot)
        await choose(pilot, screen, file, ["bare"])
        host.failure = RuntimeError("CUDA [bold]\nout of memory")
        await run(pilot, screen)
        assert status(screen) == "unexpected RuntimeError: CUDA [bold] out of memory"
        host.failure = None
        own_home.mkdir(exist_ok=True)
        (own_home / "reports").write_text("in the way")
        await run(pilot, screen)
        assert "the report was not saved" in status(screen)
        assert len(rows(screen, "#rows")) == 1 and about(screen).startswith("finished")
        (own_home / "reports").unlink()
        await run(pilot, screen)
        assert status(screen).startswith("done and saved")


@piloted
async def test_before_there_is_a_backbone_the_screen_says_so():
    gate = threading.Event()
    async with MoeliteApp(lambda progress: gate.wait(10) and Scripted()).run_test() as pilot:
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvaluateScreen))
        screen = pilot.app.screen
        await until(pilot, lambda: screen.query("#status") and status(screen) == "the backbone is loading…")
        await pilot.press("ctrl+r")
        assert not screen.running
        gate.set()
        await until(pilot, lambda: status(screen) == "" and screen.subject is not None)


@piloted
async def test_every_page_fits_at_any_size(file):
    async with MoeliteApp(lambda progress: Scripted()).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await choose(pilot, screen, file)
        await run(pilot, screen)
        for width, height in ((80, 24), (20, 5), (200, 60)):
            await pilot.resize_terminal(width, height)
            for page in PAGES:
                screen._turn_to(page)
                await until(pilot, lambda page=page: screen.page == page and screen.focused is not None)
                await pilot.pause()
                assert screen.max_scroll_x == 0 and screen.focused.region.height >= 1
                assert screen.query_one(TabbedContent).region.bottom <= height


@piloted
async def test_quitting_while_it_runs_is_no_crash(file):
    host = Scripted()
    host.gate.clear()
    async with MoeliteApp(lambda progress: host).run_test() as pilot:
        screen = await opened(pilot)
        await choose(pilot, screen, file)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: screen.running)
        host.gate.set()
        pilot.app.exit()


def test_the_real_runtime_is_measured_with_a_joint_pack_beside(nano, nano_pack, tmp_path, file):
    from adapters.pack import write_pack
    from adapters.registry import add
    from runtime.remote import RemoteRuntime

    joint = write_pack(
        tmp_path / "joint",
        peft=nano_pack,
        description="All of it.",
        backbone=load_pack(nano_pack).backbone,
        base_model="nano",
        exemplars=["How does a knight move?"],
    )
    add(nano_pack)
    runtime = RemoteRuntime.load(backbone=str(nano))

    async def main():
        async with MoeliteApp(lambda progress: runtime).run_test(size=(120, 40)) as pilot:
            screen = await opened(pilot)
            screen.query_one("#joint", Input).value = str(joint.path)
            screen.query_one("#joint").focus()
            await pilot.press("enter")
            await until(pilot, lambda: status(screen) == "added the system joint")
            await choose(pilot, screen, file, ["bare", "chess", "joint"], limit="2")
            await pilot.press("ctrl+r")
            await until(pilot, lambda: status(screen).startswith("done"), 60)
            assert [(row[1], row[4]) for row in rows(screen, "#rows")] == [
                ("bare", "2"),
                ("chess", "2"),
                ("joint", "2"),
            ]
            assert runtime.domains == ("chess",)

    asyncio.run(main())


def test_a_text_is_told_again_as_the_events_it_would_have_come_in(tmp_path):
    text = "<think>\nSo 2 + 2 = 4.\nThen 4 + 1 = 6.\n</think>\n\n\\boxed{5}"
    told = retold("2+2+1?", "arithmetic", text, cut=False, backbone="nano")
    events = [timed.event for timed in told]
    assert isinstance(events[0], Routed) and isinstance(events[-1], Finished)
    thought, answer = (
        "".join(e.text for e in events if isinstance(e, Token) and e.part == p) for p in ("thought", "answer")
    )
    assert thought == "\nSo 2 + 2 = 4.\nThen 4 + 1 = 6.\n" and answer.strip() == "\\boxed{5}"
    assert [e.index for e in events if isinstance(e, Token)] == list(
        range(1, sum(isinstance(e, Token) for e in events) + 1)
    )
    steps = [event for event in events if isinstance(event, Step)]
    assert [(s.text, s.verdict.kind) for s in steps] == [
        ("So 2 + 2 = 4.", "unchecked"),
        ("Then 4 + 1 = 6.", "unchecked"),
    ]
    assert events[-2] == Answer("5", "\\boxed{5}", None)
    assert [timed.at for timed in told] == sorted(timed.at for timed in told)
    lines = [saved_turns.to_line(timed) for timed in told]
    assert [saved_turns.from_line(line) for line in lines] == list(told)
    checked = retold("2+2+1?", "arithmetic", text, cut=False, backbone="nano", checker=checker("arithmetic"))
    kinds = [timed.event.verdict.kind for timed in checked if isinstance(timed.event, Step)]
    assert kinds == ["holds", "refuted"]


@given(st.lists(st.sampled_from(["<think>", "</think>", "\n", " ", "x = 1.", "é", "\u2028", "[/b]"])))
def test_no_character_of_a_text_is_lost_or_changes_its_part(pieces):
    text = "".join(pieces)
    told = [timed.event for timed in retold("q", "", text, cut=False, backbone="nano")]
    splitter, parts = chat.Splitter(), {"thought": "", "answer": ""}
    for part, piece in (*splitter.feed(text), *splitter.flush()):
        parts[part] += piece
    for part, whole in parts.items():
        assert (
            "".join(event.text for event in told if isinstance(event, Token) and event.part == part) == whole
        )


def test_a_text_that_was_cut_off_ends_by_the_limit_and_is_not_verified():
    told = retold("2+2?", "", "<think>\n2 + 2", cut=True, backbone="nano", checker=checker("arithmetic"))
    assert told[-1].event.reason == "length" and told[-2].event == Answer("", "", None)
    assert [t.event.text for t in told if isinstance(t.event, Step)] == ["2 + 2"]
    empty = retold("2+2?", "", "", cut=True, backbone="nano")
    assert [type(timed.event) for timed in empty] == [Routed, Answer, Finished]


def test_a_stopped_evaluation_is_described_as_such():
    from tui.report_tables import described

    assert described(replace(report("1"), finished=False)).startswith("stopped")
