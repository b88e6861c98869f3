"""What becomes of each finished step: its verdict, whether the chain restarts before it, and how."""

import re
from dataclasses import dataclass
from typing import Literal

from adapters.errors import UsageError
from runtime.checkers import UNCHECKED, Checker, Context, Reading
from runtime.events import Restarted, Step
from runtime.steps import Found

Policy = Literal["resample", "hint", "off"]
POLICIES: tuple[Policy, ...] = ("resample", "hint", "off")

# The words with which the bundled backbone takes a line back: it was pre-trained on chains that do so.
MARKER = "Wait, that is wrong."
REPEATS = 3  # so often the same steps in a row are a loop
LONGEST_CYCLE = 8  # steps

_CORRECTION = re.compile(
    r"\W*(?:wait\b|no,|oops\b|hold on\b|actually,|that(?: is|['’]s) (?:wrong|not right|incorrect)\b"
    r"|i made an? (?:mistake|error)\b|let me (?:re|correct|double-check))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Checking:
    """How a chain of thought is checked. `off` checks nothing and cuts nothing.

    `resample` writes a refuted step anew, `hint` lets it stand and says what is wrong with it. After
    `max_restarts_step` restarts of a step in a row, or `max_restarts` of a question, a refuted step stays.
    `temperature` is that of a step written anew where decoding is greedy.
    """

    policy: Policy = "resample"
    max_restarts_step: int = 3
    max_restarts: int = 8
    limit_s: float = 0.25
    temperature: float = 0.7
    reading: Reading = "modern"

    def __post_init__(self) -> None:
        if self.policy not in POLICIES:
            raise UsageError(f"unknown policy {self.policy!r}; choose one of {', '.join(POLICIES)}")
        if self.max_restarts_step < 0 or self.max_restarts < 0 or self.limit_s <= 0 or self.temperature <= 0:
            raise UsageError("restarts must be 0 or more, limit_s and temperature more than 0")


OFF = Checking("off")


@dataclass(frozen=True, slots=True)
class Ruling:
    """A judged step. Where the chain restarts: `repeated`, which may not come again, and where to cut."""

    step: Step
    restarted: Restarted | None = None
    repeated: Found | None = None
    cut: int = 0
    hint: str = ""


@dataclass(slots=True)
class _Kept:
    """A step that stands in the chain, and whether later steps may rest on it."""

    found: Found
    sound: bool


class Review:
    """Judges the steps of one question in order and remembers which of them stand."""

    def __init__(self, question: str, checker: Checker | None, checking: Checking) -> None:
        self._question, self._checking = question, checking
        self._checker = checker if checking.policy != "off" else None
        self._kept: list[_Kept] = []
        self._tries = self._loops = 0
        self.restarts = 0
        self.given_up = False  # a refuted step stands, as too many were written anew

    def rule(self, found: Found, *, final: bool = False) -> Ruling:
        """What becomes of the step; `final`: the answer is over, nothing can be written anew."""
        number = len(self._kept) + 1
        if self._checking.policy == "off":
            self._kept.append(_Kept(found, True))
            return Ruling(Step(number, found.text, UNCHECKED))
        correction = bool(_CORRECTION.match(found.text))
        if correction and self._kept:
            self._kept[-1].sound = False  # the model takes it back
        context = tuple(kept.found.text for kept in self._kept if kept.sound)
        verdict = UNCHECKED
        if self._checker is not None:
            verdict = self._checker.check(
                found.text, Context(self._question, context, self._checking.reading)
            )
        step = Step(number, found.text, verdict, "correction" if correction else "")
        if verdict.kind == "refuted":
            limits = self._checking
            if not final and self._tries < limits.max_restarts_step and self.restarts < limits.max_restarts:
                self._tries += 1
                return self._anew(step, found)
            self.given_up = True
        self._tries = 0
        self._kept.append(_Kept(found, verdict.kind != "refuted"))
        cycle = 0 if final else self._cycle()
        return self._out_of_loop(step, cycle) if cycle else Ruling(step)

    def hinted(self, found: Found) -> Step:
        """The step that the runtime wrote itself."""
        self._kept.append(_Kept(found, False))
        return Step(len(self._kept), found.text, UNCHECKED, "hint")

    def verify(self, answer: str) -> bool | None:
        """Whether the final answer is right; never True where a refuted step stands."""
        if self._checker is None or not answer.strip():
            return None
        right = self._checker.verify(answer, self._question)
        return None if right and self.given_up else right

    def _anew(self, step: Step, found: Found) -> Ruling:
        self.restarts += 1
        reason = step.verdict.reason
        if self._checking.policy == "hint":
            restarted = Restarted(step.index, step.text, reason, self.restarts, "hint")
            return Ruling(step, restarted, found, found.end, f"{MARKER} {reason}".strip())
        return Ruling(step, Restarted(step.index, step.text, reason, self.restarts), found, found.start)

    def _cycle(self) -> int:
        """How many steps the chain's end repeats REPEATS times; 0 where it is no loop."""
        texts = [kept.found.text for kept in self._kept[-REPEATS * LONGEST_CYCLE :]]
        for length in range(1, len(texts) // REPEATS + 1):
            end = texts[-REPEATS * length :]
            if end == end[:length] * REPEATS:
                return length
        return 0

    def _out_of_loop(self, step: Step, length: int) -> Ruling:
        """Keep the first round; cut the others. The second loop of a question ends the thought."""
        self._loops += 1
        self.restarts += 1
        first = self._kept[-(REPEATS - 1) * length].found
        del self._kept[-(REPEATS - 1) * length :]
        steps = "step" if length == 1 else f"{length} steps"
        restarted = Restarted(
            len(self._kept) + 1,
            step.text,
            f"the same {steps} {REPEATS} times",
            self.restarts,
            "loop" if self._loops == 1 else "end",
        )
        return Ruling(Step(step.index, step.text, step.verdict, "loop"), restarted, first, first.start)
