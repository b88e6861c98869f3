"""Word problems from hand-written tales (`tales/*.jsonl`)."""

from collections.abc import Mapping
from random import Random
from typing import Any

from trainers.tasks.arithmetic.tales.tale import Tale, lines, numbers, people, tales
from trainers.tasks.item import Family, Problem


def make_tale(rng: Random, level: int) -> Problem:
    """A tale of one, up to two, or two and more steps, by level."""
    while True:
        tale: Tale = rng.choice(tales())
        wanted = {1: (1,), 2: (1, 2), 3: (2, 3, 4)}[level]
        if len(tale.steps) in wanted and (values := numbers(tale, rng)) is not None:
            break
    slots = {**values, **people(rng), "tell": tale.tell, "kept": tale.kept}
    return Problem(slots, tuple(lines(tale, values)), str(values[tale.steps[-1][0]]))


def told(slots: Mapping[str, Any], rng: Random) -> str:
    """One of the trained tellings."""
    return rng.choice(slots["tell"]).format(**slots)


def kept_out(slots: Mapping[str, Any], rng: Random) -> str | None:
    """The telling that is never trained on; None where the tale has none."""
    return slots["kept"].format(**slots) if slots["kept"] else None


FAMILIES = (Family("tale", "arithmetic", make_tale, (told,), (kept_out,), weight=15.0),)
