"""The full-screen app: it paints first, then loads the runtime behind the frame."""

from __future__ import annotations

import contextvars
import gc
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textual import on, work
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.message import Message
from textual.screen import Screen

from adapters.errors import MoeliteError, UsageError
from tui import host, keys, packs, settings
from tui.bridge import Ended, one_line
from tui.desk import PLACES, Desk, HostReady, LoadProgress, PacksSettled, PacksTouched, Replay, Resume
from tui.host import Host, Progress, Target
from tui.quiet import stray_output
from tui.widgets.header import Header

if TYPE_CHECKING:
    from tui.screens.reason import ReasonScreen

TWICE_S = 2.0  # two presses of ctrl+c within this time quit
YOUNG = 100_000  # objects that may come before garbage is looked for; most of an answer
WATCH_S = 2.0  # between two looks at the folder of packs


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


class MoeliteApp(App[None]):
    """Five screens at one desk. `failure` is why it had to close, if it had to.

    `load` gives the runtime. Once the first frame is painted the store is opened (unless `stored` is False)
    and the messages `opening` are handled.
    """

    TITLE = "moelite"
    CSS_PATH = "app.tcss"
    DEFAULT_MODE = "reason"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-normal")]
    BINDINGS = [
        *(
            Binding(
                key,
                f"switch_mode('{place}')",
                place.capitalize(),
                tooltip=f"Go to the {place.capitalize()} screen",
                show=False,
                id=f"app.{place}",
                priority=True,  # a text box selects its line with F6
            )
            for place, key in PLACES.items()
        ),
        Binding("f1", "help", "Help", tooltip="What the focused panel is for, and its keys", id="app.help"),
        Binding("ctrl+c", "interrupt", "Stop or quit", show=False, id="app.interrupt", system=True),
    ]

    def __init__(
        self,
        load: Callable[[Progress], Host],
        *,
        target: Target | None = None,
        opening: Sequence[Message] = (),
        stored: bool = True,
    ) -> None:
        super().__init__()
        self._kept = settings.read()
        keys.check(self._kept.keys, MoeliteApp, settings.config_path())
        self.desk = Desk(target or Target(), self._kept)
        self.failure: MoeliteError | None = None
        self._load, self._opening, self._stored = load, opening, stored
        self._pressed = -TWICE_S
        self._stamp, self._settling = packs.stamp(), threading.Lock()
        self._open: dict[str, Screen[None]] = {}  # the screens that have been seen
        for place in PLACES:
            self.add_mode(place, partial(self._first_look, place))

    def _first_look(self, place: str) -> Screen[None]:
        """The screen of that name. Its module is imported only now: the first frame needs one of five."""
        module = import_module(f"tui.screens.{place}")
        screen: Screen[None] = getattr(module, f"{place.capitalize()}Screen")(self.desk)
        self._open[place] = screen
        return screen

    @property
    def reason(self) -> ReasonScreen:
        """The Reason screen, which is always there."""
        from tui.screens.reason import ReasonScreen

        screen = self._open["reason"]
        assert isinstance(screen, ReasonScreen)
        return screen

    def on_mount(self) -> None:
        """Paint, then load."""
        if self._kept.theme in self.available_themes:
            self.theme = self._kept.theme
        if self._kept.keys:
            self.set_keymap(dict(self._kept.keys))
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        gc.enable()  # it was off for the first frame's sake
        if self._stored:
            from tui.store import Store

            try:
                self.desk.store = Store.open()
            except MoeliteError as error:
                self.notify(f"nothing will be stored: {error}", severity="warning", markup=False)
        for message in self._opening:
            self.post_message(message)
        # a daemon, not a worker: imports and downloads cannot be cancelled, and quitting must not wait
        run = contextvars.copy_context().run
        threading.Thread(target=run, args=(self._load_host,), daemon=True).start()

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

    def _tell(self, news: Callable[[], Message]) -> None:
        """Post news to every screen that is open; each gets a message of its own."""
        for screen in self._open.values():
            screen.post_message(news())
            for header in screen.query(Header):
                header.refresh()

    @on(Loading)
    def _on_loading(self, message: Loading) -> None:
        self.desk.loading = message.text
        self._tell(partial(LoadProgress, message.text))

    @on(Loaded)
    def _on_loaded(self, message: Loaded) -> None:
        self.desk.host, self.desk.loading = message.host, ""
        self._tell(HostReady)
        self.set_interval(WATCH_S, self._look_at_packs)

    @on(LoadFailed)
    def _on_load_failed(self, message: LoadFailed) -> None:
        self.failure = message.error
        self.exit(return_code=message.error.exit_code)

    @on(PacksTouched)
    def _look_at_packs(self, message: PacksTouched | None = None) -> None:
        """Let the host follow the disk, where a screen or another process has changed it."""
        stamp = packs.stamp()
        if self.desk.host is not None and (message is not None or stamp != self._stamp):
            self._stamp = stamp
            self._settle(self.desk.host)

    @work(thread=True, group="packs", exit_on_error=False)
    def _settle(self, host: Host) -> None:
        with self._settling:
            try:
                said = packs.settle(host)
            except Exception as error:
                logging.getLogger(__name__).exception("packs were not settled")
                said = one_line(error)
        self.call_from_thread(self._tell, partial(PacksSettled, said))

    @on(Replay)
    @on(Resume)
    async def _to_reason(self, message: Replay | Resume) -> None:
        await self.switch_mode("reason")
        match message:
            case Replay(question=question, domain=domain, events=events):
                await self.reason.replay(question, domain, events)
            case Resume(session=session):
                await self.reason.resume(session)

    @on(Ended)
    def _collect(self) -> None:
        """Look for garbage once an answer is over: while it streams, that would be felt at the keys."""
        self.call_after_refresh(gc.collect, 1)

    def action_interrupt(self) -> None:
        """Stop the answer; quit where it is pressed twice."""
        now = time.monotonic()
        if now - self._pressed < TWICE_S:
            self.exit()
            return
        self._pressed = now
        if self.reason.busy:
            self.reason.action_stop()
        notice = f"Press Ctrl+C again to quit. {self.desk.leaving}".rstrip()
        self.notify(notice, timeout=TWICE_S, markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No way leads to where one is."""
        return action != "switch_mode" or parameters[0] != self.current_mode

    def action_help(self) -> None:
        """Open the help of what has the focus."""
        from tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen.of(self.screen))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the command palette offers: whatever has a key and can be done now."""
        for active in screen.active_bindings.values():
            binding = active.binding
            if active.enabled and binding.id and not binding.system and binding.description:
                act = partial(self.run_action, binding.action, active.node)
                yield SystemCommand(binding.description, binding.tooltip or "", act)
        yield from super().get_system_commands(screen)

    def on_unmount(self) -> None:
        """Remember the theme and whether thoughts stay open."""
        if self.desk.host is not None:
            self.desk.host.close()
        kept = replace(self.desk.settings, theme=self.theme)
        if kept != self._kept:
            with suppress(OSError):
                settings.write(kept)


def run(
    target: Target,
    *,
    session: int | Literal["last"] | None = None,
    replay: Path | None = None,
    animate: bool = True,
) -> int:
    """Open the screen until the user leaves. Returns the exit code.

    `session` is the stored one to go on with, `replay` a saved one to play without any model. Raises
    UsageError where there is no such session or the file holds none.
    """
    load = partial(host.load_beside, target)
    opening: list[Message] = []
    if replay is not None:
        from tui.replay import replay_host

        player = replay_host(replay)
        load = partial(_given, player)
        opening = [Replay(turn.question, turn.domain, turn.events) for turn in player.turns]
    elif session is not None:
        opening = [Resume(_stored_session(session))]
    with stray_output() as log:
        app = MoeliteApp(load, target=target, opening=opening, stored=replay is None)
        if not animate:
            app.animation_level = "none"
        gc.freeze()  # what is here stays; to look through it again would be felt at the keys
        gc.set_threshold(YOUNG)
        app.run()
    if app.desk.leaving:
        print(f"moelite: {app.desk.leaving}", file=sys.stderr)
    if app.failure is not None:
        raise app.failure
    code = app.return_code or 0
    if code:
        print(f"moelite: the screen failed; the log is {log}", file=sys.stderr)
    return code


def _given(host: Host, progress: Progress) -> Host:
    """A host that is there already."""
    return host


def _stored_session(which: int | Literal["last"]) -> int:
    """The number of the session. Raises UsageError where there is none."""
    from tui.store import Store

    with closing(Store.open()) as store:
        if which != "last":
            return store.session(which).id
        if not (latest := store.sessions(limit=1)):
            raise UsageError("there is no session to continue; ask something first")
        return latest[0].id
