"""An app with nothing but the Train screen, that answers it as the whole app does; hands and eyes on it."""

import sys
from functools import partial
from pathlib import Path

from textual import on
from textual.app import App

from tests.tui import pilot as piloting
from tests.tui.trainer import STEPS
from tui import training
from tui.app import MoeliteApp
from tui.desk import Desk, PacksSettled, PacksTouched
from tui.host import Target
from tui.screens.train import TrainScreen
from tui.widgets.plain import Plain
from tui.widgets.run_view import RunView
from tui.widgets.train_form import DATA, DOMAIN, TrainForm

TRAINER = Path(__file__).with_name("trainer.py")


class Bench(App):
    """`touched` counts how often packs were installed."""

    HORIZONTAL_BREAKPOINTS = MoeliteApp.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = MoeliteApp.VERTICAL_BREAKPOINTS

    def __init__(self) -> None:
        super().__init__()
        self.train = TrainScreen(Desk(Target()))
        self.touched = 0

    def on_mount(self) -> None:
        self.push_screen(self.train)

    @on(PacksTouched)
    def _settle(self) -> None:
        self.touched += 1
        self.train.post_message(PacksSettled("units is ready"))


def scripted(monkeypatch, script: str) -> None:
    """Let the screen start the scripted trainer in place of `moelite train`."""
    monkeypatch.setattr(training, "COMMAND", (sys.executable, "-P", str(TRAINER), script))


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
