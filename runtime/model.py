"""The decode-time Qwen3 forward: lean, static cache, LoRA by slot; no autograd.

Rows are independent questions, each at its own position and with its own adapter. The cache is written
in place; rewinding is setting a position back, since keys beyond it are masked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import embedding, linear, rms_norm, scaled_dot_product_attention, silu

from adapters.pack import Pack
from runtime.backbone import Checkpoint, Shape
from runtime.lora import FUSED
from runtime.slots import Slots


@dataclass(frozen=True, slots=True)
class Layer:
    """One decoder layer's weights; projections fused as in `lora.FUSED`."""

    input_norm: Tensor
    post_norm: Tensor
    q_norm: Tensor
    k_norm: Tensor
    projections: dict[str, Tensor]  # [out, in]


@dataclass(slots=True)
class Cache:
    """Keys and values of every layer: [layers, rows, kv_heads, context, head_dim]."""

    keys: Tensor
    values: Tensor


class Model:
    """A Qwen3 backbone with its resident adapters, ready to decode."""

    def __init__(
        self, checkpoint: Checkpoint, packs: Sequence[Pack], dtype: torch.dtype, device: str
    ) -> None:
        self.shape: Shape = checkpoint.shape
        self.dtype, self.device = dtype, device
        weights = checkpoint.expanded()

        def take(name: str) -> Tensor:
            return weights[f"model.{name}.weight"].to(device, dtype)

        self.embedding = take("embed_tokens")
        self.norm = take("norm")
        self.head = (
            weights["lm_head.weight"].to(device, dtype) if "lm_head.weight" in weights else self.embedding
        )
        self.layers = tuple(
            Layer(
                take(f"layers.{i}.input_layernorm"),
                take(f"layers.{i}.post_attention_layernorm"),
                take(f"layers.{i}.self_attn.q_norm"),
                take(f"layers.{i}.self_attn.k_norm"),
                {
                    name: torch.cat([take(f"layers.{i}.{part}") for part in parts])
                    for name, parts in FUSED.items()
                },
            )
            for i in range(self.shape.layers)
        )
        widths = {
            part: weights[f"model.layers.0.{part}.weight"].shape[0]
            for parts in FUSED.values()
            for part in parts
        }
        self.slots = Slots(self.shape, widths, dtype, device, packs)
        half = torch.arange(0, self.shape.head_dim, 2, dtype=torch.float32) / self.shape.head_dim
        angles = torch.outer(torch.arange(self.shape.context, dtype=torch.float32), self.shape.theta**-half)
        angles = torch.cat((angles, angles), dim=-1)
        self.cos, self.sin = angles.cos().to(device, dtype), angles.sin().to(device, dtype)

    def new_cache(self, rows: int, context: int) -> Cache:
        """An empty cache for `rows` questions of up to `context` tokens."""
        size = (self.shape.layers, rows, self.shape.kv_heads, context, self.shape.head_dim)
        return Cache(
            torch.zeros(size, dtype=self.dtype, device=self.device),
            torch.zeros(size, dtype=self.dtype, device=self.device),
        )

    @torch.inference_mode()
    def forward(self, tokens: Tensor, positions: Tensor, slots: Tensor, cache: Cache, span: int) -> Tensor:
        """Logits after the last token of each row, float32 [rows, vocab].

        tokens, positions: int64 [rows, tokens]; slots: int64 [rows], or [1] for all rows. `span`: attend
        to the first so many cache places (at least every position + 1).
        """
        rows, count = tokens.shape
        every_row = torch.arange(rows, device=tokens.device)[:, None]
        visible = torch.arange(span, device=tokens.device) <= positions[:, None, :, None]
        cos, sin = self.cos[positions][:, None], self.sin[positions][:, None]
        x = embedding(tokens, self.embedding)
        for index, layer in enumerate(self.layers):
            y = self._attention(index, layer, x, (cos, sin), slots, cache, every_row, positions, visible)
            x = x + self._project(index, "o", y, slots)
            y = rms_norm(x, (x.shape[-1],), layer.post_norm, self.shape.eps)
            gate, up = self._project(index, "gate_up", y, slots).chunk(2, dim=-1)
            x = x + self._project(index, "down", silu(gate) * up, slots)
        last = rms_norm(x[:, -1], (x.shape[-1],), self.norm, self.shape.eps)
        return linear(last, self.head).float()

    def _project(self, index: int, name: str, x: Tensor, slots: Tensor) -> Tensor:
        y = linear(x, self.layers[index].projections[name])
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
        """Grouped-query attention over the cache, QK-norm and rotary: [rows, tokens, heads * head_dim]."""
        s = self.shape
        rows, count, _ = x.shape
        y = self._project(index, "qkv", rms_norm(x, (s.hidden,), layer.input_norm, s.eps), slots)
        q, k, v = y.view(rows, count, -1, s.head_dim).split((s.heads, s.kv_heads, s.kv_heads), dim=2)
        q = _rotate(rms_norm(q, (s.head_dim,), layer.q_norm, s.eps).transpose(1, 2), *rotary)
        k = _rotate(rms_norm(k, (s.head_dim,), layer.k_norm, s.eps).transpose(1, 2), *rotary)
        cache.keys[index, every_row, :, positions] = k.transpose(1, 2)
        cache.values[index, every_row, :, positions] = v
        span = visible.shape[-1]
        keys, values = cache.keys[index, :, :, :span], cache.values[index, :, :, :span]
        out = scaled_dot_product_attention(q, keys, values, attn_mask=visible, enable_gqa=True)
        return out.transpose(1, 2).reshape(rows, count, s.heads * s.head_dim)


def _rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary position embedding in the half-split layout of Qwen3."""
    low, high = x.chunk(2, dim=-1)
    return x * cos + torch.cat((-high, low), dim=-1) * sin
