"""A text that was decoded whole, as the events that it would have come in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from runtime import chat
from runtime.checking import Checking, Review
from runtime.events import Answer, Event, Finished, Routed, Token
from runtime.steps import Found, StepSplitter
from tui.desk import Timed

if TYPE_CHECKING:
    from runtime.checkers import Checker

WORD_S = 0.02  # the text has kept no times


def retold(
    question: str, adapter: str, text: str, *, cut: bool, backbone: str, checker: Checker | None = None
) -> tuple[Timed, ...]:
    """The events of the answer `text`, a word every 20 ms.

    `adapter`: "" for the bare backbone; `cut`: the token limit ended the text. Steps are checked by `checker`
    as they would have been, without one they are unchecked; a refuted step stands, as it did when the text
    was written. Numbers that nobody kept (tokens, seconds) are 0 in the last event.
    """
    review = Review(chat.plain(question), checker, Checking())
    parts, steps = chat.Splitter(), StepSplitter()
    events: list[Event] = [Routed(question, adapter, None, backbone)]
    answer, words = "", 0

    def judge(finished: Iterable[Found]) -> None:
        events.extend(review.rule(found, final=True).step for found in finished)

    def take(pieces: Iterable[tuple[chat.Part, str]]) -> None:
        nonlocal answer, words
        for part, piece in pieces:
            if part == "answer":
                judge(steps.flush())
                answer += piece
            words += 1
            events.append(Token(piece, part, words))
            if part == "thought":
                judge(steps.feed(piece))

    for word in re.findall(r"\s*\S+\s*|\s+", text):
        take(parts.feed(word))
    take(parts.flush())
    judge(steps.flush())
    said = chat.extract_answer(answer)
    events.append(Answer(said, answer.strip(), None if cut else review.verify(said)))
    events.append(Finished("length" if cut else "stop", 0, 0, 0, 0.0, 0.0, 0.0))
    return tuple(_timed(events))


def _timed(events: Iterable[Event]) -> Iterable[Timed]:
    at = 0.0
    for event in events:
        at = event.index * WORD_S if isinstance(event, Token) else at
        yield Timed(at, event)
