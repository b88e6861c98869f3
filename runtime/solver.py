"""`solve`: one question in, the stream of events out. The only way anything is answered."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Literal

from runtime import chat
from runtime.chain import Chain, Item
from runtime.checkers import Checker
from runtime.checking import OFF, Checking, Review, Ruling
from runtime.decode import Bar, Prompt, Stream
from runtime.events import Answer, Event, Finished, Restarted, Routed, Token
from runtime.model import Model
from runtime.sampling import Sampling
from runtime.shelf import Shelf
from runtime.steps import Found


@dataclass(frozen=True, slots=True)
class Engine:
    """What answers questions: a model, its tokenizer, the token that ends a turn, and the adapters."""

    model: Model
    tokenizer: Any
    end: int
    shelf: Shelf


def solve(
    engine: Engine,
    question: str,
    routed: Routed,
    sampling: Sampling,
    cancelled: Callable[[], bool],
    checker: Checker | None = None,
    checking: Checking = OFF,
) -> Iterator[Event]:
    """Yield `routed`, then the events of the answer. Stops between two tokens once `cancelled()` is true.

    The answer ends with the adapter that it began with, whatever is loaded or removed meanwhile. The token
    limit bounds the text that stands; `Finished.tokens` counts what was cut out as well.
    """
    began = time.perf_counter()
    with engine.shelf.pinned(routed.adapter) as slot:
        yield routed
        ids = chat.prompt_ids(engine.tokenizer, chat.plain(question), thinking=sampling.thinking)
        with closing(Stream(engine.model, Prompt(ids, slot), sampling, engine.end)) as stream:
            yield from _decode(engine, stream, began, question, sampling, cancelled, checker, checking)


def _decode(
    engine: Engine,
    stream: Stream,
    began: float,
    question: str,
    sampling: Sampling,
    cancelled: Callable[[], bool],
    checker: Checker | None,
    checking: Checking,
) -> Iterator[Event]:
    """The events that follow `routed`."""
    asked, prompt = chat.plain(question), len(stream.ids)
    chain = Chain(engine.tokenizer, stream)
    review = Review(asked, checker, checking)
    restart = _Restart(stream, chain, sampling, checking)
    answer, count, first = "", 0, 0.0
    reason: Literal["stop", "length", "stopped"] = "length"

    def show(items: Iterable[Item], judge: Callable[[Found], Ruling]) -> Iterator[Event]:
        """The events of what was written, up to a step before which the chain restarts."""
        nonlocal answer
        for item in items:
            if isinstance(item, Found):
                ruling = judge(item)
                yield ruling.step
                if ruling.restarted is not None:
                    yield ruling.restarted
                    yield from show(restart.apply(ruling), lambda hint: Ruling(review.hinted(hint)))
                    return
                if ruling.step.note != "hint":
                    restart.over()
            else:
                part, piece = item
                yield Token(piece, part, count)
                answer += piece if part == "answer" else ""

    if checking.policy != "off":
        stream.chances = []
    for token in stream:
        count += 1
        first = first or time.perf_counter() - began
        if token == engine.end:
            reason = "stop"
            break
        yield from show(chain.feed(token), review.rule)
        if cancelled():
            reason = "stopped"
            break
    yield from show(chain.flush(ended=reason == "stop"), lambda found: review.rule(found, final=True))
    seconds = time.perf_counter() - began
    text = chat.extract_answer(answer)
    yield Answer(text, answer.strip(), review.verify(text) if reason == "stop" else None)
    decoding = seconds - first
    speed = (count - 1) / decoding if count > 1 else 0.0
    yield Finished(reason, prompt, count, review.restarts, first, seconds, speed)


def refuse(routed: Routed, text: str) -> Iterator[Event]:
    """The events of a question that this backbone cannot answer: the reason in place of an answer."""
    yield routed
    yield Answer("", text)
    yield Finished("refused", 0, 0, 0, 0.0, 0.0, 0.0)


class _Restart:
    """Takes the stream back to before a step, and keeps it from writing that step again."""

    def __init__(self, stream: Stream, chain: Chain, sampling: Sampling, checking: Checking) -> None:
        self._stream, self._chain, self._sampling = stream, chain, sampling
        self._warm = sampling
        if sampling.temperature == 0:
            self._warm = replace(sampling, temperature=checking.temperature)
        self._barred: list[tuple[int, ...]] = []  # what may not come again in place of the step
        # To leave the step out is no way to write it anew.
        self._omitted = [tuple(chain.encode(text)) for text in (chat.END_THINK, "\n")]

    def apply(self, ruling: Ruling) -> Iterator[Item]:
        """Cut, and yield what the runtime writes itself: a hint, or the end of the thought."""
        assert ruling.restarted is not None and ruling.repeated is not None
        self._barred.append(self._chain.slip(ruling.repeated))
        ended = ruling.restarted.policy == "end"
        broken = self._chain.cut(ruling.cut)
        match ruling.restarted:
            case Restarted(policy="hint"):
                yield from self._chain.force(("" if broken else "\n") + ruling.hint + "\n")
            case Restarted(policy="end"):
                yield from self._chain.force(f"{chat.END_THINK}\n\n")
        place = len(self._stream.ids)
        barred = [] if ended else [*self._barred, *self._omitted]
        self._stream.bars = [Bar(place, ids) for ids in barred if ids]
        self._stream.sampling = self._warm

    def over(self) -> None:
        """A step stands: whatever comes next is decoded as it was asked for."""
        self._barred.clear()
        self._stream.bars = []
        self._stream.sampling = self._sampling
