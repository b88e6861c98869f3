"""A prompt through the kernels, a chunk of tokens at a time, with the tensors that it is computed in.

NF4 weights are expanded a piece at a time into one small buffer and multiplied by the library's own matrix
product: for so many rows that is faster than to decode them in the product's kernel. On CUDA a chunk is
captured once; shorter ones are filled up.
"""

from collections.abc import Iterator, Sequence
from math import ceil

import torch
from torch import Tensor, zeros
from torch.nn.functional import rms_norm

from runtime import kernels
from runtime.cache import Cache
from runtime.capture import captured
from runtime.kernel_forward import head_logits
from runtime.lora import Lora
from runtime.model import Model

ROOMY = (512, 16 * 2**20)  # tokens, and weights that are expanded, at a time
LEAN = (256, 5 * 2**20)  # where the cache is quantised, so memory is short: 40 MB less


class KernelPrefill:
    """Reads prompts into a cache, `chunk` tokens at a time.

    `rotary`: tables of cosine and sine, float32 [context, head_dim/2].
    """

    def __init__(self, model: Model, cache: Cache, rotary: tuple[Tensor, Tensor]) -> None:
        self._model, self._cache, self._rotary = model, cache, rotary
        self._ops = kernels.ops(model.device)
        s, layer = model.shape, model.layers[0].projections
        self.chunk, self._room = ROOMY if cache.quantised is None else LEAN
        chunk, middle = self.chunk, layer["down"].shape[1]

        def room(*size: int) -> Tensor:
            return zeros(*size, dtype=model.dtype, device=model.device)

        self._hidden = room(chunk, s.hidden)
        self._qkv = room(chunk, layer["qkv"].shape[0])
        wide = room(chunk * max(middle, s.heads * s.head_dim))
        self._gated = wide[: chunk * middle].view(chunk, -1)
        self._attended = wide[: chunk * s.heads * s.head_dim].view(chunk, -1)  # used up before `_gated`
        single = max(self._step(*layer[name].shape) * layer[name].shape[1] for name in ("qkv", "o", "down"))
        pair = self._step(middle, 2 * s.hidden)
        self._floats = room(max(single, 2 * pair * s.hidden))
        self._both = room(2 * chunk * pair)
        self._last = zeros(1, s.hidden, device=model.device)
        self._logits = zeros(1, model.head.vocab, device=model.device)
        inputs = zeros(chunk + 4, dtype=torch.int64, device=model.device)
        self._inputs, self._tokens = inputs, inputs[:chunk]
        self._spot, self._slot = inputs[chunk : chunk + 3], inputs[chunk + 3 :]
        self._graph: torch.cuda.CUDAGraph | None = None

    def capture(self, beside: torch.cuda.CUDAGraph) -> None:
        """From now on a chunk is one launch. Nothing enters the cache."""
        self._inputs.zero_()
        self._graph = captured(self._run, beside=beside)

    def read(self, row: int, ids: Sequence[int], start: int, slot: int) -> Tensor:
        """Logits [vocab] after at most a chunk of `ids`, which enter the row's cache from `start` on."""
        filled = [*ids, *[0] * (self.chunk - len(ids)), row, start, len(ids), slot]
        self._inputs.copy_(torch.tensor(filled))
        if self._graph is None:
            self._run()
        else:
            self._graph.replay()
        return self._logits[0].clone()

    def _run(self) -> None:
        model, ops, eps = self._model, self._ops, self._model.shape.eps
        x, width = self._hidden, (model.shape.hidden,)
        x.copy_(model.embedding.rows(self._tokens, model.dtype))
        for index, layer in enumerate(model.layers):
            y = ops.ordered(rms_norm(x, width, layer.input_norm, eps))
            self._product(index, "qkv", y, self._qkv, adds=False)
            ops.prompt_attend(
                self._qkv, layer.q_norm, layer.k_norm, self._rotary, self._spot, self._cache, index,
                self._attended, eps,
            )  # fmt: skip
            self._product(index, "o", self._attended, x, adds=True)
            self._gate(index, ops.ordered(rms_norm(x, width, layer.post_norm, eps)))
            self._product(index, "down", self._gated, x, adds=True)
        self._last.copy_(x.index_select(0, (self._spot[2:] - 1).clamp(min=0)))
        head_logits(model, self._last, self._logits)

    def _product(self, index: int, name: str, x: Tensor, y: Tensor, *, adds: bool) -> None:
        """y = (y +) the projection of x, which is `ordered`, and what the slot's adapter adds."""
        weight, lora = self._model.layers[index].projections[name], self._model.slots.layers[index].get(name)
        out, width = weight.shape
        for begin, end in _pieces(out, self._step(out, width)):
            floats = self._floats[: (end - begin) * width].view(-1, width)
            self._ops.expand(weight, begin, floats)
            y[:, begin:end].addmm_(x, floats.T, beta=int(adds))
        if lora is not None:
            begin = 0
            for share, b in self._shares(lora, x):
                y[:, begin : begin + len(b)].addmm_(share, b.T)
                begin += len(b)

    def _gate(self, index: int, x: Tensor) -> None:
        """`_gated` = silu(gate) * up of x, which is `ordered`; a piece of both at a time."""
        weight = self._model.layers[index].projections["gate_up"]
        lora = self._model.slots.layers[index].get("gate_up")
        middle, width = self._gated.shape[1], x.shape[1]
        shares = [] if lora is None else self._shares(lora, x)
        for begin, end in _pieces(middle, self._step(middle, 2 * width)):
            floats = self._floats[: 2 * (end - begin) * width].view(2, -1, width)
            both = self._both[: 2 * self.chunk * (end - begin)].view(2, self.chunk, -1)
            for part, first in enumerate((begin, middle + begin)):
                self._ops.expand(weight, first, floats[part])
                torch.mm(x, floats[part].T, out=both[part])
                if shares:
                    share, b = shares[part]
                    both[part].addmm_(share, b[begin:end].T)
            self._ops.prompt_gate(both, self._gated, begin)

    def _shares(self, lora: Lora, x: Tensor) -> list[tuple[Tensor, Tensor]]:
        """For each part of the projection A x [tokens, rank] and B [outputs, rank]; zeros in slot 0."""
        slot = (self._slot - 1).clamp(min=0)
        low = (x @ self._ops.ordered(lora.a[slot][0]).T).masked_fill(self._slot == 0, 0.0)
        return list(zip(low.split(lora.rank, dim=-1), lora.b[slot][0].split(lora.widths), strict=True))

    def _step(self, out: int, width: int) -> int:
        """How many of `out` rows of that width are expanded at a time: equal pieces, in whole tiles of 64."""
        return min(out, ceil(out / ceil(out * width / self._room) / 64) * 64)


def _pieces(out: int, step: int) -> Iterator[tuple[int, int]]:
    return ((begin, min(begin + step, out)) for begin in range(0, out, step))
