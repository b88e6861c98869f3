"""One token of one question on a CPU: what `Model.forward` does, with as few operations as it takes.

At this size an operation's fixed cost counts as much as its work. So there is no mask (a single row sees all
that its cache holds), the cache is written through views, rotary is one small matrix for all heads, and an
adapter's products are two for each projection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn.functional import rms_norm, silu

from runtime.cache import Cache
from runtime.half import Half, halved, times
from runtime.lora import Lora

if TYPE_CHECKING:
    from runtime.model import Model


@dataclass(frozen=True, slots=True)
class Adapter:
    """One slot's matrices: of each layer's projections A, and B with a block for each part."""

    key: tuple[int, str]  # the generation and the content that they were made of
    layers: tuple[dict[str, tuple[Tensor | Half, Tensor | Half]], ...]


def _adapter(model: Model, slot: int) -> Adapter:
    """The slot's matrices as they are now; kept in the model until the slot has other content."""
    key = model.slots.generation, model.slots.content(slot)
    kept = model.adapters.get(slot)
    if kept is None or kept.key != key:
        layers = model.slots.layers
        found = [{n: _pair(lora, slot - 1) for n, lora in layer.items()} if slot else {} for layer in layers]
        kept = model.adapters[slot] = Adapter(key, tuple(found))
    return kept


def _pair(lora: Lora, index: int) -> tuple[Tensor | Half, Tensor | Half]:
    return halved(lora.a[index]), halved(torch.block_diag(*lora.b[index].split(lora.widths)))


class CpuForward:
    """The forward of a single row over its cache."""

    def __init__(self, model: Model, cache: Cache) -> None:
        s = model.shape
        self._model, self._keys, self._values = model, cache.keys[:, 0], cache.values[:, 0]
        # The QK-norms' weights for all query and key heads at once; the queries' take the softmax's scale.
        scale = s.head_dim**-0.5
        self._qk_norms = [
            torch.stack([layer.q_norm * scale] * s.heads + [layer.k_norm] * s.kv_heads)
            for layer in model.layers
        ]
        self._rotary = torch.zeros(s.head_dim, s.head_dim)

    @torch.inference_mode()
    def run(self, token: Tensor, position: int, slot: int) -> Tensor:
        """Logits [1, vocab], float32, after `token` int64 [1] at `position` with the adapter in `slot`."""
        model, s = self._model, self._model.shape
        heads, group = s.heads + s.kv_heads, s.heads // s.kv_heads
        new_keys, new_values = (held[:, :, position].unbind() for held in (self._keys, self._values))
        keys, values = (held[:, :, : position + 1].unbind() for held in (self._keys, self._values))
        rotary = self._rotate(position)
        x = model.embedding.rows(token, model.dtype)
        for i, (layer, lora) in enumerate(zip(model.layers, _adapter(model, slot).layers, strict=True)):
            weights = layer.projections
            y = rms_norm(x, (s.hidden,), layer.input_norm, s.eps)
            y = _project(y, weights["qkv"], lora.get("qkv")).view(-1, s.head_dim)
            qk = rms_norm(y[:heads], (s.head_dim,), None, s.eps).mul_(self._qk_norms[i]).mm(rotary)
            new_keys[i].copy_(qk[s.heads :])
            new_values[i].copy_(y[heads:])
            scores = qk[: s.heads].view(s.kv_heads, group, s.head_dim).bmm(keys[i].mT)
            y = scores.softmax(dim=-1).bmm(values[i]).view(1, -1)
            x = x + _project(y, weights["o"], lora.get("o"))
            y = rms_norm(x, (s.hidden,), layer.post_norm, s.eps)
            gate, up = _project(y, weights["gate_up"], lora.get("gate_up")).chunk(2, dim=-1)
            x = x + _project(silu(gate).mul_(up), weights["down"], lora.get("down"))
        return model.logits(rms_norm(x, (s.hidden,), model.norm, s.eps))

    def _rotate(self, position: int) -> Tensor:
        """The matrix that turns a head's vector [head_dim] to this position, in Qwen3's half-split layout."""
        angles = self._model.frequencies * position
        cos, sin = angles.cos(), angles.sin()
        self._rotary.diagonal().copy_(cos.repeat(2))
        self._rotary.diagonal(len(sin)).copy_(sin)
        self._rotary.diagonal(-len(sin)).copy_(-sin)
        return self._rotary


def _project(x: Tensor, weight: Tensor | Half, lora: tuple[Tensor | Half, Tensor | Half] | None) -> Tensor:
    """x [1, in] times the weight, with what the adapter adds: [1, out]."""
    y = times(x, weight)
    return y if lora is None else y.add_(times(times(x, lora[0]), lora[1]))
