"""What the router says about one question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

NONE = "none"  # the class of questions for the bare backbone


@dataclass(frozen=True)
class Exemplar:
    """A stored question near the asked one, with its cosine similarity."""

    text: str
    domain: str
    similarity: float


@dataclass(frozen=True)
class Route:
    """A domain, or None for the bare backbone, and the evidence for it."""

    domain: str | None
    probabilities: dict[str, float]
    """Calibrated, one for each domain and one for "none"."""
    threshold: float
    """A domain is chosen only at this probability or above."""
    margin: float
    """Best probability less the second best."""
    nearest: tuple[Exemplar, ...]
    ms: float


def route_of(fields: dict[str, Any]) -> Route:
    """The route whose fields are given as JSON has them. Raises KeyError or TypeError where they are none."""
    return Route(**{**fields, "nearest": tuple(Exemplar(**one) for one in fields["nearest"])})
