"""Turns as files to keep: Markdown for people, JSON lines that `--replay` plays."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from adapters.errors import UnavailableError
from adapters.registry import home
from runtime.events import Restarted, Step
from tui.mathematics import readable
from tui.replay import to_line
from tui.store import SessionRow, StoredTurn
from tui.text import VERIFIED, count, describe, printable, summary
from tui.transcript import Transcript

MARKS = {"holds": "✓", "refuted": "✗", "unchecked": "·"}
NEVER_ENDED = "cut off: the terminal was closed before the answer was complete"


def to_jsonl(turns: Iterable[StoredTurn]) -> str:
    """All events of the turns, one JSON line each."""
    return "".join(f"{to_line(timed)}\n" for turn in turns for timed in turn.events)


def to_markdown(turns: Sequence[StoredTurn], session: SessionRow | None = None) -> str:
    """The turns as a Markdown page, under the session's title if it is given."""
    head = []
    if session is not None:
        facts = (day_and_time(session.began), escape(session.backbone), count(session.turns, "turn"))
        head = [f"# {escape(session.title)}", " · ".join(facts)]
    return "\n\n".join([*head, *(block for turn in turns for block in _blocks(turn))]) + "\n"


def save(session: SessionRow, turns: Sequence[StoredTurn], folder: Path | None = None) -> tuple[Path, Path]:
    """Write the session to `folder` (default: exports in the user's data folder) in both forms.

    Returns the Markdown file and the JSON lines. Files of an earlier export are replaced, whole.
    """
    folder = folder or home() / "exports"
    slug = re.sub(r"[\W_]+", "-", session.title.lower())[:40].strip("-")
    stem = "-".join(
        filter(None, (time.strftime("%Y-%m-%d", time.localtime(session.began)), str(session.id), slug))
    )
    texts = {folder / f"{stem}.md": to_markdown(turns, session), folder / f"{stem}.jsonl": to_jsonl(turns)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            write(path, text)
    except OSError as error:
        raise UnavailableError(f"{folder}: {error.strerror or error}; the export is not complete") from error
    markdown, lines = texts
    return markdown, lines


def write(path: Path, text: str) -> None:
    """Put the text in the file, whole or not at all."""
    handle, stage = tempfile.mkstemp(prefix=".export-", dir=path.parent)
    try:
        # a lone surrogate becomes \\udXXX, which is how JSON writes it
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
        os.replace(stage, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(stage)
        raise


def day_and_time(seconds: float) -> str:
    """Seconds since 1970 as the user's clock shows them: 2026-11-28 09:41."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def escape(text: str) -> str:
    """`text` on one line, so that Markdown shows it as it is and takes nothing in it for a mark."""
    text = " ".join(printable(text).split())
    text = re.sub(r"[\\`*_\[\]<>&~|$#]", r"\\\g<0>", text)
    return re.sub(r"^(?:(\d+)(?=[.)])|(?=[-+=]))", r"\1\\", text)


def _blocks(turn: StoredTurn) -> list[str]:
    """The blocks of one turn: question, route, steps, answer and numbers, as far as they are there."""
    seen = Transcript()
    for timed in turn.events:
        seen.apply(timed.event, timed.at)
    asked = f"/{turn.domain} {turn.question}" if turn.domain else turn.question
    blocks = [f"## {escape(asked)}"]
    if seen.routed:
        blocks.append(f"**Route:** {escape(describe(seen.routed))}")
    if seen.steps:
        blocks.append("\n".join(_step(step, seen.cut.get(place)) for place, step in enumerate(seen.steps)))
    if seen.answering:
        lines = [escape(line) for line in readable(seen.answer_text).splitlines() if line.strip()]
        blocks += ["**Answer:**", "\n".join(f"> {line}\\" for line in lines).removesuffix("\\")]
    checked = seen.answer.verified if seen.answer else None
    numbers = ("" if checked is None else VERIFIED[checked], summary(seen.finished) if seen.finished else "")
    if said := " · ".join(filter(None, numbers)):
        blocks.append(f"*{said}*")
    if turn.error:
        blocks.append(f"**Failed:** {escape(turn.error)}")
    elif turn.error is None:
        blocks.append(f"*{NEVER_ENDED}*")
    return blocks


def _step(step: Step, gone: Restarted | None) -> str:
    """The step as an item of a list. One that was refuted or cut out is struck out, with the reason."""
    mark, text = MARKS[step.verdict.kind], escape(readable(step.text))
    refuted = step.verdict.kind == "refuted"
    if not text or not (refuted or gone):
        return f"- {mark} {text}"
    reason = step.verdict.reason if refuted or gone is None else gone.reason
    return " ".join(filter(None, (f"- {mark} ~~{text}~~", escape(reason))))
