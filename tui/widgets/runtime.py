"""What runs: the backbone, the adapter, speed, restarts, context and memory."""

from collections.abc import Iterable

from textual.content import Content

from tui.desk import Desk
from tui.text import bytes_of, size
from tui.widgets.plain import MUTED
from tui.widgets.turn import Turn

LABEL = 10


def facts(desk: Desk, turn: Turn | None) -> Content:
    """A line for each fact that is known now; of the turn as far as it has come."""
    rows = [*_host(desk), *(_turn(desk, turn) if turn is not None else ())]
    return Content("\n").join(
        Content.assemble((label.ljust(LABEL), MUTED), text) for label, text in rows if text
    )


def _host(desk: Desk) -> Iterable[tuple[str, str]]:
    if desk.host is None:
        yield "loading", desk.loading
        return
    info = desk.host.info
    yield "backbone", f"{info.name} {size(info.parameters)}".strip()
    yield "device", info.device
    yield "adapters", " ".join(desk.host.domains) or "none"
    yield "memory", bytes_of(desk.host.memory) if desk.host.memory else ""


def _turn(desk: Desk, turn: Turn) -> Iterable[tuple[str, str]]:
    seen = turn.transcript
    if seen.routed is not None:
        yield "adapter", seen.routed.adapter or "none: bare backbone"
    if seen.tokens:
        yield "speed", f"{seen.speed(turn.seconds):.0f} tok/s"
        yield "first", f"{seen.first_s:.2f} s to the first token"
        yield "restarts", str(seen.restarts)
        context = desk.host.info.context if desk.host else 0
        question = str(seen.finished.prompt_tokens + seen.standing) if seen.finished else ""
        used = question or f"question + {seen.standing}"
        yield "context", f"{used} of {context:,}" if context else used
