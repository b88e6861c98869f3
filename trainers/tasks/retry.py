"""Error-and-retry: chains in which a step goes wrong, is noticed and is written again.

Only pre-training on such chains teaches a model to correct itself (arXiv 2408.16293); the marker is
plain text, so the same data serves any backbone. Two kinds of mistakes: a digit slips, or a later
step is asserted too early.
"""

from collections.abc import Sequence
from random import Random

MARKER = "Wait, that is wrong."

Line = tuple[str, bool]  # text, and whether it is right (an adapter does not learn wrong lines)


def with_retries(steps: Sequence[str], rng: Random, rate: float = 0.2) -> list[Line]:
    """The steps, before some of them (a share of `rate`) a wrong line and the marker."""
    lines: list[Line] = []
    for index, step in enumerate(steps):
        if rng.random() < rate:
            later = steps[index + 2 :]
            wrong = rng.choice(later) if later and rng.random() < 0.5 else _slip(step, rng)
            if wrong is not None and wrong != step:
                lines += [(wrong, False), (MARKER, True)]
        lines.append((step, True))
    return lines


def _slip(step: str, rng: Random) -> str | None:
    """The step with one digit of its second half changed; None where it has no digit there."""
    places = [i for i in range(len(step) // 2, len(step)) if step[i].isdigit()]
    if not places:
        return None
    place = rng.choice(places)
    digit = (int(step[place]) + rng.randint(1, 9)) % 10
    return f"{step[:place]}{digit}{step[place + 1 :]}"
