"""The key-value cache: bfloat16 or float32, or int8 with a scale for each token and head."""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from runtime.backbone import Shape

CachePrecision = Literal["bf16", "int8"]


@dataclass(slots=True)
class Cache:
    """Keys and values of every layer: [layers, rows, kv_heads, context, head_dim].

    Stored as int8 they have scales [layers, rows, kv_heads, context].
    """

    keys: Tensor
    values: Tensor
    key_scales: Tensor | None = None
    value_scales: Tensor | None = None

    def row(self, row: int) -> "Cache":
        """One row's part, the same memory."""
        parts = (self.keys, self.values, self.key_scales, self.value_scales)
        keys, values, key_scales, value_scales = (
            None if part is None else part[:, row : row + 1] for part in parts
        )
        assert keys is not None and values is not None
        return Cache(keys, values, key_scales, value_scales)

    def write(self, layer: int, rows: Tensor, positions: Tensor, keys: Tensor, values: Tensor) -> None:
        """Put keys and values [rows, tokens, kv_heads, head_dim] at positions [rows, tokens]."""
        if self.key_scales is None or self.value_scales is None:
            self.keys[layer, rows, :, positions] = keys
            self.values[layer, rows, :, positions] = values
            return
        for stored, scales, new in (
            (self.keys, self.key_scales, keys),
            (self.values, self.value_scales, values),
        ):
            scale = new.float().abs().amax(dim=-1).clamp(min=1e-20) / 127
            stored[layer, rows, :, positions] = torch.floor(new.float() / scale[..., None] + 0.5).to(
                torch.int8
            )
            scales[layer, rows, :, positions] = scale

    def read(self, layer: int, span: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        """Keys and values of the first `span` places, [rows, kv_heads, span, head_dim]."""
        keys, values = self.keys[layer, :, :, :span], self.values[layer, :, :, :span]
        if self.key_scales is None or self.value_scales is None:
            return keys, values
        scales = self.key_scales[layer, :, :, :span, None], self.value_scales[layer, :, :, :span, None]
        return (keys * scales[0]).to(dtype), (values * scales[1]).to(dtype)


def new_cache(
    shape: Shape, rows: int, context: int, dtype: torch.dtype, device: str, int8: bool = False
) -> Cache:
    """An empty cache for `rows` questions of up to `context` tokens."""
    places = (shape.layers, rows, shape.kv_heads, context)
    size = (*places, shape.head_dim)

    def zeros(size: tuple[int, ...], dtype: torch.dtype) -> Tensor:
        return torch.zeros(size, dtype=dtype, device=device)

    if int8:
        return Cache(
            zeros(size, torch.int8),
            zeros(size, torch.int8),
            zeros(places, torch.float32),
            zeros(places, torch.float32),
        )
    return Cache(zeros(size, dtype), zeros(size, dtype))
