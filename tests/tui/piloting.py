"""Tests that drive an app: run them without a plugin, and wait for conditions, never for a time."""

import asyncio
import inspect


async def until(pilot, condition, seconds: float = 10.0) -> None:
    """Wait for the condition, not for a time."""
    async with asyncio.timeout(seconds):
        while not condition():
            await pilot.pause(0.01)


def piloted(test):
    """Run an async test without a plugin."""

    def run(**fixtures):
        asyncio.run(test(**fixtures))

    run.__name__, run.__doc__ = test.__name__, test.__doc__
    run.__signature__ = inspect.signature(test)
    return run
