"""Weights in half precision on a CPU where that loses nothing: products stay float32 and read half the bytes.

NF4 times its scale, rounded to bfloat16 as bitsandbytes does, has 8 significant bits; half precision has 11.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import linear

LOSS = 2.0**-25  # half of the smallest step: what rounding to a subnormal number may cost
SMALL = 2**22  # weights of a product that is over before a second thread would have begun


@dataclass(frozen=True, slots=True)
class Half:
    """A weight [out, in] in the order in which FBGEMM reads it; `product`: of float32 [..., in]."""

    shape: tuple[int, int]
    product: Callable[[Tensor], Tensor]


def halved(weight: Tensor) -> Tensor | Half:
    """The float32 weight in half precision, or as it is where a number would change or FBGEMM is missing."""
    if weight.is_cuda or weight.dtype != torch.float32:
        return weight
    if "fbgemm" not in torch.backends.quantized.supported_engines:
        return weight
    if not ((weight.half().float() - weight).abs() <= LOSS).all():
        return weight
    weight = weight.contiguous()
    shape = (weight.shape[0], weight.shape[1])
    if weight.numel() < SMALL and "fbgemm_linear_fp16_weight_fp32_activation" in dir(torch):
        # Deprecated, which each call would say; once it is gone, the other serves all.
        warnings.filterwarnings("ignore", "fbgemm_", UserWarning)
        return Half(shape, partial(_alone, torch.fbgemm_pack_gemm_matrix_fp16(weight)))
    return Half(shape, partial(_threaded, torch.ops.quantized.linear_prepack_fp16(weight, None)))


def times(x: Tensor, weight: Tensor | Half) -> Tensor:
    """x [..., in] times the weight: [..., out]."""
    return linear(x, weight) if isinstance(weight, Tensor) else weight.product(x)


def _alone(packed: Tensor, x: Tensor) -> Tensor:
    """On one thread, but 7 microseconds sooner than `_threaded`: as long as a small product takes."""
    return torch.fbgemm_linear_fp16_weight_fp32_activation(x, packed, None)


def _threaded(packed: Any, x: Tensor) -> Tensor:
    y: Tensor = torch.ops.quantized.linear_dynamic_fp16.default(x, packed)
    return y
