"""NF4 with double quantisation (QLoRA, arXiv 2305.14314) in bitsandbytes' checkpoint layout.

A quantised tensor `name` is stored as `name` (two codes a byte, high half first), `name.absmax` (one
byte a block of 64), `name.nested_absmax` (float32 a block of 256 of those), the two code books and a
JSON header `name.quant_state.bitsandbytes__nf4`. `dequantise` is the plain PyTorch reference.
"""

import json
from collections.abc import Mapping

import torch
from torch import Tensor

STATE = "quant_state.bitsandbytes__nf4"


def quantise(name: str, weight: Tensor) -> dict[str, Tensor]:
    """The tensors that store `weight` [out, in] (float, numel a multiple of 64) as NF4 under `name`."""
    from bitsandbytes.functional import quantize_4bit

    codes, state = quantize_4bit(
        weight.to(torch.bfloat16), quant_type="nf4", blocksize=64, compress_statistics=True
    )
    packed = {f"{name}.{key}": value.cpu().contiguous() for key, value in state.as_dict(packed=True).items()}
    return {name: codes.cpu(), **packed}


def round_trip(weight: Tensor) -> Tensor:
    """What NF4 makes of `weight`: quantised and back, in bfloat16, on the same device."""
    from bitsandbytes.functional import dequantize_4bit, quantize_4bit

    codes, state = quantize_4bit(
        weight.to(torch.bfloat16), quant_type="nf4", blocksize=64, compress_statistics=True
    )
    return dequantize_4bit(codes, state)


def is_quantised(tensors: Mapping[str, Tensor], name: str) -> bool:
    """Whether `name` is stored as NF4."""
    return f"{name}.{STATE}" in tensors


def dequantise(tensors: Mapping[str, Tensor], name: str) -> Tensor:
    """The weight stored under `name`, in the shape and dtype of its header."""
    header = json.loads(bytes(tensors[f"{name}.{STATE}"].tolist()))
    nested, block = header["nested_blocksize"], header["blocksize"]
    book, nested_book = tensors[f"{name}.quant_map"].float(), tensors[f"{name}.nested_quant_map"].float()
    absmax_codes = tensors[f"{name}.absmax"].flatten().long()
    outer = tensors[f"{name}.nested_absmax"].float().repeat_interleave(nested)[: absmax_codes.numel()]
    absmax = nested_book[absmax_codes] * outer + header["nested_offset"]
    codes = tensors[name].flatten()
    halves = torch.stack((codes >> 4, codes & 15), dim=1).flatten().long()
    values = book[halves].view(-1, block) * absmax[:, None]
    return values.flatten().view(header["shape"]).to(getattr(torch, header["dtype"]))
