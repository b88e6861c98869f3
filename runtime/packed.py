"""NF4 weights in the order in which the kernels read them: the same codes and scales, nibbles moved.

A block of 32 weights is four words of 32 bits. Nibble j of word v holds weight 4 j + v, so that four lanes'
words and four neighbouring inputs meet. Scales stay double quantised (QLoRA, arXiv 2305.14314).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd
from typing import Any

import torch
from torch import Tensor

from runtime import kernels
from runtime.nf4 import STATE

BLOCK, NESTED = 64, 256  # weights of one scale, scales of one scale of scales
_ORDER = [4 * j + v for v in range(4) for j in range(8)]
_CHUNK = 16 * 2**20  # weights expanded at a time: 32 MB of bfloat16


@dataclass(frozen=True, slots=True)
class Packed:
    """The weights of a projection [out, in].

    codes int32 [out, in / 8]; absmax uint8 [out, in / 64]; outer float32 [blocks / every, 2]: scale and
    offset of the scales; nested float32 [256] and book float32 [16]: what absmax and codes stand for.
    """

    codes: Tensor
    absmax: Tensor
    outer: Tensor
    nested: Tensor
    book: Tensor
    every: int  # blocks that share an entry of `outer`: 256, less where parts of another size meet

    @property
    def shape(self) -> tuple[int, int]:
        """(out, in)."""
        return self.codes.shape[0], self.codes.shape[1] * 8

    def rows(self, index: Tensor, dtype: torch.dtype) -> Tensor:
        """The rows of `index` int64 [n] as floats [n, in]: what bitsandbytes' own dequantisation gives."""
        codes, absmax = self.codes[index], self.absmax[index]
        shifts = torch.arange(0, 32, 4, device=codes.device)
        nibbles = (codes.view(len(index), -1, 4, 1) >> shifts) & 15
        values = self.book[nibbles.transpose(2, 3).reshape(len(index), -1, BLOCK)]
        blocks = index[:, None] * absmax.shape[1] + torch.arange(absmax.shape[1], device=codes.device)
        outer = self.outer[blocks // self.every]
        scales = self.nested[absmax.int()] * outer[..., 0] + outer[..., 1]
        return (values * scales[..., None]).to(dtype).view(len(index), -1)

    def product(self, x: Tensor) -> Tensor:
        """x [..., in] times the weights' transpose, in x's dtype, a chunk of rows expanded at a time."""
        out, width = self.shape
        step = max(1, _CHUNK // width)
        ops, flat = kernels.ops(x.device.type), x.reshape(-1, width)
        y, floats = flat.new_empty(len(flat), out), flat.new_empty(min(step, out), width)
        ordered = ops.ordered(flat)
        for i in range(0, out, step):
            part = floats[: out - i]
            ops.expand(self, i, part)
            torch.mm(ordered, part.T, out=y[:, i : i + step])
        return y.view(*x.shape[:-1], out)


class Arena:
    """One allocation that tensors are moved into, one behind the other.

    PyTorch's allocator rounds a large tensor up to 2 MB: over the layers of a model that is a lot.
    """

    def __init__(self, size: int, device: str) -> None:
        self._room, self._used = torch.empty(size, dtype=torch.uint8, device=device), 0

    def hold(self, tensor: Tensor) -> Tensor:
        """The tensor's copy in the arena."""
        begin, self._used = self._used, self._used + tensor.nbytes
        place = self._room[begin : self._used].view(tensor.dtype).view(tensor.shape)
        return place.copy_(tensor)


def packable(tensors: Mapping[str, Tensor], names: Sequence[str]) -> bool:
    """Whether the weights `names` are NF4 in blocks that a row holds a whole number of."""
    for name in names:
        if f"{name}.{STATE}" not in tensors:
            return False
        header = _header(tensors, name)
        width = header["shape"][1]
        if header["blocksize"] != BLOCK or header["nested_blocksize"] != NESTED or width % BLOCK:
            return False
    return True


def pack(
    tensors: Mapping[str, Tensor], names: Sequence[str], device: str, arena: Arena | None = None
) -> Packed:
    """The weights `names`, stored as `runtime.nf4` says, one below the other; their codes in the arena."""
    codes, absmax, outer = [], [], []
    blocks = [tensors[f"{name}.absmax"].numel() for name in names]
    every = gcd(NESTED, *blocks[:-1]) if len(names) > 1 else NESTED
    for name in names:
        header = _header(tensors, name)
        out, width = header["shape"]
        codes.append(_reordered(tensors[name].to(device).view(out, width // 2)))
        absmax.append(tensors[f"{name}.absmax"].to(device).view(out, width // BLOCK))
        scale = (
            tensors[f"{name}.nested_absmax"].to(device).float().flatten().repeat_interleave(NESTED // every)
        )
        scale = scale[: -(-absmax[-1].numel() // every)]
        outer.append(torch.stack((scale, torch.full_like(scale, header["nested_offset"])), dim=1))
    first = names[0]
    return Packed(
        torch.cat(codes) if arena is None else arena.hold(torch.cat(codes)),
        torch.cat(absmax),
        torch.cat(outer),
        tensors[f"{first}.nested_quant_map"].to(device).float(),
        tensors[f"{first}.quant_map"].to(device).float(),
        every,
    )


def _header(tensors: Mapping[str, Tensor], name: str) -> dict[str, Any]:
    return json.loads(bytes(tensors[f"{name}.{STATE}"].tolist()))


def _reordered(stored: Tensor) -> Tensor:
    """Two codes a byte, high half first, as words in the kernels' order: int32 [out, in / 8]."""
    nibbles = torch.stack((stored >> 4, stored & 15), dim=-1).view(len(stored), -1, 32)[..., _ORDER]
    pairs = nibbles.view(len(stored), -1, 2)
    return (pairs[..., 0] | (pairs[..., 1] << 4)).contiguous().view(torch.int32)
