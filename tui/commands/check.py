"""`moelite check`: a verdict for each step of a chain of thought, without any model."""

from dataclasses import asdict
from typing import TYPE_CHECKING, TextIO

import click

from adapters.errors import UsageError
from tui.commands.options import emit, json_option, note
from tui.text import printable

if TYPE_CHECKING:
    from runtime.checkers import Reading
    from runtime.steps import Found

EXIT_CODES = """\b
Exit codes:
  0    no step is refuted
  1    a step is refuted
  2    wrong usage
  3    no such domain"""


@click.command(epilog=EXIT_CODES)
@click.argument("file", type=click.File(encoding="utf-8"), default="-")
@click.option("-d", "--domain", required=True, metavar="DOMAIN", help="Whose checker to use.")
@click.option(
    "--reading",
    type=click.Choice(["modern", "traditional"]),
    default="modern",
    show_default=True,
    help='Traditional: "all A are B" says that there are A.',
)
@json_option
def check(file: TextIO, domain: str, reading: "Reading", as_json: bool) -> int:
    """Check the chain of thought in FILE ("-", the default, reads stdin).

    What stands before the first empty line is the question (for logic the premises), what follows are the
    steps. Without an empty line everything is steps. What cannot be decided with certainty is unchecked.
    """
    from runtime.checkers.worker import Worker
    from runtime.checking import Checking, Review

    name = _checker_of(domain)
    question, steps = _read(file.read())
    worker, refuted = Worker(), 0
    review = Review(question, worker.checker(name), Checking(reading=reading))
    try:
        for found in steps:
            step = review.rule(found, final=True).step  # final: nobody will write it anew
            verdict = step.verdict
            refuted += verdict.kind == "refuted"
            if as_json:
                emit({"index": step.index, "step": step.text, "verdict": asdict(verdict)})
            else:
                reason = f"  ({printable(verdict.reason)})" if verdict.reason else ""
                click.echo(f"{verdict.kind:<10} {printable(step.text)}{reason}")
    finally:
        worker.close()
    note(f"{len(steps)} steps, {refuted} refuted")
    return 1 if refuted else 0


def _checker_of(domain: str) -> str:
    from adapters.registry import show

    if not (name := show(domain).checker):
        raise UsageError(f"the domain {domain!r} names no checker in its domain.toml")
    return name


def _read(text: str) -> tuple[str, list["Found"]]:
    """The question and the steps. Raises UsageError where there are no steps."""
    from runtime.steps import StepSplitter

    question, gap, rest = text.strip().partition("\n\n")
    if not gap:
        question, rest = "", question
    splitter = StepSplitter()
    steps = [*splitter.feed(rest), *splitter.flush()]
    if not steps:
        raise UsageError("there are no steps to check; give a question, an empty line and the steps")
    return question.strip(), steps
