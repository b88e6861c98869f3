"""`moelite ask` and `moelite route`: one question in, an answer or a route out."""

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO

import click

from adapters.errors import UsageError
from tui import host
from tui.commands.options import (
    EXIT_CODES,
    INTERRUPTED,
    LENGTH,
    emit,
    json_option,
    note,
    progress_line,
    targeted,
)
from tui.host import Host, Target
from tui.text import VERIFIED, describe, oneline, printable, summary, unboxed

if TYPE_CHECKING:
    from router.route import Route
    from runtime.checking import Checking, Policy
    from runtime.sampling import Sampling


@click.command(epilog=EXIT_CODES)
@click.argument("question", nargs=-1, required=True)
@click.option("-d", "--domain", metavar="DOMAIN|none", help="Force a domain; none is the bare backbone.")
@click.option("--temperature", type=click.FloatRange(min=0), default=0.0, help="0 (default) is greedy.")
@click.option("--seed", type=int, default=0, help="Seed for sampling.")
@click.option("--max-tokens", type=click.IntRange(min=1), default=512, show_default=True)
@click.option(
    "--check",
    type=click.Choice(["resample", "hint", "off"]),
    default="resample",
    show_default=True,
    help="A refuted step is written anew, or told what is wrong with it; off checks nothing.",
)
@click.option("--no-think", is_flag=True, help="Answer without a chain of thought.")
@json_option
@targeted
def ask(
    target: Target,
    question: Sequence[str],
    domain: str | None,
    temperature: float,
    seed: int,
    max_tokens: int,
    check: "Policy",
    no_think: bool,
    as_json: bool,
) -> int:
    """Answer one QUESTION ("-" reads it from stdin; put "--" before one that begins with a minus).

    The answer goes to stdout; the route, the thought and the numbers go to stderr.
    """
    text = checked(_stdin().read() if tuple(question) == ("-",) else " ".join(question))
    with progress_line() as progress:
        runtime = host.load(target, progress)
    from runtime.checking import Checking
    from runtime.sampling import Sampling

    sampling = Sampling(temperature=temperature, seed=seed, max_new_tokens=max_tokens, thinking=not no_think)
    checking = Checking(check)
    return answer(runtime, text, domain=domain, sampling=sampling, checking=checking, as_json=as_json)


def answer(
    runtime: Host,
    question: str,
    *,
    domain: str | None = None,
    sampling: "Sampling | None" = None,
    checking: "Checking | None" = None,
    as_json: bool = False,
) -> int:
    """Print one answer as it comes. Returns the exit code; Ctrl-C stops between two tokens."""
    from runtime.events import Finished, to_json

    reason = "stopped"
    with interruptible() as interrupted:
        events = runtime.solve(
            question, domain=domain, sampling=sampling, checking=checking, cancelled=interrupted
        )
        printer = _Printer()
        for event in events:
            if as_json:
                click.echo(to_json(event))
            else:
                printer.show(event)
            if isinstance(event, Finished):
                reason = event.reason
    return {"length": LENGTH, "stopped": INTERRUPTED}.get(reason, 0)


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed. The first press only says so; a second one interrupts at once."""
    pressed = threading.Event()

    def press(*_: object) -> None:
        pressed.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    if threading.current_thread() is not threading.main_thread():
        yield pressed.is_set
        return
    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)


class _Printer:
    """Events as people read them: the answer on stdout, everything else on stderr."""

    def __init__(self) -> None:
        self.raw = ""
        self.shown = 0
        self.line_open = False  # the thought's last line has not ended

    def show(self, event: Any) -> None:
        from runtime.events import Answer, Finished, Restarted, Routed, Step, Token

        match event:
            case Routed():
                note(describe(event))
            case Token(text=text, part="thought"):
                note(printable(text), nl=False)
                self.line_open = not text.endswith("\n") if text else self.line_open
            case Token(text=text):
                self._end_line()
                self.raw += text
                self._answer(unboxed(self.raw.lstrip(), ended=False))
            case Step(text=text, verdict=verdict) if verdict.kind == "refuted":
                self._end_line()
                note(f"refuted: {oneline(text, 60)} ({oneline(verdict.reason, 100)})")
            case Restarted(restarts=restarts, policy=policy, reason=reason):
                self._end_line()
                why = f": {reason}" if policy in ("loop", "end") else ""  # a refuted step has said why
                note(f"restart {restarts}{oneline(why, 100)}")
            case Answer(text=text, raw=raw, verified=verified):
                self._end_line()
                self._answer(unboxed(self.raw.strip() or raw or text))
                if self.shown:
                    click.echo()
                if verified is not None:
                    note(VERIFIED[verified])
            case Finished():
                note(summary(event))

    def _answer(self, text: str) -> None:
        text = printable(text)
        # a trailing line end waits until something follows it
        ready = len(text.rstrip())
        if ready > self.shown:
            click.echo(text[self.shown : ready], nl=False)
            self.shown = ready

    def _end_line(self) -> None:
        if self.line_open:
            note("")
            self.line_open = False


@click.command(epilog=EXIT_CODES)
@click.argument("question", nargs=-1)
@json_option
@targeted
def route(target: Target, question: Sequence[str], as_json: bool) -> int:
    """Say which domain each QUESTION goes to (none: the bare backbone).

    Without a QUESTION reads stdin: one a line, or JSON lines with "text". No backbone is loaded.
    """
    questions = [checked(text) for text in question] or _read_questions()
    with progress_line() as progress:
        ask_route = _router(target, progress)
    for text in questions:
        found = ask_route(text)
        if as_json:
            emit({"question": text, **asdict(found)})
        else:
            chosen = found.domain or "none"
            click.echo(f"{chosen:<12} {found.probabilities.get(chosen, 0.0):6.1%}  {oneline(text, 200)}")
    return 0


def _router(target: Target, progress: Callable[[str], None]) -> "Callable[[str], Route]":
    if target.fake:
        return host.load(target, progress).route
    progress("loading the router")
    from adapters.registry import installed
    from router import Router

    return Router.load(installed()).route


def _read_questions() -> list[str]:
    """The questions on stdin. Raises UsageError where there are none, or a JSON line has no text."""
    if sys.stdin.isatty():
        raise UsageError("give a question, or pipe questions in, one a line")
    questions = []
    for number, line in enumerate(_stdin(), 1):
        text: Any = line.strip()
        if text.startswith("{"):
            try:
                row = json.loads(text)
            except ValueError:
                row = None  # a question may begin with a brace
            if isinstance(row, dict):
                text = row.get("text")
                if not isinstance(text, str) or not text.strip():
                    raise UsageError(f'stdin line {number}: no "text" in it')
        if text:
            questions.append(checked(text))
    if not questions:
        raise UsageError("there is no question on stdin")
    return questions


def checked(question: str) -> str:
    """The question without the space around it. Raises UsageError where there is nothing else, or no text."""
    try:
        question.encode()
    except UnicodeEncodeError as error:
        raise UsageError("the question is not UTF-8 text") from error
    if not question.strip():
        raise UsageError("the question is empty; type one")
    return question.strip()


def _stdin() -> TextIO:
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="strict")
    return sys.stdin
