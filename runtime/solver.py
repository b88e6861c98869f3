"""`solve`: one question in, the stream of events out. The only way anything is answered."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from runtime import chat
from runtime.decode import Prompt, Stream
from runtime.events import Answer, Event, Finished, Routed, Step, Token, Verdict
from runtime.model import Model
from runtime.sampling import Sampling

UNCHECKED = Verdict("unchecked")


@dataclass(frozen=True, slots=True)
class Engine:
    """What answers questions: a model, its tokenizer and the token that ends a turn."""

    model: Model
    tokenizer: Any
    end: int


def solve(
    engine: Engine,
    question: str,
    routed: Routed,
    sampling: Sampling,
    cancelled: Callable[[], bool],
) -> Iterator[Event]:
    """Yield `routed`, then the events of the answer. Stops between two tokens once `cancelled()` is true."""
    began = time.perf_counter()
    yield routed
    ids = chat.prompt_ids(engine.tokenizer, chat.plain(question), thinking=sampling.thinking)
    stream = Stream(engine.model, Prompt(ids, engine.model.slots.slot(routed.adapter)), sampling, engine.end)
    text = _Text(engine.tokenizer)
    splitter = chat.Splitter()
    steps = _Steps()
    answer, count, first = "", 0, 0.0
    reason: Literal["stop", "length", "stopped"] = "length"

    def take(pieces: Iterable[tuple[chat.Part, str]]) -> Iterator[Event]:
        nonlocal answer
        for part, piece in pieces:
            yield Token(piece, part, count)
            if part == "thought":
                yield from steps.feed(piece)
            else:
                answer += piece

    for token in stream:
        count += 1
        first = first or time.perf_counter() - began
        if token == engine.end:
            reason = "stop"
            break
        yield from take(splitter.feed(text.feed(token)))
        if cancelled():
            reason = "stopped"
            break
    if reason != "stop":
        yield from take(splitter.feed(text.flush()))
    yield from take(splitter.flush())
    yield from steps.flush()
    seconds = time.perf_counter() - began
    yield Answer(chat.extract_answer(answer), answer.strip())
    decoding = seconds - first
    yield Finished(reason, len(ids), count, 0, first, seconds, (count - 1) / decoding if count > 1 else 0.0)


def refuse(routed: Routed, text: str) -> Iterator[Event]:
    """The events of a question that this backbone cannot answer: the reason in place of an answer."""
    yield routed
    yield Answer("", text)
    yield Finished("refused", 0, 0, 0, 0.0, 0.0, 0.0)


class _Text:
    """Token ids to text, piece by piece; a character whose bytes are not all there yet is held back."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._ids: list[int] = []

    def feed(self, token: int) -> str:
        self._ids.append(token)
        text = self._tokenizer.decode(self._ids)
        if text.endswith("\ufffd") and len(self._ids) < 8:
            return ""
        self._ids.clear()
        return text

    def flush(self) -> str:
        text = self._tokenizer.decode(self._ids) if self._ids else ""
        self._ids.clear()
        return text


class _Steps:
    """Collects thought text into steps, one a line."""

    def __init__(self) -> None:
        self._line = ""
        self._count = 0

    def feed(self, text: str) -> Iterator[Step]:
        *lines, self._line = (self._line + text).split("\n")
        for line in lines:
            yield from self._step(line)

    def flush(self) -> Iterator[Step]:
        line, self._line = self._line, ""
        yield from self._step(line)

    def _step(self, line: str) -> Iterator[Step]:
        if line.strip():
            self._count += 1
            yield Step(self._count, line.strip(), UNCHECKED)
