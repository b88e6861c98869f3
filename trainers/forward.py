"""Qwen3 as training computes it: one flat row of packed documents in, hidden states out.

Everything is [tokens, width], without a batch dimension. A layer keeps its input alone and computes the rest
again in backward (arXiv 1604.06174); its last product is left out of that, since a frozen weight needs no
input to give a gradient. Attention never leaves a document.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import linear, scaled_dot_product_attention, silu
from torch.utils.checkpoint import checkpoint

from runtime.backbone import Shape


class Nf4(NamedTuple):
    """A weight [out, in] in NF4 with double quantisation, as bitsandbytes holds it."""

    shape: tuple[int, int]
    codes: Tensor
    absmax: Tensor
    book: Tensor
    nested_absmax: Tensor
    offset: Tensor


class Projection(NamedTuple):
    """A linear map: its weight and, where it is adapted, LoRA's `a` [rank, in] and `b` [out, rank]."""

    weight: Tensor | Nf4
    a: Tensor | None = None
    b: Tensor | None = None
    scale: float = 0.0


class Layer(NamedTuple):
    """The weights of a decoder layer."""

    input_norm: Tensor
    post_norm: Tensor
    q_norm: Tensor
    k_norm: Tensor
    q: Projection
    k: Projection
    v: Projection
    o: Projection
    gate: Projection
    up: Projection
    down: Projection


class Documents(NamedTuple):
    """Where the documents of a row lie. `bounds`: int32 [documents + 1] on the device."""

    lengths: tuple[int, ...]
    bounds: Tensor
    longest: int


def expand(weight: Nf4, dtype: torch.dtype) -> Tensor:
    """The weight [out, in] in `dtype`."""
    absmax = torch.ops.bitsandbytes.dequantize_blockwise(
        weight.absmax, weight.nested_absmax, weight.book, 256, torch.float32
    )
    return torch.ops.bitsandbytes.dequantize_4bit(
        weight.codes, absmax + weight.offset, 64, "nf4", weight.shape, dtype
    )


class _Frozen(torch.autograd.Function):
    """x times an NF4 weight; backward expands the weight anew, so that neither it nor x is kept."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple[int, int], *parts: Tensor) -> Tensor:
        ctx.save_for_backward(*parts)
        ctx.shape = shape
        return linear(x, expand(Nf4(shape, *parts), x.dtype))

    @staticmethod
    def backward(ctx: Any, slope: Tensor) -> tuple[Tensor | None, ...]:  # type: ignore[override]
        weight = Nf4(ctx.shape, *ctx.saved_tensors)
        return slope @ expand(weight, slope.dtype), *(None,) * 6


def project(p: Projection, x: Tensor) -> Tensor:
    """x [tokens, in] through a projection: [tokens, out]."""
    y = linear(x, p.weight) if isinstance(p.weight, Tensor) else _Frozen.apply(x, *p.weight)
    if p.a is None or p.b is None:
        return y
    return torch.addmm(y, linear(x, p.a), p.b.t(), alpha=p.scale)


def rms_norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    """x over its root mean square along the last dimension, times the weight."""
    wide = x.float()
    return (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)).to(x.dtype) * weight


def norm_rotate(x: Tensor, weight: Tensor, cos: Tensor, sin: Tensor, eps: float) -> Tensor:
    """Queries or keys [tokens, heads, head_dim], normed and turned by their positions."""
    x = rms_norm(x, weight, eps)
    low, high = x.chunk(2, dim=-1)
    return x * cos[:, None] + torch.cat((-high, low), dim=-1) * sin[:, None]


def swiglu(gate: Tensor, up: Tensor) -> Tensor:
    """silu(gate) times up."""
    return silu(gate) * up


def attend(q: Tensor, k: Tensor, v: Tensor, documents: Documents) -> Tensor:
    """Causal attention within each document; q [tokens, heads, head_dim], k and v with their own heads."""
    if q.device.type != "cpu":  # FlashAttention over all documents at once
        bounds, longest = documents.bounds, documents.longest
        return torch.ops.aten._flash_attention_forward(
            q, k, v, bounds, bounds, longest, longest, 0.0, True, False
        )[0]
    heads = (t.transpose(0, 1)[None].split(documents.lengths, dim=2) for t in (q, k, v))
    seen = [
        scaled_dot_product_attention(q_, k_, v_, is_causal=True, enable_gqa=True)[0]
        for q_, k_, v_ in zip(*heads, strict=True)
    ]
    return torch.cat(seen, dim=1).transpose(0, 1)


class Steps(NamedTuple):
    """The functions between the products: as they are, or each compiled into one kernel."""

    rms_norm: Callable[..., Tensor] = rms_norm
    norm_rotate: Callable[..., Tensor] = norm_rotate
    swiglu: Callable[..., Tensor] = swiglu


def inner(
    layer: Layer,
    x: Tensor,
    cos: Tensor,
    sin: Tensor,
    documents: Documents,
    eps: float,
    steps: Steps = Steps(),  # noqa: B008
) -> tuple[Tensor, Tensor]:
    """A layer up to its last product: the residual stream [tokens, hidden], and that product's input."""
    heads = (len(x), -1, cos.shape[-1])
    h = steps.rms_norm(x, layer.input_norm, eps)
    q = steps.norm_rotate(project(layer.q, h).view(heads), layer.q_norm, cos, sin, eps)
    k = steps.norm_rotate(project(layer.k, h).view(heads), layer.k_norm, cos, sin, eps)
    v = project(layer.v, h).view(heads)
    x = x + project(layer.o, attend(q, k, v, documents).flatten(1))
    h = steps.rms_norm(x, layer.post_norm, eps)
    return x, steps.swiglu(project(layer.gate, h), project(layer.up, h))


