"""A picture of the real screen: `python -m tui.picture OUT.svg` asks one question headless and saves it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from tui import host
from tui.app import MoeliteApp
from tui.cli import EXAMPLE
from tui.commands.options import targeted
from tui.desk import PLACES
from tui.host import Host, Progress, Target
from tui.widgets.prompt import Prompt

PATIENCE_S = 120


async def picture(
    load: Callable[[Progress], Host],
    questions: tuple[str, ...],
    size: tuple[int, int],
    unfold: bool,
    place: str = "reason",
    keys: tuple[str, ...] = (),
) -> str:
    """The SVG of the screen `place` after `questions` have been answered and `keys` pressed."""
    app = MoeliteApp(load)
    app.desk.settings = replace(app.desk.settings, unfold_thought=unfold)
    async with app.run_test(size=size) as pilot:
        async with asyncio.timeout(PATIENCE_S):
            for question in questions:
                app.reason.query_one(Prompt).text = question
                await pilot.press("enter")
                while app.reason.busy and app.failure is None:
                    await pilot.pause(0.05)
        if app.failure is not None:
            raise app.failure
        await app.switch_mode(place)
        await pilot.pause(1.0)  # what the screen reads from disk
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.5)
        return app.export_screenshot(title="moelite")


@click.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--question", "questions", multiple=True, default=(EXAMPLE,), show_default=True)
@click.option("--screen", "place", type=click.Choice(list(PLACES)), default="reason", show_default=True)
@click.option("--press", "keys", multiple=True, metavar="KEY", help="Press it there, such as f8.")
@click.option("--size", type=(int, int), default=(100, 30), show_default=True)
@click.option("--unfold/--fold", default=True, help="Show the chain of thought.")
@targeted
def main(
    target: Target,
    out: Path,
    questions: tuple[str, ...],
    place: str,
    keys: tuple[str, ...],
    size: tuple[int, int],
    unfold: bool,
) -> None:
    """Save a picture of the screen to OUT."""
    out.write_text(
        asyncio.run(picture(partial(host.load, target), questions, size, unfold, place, keys)), "utf-8"
    )


if __name__ == "__main__":
    main()
