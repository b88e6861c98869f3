"""The chain of thought as lines, each step with the mark of its verdict."""

from functools import lru_cache
from itertools import groupby

from textual.content import Content

from runtime.events import Step
from tui.mathematics import readable
from tui.text import count, printable
from tui.transcript import Transcript
from tui.widgets.plain import MUTED

NOTES = {"correction": "takes it back", "hint": "written by the checker", "loop": "again and again: cut"}
MARKS = {"holds": ("✓", "$text-success"), "refuted": ("✗", "$text-error"), "unchecked": ("·", MUTED)}


def chain(seen: Transcript, unfold: bool) -> list[Content]:
    """A line for each step. What was cut out is one line for all attempts at one place, unless `unfold`.

    An attempt that nothing has taken the place of yet is shown as it is.
    """
    lines: list[Content] = []
    places = range(len(seen.steps))
    for gone, group in groupby(places, key=seen.cut.__contains__):
        attempts = list(group)
        if not gone or unfold or attempts[-1] == places[-1]:
            lines += [step_line(seen.steps[place], gone) for place in attempts]
            continue
        restarts = {seen.cut[place].restarts: seen.cut[place].reason for place in attempts}
        reason = printable(list(restarts.values())[-1])
        lines.append(
            Content.assemble(
                ("  ✗ ", "$text-error"), (f"{count(len(restarts), 'attempt')} cut out: {reason}", MUTED)
            )
        )
    return lines


@lru_cache(maxsize=4096)
def step_line(step: Step, gone: bool) -> Content:
    """A step; a refuted one, or one that is `gone` with it, is struck out; a refuted one says why."""
    mark, colour = MARKS[step.verdict.kind]
    refuted = step.verdict.kind == "refuted"
    said = step.verdict.reason if refuted else NOTES.get(step.note, "")
    return Content.assemble(
        (f"  {mark} ", colour),
        (printable(readable(step.text)), f"strike {MUTED}" if refuted or gone else ""),
        (f"  {printable(said)}" if said else "", colour if refuted else MUTED),
    )
