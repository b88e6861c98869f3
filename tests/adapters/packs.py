"""A small PEFT adapter on disk, made without torch or peft."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from adapters.pack import Pack, write_pack


def make_peft(
    folder: Path, *, rank: int = 4, modules: tuple[str, ...] = ("q_proj", "v_proj"), seed: int = 0
) -> Path:
    """The folder with adapter_config.json and adapter_model.safetensors of a two-layer model."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    tensors = {}
    for layer in range(2):
        for module in modules:
            place = f"base_model.model.model.layers.{layer}.self_attn.{module}"
            tensors[f"{place}.lora_A.weight"] = rng.standard_normal((rank, 8), dtype=np.float32)
            tensors[f"{place}.lora_B.weight"] = rng.standard_normal((8, rank), dtype=np.float32)
    save_file(tensors, folder / "adapter_model.safetensors")
    config: dict[str, Any] = {
        "peft_type": "LORA",
        "base_model_name_or_path": "/somewhere/local",
        "r": rank,
        "lora_alpha": 2 * rank,
        "target_modules": list(reversed(modules)),
        "bias": "none",
    }
    (folder / "adapter_config.json").write_text(json.dumps(config))
    return folder


def make_pack(folder: Path, name: str = "colours", **fields: Any) -> Pack:
    """A valid pack at folder/name."""
    peft = make_peft(folder / f"{name}-peft", seed=fields.pop("seed", 0))
    values: dict[str, Any] = {
        "description": "Questions about colours.",
        "backbone": "abc123",
        "base_model": "someone/small",
        "exemplars": ["What is red and blue mixed?", "Is green a warm colour?"],
    }
    return write_pack(folder / name, peft=peft, **(values | fields))
