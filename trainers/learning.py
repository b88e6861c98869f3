"""The loop of a run: steps, held-out questions between them, saves, and an early end that loses nothing."""

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from trainers.accuracy import Stopped, measured
from trainers.progress import Measured, Paused, Saved, Stepped, TrainingEvent
from trainers.qlora import Trainer

SHOWN_S = 1.0  # a step is told of at most so often


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to measure (every so many steps; 0 never), when to save, and how long to wait for a better one."""

    every: int
    patience: int
    save_s: float


def learn(
    trainer: Trainer,
    schedule: Schedule,
    measure: Callable[[], int],
    questions: int,
    *,
    past: Sequence[TrainingEvent],
    start: int,
    stopped: Callable[[], bool],
) -> Generator[TrainingEvent, None, bool]:
    """Whether the run came to its end; else the last event is Paused and all of it is on the disk.

    `measure` says how many of the `questions` are answered right now, and raises Stopped where `stopped`
    says so meanwhile; `past` are the events up to step `start`. The weights of the best measurement are kept.
    """
    steps, step = trainer.plan.steps, start
    known = [event for event in past if isinstance(event, Measured)]
    spent = max((event.seconds for event in past if isinstance(event, Stepped)), default=0.0)
    coming, untold = trainer.steps(start), list[Stepped]()
    told = saved = time.monotonic()
    while True:
        last = step == steps
        asked = bool(schedule.every) and (last or step % schedule.every == 0)
        asked = asked and all(event.step != step for event in known)
        if asked and not stopped():
            try:
                right = measure()
            except Stopped:
                pass
            else:
                asked, best = False, max((e.right for e in known if e.step), default=-1)
                known.append(measured(step, right, questions, step > 0 and right > best))
                yield known[-1]
                if step and right >= best:
                    trainer.keep()
                if step:
                    trainer.save()
                    yield Saved(step)
                    saved = time.monotonic()
        if not asked and (last or _worn_out(known, schedule.patience)):
            return True
        if stopped():
            trainer.save()
            yield Saved(step)
            yield Paused(step)
            return False
        event = next(coming)
        step = event.step
        untold.append(event)
        if time.monotonic() - told >= SHOWN_S or step == steps:
            yield replace(
                event,
                loss=fmean(e.loss for e in untold),
                tok_s=fmean(e.tok_s for e in untold),
                seconds=spent + event.seconds,
            )
            told, untold = time.monotonic(), []
        if time.monotonic() - saved >= schedule.save_s:
            trainer.save()
            yield Saved(step)
            saved = time.monotonic()


def _worn_out(known: Sequence[Measured], patience: int) -> bool:
    """Whether the last `patience` measurements were none of them better than the best before."""
    return 0 < patience <= len(known) and not any(
        event.best or event.step == 0 for event in known[-patience:]
    )
