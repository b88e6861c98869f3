"""Load a backbone: the bundled micro one, a local folder, or a hub id. Weights come as NF4 or floats."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from adapters.errors import UnavailableError
from runtime import nf4

MICRO = Path(__file__).parent / "micro"
PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


@dataclass(frozen=True, slots=True)
class BackboneInfo:
    """What is known of a backbone. `fingerprint` is the hash that packs are bound to."""

    name: str
    fingerprint: str
    parameters: int
    device: str
    dtype: str
    context: int
    micro: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """The dimensions of a Qwen3 model, as its config.json names them."""

    layers: int
    hidden: int
    heads: int
    kv_heads: int
    head_dim: int
    vocab: int
    eps: float
    theta: float
    context: int


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A backbone's folder, read: configuration and every stored tensor, NF4 ones still packed."""

    folder: Path
    config: dict[str, Any]
    tensors: dict[str, Tensor]

    @property
    def shape(self) -> Shape:
        """The model's dimensions."""
        c = self.config
        rope = c.get("rope_parameters") or {}
        return Shape(
            layers=c["num_hidden_layers"],
            hidden=c["hidden_size"],
            heads=c["num_attention_heads"],
            kv_heads=c["num_key_value_heads"],
            head_dim=c["head_dim"],
            vocab=c["vocab_size"],
            eps=c["rms_norm_eps"],
            theta=float(rope.get("rope_theta") or c.get("rope_theta") or 10_000.0),
            context=c["max_position_embeddings"],
        )

    def weight(self, name: str) -> Tensor:
        """The tensor `name`, expanded where it is stored as NF4."""
        return (
            nf4.dequantise(self.tensors, name) if nf4.is_quantised(self.tensors, name) else self.tensors[name]
        )

    def expanded(self) -> dict[str, Tensor]:
        """Every weight by its transformers name, NF4 expanded (the same numbers in bfloat16)."""
        names = [n for n in self.tensors if n.endswith((".weight", ".bias"))]
        return {name: self.weight(name) for name in names}

    def parameters(self) -> int:
        """Number of weights."""
        packed = sum(2 * t.numel() for n, t in self.tensors.items() if nf4.is_quantised(self.tensors, n))
        plain = [
            n
            for n in self.tensors
            if n.endswith((".weight", ".bias")) and not nf4.is_quantised(self.tensors, n)
        ]
        return packed + sum(self.tensors[n].numel() for n in plain)


def locate(source: str | None) -> Path:
    """The folder of a backbone: None or "micro" is the bundled one, then a local path, then a hub id.

    Raises UnavailableError where there is nothing at `source`.
    """
    if source is None or source == "micro":
        if not (MICRO / "config.json").exists():
            raise UnavailableError("the bundled micro backbone is missing; reinstall moelite")
        return MICRO
    folder = Path(source).expanduser()
    if folder.is_dir():
        return folder
    if source.startswith((".", "/", "~")) or source.count("/") != 1:
        raise UnavailableError(
            f"no backbone folder at {source}; give a folder with config.json or a hub id like Qwen/Qwen3-4B"
        )
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(source, allow_patterns=["*.json", "*.safetensors", "*.txt"]))
    except Exception as error:  # the hub client raises many kinds; to a user they mean one thing
        raise UnavailableError(f"cannot fetch {source} from the hub: {str(error).splitlines()[0]}") from error


def read(source: str | None) -> Checkpoint:
    """The checkpoint at `source` (see `locate`). Raises UnavailableError where it is missing or damaged."""
    folder = locate(source)
    try:
        config = json.loads((folder / "config.json").read_text())
        if config.get("model_type") != "qwen3":
            raise UnavailableError(
                f"{folder} holds a {config.get('model_type')!r} model; moelite runs Qwen3 models"
            )
        tensors: dict[str, Tensor] = {}
        files = sorted(folder.glob("*.safetensors"))
        if not files:
            raise UnavailableError(f"{folder} has no .safetensors file")
        for file in files:
            with safe_open(file, framework="pt") as opened:
                tensors |= {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
    except (OSError, SafetensorError, json.JSONDecodeError) as error:
        raise UnavailableError(f"cannot read the backbone in {folder}: {error}") from error
    missing = [n for n in ("model.embed_tokens.weight", "model.norm.weight") if n not in tensors]
    if missing:
        raise UnavailableError(f"{folder} lacks {missing[0]}; the checkpoint is incomplete")
    return Checkpoint(folder, config, tensors)


def fingerprint(checkpoint: Checkpoint) -> str:
    """Sixteen hex digits over the dimensions and the stored weights' bytes: what a pack is bound to."""
    digest = hashlib.sha256(repr(checkpoint.shape).encode())
    for name in sorted(checkpoint.tensors):
        tensor = checkpoint.tensors[name].contiguous()
        digest.update(name.encode())
        digest.update(tensor.view(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()[:16]


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer in a backbone's folder. Raises UnavailableError where there is none."""
    from transformers import AutoTokenizer

    try:
        return AutoTokenizer.from_pretrained(folder)
    except (OSError, ValueError) as error:
        raise UnavailableError(
            f"cannot read the tokenizer in {folder}: {str(error).splitlines()[0]}"
        ) from error


def transformers_model(
    checkpoint: Checkpoint, dtype: torch.dtype = torch.bfloat16, device: str = "cpu"
) -> Any:
    """The checkpoint as transformers' Qwen3ForCausalLM with NF4 expanded: what training and tests use."""
    from transformers import Qwen3Config, Qwen3ForCausalLM

    config = {
        k: v for k, v in checkpoint.config.items() if k not in ("quantization_config", "dtype", "torch_dtype")
    }
    model: Any = Qwen3ForCausalLM(Qwen3Config(**config))
    result = model.load_state_dict(checkpoint.expanded(), strict=False)
    absent = [name for name in result.missing_keys if name != "lm_head.weight"]
    if absent or result.unexpected_keys:
        raise UnavailableError(
            f"{checkpoint.folder} does not fit its config.json: {(absent + result.unexpected_keys)[0]}"
        )
    return model.to(dtype).to(device)
