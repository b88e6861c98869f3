"""One token for each row through the kernels, with the tensors that they write into."""

import torch
from torch import Tensor, zeros

from runtime import kernels
from runtime.cache import Cache
from runtime.lora import Lora
from runtime.model import Model
from runtime.packed import Packed


class KernelForward:
    """The forward of one token a row through the kernels, with the tensors that they write into."""

    def __init__(self, model: Model, cache: Cache, rows: int) -> None:
        self._model, self._cache = model, cache
        self._ops = kernels.ops(model.device)
        s, device = model.shape, model.device
        middle = model.layers[0].projections["gate_up"].shape[0] // 2
        squares = self._ops.squares_width(s.hidden, rows)
        self._hidden = zeros(rows, s.hidden, device=device)
        self._squares = zeros(rows, squares, device=device)
        self._qkv = zeros(rows, (s.heads + 2 * s.kv_heads) * s.head_dim, device=device)
        self._logits = zeros(rows, model.head.vocab, device=device)
        self._normed = zeros(rows, s.hidden, device=device, dtype=model.dtype)
        self._attended = zeros(rows, s.heads * s.head_dim, device=device, dtype=model.dtype)
        self._gated = zeros(rows, middle, device=device, dtype=model.dtype)
        widest = max((lora.a.shape[1] for layer in model.slots.layers for lora in layer.values()), default=1)
        context = torch.arange(cache.keys.shape[3], dtype=torch.float32, device=device)
        angles = torch.outer(context, model.frequencies)
        self.rotary = (angles.cos(), angles.sin())
        self._low = zeros(rows * widest, device=device)
        self._room = self._ops.scratch(rows, s.heads, s.kv_heads, s.head_dim, device)

    def run(self, tokens: Tensor, positions: Tensor, slots: Tensor) -> Tensor:
        """Logits of the next token, float32 [rows, vocab]."""
        model, ops, eps = self._model, self._ops, self._model.shape.eps
        hidden, normed, squares = self._hidden, self._normed, self._squares
        hidden.copy_(model.embedding.rows(tokens, torch.float32))
        normed.copy_(ops.ordered(hidden * model.layers[0].input_norm))
        squares.zero_()
        squares[:, 0] = hidden.square().sum(dim=-1)
        norms = [layer.input_norm for layer in model.layers[1:]] + [model.norm]
        for index, (layer, next_norm) in enumerate(zip(model.layers, norms, strict=True)):
            ops.project(normed, *self._weights(index, "qkv", normed, slots, squares), self._qkv, eps)
            ops.attend(
                self._qkv, layer.q_norm, layer.k_norm, self.rotary, positions, self._cache, index,
                self._attended, self._room, eps,
            )  # fmt: skip
            ops.residual(
                self._attended, *self._weights(index, "o", self._attended, slots),
                hidden, layer.post_norm, normed, squares,
            )  # fmt: skip
            ops.gated(normed, *self._weights(index, "gate_up", normed, slots, squares), self._gated, eps)
            ops.residual(
                self._gated, *self._weights(index, "down", self._gated, slots),
                hidden, next_norm, normed, squares,
            )  # fmt: skip
        _logits(model, normed, squares, self._logits)
        return self._logits

    def _weights(
        self, index: int, name: str, x: Tensor, slots: Tensor, *squares: Tensor
    ) -> tuple[Packed | Lora | Tensor | None, ...]:
        """A projection's weights, `squares`, and its LoRA: the matrices, the slots and A x."""
        weight, lora = self._model.layers[index].projections[name], self._model.slots.layers[index].get(name)
        if lora is None:
            return weight, *squares, None, slots, self._low
        low = self._low[: len(x) * lora.a.shape[1]].view(len(x), -1)
        self._ops.shrink(x, lora, slots, low)
        return weight, *squares, lora, slots, low


def head_logits(model: Model, hidden: Tensor, out: Tensor) -> None:
    """out [rows, vocab], float32 = logits of the residual stream hidden [rows, width], float32."""
    normed = kernels.ops(model.device).ordered(hidden * model.norm).to(model.dtype)
    _logits(model, normed, hidden.square().sum(dim=-1, keepdim=True), out)


def _logits(model: Model, normed: Tensor, squares: Tensor, out: Tensor) -> None:
    """As `head_logits`, of what the last kernel of a step leaves."""
    ops, head, eps = kernels.ops(model.device), model.head.weight, model.shape.eps
    if isinstance(head, Packed):
        ops.project(normed, head, squares, None, squares, squares, out, eps)  # no adapter, no slots
    else:
        ops.logits(normed, head, model.head.scale, squares, out, eps)
