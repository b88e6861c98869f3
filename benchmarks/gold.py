"""Gold steps to measure a checker on: what `gold_arithmetic`, `gold_symbolic` and `gold_logic` yield."""

from dataclasses import dataclass

from runtime.checkers import Context


@dataclass(frozen=True, slots=True)
class Gold:
    """A step of a solution that somebody wrote and that is right, and what it is to be checked against."""

    step: str
    context: Context
