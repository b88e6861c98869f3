"""`moelite train`: a new domain from data, installed when it is done."""

from __future__ import annotations

import logging
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from tui.commands.options import EXIT_CODES, INTERRUPTED, json_option, note, progress_line, targeted
from tui.host import Target
from tui.text import duration, megabytes, printable

if TYPE_CHECKING:
    from trainers.progress import TrainingEvent

FILE = click.Path(path_type=Path)
MOST_REFUSED = 20  # bad rows that a run tells one by one


def _settings(context: click.Context, option: click.Parameter, asked: bool) -> None:
    """Print every setting with its default and leave."""
    if asked:
        from trainers.config import template

        click.echo(template(), nl=False)
        context.exit()


@click.command("train", epilog=EXIT_CODES)
@click.argument("domain")
@click.option("--data", multiple=True, metavar="FILE|FOLDER|tasks:DOMAIN|hub:SET", help="What to learn from.")
@click.option("--config", type=FILE, metavar="TOML", help="File of settings; --set and options go before it.")
@click.option("--set", "sets", multiple=True, metavar="KEY=VALUE", help="One setting, such as lora.rank=16.")
@click.option(
    "--method", metavar="sft|full|grpo", help="What is trained, and how (default: sft, an adapter)."
)
@click.option("--checker", metavar="NAME", help="What checks the steps of an answer (default: none).")
@click.option("--exemplars", metavar="JSONL", help="Questions for the router (default: some of the data's).")
@click.option("--out", type=FILE, metavar="FOLDER", help="Write the pack there, do not install it.")
@click.option("--no-install", is_flag=True, help="Leave the pack in the run's folder.")
@click.option("--replace", is_flag=True, help="Take the place of a domain or a run of that name.")
@click.option("--resume", is_flag=True, help="Go on with the run of that name.")
@click.option("--preview", is_flag=True, help="Only read the data and show three examples.")
@click.option("--dry-run", is_flag=True, help="Also say what the run will cost, after two real steps.")
@click.option(
    "--settings",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_settings,
    help="Show all settings as a TOML file, and leave.",
)
@json_option
@targeted
def train(
    target: Target,
    domain: str,
    data: tuple[str, ...],
    config: Path | None,
    sets: tuple[str, ...],
    method: str | None,
    checker: str | None,
    exemplars: str | None,
    out: Path | None,
    no_install: bool,
    replace: bool,
    resume: bool,
    preview: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Train the expert DOMAIN on questions with worked answers, install it, and teach the router.

    Ctrl-C saves and ends the run; --resume goes on with it.
    """
    options = {
        "data.sources": [_absolute(spec) for spec in data] or None,
        "train.method": method,
        "pack.checker": checker,
        "pack.exemplars": exemplars and str(Path(exemplars).absolute()),
    }
    given = {key: value for key, value in options.items() if value is not None}
    # what the libraries have to say to each other
    logging.getLogger("bitsandbytes").setLevel(logging.ERROR)
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    warnings.simplefilter("ignore", FutureWarning)
    with progress_line() as progress:
        progress("starting")
        from trainers import domain as training
        from trainers.config import load
        from trainers.run import Order, stored

        before = stored(domain)[0] if resume else None
        order = Order(
            domain,
            load(config, sets, given, before.config if before else None),
            target.backbone or (before.backbone if before else None),
            out.absolute() if out else (before.out if before else None),
            not no_install if before is None or no_install else before.install,
            replace or bool(before and before.replace),
        )
        if preview:
            return _show(training.preview(order), as_json, progress, most=sys.maxsize)
        if dry_run:
            return _show(training.rehearse(order, target.device), as_json, progress)
        with _asked_to_stop() as stop:
            events = training.train(order, device=target.device, resume=resume, stopped=stop.is_set)
            return _show(events, as_json, progress, stop, domain)


@contextmanager
def _asked_to_stop() -> Iterator[Event]:
    """An event that is set where the terminal, the user or the system asks the process to end."""
    asked = Event()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: asked.set()) for number in signals}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _show(
    events: Iterable[TrainingEvent],
    as_json: bool,
    progress: Callable[[str], None],
    stop: Event | None = None,
    name: str = "",
    most: int = MOST_REFUSED,
) -> int:
    """The exit code after all events were told. Where nobody reads them any more, the run is asked to end."""
    from trainers.progress import Paused, to_json

    event = None
    for event in events:
        try:
            if as_json:
                click.echo(to_json(event))
            else:
                _tell(event, progress, most)
        except BrokenPipeError:
            if stop is None:
                raise
            stop.set()
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(event, Paused):
        with suppress(OSError):
            note(f"saved at step {event.step:,}; resume with: moelite train {name} --resume")
        return INTERRUPTED
    return 0


def _tell(event: TrainingEvent, progress: Callable[[str], None], most: int) -> None:
    """Print an event for people; at most so many bad rows."""
    from trainers import progress as told

    match event:
        case told.Loading():
            progress(event.text)
        case told.Stepped():
            left = duration(event.left_s)
            progress(f"step {event.step:,} of {event.steps:,}, loss {event.loss:.3f}, {left} left")
        case _:
            for line in _lines(event, most):
                _say(line)


def _lines(event: TrainingEvent, most: int = MOST_REFUSED) -> Iterator[str]:
    """What an event says, a line at a time."""
    from trainers import progress as told

    match event:
        case told.Read():
            taken = f"{event.kept:,} to learn from, {event.heldout:,} held out"
            yield f"{event.source}: {event.rows:,} rows, {taken}"
            left = (
                (event.duplicates, "repeat an earlier row"),
                (event.overlap, "stand in an evaluation set"),
                (len(event.refused), "cannot be used:"),
            )
            yield from (f"  {count:,} {what}" for count, what in left if count)
            for row in event.refused[:most]:
                yield printable(f"    {row.file}:{row.line}: {row.reason}")
            if len(event.refused) > most:
                yield f"    and {len(event.refused) - most:,} more; --preview lists them all"
        case told.Example():
            yield f"example, {event.tokens} tokens; learned is what is not dim:"
            yield from (dim(line) for line in event.masked.splitlines())
            yield from map(printable, event.learned.splitlines())
        case told.Predicted():
            how = "measured in two steps" if event.measured else "computed"
            yield (
                f"{event.steps:,} steps, {event.tokens:,} tokens: {duration(event.seconds)}, "
                f"{megabytes(event.peak_bytes)} of memory, {megabytes(event.disk_bytes)} of disk ({how})"
            )
        case told.Measured():
            yield (
                f"step {event.step:,}: {event.right} of {event.n} held-out questions right, "
                f"{event.accuracy:.1%} ({event.low:.1%} to {event.high:.1%})"
            )
        case told.Rewarded():
            yield (
                f"step {event.step:,}: reward {event.mean:.2f}, spread {event.spread:.2f}, "
                f"{event.silent:.0%} of groups silent, {event.right:.0%} right"
            )
        case told.Done():
            gained = ""
            if event.before is not None and event.after is not None:
                gained = f", held-out questions {event.before:.1%} before and {event.after:.1%} after"
            where = "installed" if event.installed else "not installed"
            yield f"{event.name}: {event.steps:,} steps in {duration(event.seconds)}{gained}"
            yield f"{event.pack} ({where})"


def _say(line: str) -> None:
    """Print a line on stdout, over whatever progress stands on the terminal."""
    if sys.stderr.isatty():
        click.echo("\r\x1b[2K", err=True, nl=False)
    click.echo(line)


def dim(text: str) -> str:
    """Text of the data as a terminal shows it dim."""
    shown = printable(text)
    return shown if os.environ.get("NO_COLOR") else click.style(shown, dim=True)


def _absolute(spec: str) -> str:
    """A source as it can be found from any folder: files and folders by their whole path."""
    path = Path(spec).expanduser()
    return str(path.absolute()) if path.exists() else spec
