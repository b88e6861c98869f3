"""Intervals and paired tests for accuracies."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt


@dataclass(frozen=True, slots=True)
class Paired:
    """How a first fares against a second on the same questions.

    `gained` and `lost` are the questions that only the first, and only the second, got right; `p` is
    McNemar's exact one; `difference` is of the accuracies, `low` to `high` its 95 % interval.
    """

    gained: int
    lost: int
    p: float
    difference: float
    low: float
    high: float


def wilson(correct: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's 95 % interval of a proportion (Wilson 1927); (0, 1) where n is 0."""
    if n == 0:
        return 0.0, 1.0
    p = correct / n
    centre, spread = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, (centre - spread) / (1 + z * z / n)), min(1.0, (centre + spread) / (1 + z * z / n))


def mcnemar(first_only: int, second_only: int) -> float:
    """Exact two-sided p of McNemar's test: items that only the first, and only the second, got right."""
    n, k = first_only + second_only, min(first_only, second_only)
    if n == 0:
        return 1.0
    tail = sum(comb(n, i) for i in range(k + 1))
    return min(1.0, float(2 * tail / 2**n) if n < 1000 else 2 * tail / 2**n)


def paired(first: Sequence[bool], second: Sequence[bool]) -> Paired:
    """The comparison of two systems on at least one question; the interval is Newcombe's 1998, method 10."""
    both, n = sum(a and b for a, b in zip(first, second, strict=True)), len(first)
    gained, lost = sum(first) - both, sum(second) - both
    neither = n - both - gained - lost
    p1, p2 = sum(first) / n, sum(second) / n
    (low1, high1), (low2, high2) = wilson(sum(first), n), wilson(sum(second), n)
    margins = (both + gained) * (lost + neither) * (both + lost) * (gained + neither)
    cross = both * neither - gained * lost
    phi = (max(cross - n / 2, 0) if cross > 0 else cross) / sqrt(margins) if margins else 0.0

    def spread(a: float, b: float) -> float:
        return sqrt(max(0.0, a * a - 2 * phi * a * b + b * b))

    low = p1 - p2 - spread(p1 - low1, high2 - p2)
    high = p1 - p2 + spread(high1 - p1, p2 - low2)
    return Paired(gained, lost, mcnemar(gained, lost), p1 - p2, low, high)
