"""What tells a sound step from a wrong one: a checker for each kind of domain, chosen by the domain's pack.

A checker is a module of two pure functions: `check(step, context)` gives a Verdict of one step of a chain of
thought, `verify(answer, question)` says whether a final answer is right (None where it cannot tell). It
refutes only with a reason that a person can verify; what it cannot parse is unchecked.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Literal, Protocol

from adapters.errors import UsageError
from runtime.events import Verdict

Reading = Literal["modern", "traditional"]  # whether "all A are B" says that there are A
UNCHECKED = Verdict("unchecked")
HOLDS = Verdict("holds")
NAMES = ("arithmetic", "symbolic", "logic")


@dataclass(frozen=True, slots=True)
class Context:
    """What a step is checked against: the question (for logic the premises) and the sound steps before it."""

    question: str
    steps: tuple[str, ...] = ()
    reading: Reading = "modern"


class Checker(Protocol):
    """What a module of this package offers."""

    def check(self, step: str, context: Context) -> Verdict:
        """The verdict of one step."""

    def verify(self, answer: str, question: str) -> bool | None:
        """Whether the final answer is right."""


def checker(name: str) -> Checker:
    """The checker of that name, imported now. Raises UsageError where there is none."""
    if name not in NAMES:
        raise UsageError(f"there is no checker {name!r}; choose one of {', '.join(NAMES)}")
    module: Checker = import_module(f"runtime.checkers.{name}")
    return module
