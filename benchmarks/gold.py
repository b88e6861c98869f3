"""Gold steps to measure a checker on: what `gold_arithmetic`, `gold_symbolic` and `gold_logic` yield."""

from dataclasses import dataclass

from runtime.checkers import Context


@dataclass(frozen=True, slots=True)
class Gold:
    """A step of a solution that somebody wrote and that is right, and what it is to be checked against.

    `row` is the line of its data file and `index` its place in that solution, both from 0.
    """

    step: str
    context: Context
    row: int
    index: int = 0
