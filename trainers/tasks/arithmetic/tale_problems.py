"""Word problems from hand-written tales (`tales/*.jsonl`)."""

from collections.abc import Mapping
from random import Random
from typing import Any

from trainers.tasks.arithmetic.tales.tale import Tale, lines, numbers, people, tales
from trainers.tasks.arithmetic.tales.telling import tell
from trainers.tasks.item import Family, Problem


def make_tale(rng: Random, level: int) -> Problem:
    """A tale of one, up to two, or two and more steps, by level.

    It is told here and not by the phrasing, as its first line reads the text. A kept-out telling is told
    later, so the lines of that split read another telling of the same tale.
    """
    while True:
        tale: Tale = rng.choice(tales())
        wanted = {1: (1,), 2: (1, 2), 3: (2, 3, 4)}[level]
        if len(tale.steps) in wanted and (values := numbers(tale, rng)) is not None:
            break
    told = tell(rng.choice(tale.tell), tale.labels, values, people(rng), rng)
    slots = {"told": told.text, "tale": tale, "values": values}
    steps = (told.reading, *lines(tale, values, told.named, told.order))
    return Problem(slots, steps, str(values[tale.steps[-1][0]]), "\n".join(lines(tale, values)))


def trained(slots: Mapping[str, Any], rng: Random) -> str:
    """One of the trained tellings."""
    return slots["told"]


def kept_out(slots: Mapping[str, Any], rng: Random) -> str | None:
    """The telling that is never trained on; None where the tale has none."""
    tale: Tale = slots["tale"]
    return tell(tale.kept, tale.labels, slots["values"], people(rng), rng, 0).text if tale.kept else None


FAMILIES = (Family("tale", "arithmetic", make_tale, (trained,), (kept_out,), weight=8.0),)
