"""The options that every command takes, and the way all of them print."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click

from tui.host import Target
from tui.text import oneline

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
    """`command` with --backbone, --device, --head, --kv-cache and --fake, which arrive as `target`."""

    @click.option("--backbone", metavar="PATH|HUB_ID", help="Backbone instead of the bundled one.")
    @click.option("--device", metavar="cpu|cuda", help="Where to compute (default: a GPU if there is one).")
    @click.option("--head", metavar="bf16|int8|nf4", help="How the token table is held (default: bf16).")
    @click.option(
        "--kv-cache", metavar="bf16|int8|int4", help="How keys and values are held (default: bf16)."
    )
    @click.option("--fake", is_flag=True, help="Scripted answers, without any model.")
    @click.pass_context
    @wraps(command)
    def with_target(
        context: click.Context,
        backbone: str | None,
        device: str | None,
        head: str | None,
        kv_cache: str | None,
        fake: bool,
        **rest: Any,
    ) -> Any:
        outer = (context.parent and context.parent.find_object(Target)) or Target()
        context.obj = Target(
            backbone or outer.backbone,
            device or outer.device,
            fake or outer.fake,
            head or outer.head,
            kv_cache or outer.kv_cache,
        )
        return command(target=context.obj, **rest)

    return with_target


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout.")


def emit(record: dict[str, Any]) -> None:
    """Print one JSON object on stdout."""
    click.echo(json.dumps(record, ensure_ascii=False))


def note(text: str, *, nl: bool = True) -> None:
    """Print to stderr, dim on a terminal."""
    click.echo(text if os.environ.get("NO_COLOR") else click.style(text, dim=True), err=True, nl=nl)


@contextmanager
def progress_line() -> Iterator[Callable[[str], None]]:
    """Shows what is loading on one line of a terminal's stderr, gone at the end; silent elsewhere."""
    if not sys.stderr.isatty():
        yield lambda text: None
        return
    try:
        yield lambda text: note(f"\r\x1b[2K{oneline(text, 70)} …", nl=False)
    finally:
        click.echo("\r\x1b[2K", err=True, nl=False)
