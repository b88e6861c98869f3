"""A row as token ids, written by the same functions that write a prompt when the model answers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from runtime.chat import completion_text, turns_text
from trainers.data.rows import Row

_CHUNK = 256  # rows that are encoded together


@dataclass(frozen=True, slots=True)
class Rendered:
    """`ids` int32 [tokens] and `learned` bool [tokens]: the loss falls on reasoning, answer and end mark.

    The prompt is not learned: the system prompt, all earlier turns and the question.
    """

    ids: np.ndarray
    learned: np.ndarray

    @property
    def prompt(self) -> int:
        """How many tokens stand before the first that is learned."""
        return len(self.ids) - int(self.learned.sum())


def texts(tokenizer: Any, row: Row) -> tuple[str, str]:
    """Prompt and completion. A row without reasoning has an empty thought, as Qwen3 writes it."""
    return turns_text(tokenizer, row.messages), completion_text(row.thought, row.answer)


def rendered(tokenizer: Any, row: Row) -> Rendered:
    """The row as the model reads it."""
    return next(render(tokenizer, [row]))


def render(tokenizer: Any, rows: Iterable[Row]) -> Iterator[Rendered]:
    """Each row as the model reads it, many encoded at a time.

    Prompt and completion are encoded apart, so that the prompt's ids are those of `runtime.chat.prompt_ids`;
    as a completion begins with a special token, together they would give the same ids.
    """
    remaining = iter(rows)
    while chunk := list(islice(remaining, _CHUNK)):
        pairs = [texts(tokenizer, row) for row in chunk]
        prompts = _encoded(tokenizer, [prompt for prompt, _ in pairs])
        completions = _encoded(tokenizer, [completion for _, completion in pairs])
        for prompt, completion in zip(prompts, completions, strict=True):
            learned = np.zeros(len(prompt) + len(completion), dtype=bool)
            learned[len(prompt) :] = True
            yield Rendered(np.array(prompt + completion, dtype=np.int32), learned)


def _encoded(tokenizer: Any, batch: Sequence[str]) -> list[list[int]]:
    # verbose=False: how many tokens are too many, and what becomes of them, is said elsewhere
    encoded = tokenizer(list(batch), add_special_tokens=False, return_attention_mask=False, verbose=False)
    return encoded["input_ids"]
