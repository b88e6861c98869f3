"""An app that shows nothing but the Train screen, and answers it as the whole app does."""

import sys
from pathlib import Path

from textual import on
from textual.app import App

from tui import training
from tui.app import MoeliteApp
from tui.desk import Desk, PacksSettled, PacksTouched
from tui.host import Target
from tui.screens.train import TrainScreen

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
