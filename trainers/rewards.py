"""What an answer earns in GRPO: that it is right, that its steps hold, and that it has the asked form."""

from collections.abc import Sequence
from dataclasses import dataclass

from runtime.chat import END_THINK, boxed, extract_answer, split
from runtime.checkers import Checker
from runtime.checking import Checking, Review
from runtime.events import Step
from runtime.steps import split_steps
from trainers.sets import Question

NO_RESTARTS = Checking(max_restarts=0)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part counts. A right answer outweighs the rest, so that no form pays for a wrong one."""

    answer: float = 1.0
    steps: float = 0.2
    form: float = 0.1


@dataclass(frozen=True, slots=True)
class Reward:
    """The parts of one answer's reward, each as its function below gives it."""

    answer: float
    steps: float
    form: float

    def total(self, weights: Weights) -> float:
        """The weighted sum."""
        return weights.answer * self.answer + weights.steps * self.steps + weights.form * self.form


def reward(question: Question, completion: str, finished: bool, checker: Checker | None) -> Reward:
    """All that the completion earns. `finished`: it ended by itself; `checker` None judges no step."""
    steps = judged(question.text, completion, checker)
    return Reward(answered(question, completion), sound(steps), formed(completion, finished))


def answered(question: Question, completion: str) -> float:
    """1 where the final answer is right, else 0."""
    return float(question.graded(extract_answer(completion)))


def sound(steps: Sequence[Step]) -> float:
    """The share of steps that hold, less 1 where one stands refuted: in [-1, 1], 0 without steps.

    A share, so that more lines that trivially hold earn nothing; a step that the next one takes back does
    not stand.
    """
    if not steps:
        return 0.0
    taken_back = [step.note == "correction" for step in steps[1:]] + [False]
    stands = any(s.verdict.kind == "refuted" and not back for s, back in zip(steps, taken_back, strict=True))
    return sum(step.verdict.kind == "holds" for step in steps) / len(steps) - stands


def formed(completion: str, finished: bool) -> float:
    """1 where it ended by itself, with a thought and then an answer in a box, else 0."""
    thought, answer = split(completion)
    return float(finished and bool(thought) and END_THINK in completion and bool(boxed(answer)))


def judged(question: str, completion: str, checker: Checker | None) -> list[Step]:
    """The steps of the thought with their verdicts, each in the light of the sound ones before it."""
    review = Review(question, checker, NO_RESTARTS)
    return [review.rule(found, final=True).step for found in split_steps(split(completion)[0])]
