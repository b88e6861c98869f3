"""The form of a training run: which domain, on what data, and the few options that matter."""

import shlex
from dataclasses import dataclass, fields
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input, Label

from adapters.errors import UsageError
from adapters.pack import check_name
from trainers import config
from tui.training import Request
from tui.widgets.plain import Plain

LABEL = 10
WELCOME = "Enter reads the data and shows what is wrong with it; nothing is trained before you have seen it."


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of the form. `key` is the configuration's, "" for those that are arguments of their own."""

    name: str
    label: str
    hint: str
    key: str = ""
    files: bool = False
    choices: tuple[str, ...] = ()


def _option(label: str, key: str) -> Asked:
    """A line for a key of the configuration, told by the configuration itself."""
    section, name = key.split(".")
    table = getattr(config.Config(), section)
    rule = next(f.metadata for f in fields(table) if f.name == name)
    default = getattr(table, name)
    shown = ",".join(default) if isinstance(default, tuple) else str(default).removesuffix(".0")
    return Asked(name, label, f"{shown} · {rule['what']}", key, choices=tuple(rule["among"]))


DOMAIN = Asked("domain", "Domain", "a new name, or one that is installed")
DATA = Asked("data", "Data", "files, folders and sets, a space between", files=True)
CONFIG = Asked("config", "Options", "a TOML file with all the rest", files=True)
LINES = (
    DOMAIN,
    DATA,
    _option("Steps", "train.steps"),
    _option("Epochs", "train.epochs"),
    _option("Rate", "train.lr"),
    _option("Rank", "lora.rank"),
    _option("Targets", "lora.targets"),
    _option("Held out", "data.heldout"),
    _option("Bad rows", "data.refused"),
    _option("Checker", "pack.checker"),
    CONFIG,
)


class Completion(Suggester):
    """Completes the last word to a known name, or to a path."""

    def __init__(self, names: tuple[str, ...], files: bool) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.names, self._files = names, files

    async def get_suggestion(self, value: str) -> str | None:
        """The whole value with its last word completed; None where nothing fits."""
        before, space, word = value.rpartition(" ")
        if not word:
            return None
        for name in (*self.names, *(_paths(word) if self._files else ())):
            if name.startswith(word) and name != word:
                return f"{before}{space}{name}"
        return None


def _paths(word: str) -> list[str]:
    """The paths that begin with `word`, written as it is (a leading ~ stays), folders with a slash."""
    head, slash, tail = word.rpartition("/")
    try:
        folder = Path(head + slash or ".").expanduser()
        found = sorted(path for path in folder.iterdir() if path.name.startswith(tail))
        plain = [path for path in found if shlex.quote(path.name) == path.name]
        return [f"{head}{slash}{path.name}{'/' if path.is_dir() else ''}" for path in plain]
    except (OSError, ValueError, RuntimeError):
        return []


class Line(Input):
    """One line: Up and Down move to the others, Enter sends the form."""

    BINDINGS = [
        Binding("enter", "submit", "Preview", id="train.preview"),
        # at once, or what is typed ahead would still go to the line before
        Binding("up", "app.focus_previous", "Line above", show=False, priority=True),
        Binding("down", "app.focus_next", "Line below", show=False, priority=True),
    ]

    def __init__(self, asked: Asked) -> None:
        self.completion = Completion(asked.choices, asked.files)
        super().__init__(
            placeholder=asked.hint, suggester=self.completion, compact=True, id=f"asked-{asked.name}"
        )
        self.asked = asked

    @property
    def pickable(self) -> bool:
        """Whether there is something to pick from."""
        return self.asked.files or bool(self.completion.names)


class TrainForm(VerticalScroll, can_focus=False):
    """The lines, and below them what is wrong with what was typed."""

    class Sent(Message):
        """Enter was pressed, and the form holds no mistake."""

        def __init__(self, request: Request) -> None:
            super().__init__()
            self.request = request

    def compose(self) -> ComposeResult:
        for asked in LINES:
            with Horizontal(classes="line"):
                yield Label(asked.label.ljust(LABEL), markup=False)
                yield Line(asked)
        yield Plain(WELCOME, classes="hint")

    def know(self, domains: tuple[str, ...], sets: tuple[str, ...]) -> None:
        """Offer these installed domains and bundled sets."""
        self.line(DOMAIN).completion.names = domains
        self.line(DATA).completion.names = sets

    def line(self, asked: Asked) -> Line:
        """The line of the form that asks this."""
        return self.query_one(f"#asked-{asked.name}", Line)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show a line below the form."""
        hint = self.query_one(".hint", Plain)
        hint.show(text)
        hint.set_class(wrong, "wrong")

    def fill(self, line: Line, picked: str) -> None:
        """Put what was picked into a line; more data stands beside what is there."""
        quoted = shlex.quote(picked) if line.asked is DATA else picked
        both = line.asked is DATA and line.value.strip()
        line.value = f"{line.value.rstrip()} {quoted}" if both else quoted
        line.cursor_position = len(line.value)

    def request(self) -> Request:
        """What the form asks for. Raises UsageError saying what is wrong with it."""
        values = {asked: self.line(asked).value.strip() for asked in LINES}
        domain = check_name(values[DOMAIN])
        file = values[CONFIG]
        sets = tuple(f"{asked.key}={value}" for asked, value in values.items() if asked.key and value)
        loaded = config.load(Path(file).expanduser() if file else None, sets)
        data = _words(values[DATA])
        if not data and not loaded.data.sources:
            raise UsageError("say what to learn from: a file, a folder or a set (Ctrl+O picks one)")
        return Request(domain, data, str(Path(file).expanduser()) if file else "", sets)

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        """Say at once what is wrong with the line that is being typed."""
        message.stop()
        line, value = message.input, message.value.strip()
        assert isinstance(line, Line)
        try:
            if line.asked is DOMAIN and value:
                check_name(value)
                taken = value in line.completion.names
                self.say(f"{value} is installed; the new pack would take its place" if taken else "")
                return
            if line.asked is DATA:
                _words(value)
            if line.asked.key and value:
                config.load(None, (f"{line.asked.key}={value}",))
            self.say("")
        except UsageError as error:
            self.say(str(error), wrong=True)

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        try:
            self.post_message(self.Sent(self.request()))
        except UsageError as error:
            self.say(str(error), wrong=True)


def _words(text: str) -> tuple[str, ...]:
    """The words of a line as a shell reads them; a leading ~ is the home folder."""
    try:
        words = shlex.split(text)
        return tuple(str(Path(word).expanduser()) if word.startswith("~") else word for word in words)
    except (ValueError, RuntimeError) as error:
        raise UsageError(f"data: {str(error).lower()}") from error
