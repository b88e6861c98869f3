"""What the screens show, held as text at two sizes: `MOELITE_SNAPSHOTS=write` writes the files anew.

Text and not pictures: a difference can be read in a review, and no version of a renderer makes one. What a
clock or a folder decides is masked.
"""

import os
import re
import threading
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from adapters import registry
from runtime.fake import FakeInfo, FakeRuntime, Script
from tests.adapters.packs import make_pack
from tests.tui import test_evaluate_screen as evaluation
from tests.tui import test_train_screen as training
from tests.tui.pilot import ask, piloted, screen_text, until
from tests.tui.trainbench import Bench, scripted
from tui.app import MoeliteApp
from tui.widgets.prompt import Prompt

FOLDER = Path(__file__).with_name("snapshots")
SIZES = {"80x24": (80, 24), "200x60": (200, 60)}
WRITE = os.environ.get("MOELITE_SNAPSHOTS") == "write"
RIGHT, WRONG = "Expand (x+2)(x-7).", "What is 17*23 + 5?"
MASKS = (
    (r"\d[\d,.]*(?= ?(s|ms|min|tok/s)\b)", "#"),
    (r"\d[\d,.]* ?[MG]B\b", "#"),
    (r"\b\d{8}-\d{6}\b", "#"),
    (r"\b\d\d:\d\d(:\d\d)?\b|\b\d{4}-\d\d-\d\d\b", "#"),
    (r"\S*/(pytest-|tmp)\S*", "#"),
)


@pytest.fixture(autouse=True)
def still(monkeypatch, tmp_path):
    """No bundled packs, and a clock of its own for the scripted answers: a tenth of a second a look."""
    monkeypatch.setattr(registry, "BUNDLED", tmp_path / "bundled")
    ticks = iter(range(1_000_000))
    clock = SimpleNamespace(sleep=lambda seconds: None, monotonic=lambda: next(ticks) / 10)
    monkeypatch.setattr("runtime.fake.time", clock)


def shown(app) -> str:
    """Everything on the terminal, masked; what a mask took or gave in width is evened out by one space."""
    text = "\n".join(line.rstrip() for line in screen_text(app).split("\n"))
    for pattern, mask in MASKS:
        text = re.sub(pattern, mask, text)
    return "\n".join(
        re.sub(r"(#.*?) {2,}", r"\1 ", line) if "#" in line else line for line in text.split("\n")
    )


async def held(pilot, name: str, size: str) -> None:
    """Wait until the screen shows what the file holds, or write the file."""
    file = FOLDER / f"{name}.{size}.txt"
    if WRITE:
        await pilot.pause(1.0)
        FOLDER.mkdir(exist_ok=True)
        file.write_text(shown(pilot.app) + "\n", "utf-8")
    wanted = file.read_text("utf-8")
    with suppress(TimeoutError):
        await until(pilot, lambda: shown(pilot.app) + "\n" == wanted)
    assert shown(pilot.app) + "\n" == wanted, f"{file.name} shows something else now"


def reason_app(scripts=None) -> MoeliteApp:
    runtime = FakeRuntime(delay=0) if scripts is None else FakeRuntime(scripts, delay=0)
    return MoeliteApp(lambda progress: runtime)


async def idle(pilot) -> None:
    pass


async def answered(pilot) -> None:
    await ask(pilot, RIGHT)


async def restarted(pilot) -> None:
    await ask(pilot, WRONG)


async def unfolded(pilot) -> None:
    await ask(pilot, WRONG)
    await pilot.press("ctrl+t")


async def declined(pilot) -> None:
    await ask(pilot, "hello")


async def forced(pilot) -> None:
    await ask(pilot, f"/logic {RIGHT}")


async def failed(pilot) -> None:
    await ask(pilot, "q0")


async def suggested(pilot) -> None:
    pilot.app.reason.query_one(Prompt).focus()
    await pilot.press("/")


async def helped(pilot) -> None:
    await pilot.press("f1")


async def sessions(pilot) -> None:
    await ask(pilot, RIGHT)
    await ask(pilot, WRONG)
    await pilot.press("f6")
    await until(pilot, lambda: pilot.app.current_mode == "sessions")
    await pilot.pause(0.3)


REASON = (idle, answered, restarted, unfolded, declined, forced, failed, suggested, helped, sessions)
FAILING = {"q0": Script("logic", ("a step",), "", ValueError("the card is [gone]"))}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", REASON, ids=lambda state: state.__name__)
@piloted
async def test_reason_and_sessions(state, size):
    app = reason_app(FAILING if state is failed else None)
    async with app.run_test(size=SIZES[size]) as pilot:
        await until(pilot, lambda: app.desk.host is not None)
        await state(pilot)
        await pilot.pause()
        await held(pilot, f"reason-{state.__name__}", size)


@pytest.mark.parametrize("size", SIZES)
@piloted
async def test_loading(size):
    gate = threading.Event()

    def load(progress):
        progress("placing the weights")
        gate.wait(30)
        return FakeRuntime(delay=0)

    app = MoeliteApp(load)
    async with app.run_test(size=SIZES[size]) as pilot:
        await until(pilot, lambda: bool(app.desk.loading))
        await ask(pilot, RIGHT, wait=False)
        await pilot.pause()
        try:
            await held(pilot, "reason-loading", size)
        finally:
            gate.set()


@pytest.mark.parametrize("size", SIZES)
@piloted
async def test_adapters(size, tmp_path):
    record = {"trained": "2026-11-28", "sources": ["pigments.jsonl"], "rows": 1240, "tokens": 68_812_800}
    source = make_pack(
        tmp_path / "src", backbone=FakeInfo().fingerprint, record=record, scores={"numbers": 0.975}
    )
    pack, runtime = registry.add(source.path), FakeRuntime(delay=0)
    runtime.add(pack)
    app = MoeliteApp(lambda progress: runtime)
    async with app.run_test(size=SIZES[size]) as pilot:
        await until(pilot, lambda: app.desk.host is not None)
        await pilot.press("f5")
        await until(pilot, lambda: "colours" in shown(app))
        await held(pilot, "adapters", size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", ["form", "data", "done"])
@piloted
async def test_train(state, size, monkeypatch):
    scripted(monkeypatch, "learns")
    app = Bench()
    async with app.run_test(size=SIZES[size]) as pilot:
        await pilot.pause()
        if state == "data":
            await training.preview(pilot)
        if state == "done":
            await training.begin(pilot)
            await training.ended(pilot)
        await pilot.pause()
        await held(pilot, f"train-{state}", size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", ["choose", "table"])
@piloted
async def test_evaluate(state, size, tmp_path):
    file = tmp_path / "sets" / "mine.jsonl"
    file.parent.mkdir()
    evaluation.write_questions(file)
    app = MoeliteApp(lambda progress: evaluation.Scripted())
    async with app.run_test(size=SIZES[size]) as pilot:
        screen = await evaluation.opened(pilot)
        if state == "table":
            await evaluation.choose(pilot, screen, file)
            await evaluation.run(pilot, screen)
        await pilot.pause()
        await held(pilot, f"evaluate-{state}", size)
