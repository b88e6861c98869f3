"""The graded answers of an evaluation, and the tables made of them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trainers.statistics import mcnemar, wilson

BARE, ROUTED, ORACLE = "bare", "routed", "oracle"
NONE = "none"  # in place of an adapter: the bare backbone
REFUSED = "refused"  # in place of an adapter: routed nowhere, on a backbone that then declines


@dataclass(frozen=True, slots=True)
class Outcome:
    """One decoded answer. `unanswered`: `cut` off by the limit, or without an answer in the asked form."""

    text: str
    answer: str
    right: bool
    unanswered: bool
    cut: bool = False


DECLINED = Outcome("", "", False, True)  # what REFUSED answers


@dataclass(frozen=True, slots=True)
class Judged:
    """A question of a set: where it was routed ("" if it was not) and what each adapter answered so far."""

    set: str
    text: str
    gold: str
    domain: str
    group: str
    route: str = ""
    answers: Mapping[str, Outcome] = field(default_factory=dict)

    def by(self, system: str) -> Outcome | None:
        """What the system answers; None where it has no answer (yet)."""
        return self.answers.get(adapter_of(system, self.domain, self.route))


def adapter_of(system: str, domain: str, route: str) -> str:
    """The adapter with which the system answers a question; "" where it has none."""
    match system:
        case "bare":
            return NONE
        case "routed":
            return route
        case "oracle":
            return domain
        case _:
            return system


@dataclass(frozen=True, slots=True)
class Row:
    """One system on one set. `p` is McNemar's exact p against routed; `low`, `high` Wilson's interval."""

    set: str
    system: str
    n: int
    right: int
    accuracy: float
    low: float
    high: float
    unanswered: int
    p: float | None
    routed_away: int  # questions that the router sent elsewhere than their set's domain
    sha256: str
    groups: Mapping[str, tuple[int, int]]  # right and n by family or module


def table(questions: Sequence[Judged], systems: Sequence[str], sets: Mapping[str, str]) -> tuple[Row, ...]:
    """A row for every set (name to SHA-256) and system that has answered some of it."""
    of_set: dict[str, list[Judged]] = {name: [] for name in sets}
    for question in questions:
        of_set[question.set].append(question)
    rows = []
    for name, digest in sets.items():
        routed = [question.by(ROUTED) for question in of_set[name]] if ROUTED in systems else []
        for system in systems:
            answers = [question.by(system) for question in of_set[name]]
            judged = [(q, a) for q, a in zip(of_set[name], answers, strict=True) if a is not None]
            if judged:
                p = _p(answers, routed) if routed and system != ROUTED else None
                rows.append(_row(name, system, judged, p, digest))
    return tuple(rows)


def _row(name: str, system: str, judged: Sequence[tuple[Judged, Outcome]], p: float | None, sha: str) -> Row:
    right, n = sum(answer.right for _, answer in judged), len(judged)
    low, high = wilson(right, n)
    unanswered = sum(answer.unanswered for _, answer in judged)
    away = sum(q.route != q.domain for q, _ in judged if q.domain) if system == ROUTED else 0
    groups: dict[str, list[bool]] = defaultdict(list)
    for question, answer in judged:
        groups[question.group].append(answer.right)
    by_group = {group: (sum(hits), len(hits)) for group, hits in sorted(groups.items())}
    return Row(name, system, n, right, right / n, low, high, unanswered, p, away, sha, by_group)


def _p(answers: Sequence[Outcome | None], routed: Sequence[Outcome | None]) -> float:
    pairs = zip(answers, routed, strict=True)
    both = Counter((a.right, b.right) for a, b in pairs if a is not None and b is not None)
    return mcnemar(both[True, False], both[False, True])


def confusion(questions: Sequence[Judged]) -> dict[tuple[str, str], int]:
    """How many questions of each domain ("" where the set names none) were routed to each, NONE included."""
    return dict(
        Counter(
            (question.domain, NONE if question.route == REFUSED else question.route)
            for question in questions
            if question.route
        )
    )


def disagreements(questions: Sequence[Judged], systems: Sequence[str]) -> list[Judged]:
    """The questions that some of the systems got right and others wrong."""
    return [
        question
        for question in questions
        if len({answer.right for system in systems if (answer := question.by(system)) is not None}) == 2
    ]
