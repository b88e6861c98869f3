"""Rows for the training tests: random documents whose first half nothing is learned from."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Row:
    ids: tuple[int, ...]
    learned: tuple[bool, ...]


def rows(count: int, seed: int = 0, vocab: int = 2048, shortest: int = 4, longest: int = 60) -> list[Row]:
    random = Random(seed)
    made = []
    for _ in range(count):
        length = random.randint(shortest, longest)
        ids = tuple(random.randrange(3, vocab) for _ in range(length))
        made.append(Row(ids, tuple(place >= length // 2 for place in range(length))))
    return made
