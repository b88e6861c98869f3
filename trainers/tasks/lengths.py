"""How long a chain of thought is, and families that draw again until theirs is short enough."""

import re
from collections.abc import Callable, Iterable, Sequence
from random import Random

from trainers.tasks.item import Family, Phrasing, Problem

_PIECE = re.compile(r"\d|[A-Za-z]+|[^\sA-Za-z\d]")
MOST = 390  # tokens of steps and answer; the question comes on top


def tokens(lines: Iterable[str]) -> int:
    """About how many tokens the lines take: each digit, sign and word is one, and so is a line's end."""
    return sum(len(_PIECE.findall(line)) + 1 for line in lines)


def short(make: Callable[[Random, int], Problem], most: int = MOST) -> Callable[[Random, int], Problem]:
    """The same maker, drawing again while steps and answer take more than `most` tokens."""

    def drawn(rng: Random, level: int) -> Problem:
        while True:
            problem = make(rng, level)
            if tokens((*problem.steps, problem.answer)) <= most:
                return problem

    return drawn


def family_like(
    known: Sequence[Family], name: str, make: Callable[[Random, int], Problem], *own: Phrasing
) -> Family:
    """The long sister of a family: larger numbers, the same words and some of its own, weight 0.5."""
    sister = next(family for family in known if family.name == name)
    phrasings = (*sister.phrasings, *own)
    return Family(f"long_{name}", sister.domain, short(make), phrasings, sister.kept_out, 0.5)
