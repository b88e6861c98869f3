"""Measure systems on question sets: the bare backbone, each adapter, routed, oracle; all decoded alike.

Every system gets the same prompt, answer format and token limit. A (question, adapter) pair is decoded
once, whichever systems need it, so routed and oracle differ by the route alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from adapters.errors import UnavailableError, UsageError
from adapters.pack import Pack, load_pack
from runtime.chat import boxed, extract_answer, split
from trainers import graded, reports
from trainers.graded import BARE, DECLINED, NONE, ORACLE, REFUSED, ROUTED, Judged, Outcome, Row
from trainers.memory import Decoded, Memory, read_cache, write_cache
from trainers.reports import Report
from trainers.sets import Question, QuestionSet, bundled, read_set

if TYPE_CHECKING:
    from concurrent.futures import Future

    from runtime.events import Routed

MAX_NEW_TOKENS = 512
ROWS = 16  # answers decoded at a time
BATCH = 64  # answers for which the runtime is held; who asks meanwhile waits for no more
TABLE_S = 0.5  # between two tables


@dataclass(frozen=True, slots=True)
class Routing:
    """So many of the questions are routed."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Answered:
    """An adapter's answer was decoded and graded, `done` of `total` in `seconds`."""

    question: str
    adapter: str
    outcome: Outcome
    done: int
    total: int
    seconds: float

    @property
    def left_s(self) -> float:
        """Seconds that the rest will take at this pace."""
        return self.seconds / self.done * (self.total - self.done)


@dataclass(frozen=True, slots=True)
class Tabled:
    """The table as the answers so far make it."""

    rows: tuple[Row, ...]


EvaluationEvent = Routing | Answered | Tabled


@runtime_checkable
class Subject(Protocol):
    """What is measured: the part of `Runtime` that an evaluation needs."""

    @property
    def info(self) -> Any: ...
    @property
    def domains(self) -> tuple[str, ...]: ...
    @property
    def packs(self) -> tuple[Pack, ...]: ...

    def routed(self, question: str) -> Routed: ...

    def complete(
        self,
        questions: Sequence[tuple[str, str]],
        *,
        max_new_tokens: int = ...,
        rows: int = ...,
        on_done: Callable[[int, str, bool], None] = ...,
    ) -> list[Decoded]: ...

    def checker(self, adapter: str) -> Any: ...

    def add(self, pack: Pack, *, routed: bool = ...) -> Future[Any]: ...

    def remove(self, name: str) -> Future[Any]: ...


def systems_of(runtime: Subject) -> tuple[str, ...]:
    """Every system there is on this runtime."""
    return (BARE, *runtime.domains, ROUTED, ORACLE)