@cache
def inner_as(kind: str) -> Callable[..., tuple[Tensor, Tensor]]:
    """`inner` plain ("eager"), or with its steps compiled, as a graph of launches wants them ("graph")."""
    if kind == "graph":
        return partial(inner, steps=Steps(*(torch.compile(step, dynamic=False) for step in Steps())))
    return inner


@dataclass(frozen=True, slots=True)
class Forward:
    """The layers' forward over packed documents. `recompute`: whether a layer keeps its input alone."""

    shape: Shape
    inner: Callable[..., tuple[Tensor, Tensor]]
    recompute: bool

    def __call__(self, layers: Sequence[Layer], x: Tensor, positions: Tensor, documents: Documents) -> Tensor:
        """The last layer's output [tokens, hidden] of embedded tokens x; positions int64 [tokens]."""
        about = (*self._rotary(positions, x.dtype), documents, self.shape.eps)
        for layer in layers:
            x = self._through(layer, x, *about)
        return x

    def _rotary(self, positions: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        """Cosines and sines [tokens, head_dim]."""
        size = self.shape.head_dim
        exponents = torch.arange(0, size, 2, dtype=torch.float32, device=positions.device) / size
        angles = positions[:, None].float() * self.shape.theta**-exponents
        angles = torch.cat((angles, angles), dim=-1)
        return angles.cos().to(dtype), angles.sin().to(dtype)

    def _through(self, layer: Layer, x: Tensor, *about: Any) -> Tensor:
        if not self.recompute:
            return self._whole(layer, x, *about)
        if isinstance(layer.down.weight, Tensor) or layer.down.a is not None:  # its backward needs its input
            return _again(self._whole, layer, x, *about)
        x, last = _again(self.inner, layer, x, *about)
        return x + project(layer.down, last)

    def _whole(self, layer: Layer, x: Tensor, *about: Any) -> Tensor:
        x, last = self.inner(layer, x, *about)
        return x + project(layer.down, last)


def _again(function: Callable[..., Any], *inputs: Any) -> Any:
    """The function's result; what its backward needs is computed again then."""
    return checkpoint(function, *inputs, use_reentrant=False, preserve_rng_state=False)
