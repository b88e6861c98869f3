"""The interval of a paired difference."""

import pytest

from trainers.statistics import paired


def outcomes(both: int, first: int, second: int, neither: int) -> tuple[list[bool], list[bool]]:
    """So many questions that both, only the first, only the second and neither got right."""
    pairs = [(True, True)] * both + [(True, False)] * first + [(False, True)] * second
    pairs += [(False, False)] * neither
    return [a for a, _ in pairs], [b for _, b in pairs]


def test_the_interval_of_a_paired_difference_is_newcombes() -> None:
    found = paired(*outcomes(36, 12, 2, 0))  # his table II, method 10
    assert (found.gained, found.lost) == (12, 2)
    assert found.low == pytest.approx(0.0569, abs=1e-4)
    assert found.high == pytest.approx(0.3404, abs=1e-4)
    alike = paired(*outcomes(90, 0, 0, 10))
    assert alike.low <= 0 <= alike.high and alike.high - alike.low < 0.08 and alike.p == 1