def evaluate(
    runtime: Subject,
    sets: Sequence[QuestionSet],
    systems: Sequence[str],
    *,
    max_new_tokens: int = MAX_NEW_TOKENS,
    memory: Memory | None = None,
    on_event: Callable[[EvaluationEvent], None] = lambda event: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Report:
    """The report, not saved yet. `on_event` hears in this thread of every answer as it comes.

    Once `cancelled()` is true it ends after the answer at hand; the report then tells of what there is.
    Raises UsageError for an unknown system and where no system has an answer to any question.
    """
    for system in systems:
        if system not in (known := systems_of(runtime)):
            raise UsageError(f"unknown system {system!r}; there is {', '.join(known)}")
    run = _Run(runtime, sets, systems, memory or Memory(), on_event, cancelled)
    finished = True
    try:
        run.route()
        run.decode(max_new_tokens)
    except _Stopped:
        finished = False
    questions = run.judged()
    digests = {s.name: s.sha256 for s in sets}
    rows = graded.table(questions, systems, digests)
    if finished and not rows:
        raise UsageError(f"nothing to measure: {', '.join(systems)} answers none of these questions")
    on_event(Tabled(rows))
    info = runtime.info
    return Report(
        when=reports.now(),
        backbone={key: getattr(info, key) for key in ("name", "fingerprint", "device", "head", "cache")},
        packs={pack.name: pack.digest for pack in runtime.packs},
        sets=digests,
        systems=tuple(systems),
        max_new_tokens=max_new_tokens,
        finished=finished,
        rows=rows,
        questions=questions,
    )


class _Stopped(Exception):
    """Whoever asked for the evaluation wants no more of it."""


class _Run:
    """One evaluation: the questions, where they go, and the outcomes so far."""

    def __init__(
        self,
        runtime: Subject,
        sets: Sequence[QuestionSet],
        systems: Sequence[str],
        memory: Memory,
        on_event: Callable[[EvaluationEvent], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self._runtime, self._sets, self._systems, self._memory = runtime, sets, systems, memory
        self._on_event, self._cancelled = on_event, cancelled
        self._questions = {q.text: q for s in sets for q in s.questions}
        self._routes: dict[str, str] = {}
        self._outcomes: dict[tuple[str, str], Outcome] = {}
        self._table_at = 0.0  # the next table is not made before

    def route(self) -> None:
        """Route every question where a system needs it."""
        if ROUTED not in self._systems:
            return
        nowhere = REFUSED if self._runtime.info.micro else NONE
        for number, text in enumerate(self._questions, 1):
            if text not in self._memory.routes:
                self._memory.routes[text] = self._runtime.routed(text).adapter or nowhere
                self._on_event(Routing(number, len(self._questions)))
                self._stop_if_asked()
            self._routes[text] = self._memory.routes[text]

    def decode(self, max_new_tokens: int) -> None:
        """Decode and grade what is missing."""
        decoded = self._memory.decoded
        pairs = self._pairs()
        for text, adapter in pairs:
            if (text, adapter) in decoded:
                self._grade(text, adapter)
                self._stop_if_asked()
        missing = [pair for pair in pairs if pair not in decoded]
        total = sum(adapter != REFUSED for _, adapter in missing)
        began, done = time.perf_counter(), 0
        for batch in _batches(missing):

            def keep(index: int, text: str, finished: bool, batch: Sequence[tuple[str, str]] = batch) -> None:
                nonlocal done
                done += 1
                decoded[batch[index]] = (text, finished)
                outcome = self._grade(*batch[index])
                seconds = time.perf_counter() - began
                self._on_event(Answered(*batch[index], outcome, done, total, seconds))
                self._tell_table()
                self._stop_if_asked()

            if batch[0][1] != REFUSED:
                self._runtime.complete(batch, max_new_tokens=max_new_tokens, rows=ROWS, on_done=keep)
            for pair in batch:
                self._grade(*pair)
            time.sleep(0.005)  # a lock is not fair: who waits for the runtime gets it now

    def judged(self) -> tuple[Judged, ...]:
        """Every question of every set with its outcomes so far."""
        answers: dict[str, dict[str, Outcome]] = {text: {} for text in self._questions}
        for (text, adapter), outcome in self._outcomes.items():
            answers[text][adapter] = outcome
        return tuple(
            Judged(s.name, q.text, q.gold, q.domain, q.group, self._routes.get(q.text, ""), answers[q.text])
            for s in self._sets
            for q in s.questions
        )

    def _pairs(self) -> list[tuple[str, str]]:
        """The (question, adapter) pairs that the systems need, each once.

        A few questions of every set come first, adapter by adapter, then the next few: so all rows of the
        table grow together, and the questions of one adapter still fill a batch.
        """
        hosted = {NONE, REFUSED, *self._runtime.domains}
        few = max(1, BATCH // max(1, len(self._sets)))
        pairs: dict[tuple[str, str], None] = {}
        for start in range(0, max((len(s.questions) for s in self._sets), default=0), few):
            wanted = [
                (q.text, adapter)
                for s in self._sets
                for q in s.questions[start : start + few]
                for system in self._systems
                if (adapter := graded.adapter_of(system, q.domain, self._routes.get(q.text, ""))) in hosted
            ]
            pairs |= dict.fromkeys(sorted(wanted, key=lambda pair: pair[1]))
        return list(pairs)

    def _grade(self, text: str, adapter: str) -> Outcome:
        """The outcome of a pair; one that was never decoded left no room for an answer."""
        if adapter == REFUSED:
            return self._outcomes.setdefault((text, adapter), DECLINED)
        if (text, adapter) not in self._outcomes:
            decoded = self._memory.decoded.setdefault((text, adapter), ("", False))
            self._outcomes[text, adapter] = _outcome(self._questions[text], *decoded)
        return self._outcomes[text, adapter]

    def _tell_table(self) -> None:
        began = time.perf_counter()
        if began < self._table_at:
            return
        digests = {s.name: s.sha256 for s in self._sets}
        self._on_event(Tabled(graded.table(self.judged(), self._systems, digests)))
        now = time.perf_counter()
        self._table_at = now + max(TABLE_S, 20 * (now - began))  # a twentieth of the time at most

    def _stop_if_asked(self) -> None:
        if self._cancelled():
            raise _Stopped


def _batches(pairs: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Runs of pairs of one adapter, at most BATCH long."""
    for _, group in groupby(pairs, key=lambda pair: pair[1]):
        of_one = list(group)
        yield from (of_one[i : i + BATCH] for i in range(0, len(of_one), BATCH))


def _outcome(question: Question, text: str, finished: bool) -> Outcome:
    answer = extract_answer(text)
    formed = finished and (boxed(split(text)[1]) is not None)
    return Outcome(text, answer, question.graded(answer), not formed, cut=not finished)


@contextmanager
def hosted(runtime: Subject, packs: Sequence[Pack]) -> Iterator[None]:
    """Within it the packs answer too, but the router never picks them.

    Raises UsageError where a name is taken, and UnavailableError as the runtime does.
    """
    added = []
    try:
        for pack in packs:
            if pack.name in runtime.domains:
                raise UsageError(f"a pack named {pack.name} answers already; rename the one in {pack.path}")
            runtime.add(pack, routed=False)
            added.append(pack.name)
        yield
    finally:
        for name in added:
            with suppress(UnavailableError):  # somebody else has removed it meanwhile
                runtime.remove(name)


def run(
    systems: Sequence[str],
    sets: Sequence[str],
    limit: int | None = None,
    backbone: str | None = None,
    device: str | None = None,
    on_event: Callable[[EvaluationEvent], None] = lambda event: None,
    cache: Path | None = None,
    joint: Sequence[Path] = (),
    precision: Mapping[str, Any] | None = None,
) -> Report:
    """The report of an evaluation, not saved yet; no systems or sets given means all of them.

    `cache`: a file of decoded answers (JSON lines, gzip) to go on from and to write to; `joint`: pack
    folders to measure beside the installed ones; the router never picks those. `precision`: `head` and
    `cache` of `Runtime.load`.
    """
    from runtime import Runtime

    loaded = [read_set(name, limit) for name in (sets or bundled())]
    guests = [load_pack(folder) for folder in joint]
    runtime = Runtime.load(backbone, device=device, guests=guests, **(precision or {}))
    memory = Memory(read_cache(cache, runtime) if cache else {})
    wanted = list(systems) or list(systems_of(runtime))
    try:
        return evaluate(runtime, loaded, wanted, memory=memory, on_event=on_event)
    finally:
        if cache:
            write_cache(cache, runtime, memory.decoded)
