"""A BERT encoder's forward pass, just enough of it: importing transformers costs more than running this."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

Weights = dict[str, "torch.Tensor"]


MIDDLE = 2 / 3  # of the way up: a layer that still tells how a question is put


def mean_vectors(
    weights: Weights, heads: int, eps: float, ids: torch.Tensor, mask: torch.Tensor
) -> torch.Tensor:
    """Mean-pooled hidden states of the last and a middle layer: ids and mask [n, length] -> [n, 2, width]."""
    import torch
    import torch.nn.functional as F

    def norm(name: str, x: torch.Tensor) -> torch.Tensor:
        return F.layer_norm(x, x.shape[-1:], weights[name + ".weight"], weights[name + ".bias"], eps)

    def linear(name: str, x: torch.Tensor) -> torch.Tensor:
        weight, bias = weights[name + ".weight"], weights[name + ".bias"]
        if torch.backends.mkldnn.is_available():  # oneDNN takes half the time of the default for few rows
            return torch.ops.mkldnn._linear_pointwise(x, weight, bias, "none", [], "")
        return F.linear(x, weight, bias)

    n, length = ids.shape
    words = weights["embeddings.word_embeddings.weight"][ids]
    places = weights["embeddings.position_embeddings.weight"][:length]
    x = norm("embeddings.LayerNorm", words + places + weights["embeddings.token_type_embeddings.weight"][0])
    # A row without padding needs no attention mask, which is the faster kernel.
    attend = None if bool(mask.all()) else mask[:, None, None, :].bool()
    weight = mask[..., None].to(x.dtype)
    layers = sum(name.endswith("attention.output.dense.weight") for name in weights)
    pooled = []
    for layer in range(layers):
        at = f"encoder.layer.{layer}"
        q, k, v = (
            linear(f"{at}.attention.self.{part}", x).view(n, length, heads, -1).transpose(1, 2)
            for part in ("query", "key", "value")
        )
        mixed = (
            F.scaled_dot_product_attention(q, k, v, attn_mask=attend).transpose(1, 2).reshape(n, length, -1)
        )
        x = norm(f"{at}.attention.output.LayerNorm", x + linear(f"{at}.attention.output.dense", mixed))
        inner = F.gelu(linear(f"{at}.intermediate.dense", x))
        x = norm(f"{at}.output.LayerNorm", x + linear(f"{at}.output.dense", inner))
        if layer + 1 in (round(MIDDLE * layers), layers):
            pooled.append((x * weight).sum(1) / weight.sum(1))
    return torch.stack((pooled[-1], pooled[0]), dim=1)
