"""A task item: one question with its reasoning written out and its exact answer.

A family draws *problems* (numbers, structure, reasoning, answer) and words them with its *phrasings*.
Some problems and some phrasings are kept out of training for ever, so that evaluation never meets
what training met: a problem is kept out by the hash of its canonical form, a phrasing by its list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Literal
from zlib import crc32

Split = Literal["train", "numbers", "phrasings"]
# A callable gives None where it has no words for the problem: another one is drawn.
Phrasing = str | Callable[[Mapping[str, Any], Random], str | None]

KEPT_OUT_SHARE = 32  # one problem in this many is never trained on


@dataclass(frozen=True, slots=True)
class Worked:
    """Reasoning a line at a time, and the answer it leads to."""

    steps: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a family draws before it is put into words. `slots` fills the phrasings."""

    slots: Mapping[str, Any]
    steps: tuple[str, ...]
    answer: str
    key: str = ""  # canonical form where the steps themselves depend on names; "" means the steps


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of task. Levels: 1 easy, 2 middle, 3 hard (what the domain adapters are for)."""

    name: str
    domain: str
    make: Callable[[Random, int], Problem]
    phrasings: tuple[Phrasing, ...]
    kept_out: tuple[Phrasing, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Item:
    """One worded question. `key` is the canonical form that decides on which side it falls."""

    family: str
    domain: str
    level: int
    question: str
    steps: tuple[str, ...]
    answer: str
    key: str


def draw(family: Family, rng: Random, level: int, split: Split = "train") -> Item:
    """Draw one item of `split`: "train", "numbers" (kept-out problem) or "phrasings" (both kept out)."""
    wanted = split != "train"
    for _ in range(100 * KEPT_OUT_SHARE):
        problem = family.make(rng, level)
        key = f"{family.name}|{problem.key or chr(10).join(problem.steps)}"
        if (crc32(key.encode()) % KEPT_OUT_SHARE == 0) != wanted:
            continue
        phrasing = rng.choice(family.kept_out if split == "phrasings" else family.phrasings)
        slots = problem.slots
        question = phrasing.format(**slots) if isinstance(phrasing, str) else phrasing(slots, rng)
        if question is not None:
            break
    else:
        raise RuntimeError(f"{family.name} level {level} has no problem for the split {split!r}")
    if split == "train" and family.domain != "general" and rng.random() < 0.15:
        question = _typed(question, rng)
    return Item(family.name, family.domain, level, question, problem.steps, problem.answer, key)


def _typed(question: str, rng: Random) -> str:
    """The question as people type it: without capitals or the last full stop, or with a few polite words."""
    match rng.randrange(4):
        case 0:
            return question.rstrip(".?! ")
        case 1 if not any(len(word) == 1 and word.isupper() for word in question.split()):
            return question.lower()
        case 2:
            asked = rng.choice(("Thanks.", "Please show your work.", "Explain.", "Step by step."))
            return f"{question.rstrip()} {asked}"
        case _:
            return f"{rng.choice(('Please help:', 'Question:', 'Hi!', 'Hey,', 'Problem:', 'Q:'))} {question}"
