"""What the speed benchmark runs on: a backbone with three adapters, made here or the bundled ones.

Random weights have the shape, the bytes and the arithmetic of trained ones; what they say means nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from adapters.pack import Pack, load_pack, write_pack
from adapters.registry import BUNDLED
from runtime import nf4
from runtime.backbone import Checkpoint, read

TARGETS = ("q_proj", "k_proj", "v_proj")
RANK = 16
ADAPTERS = 3
SHAPES = ("qwen3-4b", "tiny", "micro")


@dataclass(frozen=True, slots=True)
class Subject:
    """A checkpoint in host memory and the packs for it; both systems load these same bytes."""

    checkpoint: Checkpoint
    packs: Sequence[Pack]


def subject(shape: str, device: str, folder: Path) -> Subject:
    """The backbone of a shape of `SHAPES` and its three packs; random ones are made, packs in `folder`."""
    if shape == "micro":
        return Subject(read("micro"), [load_pack(path) for path in sorted(BUNDLED.iterdir())])
    checkpoint = random_checkpoint(CONFIGS[shape], device, folder)
    return Subject(checkpoint, [random_pack(checkpoint, folder, seed) for seed in range(ADAPTERS)])


def qwen3(
    hidden: int, layers: int, heads: int, kv_heads: int, head_dim: int, intermediate: int, vocab: int
) -> dict[str, Any]:
    """A config.json of Qwen3 with tied embeddings; what is not asked for is as in Qwen3-4B."""
    return {
        "model_type": "qwen3",
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "num_key_value_heads": kv_heads,
        "head_dim": head_dim,
        "intermediate_size": intermediate,
        "vocab_size": vocab,
        "max_position_embeddings": 40_960,
        "rms_norm_eps": 1e-6,
        "rope_parameters": {"rope_type": "default", "rope_theta": 1_000_000.0},
        "tie_word_embeddings": True,
        "attention_bias": False,
        "hidden_act": "silu",
    }


# The random shapes.
CONFIGS = {
    "qwen3-4b": qwen3(2560, 36, 32, 8, 128, 9728, 151_936),
    "tiny": qwen3(256, 2, 4, 2, 64, 512, 1000),
}


def random_checkpoint(config: dict[str, Any], device: str, folder: Path, seed: int = 0) -> Checkpoint:
    """A checkpoint of random weights, made and quantised on `device` layer by layer, kept in host memory."""
    generator = torch.Generator(device).manual_seed(seed)

    def normal(*size: int, mean: float = 0.0, std: float = 0.02) -> Tensor:
        values = torch.empty(size, device=device, dtype=torch.float32)
        return values.normal_(mean, std, generator=generator).to(torch.bfloat16)

    def norm(width: int) -> Tensor:
        return normal(width, mean=1.0, std=0.1).cpu()

    hidden, head_dim = config["hidden_size"], config["head_dim"]
    tensors = {
        "model.embed_tokens.weight": normal(config["vocab_size"], hidden).cpu(),
        "model.norm.weight": norm(hidden),
    }
    for index in range(config["num_hidden_layers"]):
        layer = f"model.layers.{index}"
        for name, width in (("input_layernorm", hidden), ("post_attention_layernorm", hidden)):
            tensors[f"{layer}.{name}.weight"] = norm(width)
        for name in ("q_norm", "k_norm"):
            tensors[f"{layer}.self_attn.{name}.weight"] = norm(head_dim)
        for name, size in sizes(config).items():
            tensors |= nf4.quantise(f"{layer}.{name}.weight", normal(*size))
    return Checkpoint(folder, config, tensors)


def sizes(config: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """[out, in] of each projection of a layer."""
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    heads = config["num_attention_heads"] * config["head_dim"]
    kv_heads = config["num_key_value_heads"] * config["head_dim"]
    return {
        "self_attn.q_proj": (heads, hidden),
        "self_attn.k_proj": (kv_heads, hidden),
        "self_attn.v_proj": (kv_heads, hidden),
        "self_attn.o_proj": (hidden, heads),
        "mlp.gate_proj": (inner, hidden),
        "mlp.up_proj": (inner, hidden),
        "mlp.down_proj": (hidden, inner),
    }


def random_pack(checkpoint: Checkpoint, folder: Path, seed: int) -> Pack:
    """A pack of rank 16 on q, k and v, both matrices random, written below `folder` in PEFT's layout."""
    from peft import LoraConfig
    from safetensors.torch import save_file

    generator = torch.Generator().manual_seed(1000 + seed)
    peft = folder / f"peft{seed}"
    LoraConfig(
        r=RANK, lora_alpha=2 * RANK, target_modules=list(TARGETS), task_type="CAUSAL_LM"
    ).save_pretrained(str(peft))
    tensors = {}
    for index in range(checkpoint.shape.layers):
        for name, (out, width) in sizes(checkpoint.config).items():
            if name.endswith(TARGETS):
                path = f"base_model.model.model.layers.{index}.{name}"
                bound = width**-0.5  # kaiming_uniform with a = sqrt(5), as PEFT begins
                a = torch.empty(RANK, width).uniform_(-bound, bound, generator=generator)
                b = torch.empty(out, RANK).normal_(0.0, 0.03, generator=generator)
                tensors[f"{path}.lora_A.weight"] = a.to(torch.bfloat16)
                tensors[f"{path}.lora_B.weight"] = b.to(torch.bfloat16)
    save_file(tensors, str(peft / "adapter_model.safetensors"))
    return write_pack(
        folder / f"random{seed}",
        peft=peft,
        description="Random weights.",
        backbone="random",
        base_model="random",
        exemplars=["What is nothing?"],
    )
