"""The app under Textual's pilot."""

import asyncio
import inspect

from runtime.fake import FakeRuntime, Script
from tui.app import MoeliteApp
from tui.widgets.plain import Plain
from tui.widgets.prompt import Prompt
from tui.widgets.turn import Turn

SLOW = 0.02
LONG = Script("logic", ("first step", "second step"), "word " * 400)


def app_of(*scripts: Script, delay: float = 0.0) -> MoeliteApp:
    """The app on scripts for the questions q0, q1, …"""
    runtime = FakeRuntime({f"q{i}": script for i, script in enumerate(scripts)}, delay=delay)
    return MoeliteApp(lambda progress: runtime)


async def until(pilot, condition, seconds: float = 5.0) -> None:
    """Wait for the condition, not for a time."""
    async with asyncio.timeout(seconds):
        while not condition():
            await pilot.pause(0.01)


async def ask(pilot, question: str, wait: bool = True) -> Turn:
    """Send the question as Enter does (without the pilot's pauses). Returns its turn, answered if `wait`."""
    reason = pilot.app.reason
    before = set(reason.query(Turn))
    reason.query_one(Prompt).text = question
    reason.query_one(Prompt).action_send()
    await until(pilot, lambda: any(turn.is_mounted for turn in set(reason.query(Turn)) - before))
    if wait:
        await until(pilot, lambda: not reason.busy)
        await pilot.pause()
    return reason.query(Turn).last()


def seen(turn: Turn, part: str) -> str:
    """What the part of the turn shows; "" where it is hidden."""
    widget = turn.query_one(".tail" if part == "answer" else f".{part}", Plain)
    return str(widget.content) if widget.display and widget.parent.display else ""


def screen_text(app) -> str:
    """Everything on the terminal."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def piloted(test):
    """Run an async test without a plugin."""

    def run(**fixtures):
        asyncio.run(test(**fixtures))

    run.__name__, run.__doc__ = test.__name__, test.__doc__
    run.__signature__ = inspect.signature(test)
    return run
