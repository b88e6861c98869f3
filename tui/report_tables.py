"""Evaluations and reports as rows of text: by key, and under which titles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trainers.graded import NONE, Judged, Row, confusion, disagreements
from trainers.reports import Difference, Report
from tui.text import oneline, percent

Rows = dict[str, list[str]]

ROW_TITLES = ("set", "system", "accuracy", "95 % interval", "n", "p", "no answer", "routed away")
ROW_NUMBERS = ROW_TITLES[2:]
REPORT_TITLES = ("", "report", "when (UTC)", "backbone", "sets", "questions", "systems")
DIFFERENCE_TITLES = ("set", "system", "first", "second", "difference", "95 % interval", "p", "n")
DIFFERENCE_NUMBERS = DIFFERENCE_TITLES[2:]
QUESTION_TITLES = ("set", "question", "gold")
MOST_QUESTIONS = 500  # rows that a person may want to go through


def accuracy_rows(rows: Sequence[Row]) -> Rows:
    """Each system on each set; p is against routed."""
    return {
        f"{row.set} {row.system}": [
            row.set,
            row.system,
            percent(row.accuracy),
            f"{percent(row.low)} – {percent(row.high)}",
            f"{row.n:,}",
            "" if row.p is None else f"{row.p:.2g}",
            f"{row.unanswered:,}",
            f"{row.routed_away:,}" if row.system == "routed" else "",
        ]
        for row in rows
    }


def confusion_rows(questions: Sequence[Judged]) -> tuple[list[str], Rows]:
    """Titles and rows: how many questions of each domain went where, and the share of the domain."""
    counts = confusion(questions)
    places = sorted({place for _, place in counts} - {NONE}) + [NONE]
    rows: Rows = {}
    for domain in sorted({domain for domain, _ in counts}):
        total = sum(count for (of, _), count in counts.items() if of == domain)
        cells = [f"{n:,}  {n / total:4.0%}" if (n := counts.get((domain, p), 0)) else "·" for p in places]
        rows[domain or " "] = [domain or "(no domain)", *cells, f"{total:,}"]
    return ["of the domain", *(f"to {place}" for place in places), "all"], rows


def question_rows(questions: Sequence[Judged], systems: Sequence[str]) -> Rows:
    """The questions on which the systems disagree, by their place in `disagreements`."""
    rows: Rows = {}
    for place, question in enumerate(disagreements(questions, systems)[:MOST_QUESTIONS]):
        answers = [question.by(system) for system in systems]
        marked = ["" if a is None else f"{'✓' if a.right else '✗'} {oneline(a.answer, 16)}" for a in answers]
        rows[str(place)] = [question.set, oneline(question.text, 60), oneline(question.gold, 16), *marked]
    return rows


def report_rows(reports: Sequence[Report], marked: str) -> Rows:
    """A line for each saved report; the marked one is marked."""
    return {
        report.name: [
            "●" if report.name == marked else "",
            report.name,
            report.when[:19].replace("T", " "),
            report.backbone["name"],
            f"{len(report.sets)}",
            f"{sum({row.set: row.n for row in report.rows}.values()):,}",
            ", ".join(report.systems),
        ]
        for report in reports
    }


def difference_rows(found: Sequence[Difference]) -> Rows:
    """Each system of two reports on each set that both hold."""
    return {
        f"{d.set} {d.system}": [
            d.set,
            d.system,
            percent(d.first),
            percent(d.second),
            percent(d.difference, sign=True),
            f"{percent(d.low, sign=True)} to {percent(d.high, sign=True)}",
            f"{d.p:.2g}",
            f"{d.n:,}",
        ]
        for d in found
    }


def described(report: Report) -> str:
    """One line: which report, of what and when."""
    what = report.name or ("finished" if report.finished else "stopped; running it again goes on")
    packs: Mapping[str, str] = report.packs
    held = " ".join(f"{name}:{digest[:8]}" for name, digest in packs.items())
    return f"{what} · {report.when[:19].replace('T', ' ')} · {report.backbone['name']} · {held}"
