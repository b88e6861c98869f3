"""Random packs for the nano backbone, slots that hold them, and what these add."""

import json
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from adapters.pack import Pack, write_pack
from runtime.backbone import read
from runtime.lora import FUSED
from runtime.slots import Slots

# part: (output, input) widths on the nano backbone
PARTS = {
    "self_attn.q_proj": (128, 128),
    "self_attn.k_proj": (64, 128),
    "self_attn.v_proj": (64, 128),
    "self_attn.o_proj": (128, 128),
    "mlp.gate_proj": (256, 128),
    "mlp.up_proj": (256, 128),
    "mlp.down_proj": (128, 256),
}
WIDTHS = {part: out for part, (out, _) in PARTS.items()}
ALL = tuple(part.partition(".")[2] for part in PARTS)
INPUTS = {fused: PARTS[parts[0]][1] for fused, parts in FUSED.items()}


def tensors_of(targets: tuple[str, ...], rank: int, seed: int) -> dict[str, Tensor]:
    random = torch.Generator().manual_seed(seed)
    tensors = {}
    for layer in range(2):
        for part, (out, width) in PARTS.items():
            if part.partition(".")[2] in targets:
                name = f"base_model.model.model.layers.{layer}.{part}.lora_"
                tensors[f"{name}A.weight"] = torch.randn(rank, width, generator=random)
                tensors[f"{name}B.weight"] = torch.randn(out, rank, generator=random)
    return tensors


class Bench:
    """Makes packs and slots of the nano backbone in a folder."""

    def __init__(self, nano: Path, folder: Path) -> None:
        self.shape, self._folder, self._count = read(str(nano)).shape, folder, 0

    def pack(
        self,
        name: str,
        targets: tuple[str, ...] = ALL,
        rank: int = 4,
        seed: int = 0,
        change: Callable[[dict[str, Tensor]], object] = lambda tensors: None,
    ) -> Pack:
        """A random pack; `change` edits its tensors before they are written."""
        self._count += 1
        folder = self._folder / str(self._count)
        (folder / "peft").mkdir(parents=True)
        tensors = tensors_of(targets, rank, seed)
        change(tensors)
        save_file(tensors, folder / "peft" / "adapter_model.safetensors")
        config = {"peft_type": "LORA", "r": rank, "lora_alpha": 3 * rank, "target_modules": list(targets)}
        (folder / "peft" / "adapter_config.json").write_text(json.dumps(config))
        return write_pack(
            folder / name,
            peft=folder / "peft",
            description="A test.",
            backbone="nano",
            base_model="nano",
            exemplars=["What?"],
        )

    def slots(
        self,
        *packs: Pack,
        capacity: int | None = None,
        dtype: torch.dtype = torch.float32,
        device: str = "cpu",
    ) -> Slots:
        """Slots that hold the packs."""
        return Slots(self.shape, WIDTHS, dtype, device, packs, capacity)


def inputs(fused: str, rows: int = 1, tokens: int = 3) -> Tensor:
    random = torch.Generator().manual_seed(rows)
    return torch.randn(rows, tokens, INPUTS[fused], generator=random)


def deltas(slots: Slots, *which: int, rows: int = 1) -> list[Tensor]:
    """What the slots add at every projection; zeros where no pack adapts it."""
    out = []
    for loras in slots.layers:
        for fused, parts in FUSED.items():
            x = inputs(fused, rows)
            if fused in loras:
                out.append(loras[fused].delta(x, torch.tensor(which)))
            else:
                out.append(torch.zeros(*x.shape[:2], sum(WIDTHS[part] for part in parts)))
    return out


def same(left: list[Tensor], right: list[Tensor]) -> bool:
    return all(torch.allclose(a, b, rtol=1e-4, atol=1e-4) for a, b in zip(left, right, strict=True))


def places(slots: Slots) -> list[tuple[int, int]]:
    """Where the tensors lie: what a captured graph knows of them."""
    return [(lora.a.data_ptr(), lora.b.data_ptr()) for loras in slots.layers for lora in loras.values()]
