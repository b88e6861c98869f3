"""Decode tokens: one question as a stream that can rewind, or many questions in one batch.

The batch is continuous: every row is at its own place, a finished row's place is given to the next
question at once, and prompts enter token by token in the same step that decodes the other rows.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from adapters.errors import UsageError
from runtime.model import Model
from runtime.sampling import Sampling


@dataclass(frozen=True, slots=True)
class Prompt:
    """Token ids and the slot of the adapter that answers them."""

    ids: Sequence[int]
    slot: int


@dataclass(frozen=True, slots=True)
class Bar:
    """Tokens that may not come again from place `start` of a stream: after all but the last, not the last."""

    start: int
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Completion:
    """What was decoded after a prompt; `finished` is False where the token limit cut it off."""

    ids: tuple[int, ...]
    finished: bool


class Stream:
    """One question being decoded. Iterating yields token ids up to and including the end token."""

    def __init__(self, model: Model, prompt: Prompt, sampling: Sampling, end: int) -> None:
        room = model.shape.context - len(prompt.ids)
        if not prompt.ids:
            raise UsageError("the question is empty")
        if room < 1:
            raise UsageError(
                f"the question has {len(prompt.ids)} tokens; this backbone's context is {model.shape.context}"
            )
        self.ids: list[int] = list(prompt.ids)
        self.limit = len(prompt.ids) + min(sampling.max_new_tokens, room)
        self.sampling = sampling  # may be changed between two tokens
        self.bars: list[Bar] = []
        self.chances: list[float] | None = None  # a list: the probability of each of `ids` is kept in it
        self._model, self._end = model, end
        self._slots = torch.tensor([prompt.slot], device=model.device)
        self._cache = model.new_cache(1, self.limit)
        self._cached = 0  # ids[: _cached] have their keys and values in the cache
        self._generator = Generator(model.device).manual_seed(sampling.seed)

    def logits(self) -> Tensor:
        """Next-token logits [vocab] after all ids so far; decodes whatever the cache lacks."""
        fresh = self.ids[self._cached :] or self.ids[-1:]
        start = len(self.ids) - len(fresh)
        tokens = torch.tensor([fresh], device=self._model.device)
        positions = torch.arange(start, len(self.ids), device=self._model.device)[None]
        logits = self._model.forward(tokens, positions, self._slots, self._cache, len(self.ids))
        self._cached = len(self.ids)
        return logits[0]

    def rewind(self, length: int) -> None:
        """Cut the text back to its first `length` tokens; nothing is decoded again."""
        del self.ids[length:]
        if self.chances is not None:
            del self.chances[length:]
        self._cached = min(self._cached, length)

    def extend(self, ids: Sequence[int]) -> None:
        """Append tokens that the model did not choose (a hint); they are prefilled with the next step."""
        self.ids += ids

    def __iter__(self) -> Iterator[int]:
        while len(self.ids) < self.limit:
            logits = self.logits()
            if self.chances is not None:
                chances = torch.softmax(logits.float(), dim=-1)
            for bar in self.bars:
                if tuple(self.ids[bar.start :]) == bar.ids[:-1]:
                    logits = logits.index_fill(0, torch.tensor(bar.ids[-1], device=logits.device), -torch.inf)
            token = int(pick(logits[None], self.sampling, self._generator))
            if self.chances is not None:
                self.chances += [1.0] * (len(self.ids) - len(self.chances))  # those that were not chosen
                self.chances.append(float(chances[token]))
            self.ids.append(token)
            yield token
            if token == self._end:
                return


def decode_all(
    model: Model,
    prompts: Sequence[Prompt],
    end: int,
    *,
    max_new_tokens: int,
    rows: int = 16,
    sampling: Sampling | None = None,
    on_done: Callable[[int, Completion], None] = lambda index, completion: None,
) -> list[Completion]:
    """The completion of every prompt, `rows` at a time; `on_done` hears of each as it ends.

    Longest prompts and answers bound the cache; a prompt that leaves no room is completed by nothing.
    """
    sampling = sampling or Sampling()
    results: list[Completion | None] = [None] * len(prompts)
    context = min(model.shape.context, max((len(p.ids) for p in prompts), default=0) + max_new_tokens)
    queue = iter(sorted(range(len(prompts)), key=lambda i: len(prompts[i].ids)))
    rows = min(rows, len(prompts))
    shared = {prompt.slot for prompt in prompts}
    step = _Step(model, rows, context, sampling, shared.pop() if len(shared) == 1 else None)
    texts: list[list[int]] = [[] for _ in range(rows)]
    owners: list[int | None] = [next(queue, None) for _ in range(rows)]
    for row, owner in enumerate(owners):
        if owner is not None:
            step.enter(row, prompts[owner])
    while any(owner is not None for owner in owners):
        for row, token in enumerate(step.run()):
            owner = owners[row]
            if owner is None:
                continue
            prompt = prompts[owner]
            place = step.positions[row]  # how many tokens of this row are in the cache now
            if place < len(prompt.ids):
                step.feed(row, prompt.ids[place])
                continue
            texts[row].append(token)
            ended = token == end
            if not ended and len(texts[row]) < max_new_tokens and place < context:
                step.feed(row, token)
                continue
            completion = Completion(tuple(texts[row]), ended)
            results[owner] = completion
            on_done(owner, completion)
            texts[row] = []
            owners[row] = next(queue, None)
            if (following := owners[row]) is not None:
                step.enter(row, prompts[following])
    return [result or Completion((), False) for result in results]


def pick(logits: Tensor, sampling: Sampling, generator: Generator | None) -> Tensor:
    """The next token of each row: int64 [rows] from float logits [rows, vocab]."""
    if sampling.temperature == 0:
        return logits.argmax(dim=-1)
    probabilities = torch.softmax(logits.float() / sampling.temperature, dim=-1)
    if sampling.min_p > 0:
        floor = sampling.min_p * probabilities.amax(dim=-1, keepdim=True)
        probabilities = probabilities.masked_fill(probabilities < floor, 0.0)
    if sampling.top_k or sampling.top_p < 1:
        ordered, order = probabilities.sort(dim=-1, descending=True)
        if sampling.top_k:
            ordered[:, sampling.top_k :] = 0.0
        ordered[(ordered.cumsum(dim=-1) - ordered) > sampling.top_p * ordered.sum(dim=-1, keepdim=True)] = 0.0
        probabilities = torch.zeros_like(probabilities).scatter(-1, order, ordered)
    return torch.multinomial(probabilities, 1, generator=generator).squeeze(-1)


class _Step:
    """One token for every row. On CUDA the whole step is one captured graph."""

    def __init__(
        self, model: Model, rows: int, context: int, sampling: Sampling, only_slot: int | None
    ) -> None:
        self._model, self._sampling, self._context = model, sampling, context
        self._only_slot = None if only_slot is None else torch.tensor([only_slot], device=model.device)
        self._cache = model.new_cache(rows, context)
        self.positions = [0] * rows
        self._inputs = torch.zeros(3, rows, dtype=torch.int64)  # token, position, slot
        self._on_device = self._inputs.to(model.device)
        self._generator = (
            Generator(model.device).manual_seed(sampling.seed) if sampling.temperature > 0 else None
        )
        self._graph: torch.cuda.CUDAGraph | None = None
        self._chosen: Tensor | None = None
        if model.device.startswith("cuda") and rows:
            self._capture()

    def enter(self, row: int, prompt: Prompt) -> None:
        """Give the row to a new prompt."""
        self.positions[row] = 0
        self._inputs[:, row] = torch.tensor([prompt.ids[0], 0, prompt.slot])

    def feed(self, row: int, token: int) -> None:
        """The row's next input token."""
        self._inputs[0, row] = token

    def run(self) -> list[int]:
        """Decode one token for every row."""
        self._inputs[1] = torch.tensor(self.positions).clamp(max=self._context - 1)
        self._on_device.copy_(self._inputs)
        if self._graph is not None and self._chosen is not None:
            self._graph.replay()
            chosen = self._chosen
        else:
            chosen = self._forward(min(self._context, max(self.positions) + 1))
        self.positions = [p + 1 for p in self.positions]
        return chosen.tolist()

    def _forward(self, span: int) -> Tensor:
        token, position, slot = self._on_device
        slots = slot if self._only_slot is None else self._only_slot
        logits = self._model.forward(token[:, None], position[:, None], slots, self._cache, span)
        return pick(logits, self._sampling, self._generator)

    def _capture(self) -> None:
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(2):
                self._forward(self._context)
        torch.cuda.current_stream().wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        if self._generator is not None:
            graph.register_generator_state(self._generator)
        with torch.cuda.graph(graph):
            self._chosen = self._forward(self._context)
        self._graph = graph
