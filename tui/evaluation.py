"""An evaluation as a screen asks for it, and one of its answers as something to play."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass

from adapters.pack import Pack
from trainers import reports
from trainers.evaluate import EvaluationEvent, Subject, evaluate, hosted
from trainers.graded import NONE, Judged, adapter_of, disagreements
from trainers.memory import Memory, stamp
from trainers.reports import Report
from trainers.sets import read_set
from tui.bridge import one_line
from tui.desk import Replay
from tui.retell import retold


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for; `joint` are packs beside the installed ones, `limit` is of the questions a set."""

    sets: tuple[str, ...]
    systems: tuple[str, ...]
    limit: int | None
    joint: tuple[Pack, ...]


def measure(
    subject: Subject,
    order: Order,
    memories: dict[str, Memory],
    on_event: Callable[[EvaluationEvent], None],
    cancelled: Callable[[], bool],
) -> tuple[Report | None, str]:
    """The report, saved where it is finished, and a line of how it went; no report where it failed.

    `memories`: what is known of earlier evaluations, by what their answers depend on.
    """
    report = None
    try:
        sets = [read_set(name, order.limit) for name in order.sets]
        with hosted(subject, order.joint):
            memory = memories.setdefault(json.dumps(stamp(subject)), Memory())
            report = evaluate(
                subject, sets, order.systems, memory=memory, on_event=on_event, cancelled=cancelled
            )
        if not report.finished:
            return report, "stopped; running it again goes on from there"
        report = reports.save(report)
        return report, f"done and saved as {report.name}"
    except Exception as error:
        logging.getLogger(__name__).exception("the evaluation failed")
        return report, one_line(error)


def answer_of(report: Report, place: int, column: int) -> tuple[Judged, str] | None:
    """The question at that place among the disagreements, and the adapter whose answer is meant.

    `column` counts the systems; below 0 the first is meant that wrote something. None where nobody did.
    """
    question = disagreements(report.questions, report.systems)[place]
    for system in report.systems if column < 0 else report.systems[column : column + 1]:
        answer = question.by(system)
        if answer is not None and answer.text:
            return question, adapter_of(system, question.domain, question.route)
    return None


def retell(report: Report, question: Judged, adapter: str, subject: Subject | None) -> Replay:
    """The adapter's answer as it would have come, its steps checked where there is a runtime to do so."""
    name, outcome = "" if adapter == NONE else adapter, question.answers[adapter]
    events = retold(
        question.text,
        name,
        outcome.text,
        cut=outcome.cut,
        backbone=report.backbone["name"],
        checker=subject.checker(name) if subject else None,
    )
    return Replay(question.text, adapter, events)
