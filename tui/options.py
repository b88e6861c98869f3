"""The options that every command takes, and the way all of them print."""

import json
import os
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from tui.host import Target

EXIT_CODES = """\b
Exit codes:
  0    done (a plain refusal of a question outside the domains is an answer)
  1    failed
  2    wrong usage
  3    a backbone, adapter, encoder or GPU is missing, damaged or does not fit
  4    stopped by the token limit
  130  interrupted"""
LENGTH = 4
INTERRUPTED = 130


def targeted(command: Callable[..., Any]) -> Callable[..., Any]:
    """`command` with --backbone, --device and --fake, handed over as `target` (or taken before the command)."""

    @click.option("--backbone", metavar="PATH|HUB_ID", help="Backbone instead of the bundled one.")
    @click.option("--device", metavar="cpu|cuda", help="Where to compute (default: a GPU if there is one).")
    @click.option("--fake", is_flag=True, help="Scripted answers, without any model.")
    @click.pass_context
    @wraps(command)
    def with_target(
        context: click.Context, backbone: str | None, device: str | None, fake: bool, **rest: Any
    ) -> Any:
        outer = (context.parent and context.parent.find_object(Target)) or Target()
        context.obj = Target(backbone or outer.backbone, device or outer.device, fake or outer.fake)
        return command(target=context.obj, **rest)

    return with_target


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout.")


def emit(record: dict[str, Any]) -> None:
    """Print one JSON object on stdout."""
    click.echo(json.dumps(record, ensure_ascii=False))


def note(text: str, *, nl: bool = True) -> None:
    """Print to stderr, dim on a terminal."""
    click.echo(text if os.environ.get("NO_COLOR") else click.style(text, dim=True), err=True, nl=nl)


class Progress:
    """Progress of loading: one line on a terminal's stderr that vanishes afterwards; nothing elsewhere."""

    def __enter__(self) -> Callable[[str], None]:
        self.shown = click.get_text_stream("stderr").isatty()
        return self._show

    def _show(self, text: str) -> None:
        if self.shown:
            note(f"\r\x1b[2K{text} …", nl=False)

    def __exit__(self, *_: object) -> None:
        if self.shown:
            click.echo("\r\x1b[2K", err=True, nl=False)
