"""The full-screen app: it paints first, then loads the runtime behind the frame."""

import contextvars
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.message import Message
from textual.screen import Screen

from adapters.errors import MoeliteError
from tui import host, settings
from tui.bridge import one_line
from tui.host import Host, Progress, Target
from tui.quiet import stray_output
from tui.screens.reason import ReasonScreen

TWICE_S = 2.0  # two presses of ctrl+c within this time quit


class Loading(Message):
    """Something is being loaded."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Loaded(Message):
    """The runtime is there."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host


class LoadFailed(Message):
    """There will be no runtime."""

    def __init__(self, error: MoeliteError) -> None:
        super().__init__()
        self.error = error


class ReasonApp(App[None]):
    """Shows the Reason screen on whatever `load` gives. `failure` is why it had to close, if it had to."""

    TITLE = "moelite"
    BINDINGS = [Binding("ctrl+c", "interrupt", "Stop or quit", show=False, id="app.interrupt", system=True)]

    def __init__(self, load: Callable[[Progress], Host]) -> None:
        super().__init__()
        self._load = load
        self._settings = settings.read()
        self._pressed = -TWICE_S
        self._loader: threading.Thread | None = None
        self.reason = ReasonScreen(unfold_thought=self._settings.unfold_thought)
        self.failure: MoeliteError | None = None

    @property
    def loading(self) -> bool:
        """Whether the runtime is still being loaded."""
        return self._loader is not None and self._loader.is_alive()

    async def on_mount(self) -> None:
        """Paint, then load."""
        if self._settings.theme in self.available_themes:
            self.theme = self._settings.theme
        await self.push_screen(self.reason)
        self.call_after_refresh(self._begin_loading)

    def _begin_loading(self) -> None:
        # a daemon, not a worker: imports and downloads cannot be cancelled, and quitting must not wait
        context = contextvars.copy_context()
        self._loader = threading.Thread(target=context.run, args=(self._load_host,), daemon=True)
        self._loader.start()

    def _load_host(self) -> None:
        try:
            message: Message = Loaded(self._load(lambda text: self._post(Loading(text))))
        except MoeliteError as error:
            message = LoadFailed(error)
        except Exception as error:
            logging.getLogger(__name__).exception("loading failed")
            message = LoadFailed(MoeliteError(f"loading failed: {one_line(error)}"))
        self._post(message)

    def _post(self, message: Message) -> None:
        with suppress(RuntimeError):  # the app has gone meanwhile
            self.post_message(message)

    @on(Loading)
    def _on_progress(self, message: Loading) -> None:
        self.reason.show_progress(message.text)

    @on(Loaded)
    def _on_loaded(self, message: Loaded) -> None:
        self.reason.ready(message.host)

    @on(LoadFailed)
    def _on_load_failed(self, message: LoadFailed) -> None:
        self.failure = message.error
        self.exit(return_code=message.error.exit_code)

    def action_interrupt(self) -> None:
        """Stop the answer; quit where it is pressed twice."""
        now = time.monotonic()
        if now - self._pressed < TWICE_S:
            self.exit()
            return
        self._pressed = now
        if self.reason.busy:
            self.reason.action_stop()
        self.notify("Press Ctrl+C again to quit.", timeout=TWICE_S, markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the command palette offers."""
        yield from super().get_system_commands(screen)
        reason = self.reason
        if reason.busy:
            yield SystemCommand("Stop", "Stop the answer; what was written stays", reason.action_stop)
        yield SystemCommand("Thought", "Open or fold the chain of thought", reason.action_toggle_thought)
        yield SystemCommand("Route", "Open or close the latest route", reason.action_toggle_route)
        yield SystemCommand("Copy answer", "Copy the latest answer", reason.action_copy_answer)
        yield SystemCommand("Clear", "Take finished turns off the screen", reason.action_clear)
        yield SystemCommand("Help", "The keys", reason.action_help)

    def on_unmount(self) -> None:
        """Remember the theme and whether thoughts stay open."""
        kept = replace(self._settings, theme=self.theme, unfold_thought=self.reason.unfold_thought)
        if kept != self._settings:
            with suppress(OSError):
                settings.write(kept)


def run(target: Target) -> int:
    """Open the screen until the user leaves. Returns the exit code."""
    with stray_output() as log:
        app = ReasonApp(partial(host.load, target))
        app.run()
    if app.failure is not None:
        raise app.failure
    code = app.return_code or 0
    if code:
        print(f"moelite: the screen failed; the log is {log}", file=sys.stderr)
    if app.loading:
        # half-loaded libraries do not take well to an interpreter that goes away under their thread
        sys.stdout.flush()
        os._exit(code)
    return code
