"""Documents packed side by side into bins of a fixed number of tokens, none of them seeing another.

A bin is one flat row of tokens: positions begin anew with each document and attention stays within it
(`bounds`), so that packing changes neither the loss nor a gradient. What the steps of a run read depends on
the rows, the plan and the step's number alone: a run resumes at any step without replaying the ones before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from adapters.errors import UsageError
from trainers.plan import TrainPlan

IGNORED = -100  # the label of a token that no loss falls on
OPEN = 64  # bins that wait for a document that fits


class Document(Protocol):
    """A rendered row: its token ids, and which of them the loss falls on."""

    @property
    def ids(self) -> Sequence[int] | np.ndarray: ...

    @property
    def learned(self) -> Sequence[bool] | np.ndarray: ...


@dataclass(frozen=True, slots=True)
class Bin:
    """Documents side by side, padded at the end by documents that nothing is learned from.

    `ids`, `positions`: int64 [tokens]. `labels`: int64 [tokens], the next token or IGNORED.
    `lengths`: of the documents, in order. `tokens` counts without padding, `learned` what the loss falls on.
    """

    ids: Tensor
    labels: Tensor
    positions: Tensor
    lengths: tuple[int, ...]
    tokens: int
    learned: int

    @property
    def bounds(self) -> Tensor:
        """int32 [documents + 1]: where each document begins, and the end."""
        return torch.tensor((0, *self.lengths), dtype=torch.int32).cumsum(0, dtype=torch.int32)


def bin_of(documents: Sequence[Document], size: int = 0, longest: int = 1024) -> Bin:
    """The documents side by side, padded to `size` tokens by documents of at most `longest`."""
    ids, labels, lengths, learned = [], [], [len(document.ids) for document in documents], 0
    for document in documents:
        flags = list(document.learned[1:])
        ids += list(document.ids)
        labels += [t if on else IGNORED for t, on in zip(document.ids[1:], flags, strict=True)] + [IGNORED]
        learned += sum(flags)
    tokens = len(ids)
    missing = max(0, size - tokens)
    lengths += [longest] * (missing // longest) + [missing % longest] * bool(missing % longest)
    return Bin(
        torch.tensor(ids + [0] * missing),
        torch.tensor(labels + [IGNORED] * missing),
        torch.cat([torch.arange(length) for length in lengths]),
        tuple(lengths),
        tokens,
        learned,
    )


def pack(lengths: Sequence[int], size: int, seed: int, epoch: int) -> list[list[int]]:
    """The documents, by number, of each bin of `size` tokens: every document once, in a random order.

    Each document goes into the fullest open bin that it fits into.
    """
    random = Random(f"{seed}/{epoch}")
    order = list(range(len(lengths)))
    random.shuffle(order)
    bins: list[list[int]] = []
    waiting: list[tuple[int, list[int]]] = []  # room left, documents
    for number in order:
        fitting = [entry for entry in waiting if entry[0] >= lengths[number]]
        room, documents = min(fitting, key=lambda entry: entry[0], default=(size, []))
        if documents:
            waiting.remove((room, documents))
        waiting.append((room - lengths[number], [*documents, number]))
        if len(waiting) > OPEN:
            fullest = min(waiting, key=lambda entry: entry[0])
            waiting.remove(fullest)
            bins.append(fullest[1])
    bins += [documents for _, documents in waiting]
    random.shuffle(bins)  # those filled last have the most room left
    return bins


class Packing:
    """The bins of every step of a run, epoch after epoch, each in another order."""

    def __init__(self, documents: Sequence[Document], plan: TrainPlan, padded: bool) -> None:
        """`padded`: all bins are equally long, as a compiled step wants them.

        Raises UsageError where there is nothing to learn from or a document is longer than the plan allows.
        """
        self.documents, self.plan, self.padded = documents, plan, padded
        self.lengths = [len(document.ids) for document in documents]
        if not any(any(document.learned[1:]) for document in documents):
            raise UsageError("there is nothing to learn: no row has a token that the loss falls on")
        if max(self.lengths) > plan.max_tokens:
            row = self.lengths.index(max(self.lengths)) + 1
            raise UsageError(
                f"row {row} has {max(self.lengths):,} tokens, more than the {plan.max_tokens:,} allowed"
            )
        self._epoch = lru_cache(maxsize=2)(
            lambda epoch: pack(self.lengths, plan.bin_tokens, plan.seed, epoch)
        )
        self._begins = [0]  # the number of the first bin of each epoch known so far

    def batch(self, step: int) -> list[Bin]:
        """The bins of step `step`, counted from 0."""
        first = step * self.plan.bins_a_step
        return [
            bin_of(
                [self.documents[number] for number in self._numbers(index)],
                self.plan.bin_tokens if self.padded else 0,
                self.plan.max_tokens,
            )
            for index in range(first, first + self.plan.bins_a_step)
        ]

    @property
    def most_documents(self) -> int:
        """No bin holds more documents, those that pad it included."""
        size = self.plan.bin_tokens
        shortest = np.cumsum(np.sort(self.lengths))
        return int(np.searchsorted(shortest, size, side="right")) + -(-size // self.plan.max_tokens)

    def _numbers(self, index: int) -> list[int]:
        """The documents of bin `index` of the run."""
        while self._begins[-1] <= index:
            self._begins.append(self._begins[-1] + len(self._epoch(len(self._begins) - 1)))
        epoch = next(e for e in reversed(range(len(self._begins))) if self._begins[e] <= index)
        return self._epoch(epoch)[index - self._begins[epoch]]
