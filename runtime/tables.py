"""The table of token vectors, which a tied backbone uses twice: to embed tokens and for their logits."""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor
from torch.nn.functional import embedding, linear

from adapters.errors import UsageError
from runtime import nf4
from runtime.packed import Packed, pack, packable

Precision = Literal["bf16", "int8", "nf4"]
PRECISIONS: tuple[Precision, ...] = ("bf16", "int8", "nf4")


@dataclass(frozen=True, slots=True)
class Table:
    """Vectors of the vocabulary [vocab, hidden]: floats, int8 with a scale a vector, or NF4."""

    weight: Tensor | Packed
    scale: Tensor | None = None  # float32 [vocab]

    @property
    def vocab(self) -> int:
        """The number of tokens."""
        return self.weight.shape[0]

    def rows(self, tokens: Tensor, dtype: torch.dtype) -> Tensor:
        """The vectors of tokens [...]: [..., hidden]."""
        if isinstance(self.weight, Packed):
            found = self.weight.rows(tokens.flatten(), dtype)
            return found.view(*tokens.shape, -1)
        found = embedding(tokens, self.weight)
        return (found if self.scale is None else found * self.scale[tokens][..., None]).to(dtype)

    def product(self, x: Tensor) -> Tensor:
        """Logits [..., vocab] of x [..., hidden], float32."""
        if isinstance(self.weight, Packed):
            return self.weight.product(x).float()
        if self.scale is None:
            return linear(x, self.weight).float()
        return linear(x, self.weight.to(x.dtype)).float() * self.scale


def table(weight: Tensor, precision: Precision, dtype: torch.dtype, device: str) -> Table:
    """The vectors `weight` [vocab, hidden] in that precision; "bf16" keeps `dtype`."""
    if precision == "bf16":
        return Table(weight.to(device, dtype))
    if precision == "int8":
        floats = weight.to(device).float()
        scale = floats.abs().amax(dim=1).clamp(min=1e-20) / 127
        return Table((floats / scale[:, None]).round_().to(torch.int8), scale)
    if precision != "nf4":
        raise UsageError(f"unknown precision {precision!r}; choose one of {', '.join(PRECISIONS)}")
    tensors = nf4.quantise("table", weight.to(device))
    if packable(tensors, ["table"]):
        return Table(pack(tensors, ["table"], device))
    return Table(nf4.dequantise(tensors, "table").to(device, dtype))
