"""Decode tokens: one question as a stream that can rewind, or many questions in one batch.

The batch is continuous: every row is at its own place, and a finished row's place is given to the next
question at once. On a GPU the next step is launched before the last one's token is read.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from weakref import finalize

from torch import Tensor

from adapters.errors import UsageError
from runtime.decode_step import DecodeStep, taken
from runtime.kernels import MOST_ROWS
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
        self._end, self._slot = end, prompt.slot
        self._step = taken(model, 1, self.limit, sampling)
        self._give_back = finalize(self, self._step.give_back)
        self._step.seed(sampling.seed)
        # ids[: _cached] have their keys and values in the cache
        self._cached = self._step.shared(0, self.ids, self._slot)
        self._ahead: int | None = None  # a step launched for the token after `ids`

    def close(self) -> None:
        """Let the next stream have the step and its cache; this one is over."""
        self._give_back()

    def logits(self) -> Tensor:
        """Next-token logits [vocab] after all ids so far; decodes whatever the cache lacks."""
        self._ahead = None
        fresh = self.ids[self._cached :] or self.ids[-1:]
        logits = self._step.prefill(0, fresh, len(self.ids) - len(fresh), self._slot)
        self._cached = len(self.ids)
        return logits

    def rewind(self, length: int) -> None:
        """Cut the text back to its first `length` tokens; nothing is decoded again."""
        del self.ids[length:]
        if self.chances is not None:
            del self.chances[length:]
        self._cached = min(self._cached, length)
        self._ahead = None

    def extend(self, ids: Sequence[int]) -> None:
        """Append tokens that the model did not choose (a hint); they are prefilled with the next step."""
        self.ids += ids
        self._ahead = None

    def __iter__(self) -> Iterator[int]:
        while len(self.ids) < self.limit:
            token, chance = self._next()
            if self.chances is not None:
                self.chances += [1.0] * (len(self.ids) - len(self.chances))  # those that were not chosen
                self.chances.append(chance)
            self.ids.append(token)
            yield token
            if token == self._end:
                return

    def _next(self) -> tuple[int, float]:
        """The next token and its probability; on a GPU the one after it is then on its way."""
        step = self._step
        barred = [bar.ids[-1] for bar in self.bars if tuple(self.ids[bar.start :]) == bar.ids[:-1]]
        if barred or self.sampling.rule != step.sampling.rule or self._cached < len(self.ids) - 1:
            return step.pick(self.logits(), self.sampling, barred)
        turn = self._ahead
        if turn is None:
            step.place(0, self.ids[-1], len(self.ids) - 1, self._slot)
            turn = step.launch()
        self._cached = len(self.ids)
        more = step.ahead and not self.bars and len(self.ids) + 1 < self.limit
        self._ahead = step.launch() if more else None
        tokens, chances = step.read(turn)
        return tokens[0], chances[0]


def decode_all(
    model: Model,
    prompts: Sequence[Prompt],
    end: int,
    *,
    max_new_tokens: int,
    rows: int = MOST_ROWS,
    sampling: Sampling | None = None,
    on_done: Callable[[int, Completion], None] = lambda index, completion: None,
) -> list[Completion]:
    """The completion of every prompt, at most `rows` and 16 at a time; `on_done` hears of each as it ends.

    Longest prompts and answers bound the cache; a prompt that leaves no room is completed by nothing.
    """
    if not prompts:
        return []
    sampling = sampling or Sampling()
    context = min(model.shape.context, max(len(p.ids) for p in prompts) + max_new_tokens)
    rows = min(rows, MOST_ROWS, len(prompts))
    batch = _Batch(taken(model, rows, context, sampling), prompts, sampling, end, max_new_tokens, on_done)
    batch.step.seed(sampling.seed)
    try:
        return batch.run()
    finally:
        batch.step.give_back()


class _Batch:
    """Rows that prompts enter and leave."""

    def __init__(
        self,
        step: DecodeStep,
        prompts: Sequence[Prompt],
        sampling: Sampling,
        end: int,
        most: int,
        on_done: Callable[[int, Completion], None],
    ) -> None:
        self.step = step
        self._prompts, self._sampling, self._end, self._most, self._on_done = (
            prompts, sampling, end, most, on_done,
        )  # fmt: skip
        self._results: list[Completion] = [Completion((), False)] * len(prompts)
        self._queue = iter(sorted(range(len(prompts)), key=lambda i: len(prompts[i].ids)))
        self._owners: list[int | None] = [None] * step.rows
        self._texts: list[list[int]] = [[] for _ in range(step.rows)]
        self._since = [0] * step.rows  # the first step that is about the row's owner

    def run(self) -> list[Completion]:
        """Decode until the queue and all rows are empty."""
        for row in range(self.step.rows):
            self._enter(row, 1)
        turn = 0
        while any(owner is not None for owner in self._owners):
            turn = turn or self.step.launch()
            following = self.step.launch() if self.step.ahead else 0
            tokens, _ = self.step.read(turn)
            for row, token in enumerate(tokens):
                if self._owners[row] is not None and self._since[row] <= turn and self._add(row, token):
                    self._enter(row, max(turn, following) + 1)
            turn = following
        return self._results

    def _add(self, row: int, token: int) -> bool:
        """Add a token to the row's text; True where that ended it."""
        owner, text = self._owners[row], self._texts[row]
        assert owner is not None
        text.append(token)
        place = len(self._prompts[owner].ids) + len(text)
        if token != self._end and len(text) < self._most and place < self.step.context:
            return False
        self._results[owner] = Completion(tuple(text), token == self._end)
        self._owners[row], self._texts[row] = None, []
        self._on_done(owner, self._results[owner])
        return True

    def _enter(self, row: int, turn: int) -> None:
        """Give the row to the next prompt that has room and does not end at once; tokens from `turn` on."""
        for owner in self._queue:
            prompt = self._prompts[owner]
            if not 0 < len(prompt.ids) < self.step.context:
                continue
            self._owners[row] = owner
            logits = self.step.prefill(row, list(prompt.ids), 0, prompt.slot)
            token, _ = self.step.pick(logits, self._sampling)
            if not self._add(row, token):
                self.step.place(row, token, len(prompt.ids), prompt.slot)
                self._since[row] = turn
                return
        self.step.place(row, 0, 0, 0)
