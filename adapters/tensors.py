"""The safetensors file of a LoRA adapter: its header, its shapes, and whether its numbers are finite.

The format is 8 bytes (little-endian header length), a JSON header, then the tensors without gaps.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

from adapters.errors import UnavailableError

_BYTES = {"F32": 4, "F16": 2, "BF16": 2}
_HEADER_LIMIT = 100_000_000
_PREFIX = "base_model.model."


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies: `start` and `end` are byte offsets in the file."""

    dtype: str
    shape: tuple[int, ...]
    start: int
    end: int


def read_header(path: Path) -> dict[str, Tensor]:
    """Every tensor of an intact file. Raises UnavailableError where it is cut short or makes no sense."""
    size = path.stat().st_size
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if size < 8 or not 2 <= length <= min(size - 8, _HEADER_LIMIT):
            raise UnavailableError(f"{path}: damaged: the safetensors header does not fit into the file")
        raw = file.read(length)
    try:
        header = json.loads(raw)
        header.pop("__metadata__", None)
        tensors = {}
        for name, entry in header.items():
            start, end = entry["data_offsets"]
            shape = tuple(int(n) for n in entry["shape"])
            tensors[name] = Tensor(entry["dtype"], shape, 8 + length + start, 8 + length + end)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnavailableError(f"{path}: damaged: the safetensors header is unreadable") from error
    position = 8 + length
    for name, tensor in sorted(tensors.items(), key=lambda item: item[1].start):
        if tensor.dtype not in _BYTES:
            raise UnavailableError(f"{path}: {name} is {tensor.dtype}; use one of {', '.join(_BYTES)}")
        count = math.prod(tensor.shape)
        if tensor.start != position or tensor.end - position != count * _BYTES[tensor.dtype]:
            raise UnavailableError(f"{path}: damaged: {name} does not fill the bytes the header gives it")
        position = tensor.end
    if position != size:
        raise UnavailableError(f"{path}: damaged: {size} bytes where the header promises {position}")
    return tensors


def check_lora(path: Path, tensors: dict[str, Tensor], rank: int, modules: tuple[str, ...]) -> None:
    """Raise UnavailableError unless all are pairs A [rank, in], B [out, rank] and every module has one."""
    if not tensors:
        raise UnavailableError(f"{path}: no tensors")
    used = set()
    for name, tensor in tensors.items():
        place, _, kind = name.removesuffix(".weight").rpartition(".")
        if not name.startswith(_PREFIX) or not name.endswith(".weight") or kind not in ("lora_A", "lora_B"):
            raise UnavailableError(f"{path}: {name} is not a tensor of a PEFT LoRA adapter")
        other = f"{place}.{'lora_B' if kind == 'lora_A' else 'lora_A'}.weight"
        if other not in tensors:
            raise UnavailableError(f"{path}: {name} has no partner {other}")
        if len(tensor.shape) != 2 or tensor.shape[0 if kind == "lora_A" else 1] != rank or 0 in tensor.shape:
            raise UnavailableError(f"{path}: {name} has shape {list(tensor.shape)}, not of rank {rank}")
        targets = [module for module in modules if place == module or place.endswith(f".{module}")]
        if not targets:
            raise UnavailableError(f"{path}: {name} is on a module that target_modules does not name")
        used.update(targets)
    if unused := sorted(set(modules) - used):
        raise UnavailableError(f"{path}: target_modules names {unused[0]}, but there is no tensor for it")


def find_bad_numbers(path: Path, tensors: dict[str, Tensor]) -> list[str]:
    """What is wrong with the numbers themselves: NaN, infinity, or an adapter that changes nothing."""
    import numpy as np

    problems, active = [], False
    for name, tensor in tensors.items():
        raw = np.dtype("<u2" if tensor.dtype == "BF16" else "<f4" if tensor.dtype == "F32" else "<f2")
        count = math.prod(tensor.shape)
        values = np.fromfile(path, dtype=raw, count=count, offset=tensor.start)
        # numpy has no bfloat16: a number is not finite where all eight exponent bits are set
        finite = (values & 0x7F80) != 0x7F80 if tensor.dtype == "BF16" else np.isfinite(values)
        if bad := int(count - np.count_nonzero(finite)):
            problems.append(f"{name}: {bad} of {count} numbers are not finite")
        if name.endswith("lora_B.weight"):
            active = active or bool(np.any(values & 0x7FFF if tensor.dtype == "BF16" else values))
    if not active:
        problems.append("every lora_B is zero: the adapter changes nothing")
    return problems
