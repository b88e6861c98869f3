"""NF4 with double quantisation (QLoRA, arXiv 2305.14314) in bitsandbytes' checkpoint layout.

A quantised tensor `name` is stored as `name` (two codes a byte, high half first), `name.absmax` (one
byte a block of 64), `name.nested_absmax` (float32 a block of 256 of those), the two code books and a
JSON header `name.quant_state.bitsandbytes__nf4`. `dequantise` is the plain PyTorch reference.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

STATE = "quant_state.bitsandbytes__nf4"
BLOCK, OUTER_BLOCK = 64, 256
SLICE = 1 << 18  # weights; a multiple of BLOCK
BYTES_A_WEIGHT = 1 / 2 + 1 / BLOCK + 4 / (BLOCK * OUTER_BLOCK)
PARTS = ("absmax", "nested_absmax", "quant_map", "nested_quant_map")


# What transformers wants in config.json to load such a checkpoint through bitsandbytes.
CONFIG = {
    "quant_method": "bitsandbytes",
    "load_in_4bit": True,
    "bnb_4bit_quant_type": "nf4",
    "bnb_4bit_use_double_quant": True,
    "bnb_4bit_compute_dtype": "bfloat16",
}


def quantise(name: str, weight: Tensor) -> dict[str, Tensor]:
    """The tensors that store `weight` [out, in] (float, numel a multiple of 64) as NF4 under `name`.

    They are on the CPU; the work is done where `weight` is.
    """
    from bitsandbytes.functional import QuantState, quantize_4bit, quantize_blockwise

    # bitsandbytes' quantize_4bit, but slice by slice: its buffers on a CPU are many times the weight
    parts = [
        quantize_4bit(part.to(torch.bfloat16), quant_type="nf4", blocksize=BLOCK)
        for part in weight.flatten().split(SLICE)
    ]
    absmax = torch.cat([state.absmax for _, state in parts])
    offset = absmax.mean()
    inner, outer = quantize_blockwise(absmax - offset, blocksize=OUTER_BLOCK)
    state = QuantState(
        inner, weight.shape, parts[0][1].code, BLOCK, "nf4", torch.bfloat16, offset=offset, state2=outer
    )
    packed = {f"{name}.{key}": value.cpu().contiguous() for key, value in state.as_dict(packed=True).items()}
    return {name: torch.cat([codes for codes, _ in parts]).cpu(), **packed}


def round_trip(weight: Tensor) -> Tensor:
    """What NF4 makes of `weight`: quantised and back, in bfloat16, on the same device."""
    from bitsandbytes.functional import dequantize_4bit, quantize_4bit

    codes, state = quantize_4bit(
        weight.to(torch.bfloat16), quant_type="nf4", blocksize=BLOCK, compress_statistics=True
    )
    return dequantize_4bit(codes, state)


def is_quantised(tensors: Mapping[str, Tensor], name: str) -> bool:
    """Whether `name` is stored as NF4."""
    return f"{name}.{STATE}" in tensors


def stored(tensors: Mapping[str, Tensor], name: str) -> dict[str, Tensor]:
    """The tensors that store `name`, which is NF4."""
    names = (name, *(f"{name}.{part}" for part in (*PARTS, STATE)))
    return {part: tensors[part] for part in names}


def shape(tensors: Mapping[str, Tensor], name: str) -> tuple[int, ...]:
    """The shape of the weight stored under `name`, [out, in]."""
    return tuple(_header(tensors, name)["shape"])


def find_problem(tensors: Mapping[str, Tensor], name: str) -> str:
    """What is wrong with how `name` is stored; "" where nothing is. Reads the header alone."""
    if absent := [part for part in PARTS if f"{name}.{part}" not in tensors]:
        return f"{name}.{absent[0]} is missing"
    try:
        header = _header(tensors, name)
        weights = math.prod(header["shape"])
        blocks = weights // header["blocksize"]
        outer = math.ceil(blocks / header["nested_blocksize"])
        sound = isinstance(getattr(torch, header["dtype"]), torch.dtype)
        float(header["nested_offset"])
    except (ValueError, KeyError, TypeError, AttributeError, ZeroDivisionError):
        return f"{name}.{STATE} is unreadable"
    wanted = dict(zip(PARTS, (blocks, outer, 16, 256), strict=True))
    for part, count in wanted.items():
        if tensors[f"{name}.{part}"].numel() != count:
            return f"{name}.{part} has {tensors[f'{name}.{part}'].numel()} entries, not {count}"
    if not sound or tensors[name].dtype != torch.uint8 or 2 * tensors[name].numel() != weights:
        return f"{name} does not hold the {weights} weights of its header"
    return ""


def _header(tensors: Mapping[str, Tensor], name: str) -> dict[str, Any]:
    return json.loads(tensors[f"{name}.{STATE}"].numpy().tobytes())


def dequantise(tensors: Mapping[str, Tensor], name: str) -> Tensor:
    """The weight stored under `name`, in the shape and dtype of its header."""
    header = _header(tensors, name)
    nested, block = header["nested_blocksize"], header["blocksize"]
    book, nested_book = tensors[f"{name}.quant_map"].float(), tensors[f"{name}.nested_quant_map"].float()
    absmax_codes = tensors[f"{name}.absmax"].flatten().long()
    outer = tensors[f"{name}.nested_absmax"].float().repeat_interleave(nested)[: absmax_codes.numel()]
    absmax = nested_book[absmax_codes] * outer + header["nested_offset"]
    codes = tensors[name].flatten()
    halves = torch.stack((codes >> 4, codes & 15), dim=1).flatten().long()
    values = book[halves].view(-1, block) * absmax[:, None]
    return values.flatten().view(header["shape"]).to(getattr(torch, header["dtype"]))
