"""One token for every row: forward, pick, and the picked token is the next one's input, all on the device.

On CUDA the step is captured once in a graph, which serves every adapter: a switch is the write of a slot
number. The host reads tokens from pinned memory and may launch a step before it has read the last one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import takewhile

import torch
from torch import Generator, Tensor

from adapters.errors import UnavailableError
from runtime.cache import Cache, new_cache
from runtime.capture import captured
from runtime.cpu_forward import CpuForward
from runtime.kernel_forward import KernelForward
from runtime.kernel_prefill import KernelPrefill
from runtime.model import Model
from runtime.sampling import Sampling

CHUNK = 256  # tokens of a prompt at a time: bounds the memory
IDLE = 2  # steps kept for the next question


def taken(model: Model, rows: int, context: int, sampling: Sampling) -> "DecodeStep":
    """A step for so many rows and tokens: one that was given back where it fits, else a new one.

    Raises UnavailableError where the device has no memory left for it.
    """
    size = next((s for s in (256, 512, 1024, 2048, 4096) if context <= s), context)
    size = max(context, min(size, model.shape.context))
    # A step that was made before the adapters' tensors moved would read the old ones.
    model.idle[:] = [step for step in model.idle if step.generation == model.slots.generation]
    for step in model.idle:
        if (rows, size, sampling.rule) == (step.rows, step.context, step.sampling.rule):
            model.idle.remove(step)
            return step
    with suppress(torch.OutOfMemoryError):
        return DecodeStep(model, rows, size, sampling)
    _empty(model)  # what idle steps hold may be enough
    with _memory(model, f"{rows} x {size} tokens"):
        return DecodeStep(model, rows, size, sampling)


def _empty(model: Model) -> None:
    """Give the memory of idle steps back."""
    model.idle.clear()
    if model.device.startswith("cuda"):
        torch.cuda.empty_cache()


@contextmanager
def _memory(model: Model, what: str) -> Iterator[None]:
    """Within it a lack of memory empties the pool and becomes an UnavailableError."""
    try:
        yield
    except torch.OutOfMemoryError as error:
        _empty(model)
        raise UnavailableError(
            f"no memory left on {model.device} for {what}; ask for fewer or free some"
        ) from error


class DecodeStep:
    """The state of `rows` questions that are decoded side by side, and the step that all of them take."""

    def __init__(self, model: Model, rows: int, context: int, sampling: Sampling) -> None:
        self.model, self.rows, self.context, self.sampling = model, rows, context, sampling
        self.cache: Cache = new_cache(model.shape, rows, context, model.dtype, model.device, model.cache)
        self.generation = model.slots.generation
        self._layers = model.slots.layers  # a captured step reads them even when the slots have larger ones
        integers = torch.zeros(3, rows, dtype=torch.int64, device=model.device)
        self._tokens, self._positions, self._slots = integers
        self._chances = torch.zeros(rows, device=model.device)
        self.logits = torch.zeros(0)  # of the last step, float32 [rows, vocab]
        self._places, self._slot_of = [0] * rows, [0] * rows  # what the host knows of positions and slots
        # Of each row's cache: the content of the adapter that wrote it, and the ids that it begins with.
        self._held: list[tuple[str, list[int]]] = [("", [])] * rows
        self._generator = Generator(model.device).manual_seed(sampling.seed)
        self._kernels = KernelForward(model, self.cache, rows) if model.packed else None
        self._prompts = KernelPrefill(model, self.cache, self._kernels.rotary) if self._kernels else None
        lean = rows == 1 and model.device == "cpu" and not model.packed and model.dtype == torch.float32
        self._lean = CpuForward(model, self.cache) if lean and model.cache == "bf16" else None
        self._graph: torch.cuda.CUDAGraph | None = None
        self._pinned: list[tuple[Tensor, Tensor, torch.cuda.Event]] = []
        self._turn = 0
        if model.device.startswith("cuda"):
            self._capture()

    @property
    def ahead(self) -> bool:
        """Whether a step may be launched before the last one is read."""
        return self._graph is not None

    def give_back(self) -> None:
        """Keep the step for the next one that `taken` would make."""
        self.model.idle[:] = [self, *self.model.idle][:IDLE]

    def seed(self, seed: int) -> None:
        """Start the random numbers anew."""
        self._generator.manual_seed(seed)

    def place(self, row: int, token: int, position: int, slot: int) -> None:
        """The row's next input: a token, and where it goes."""
        self._tokens[row] = token
        self._positions[row] = position
        self._slots[row] = slot
        self._places[row], self._slot_of[row] = position, slot

    def shared(self, row: int, ids: Sequence[int], slot: int) -> int:
        """How many of `ids`, the last excepted, the row's cache holds as this slot's content wrote them."""
        content, held = self._held[row]
        if content != self.model.slots.content(slot):
            return 0
        pairs = zip(held, ids[:-1], strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    def prefill(self, row: int, ids: Sequence[int], start: int, slot: int) -> Tensor:
        """Logits [vocab] after `ids`, which enter the row's cache from position `start` on."""
        content, held = self._held[row]
        now = self.model.slots.content(slot)
        held = held[:start] if content == now else []
        self._held[row] = now, held  # all that is left should this fail
        with _memory(self.model, f"a prompt of {start + len(ids)} tokens"):
            chunk = CHUNK if self._prompts is None else self._prompts.chunk
            for begin in range(0, len(ids), chunk):
                logits = self._prefill(row, ids[begin : begin + chunk], start + begin, slot)
        if len(held) == start:
            self._held[row] = now, [*held, *ids]
        return logits

    @torch.inference_mode()
    def _prefill(self, row: int, ids: Sequence[int], start: int, slot: int) -> Tensor:
        """Logits after a chunk of a prompt."""
        if self._prompts is not None:
            return self._prompts.read(row, ids, start, slot)
        device, end = self.model.device, start + len(ids)
        tokens, positions = torch.tensor([ids], device=device), torch.arange(start, end, device=device)[None]
        slots = torch.tensor([slot], device=device)
        return self.model.forward(tokens, positions, slots, self.cache.row(row), end)[0]

    def pick(self, logits: Tensor, sampling: Sampling, barred: Sequence[int] = ()) -> tuple[int, float]:
        """A token from logits [vocab] that is not `barred`, and its probability among all."""
        left = logits
        if barred:
            left = logits.index_fill(0, torch.tensor(barred, device=logits.device), -torch.inf)
        token = pick(left[None], sampling, self._generator)
        return int(token), float(_chance(logits[None], token))

    @torch.inference_mode()
    def launch(self) -> int:
        """Take a step in every row; the number under which `read` gives its tokens."""
        self._turn += 1
        for place, (_, held) in zip(self._places, self._held, strict=True):
            del held[min(place, self.context - 1) :]  # overwritten now, with a token that nobody here knows
        if self._graph is None:
            self._take(min(max(self._places) + 1, self.context))
        else:
            self._graph.replay()
            tokens, chances, event = self._pinned[self._turn % 2]
            tokens.copy_(self._tokens, non_blocking=True)
            chances.copy_(self._chances, non_blocking=True)
            event.record()
        self._places = [place + 1 for place in self._places]
        return self._turn

    def read(self, turn: int) -> tuple[list[int], list[float]]:
        """Tokens of step `turn`, and their probabilities: of the last step, or on CUDA of the last two."""
        if self._graph is None:
            return self._tokens.tolist(), self._chances.tolist()
        tokens, chances, event = self._pinned[turn % 2]
        event.synchronize()
        return tokens.tolist(), chances.tolist()

    def _take(self, span: int) -> None:
        """The step itself; `span`: places that are attended to where there is no kernel for it."""
        if self._kernels is not None:
            logits = self._kernels.run(self._tokens, self._positions, self._slots)
        elif self._lean is not None:
            logits = self._lean.run(self._tokens, span - 1, self._slot_of[0])
        else:
            alone = self.model.device == "cpu" and len(set(self._slot_of)) == 1
            slots = self._slots[:1] if alone else self._slots
            logits = self.model.forward(
                self._tokens[:, None], self._positions[:, None], slots, self.cache, span
            )
        self.logits = logits
        token = pick(logits, self.sampling, self._generator)
        self._chances.copy_(_chance(logits, token))
        self._tokens.copy_(token)
        self._positions.add_(1).clamp_(max=self.context - 1)

    @torch.inference_mode()
    def _capture(self) -> None:
        self._graph = captured(lambda: self._take(self.context), self._generator)
        if self._prompts is not None:
            self._prompts.capture(self._graph)
        self._pinned = [
            (
                torch.zeros(self.rows, dtype=torch.int64, pin_memory=True),
                torch.zeros(self.rows, pin_memory=True),
                torch.cuda.Event(),
            )
            for _ in range(2)
        ]


def pick(logits: Tensor, sampling: Sampling, generator: Generator | None) -> Tensor:
    """The next token of each row: int64 [rows] from float logits [rows, vocab]."""
    if sampling.temperature == 0:
        return logits.argmax(dim=-1)
    probabilities = torch.softmax(logits.float() / sampling.temperature, dim=-1)
    if sampling.min_p > 0:
        floor = sampling.min_p * probabilities.amax(dim=-1, keepdim=True)
        probabilities = probabilities.masked_fill(probabilities < floor, 0.0)
    if sampling.top_k or sampling.top_p < 1:
        most = min(sampling.top_k or logits.shape[-1], logits.shape[-1])
        kept, order = probabilities.topk(most, dim=-1)
        before = kept.cumsum(dim=-1) - kept
        kept = kept.masked_fill(before > sampling.top_p * kept.sum(dim=-1, keepdim=True), 0.0)
        return order.gather(1, torch.multinomial(kept, 1, generator=generator)).squeeze(-1)
    return torch.multinomial(probabilities, 1, generator=generator).squeeze(-1)


def _chance(logits: Tensor, token: Tensor) -> Tensor:
    """The probability of each row's token [rows], at temperature 1."""
    parts = logits.view(len(logits), min(128, logits.shape[1] & -logits.shape[1]), -1)  # side by side: faster
    return torch.exp(logits.gather(1, token[:, None])[:, 0] - parts.logsumexp(dim=-1).logsumexp(dim=-1))
