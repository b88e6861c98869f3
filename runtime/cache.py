"""The key-value cache: floats, or whole numbers of 8 or 4 bits with two scales for each token and head.

A quantised vector is turned by a Hadamard matrix first, half by half, which spreads what stands out in it
(QuaRot, arXiv 2404.00456); the matrix is its own inverse, and queries are turned alike.
"""

from dataclasses import dataclass, replace
from typing import Literal

import torch
from torch import Tensor

from runtime.backbone import Shape

CachePrecision = Literal["bf16", "int8", "int4"]
CACHE_PRECISIONS: tuple[CachePrecision, ...] = ("bf16", "int8", "int4")
_BITS = {"int8": 8, "int4": 4}


@dataclass(frozen=True, slots=True)
class Quantised:
    """What a quantised cache holds beside its numbers.

    Scales float16 [layers, rows, kv_heads, context, 2], one a half; rotation float32, [head_dim/2] squared.
    """

    bits: int
    key_scales: Tensor
    value_scales: Tensor
    rotation: Tensor


@dataclass(frozen=True, slots=True)
class Cache:
    """Keys and values of every layer: [layers, rows, kv_heads, context, head_dim].

    Of 4 bits, a byte holds a number of the first half and, above it, the one of the second: head_dim/2 bytes.
    """

    keys: Tensor
    values: Tensor
    quantised: Quantised | None = None

    def row(self, row: int) -> "Cache":
        """One row's part, the same memory."""
        q, one = self.quantised, slice(row, row + 1)
        if q is not None:
            q = replace(q, key_scales=q.key_scales[:, one], value_scales=q.value_scales[:, one])
        return Cache(self.keys[:, one], self.values[:, one], q)

    def write(self, layer: int, rows: Tensor, positions: Tensor, keys: Tensor, values: Tensor) -> None:
        """Put keys and values [rows, tokens, kv_heads, head_dim] at positions [rows, tokens]."""
        if self.quantised is None:
            self.keys[layer, rows, :, positions] = keys.to(self.keys.dtype)
            self.values[layer, rows, :, positions] = values.to(self.values.dtype)
            return
        q = self.quantised
        for stored, scales, new in (
            (self.keys, q.key_scales, keys),
            (self.values, q.value_scales, values),
        ):
            codes, steps = _quantise(new, q)
            stored[layer, rows, :, positions] = codes
            scales[layer, rows, :, positions] = steps

    def read(self, layer: int, span: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        """Keys and values of the first `span` places, [rows, kv_heads, span, head_dim]."""
        keys, values = self.keys[layer, :, :, :span], self.values[layer, :, :, :span]
        if self.quantised is None:
            return keys, values
        q = self.quantised
        return (
            _floats(keys, q.key_scales[layer, :, :, :span], q, dtype),
            _floats(values, q.value_scales[layer, :, :, :span], q, dtype),
        )


def new_cache(
    shape: Shape, rows: int, context: int, dtype: torch.dtype, device: str, precision: CachePrecision = "bf16"
) -> Cache:
    """An empty cache for `rows` questions of up to `context` tokens; "bf16" keeps `dtype`."""
    places = (shape.layers, rows, shape.kv_heads, context)
    bits = _BITS.get(precision, 16)
    width = shape.head_dim if bits > 4 else shape.head_dim // 2
    kind = {16: dtype, 8: torch.int8, 4: torch.uint8}[bits]
    keys, values = (torch.zeros(*places, width, dtype=kind, device=device) for _ in range(2))
    if bits == 16:
        return Cache(keys, values)
    scales = [torch.zeros(*places, 2, dtype=torch.float16, device=device) for _ in range(2)]
    return Cache(keys, values, Quantised(bits, scales[0], scales[1], _hadamard(shape.head_dim // 2, device)))


def _hadamard(size: int, device: str) -> Tensor:
    """Sylvester's matrix of a power of two, scaled to be orthogonal; of another size, the identity."""
    if size & (size - 1):
        return torch.eye(size, device=device)
    matrix = torch.ones(1, 1, device=device)
    while len(matrix) < size:
        matrix = torch.cat((torch.cat((matrix, matrix), 1), torch.cat((matrix, -matrix), 1)))
    return matrix / size**0.5


def _quantise(x: Tensor, q: Quantised) -> tuple[Tensor, Tensor]:
    """x [..., head_dim] as stored numbers, and the scales of its halves [..., 2]."""
    halves = x.float().unflatten(-1, (2, -1)) @ q.rotation
    most = 2 ** (q.bits - 1) - 1
    steps = (halves.abs().amax(dim=-1).clamp(min=1e-6) / most).to(torch.float16)
    codes = torch.floor(halves / steps.float()[..., None] + 0.5).clamp(-most, most)
    if q.bits == 8:
        return codes.flatten(-2).to(torch.int8), steps
    low, high = (codes + 8).to(torch.uint8).unbind(dim=-2)
    return low | (high << 4), steps


def _floats(stored: Tensor, steps: Tensor, q: Quantised, dtype: torch.dtype) -> Tensor:
    """What `_quantise` was given, as near as the numbers are."""
    if q.bits == 8:
        halves = stored.unflatten(-1, (2, -1)).to(dtype)
    else:
        halves = torch.stack((stored & 15, stored >> 4), dim=-2).to(dtype) - 8
    return ((halves * steps[..., None].to(dtype)) @ q.rotation.to(dtype)).flatten(-2)
