"""The decode-time Qwen3 model: lean, static cache, LoRA by slot; no autograd.

Rows are independent questions, each at its own position and with its own adapter. The cache is written
in place; rewinding is setting a position back, since keys beyond it are masked. Weights that stay NF4 go
through `kernel_prefill.py` and `kernel_forward.py` instead of `forward`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn.functional import rms_norm, scaled_dot_product_attention, silu

from adapters.pack import Pack
from runtime.backbone import Checkpoint, Shape
from runtime.cache import Cache, CachePrecision
from runtime.half import Half, halved, times
from runtime.lora import FUSED
from runtime.packed import Arena, Packed, pack, packable
from runtime.slots import Slots
from runtime.tables import Precision, table

if TYPE_CHECKING:
    from runtime.cpu_forward import Adapter
    from runtime.decode_step import DecodeStep


CUBLAS_WORKSPACE = ":4096:1"  # one of 4,096 KiB


@dataclass(frozen=True, slots=True)
class Layer:
    """One decoder layer's weights; projections fused as in `lora.FUSED`."""

    input_norm: Tensor
    post_norm: Tensor
    q_norm: Tensor
    k_norm: Tensor
    projections: dict[str, Any]  # [out, in]: Packed on a GPU, Half on a CPU, else a Tensor


class Model:
    """A Qwen3 backbone with its resident adapters, ready to decode.

    `packed`: NF4 weights stay NF4 (on a GPU, by default); otherwise they are expanded to `dtype` once,
    and on a CPU kept in half precision where that loses nothing.
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        packs: Sequence[Pack],
        dtype: torch.dtype,
        device: str,
        *,
        head: Precision = "bf16",
        cache: CachePrecision = "bf16",
        packed: bool | None = None,
    ) -> None:
        self.shape: Shape = checkpoint.shape
        self.dtype, self.device, self.cache = dtype, device, cache
        self.idle: list[DecodeStep] = []  # see `decode_step.taken`
        self.adapters: dict[int, Adapter] = {}  # see `cpu_forward.py`
        self.packed = (device.startswith("cuda") if packed is None else packed) and all(
            packable(checkpoint.tensors, _names(i, name)) for i in range(self.shape.layers) for name in FUSED
        )

        def take(name: str) -> Tensor:
            return checkpoint.weight(f"model.{name}.weight").to(device, dtype)

        arena = None
        if self.packed:
            every = [part for i in range(self.shape.layers) for name in FUSED for part in _names(i, name)]
            arena = Arena(sum(checkpoint.tensors[name].nbytes for name in every), device)
            # read at the first product: Hopper's default is 32 MB for each stream
            os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", CUBLAS_WORKSPACE)

        def projection(layer: int, name: str) -> Tensor | Half | Packed:
            names = _names(layer, name)
            if self.packed:
                return pack(checkpoint.tensors, names, device, arena)
            return halved(torch.cat([checkpoint.weight(part).to(device, dtype) for part in names]))

        self.embedding = table(checkpoint.weight("model.embed_tokens.weight"), head, dtype, device)
        self.head = self.embedding
        if "lm_head.weight" in checkpoint.tensors:
            self.head = table(checkpoint.weight("lm_head.weight"), head, dtype, device)
        head_half = halved(self.head.weight) if isinstance(self.head.weight, Tensor) else None
        # Logits [..., vocab], float32, of normed x [..., hidden].
        self.logits = head_half.product if isinstance(head_half, Half) else self.head.product
        self.norm = take("norm")
        self.layers = tuple(
            Layer(
                take(f"layers.{i}.input_layernorm"),
                take(f"layers.{i}.post_attention_layernorm"),
                take(f"layers.{i}.self_attn.q_norm"),
                take(f"layers.{i}.self_attn.k_norm"),
                {name: projection(i, name) for name in FUSED},
            )
            for i in range(self.shape.layers)
        )
        s = self.shape
        widths = {
            "self_attn.q_proj": s.heads * s.head_dim,
            "self_attn.k_proj": s.kv_heads * s.head_dim,
            "self_attn.v_proj": s.kv_heads * s.head_dim,
            "self_attn.o_proj": s.hidden,
            "mlp.gate_proj": self.layers[0].projections["gate_up"].shape[0] // 2,
            "mlp.up_proj": self.layers[0].projections["gate_up"].shape[0] // 2,
            "mlp.down_proj": s.hidden,
        }
        self.slots = Slots(s, widths, dtype, device, packs)
        half = torch.arange(0, s.head_dim, 2, dtype=torch.float32) / s.head_dim
        self.frequencies = (s.theta**-half).to(device)  # of the rotary embedding, float32 [head_dim/2]

    @torch.inference_mode()
    def forward(self, tokens: Tensor, positions: Tensor, slots: Tensor, cache: Cache, span: int) -> Tensor:
        """Logits after the last token of each row, float32 [rows, vocab].

        tokens, positions: int64 [rows, tokens]; slots: int64 [rows], or [1] for all rows. `span`: attend
        to the first so many cache places (at least every position + 1).
        """
        every_row = torch.arange(len(tokens), device=tokens.device)[:, None]
        visible = torch.arange(span, device=tokens.device) <= positions[:, None, :, None]
        angles = positions[:, :, None, None] * self.frequencies
        rotary = (angles.cos().to(self.dtype), angles.sin().to(self.dtype))
        x = self.embedding.rows(tokens, self.dtype)
        for index, layer in enumerate(self.layers):
            y = self._attention(index, layer, x, rotary, slots, cache, every_row, positions, visible)
            x = x + self._project(index, "o", y, slots)
            y = rms_norm(x, (x.shape[-1],), layer.post_norm, self.shape.eps)
            gate, up = self._project(index, "gate_up", y, slots).chunk(2, dim=-1)
            x = x + self._project(index, "down", silu(gate) * up, slots)
        last = rms_norm(x[:, -1], (x.shape[-1],), self.norm, self.shape.eps)
        return self.logits(last)

    def _project(self, index: int, name: str, x: Tensor, slots: Tensor) -> Tensor:
        weight = self.layers[index].projections[name]
        y = times(x, weight)
        lora = self.slots.layers[index].get(name)
        return y if lora is None else y + lora.delta(x, slots)

    def _attention(
        self,
        index: int,
        layer: Layer,
        x: Tensor,
        rotary: tuple[Tensor, Tensor],
        slots: Tensor,
        cache: Cache,
        every_row: Tensor,
        positions: Tensor,
        visible: Tensor,
    ) -> Tensor:
        """Grouped-query attention over the cache, QK-norm and rotary: [rows, tokens, heads * head_dim].

        The query heads of a group are laid one after the other, as if they were more tokens: so keys and
        values are not copied for each of them.
        """
        s = self.shape
        rows, count, _ = x.shape
        y = self._project(index, "qkv", rms_norm(x, (s.hidden,), layer.input_norm, s.eps), slots)
        q, k, v = y.view(rows, count, -1, s.head_dim).split((s.heads, s.kv_heads, s.kv_heads), dim=2)
        q = _rotate(rms_norm(q, (s.head_dim,), layer.q_norm, s.eps), *rotary)
        k = _rotate(rms_norm(k, (s.head_dim,), layer.k_norm, s.eps), *rotary)
        cache.write(index, every_row, positions, k, v)
        keys, values = cache.read(index, visible.shape[-1], x.dtype)
        group = s.heads // s.kv_heads
        q = q.view(rows, count, s.kv_heads, group, s.head_dim).permute(0, 2, 3, 1, 4).flatten(2, 3)
        mask = visible if count == 1 else visible.repeat(1, 1, group, 1)
        out = scaled_dot_product_attention(q, keys, values, attn_mask=mask)
        out = out.view(rows, s.kv_heads, group, count, s.head_dim).permute(0, 3, 1, 2, 4)
        return out.reshape(rows, count, s.heads * s.head_dim)


def _names(layer: int, fused: str) -> list[str]:
    return [f"model.layers.{layer}.{part}.weight" for part in FUSED[fused]]


def _rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary position embedding in the half-split layout of Qwen3; cos and sin [..., head_dim/2]."""
    low, high = x.chunk(2, dim=-1)
    return torch.cat((low * cos - high * sin, high * cos + low * sin), dim=-1)
