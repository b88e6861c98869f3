"""Resident LoRA adapters: every pack's matrices stacked by slot, slot 0 the bare backbone.

A fused projection (q+k+v, gate+up) keeps one stacked pair: the parts' A matrices side by side and their
B matrices on the diagonal, so one product serves all of its parts. Smaller ranks are padded with zeros.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor
from torch.nn.functional import linear

from adapters.errors import UnavailableError
from adapters.pack import Pack
from runtime.backbone import Shape

# The fused projections of a layer and the parts each is made of, in order.
FUSED = {
    "qkv": ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    "o": ("self_attn.o_proj",),
    "gate_up": ("mlp.gate_proj", "mlp.up_proj"),
    "down": ("mlp.down_proj",),
}


@dataclass(frozen=True, slots=True)
class Lora:
    """The adapters of one fused projection: `a` [slots, rank, in], `b` [slots, out, rank], scaled."""

    a: Tensor
    b: Tensor

    def delta(self, x: Tensor, slots: Tensor) -> Tensor:
        """What the adapters add for x [rows, tokens, in]: [rows, tokens, out].

        slots [rows], or [1] where every row has the same: then no matrix is copied a row.
        """
        if len(slots) == 1:
            return linear(linear(x, self.a[slots][0]), self.b[slots][0])
        return torch.bmm(torch.bmm(x, self.a[slots].transpose(1, 2)), self.b[slots].transpose(1, 2))


@dataclass(frozen=True, slots=True)
class Slots:
    """Which pack is in which slot, and per layer the stacked matrices of every adapted projection."""

    packs: tuple[Pack, ...]
    layers: tuple[dict[str, Lora], ...]

    def slot(self, name: str) -> int:
        """The slot of a domain; "" and "none" are the bare backbone's, 0."""
        if name in ("", "none"):
            return 0
        for index, pack in enumerate(self.packs):
            if pack.name == name:
                return index + 1
        known = ", ".join(pack.name for pack in self.packs) or "none at all"
        raise UnavailableError(f"no adapter named {name!r} for this backbone; there is {known}")


def load_slots(
    packs: Sequence[Pack], shape: Shape, part_widths: dict[str, int], dtype: torch.dtype, device: str
) -> Slots:
    """The packs' adapters stacked. `part_widths` gives each projection's output width."""
    adapters = [_read(pack) for pack in packs]
    layers = []
    for layer in range(shape.layers):
        stacked = {}
        for fused, parts in FUSED.items():
            pairs = [[adapter.get(f"layers.{layer}.{part}") for part in parts] for adapter in adapters]
            if any(pair for row in pairs for pair in row if pair is not None):
                stacked[fused] = _stack(pairs, [part_widths[part] for part in parts], dtype, device)
        layers.append(stacked)
    return Slots(tuple(packs), tuple(layers))


Pair = tuple[Tensor, Tensor]


def _stack(pairs: list[list[Pair | None]], widths: list[int], dtype: torch.dtype, device: str) -> Lora:
    """One stacked pair for a fused projection: block-diagonal over its parts, zeros in slot 0."""
    width = next(pair[0].shape[1] for row in pairs for pair in row if pair is not None)
    rank = max(sum(pair[0].shape[0] for pair in row if pair is not None) for row in pairs)
    a = torch.zeros(len(pairs) + 1, rank, width)
    b = torch.zeros(len(pairs) + 1, sum(widths), rank)
    for slot, row in enumerate(pairs, start=1):
        r = out = 0
        for pair, part_width in zip(row, widths, strict=True):
            if pair is not None:
                n = pair[0].shape[0]
                a[slot, r : r + n] = pair[0]
                b[slot, out : out + part_width, r : r + n] = pair[1]
                r += n
            out += part_width
    return Lora(a.to(device, dtype), b.to(device, dtype))


def _read(pack: Pack) -> dict[str, Pair]:
    """A pack's matrices by module path ("layers.0.self_attn.q_proj"), float32, the scale folded into B."""
    try:
        tensors = load_file(pack.path / "adapter_model.safetensors")
        config: dict[str, Any] = json.loads((pack.path / "adapter_config.json").read_text())
    except (OSError, SafetensorError, ValueError) as error:
        raise UnavailableError(f"the pack {pack.name} cannot be read: {error}") from error
    scale = config["lora_alpha"] / (config["r"] ** 0.5 if config.get("use_rslora") else config["r"])
    pairs = {}
    for name, tensor in tensors.items():
        if name.endswith(".lora_A.weight"):
            path = name.removesuffix(".lora_A.weight")
            b = tensors[f"{path}.lora_B.weight"].float() * scale
            if not (torch.isfinite(tensor).all() and torch.isfinite(b).all()):
                raise UnavailableError(
                    f"the pack {pack.name} holds weights that are no numbers ({path}); train it again"
                )
            pairs[path[path.index("layers.") :]] = (tensor.float(), b)
    return pairs
