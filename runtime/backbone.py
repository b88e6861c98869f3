"""Load a backbone: the bundled micro one, a local folder, or a hub id. Weights come as NF4 or floats.

They are mapped from the files, not copied: a tensor takes memory when it is read, and the system may
take that memory back at any time.
"""

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from adapters.errors import UnavailableError, UsageError
from adapters.registry import home
from runtime import nf4

MICRO = Path(__file__).parent / "micro"
PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
PLAIN = (torch.bfloat16, torch.float16, torch.float32)
INDEX = "model.safetensors.index.json"
# Hashing less than this is quicker than asking whether it has been done before.
REMEMBERED_FROM = 256 << 20


@dataclass(frozen=True, slots=True)
class Shape:
    """The dimensions of a Qwen3 model, as its config.json names them (fingerprints hash its repr)."""

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
    """A backbone's folder, read: configuration and every stored tensor, NF4 ones still packed.

    `files`: what the tensors are mapped from; empty where they were made in this process.
    `source`: the checkpoint that this one was quantised from in this process.
    """

    folder: Path
    config: dict[str, Any]
    tensors: dict[str, Tensor]
    files: tuple[Path, ...] = ()
    source: "Checkpoint | None" = None

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
        return Path(snapshot_download(source, allow_patterns=["*.json", "*.jinja", "*.safetensors", "*.txt"]))
    except Exception as error:  # the hub client raises many kinds; to a user they mean one thing
        raise UnavailableError(f"cannot fetch {source} from the hub: {str(error).splitlines()[0]}") from error


def read(source: str | None) -> Checkpoint:
    """The checkpoint at `source` (see `locate`), its tensors mapped from the files.

    Raises UnavailableError where it is missing, damaged or incomplete or does not fit its config.json.
    """
    folder = locate(source)
    config = _json(folder / "config.json")
    if config.get("model_type") != "qwen3":
        raise UnavailableError(
            f"{folder} holds a {config.get('model_type')!r} model; moelite runs Qwen3 models"
        )
    files = _weight_files(folder)
    tensors: dict[str, Tensor] = {}
    for file in files:
        try:
            with safe_open(file, framework="pt") as opened:
                tensors |= {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
        except (OSError, SafetensorError) as error:
            raise UnavailableError(f"cannot read the backbone in {folder}: {file.name}: {error}") from error
    checkpoint = Checkpoint(folder, config, tensors, files)
    _check(checkpoint)
    return checkpoint


def weights(config: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """The shape of every weight of the model that `config` describes, by name, in the order of use.

    A tied head is the embedding and no weight of its own. Raises KeyError where `config` lacks an entry.
    """
    hidden, head_dim, inner = config["hidden_size"], config["head_dim"], config["intermediate_size"]
    queries, keys = config["num_attention_heads"] * head_dim, config["num_key_value_heads"] * head_dim
    layer = {
        "input_layernorm": (hidden,),
        "self_attn.q_proj": (queries, hidden),
        "self_attn.k_proj": (keys, hidden),
        "self_attn.v_proj": (keys, hidden),
        "self_attn.q_norm": (head_dim,),
        "self_attn.k_norm": (head_dim,),
        "self_attn.o_proj": (hidden, queries),
        "post_attention_layernorm": (hidden,),
        "mlp.gate_proj": (inner, hidden),
        "mlp.up_proj": (inner, hidden),
        "mlp.down_proj": (hidden, inner),
    }
    vocabulary = (config["vocab_size"], hidden)
    return {
        "model.embed_tokens.weight": vocabulary,
        **{
            f"model.layers.{index}.{name}.weight": shape
            for index in range(config["num_hidden_layers"])
            for name, shape in layer.items()
        },
        "model.norm.weight": (hidden,),
        **({} if config.get("tie_word_embeddings") else {"lm_head.weight": vocabulary}),
    }


def is_projection(name: str) -> bool:
    """Whether the weight `name` is one of those that NF4 stores."""
    return name.endswith(tuple(f".{projection}.weight" for projection in PROJECTIONS))


def fingerprint(checkpoint: Checkpoint) -> str:
    """Sixteen hex digits over the dimensions and the stored weights' bytes: what a pack is bound to.

    What was quantised from plain weights has the fingerprint of those, and so is one backbone with them:
    `moelite quantize` notes it in config.json beside that of the folder's own weights, and the note holds
    as long as the weights are those.
    """
    if checkpoint.source is not None:
        return fingerprint(checkpoint.source)
    own = stored_fingerprint(checkpoint)
    note = checkpoint.config.get("moelite")
    if isinstance(note, dict) and note.get("weights") == own:
        return str(note["quantised_from"])
    return own


def stored_fingerprint(checkpoint: Checkpoint) -> str:
    """The fingerprint of the weights as they are stored, whatever they were quantised from.

    That of large files is remembered in the user's folder until one of them changes.
    """
    size = sum(file.stat().st_size for file in checkpoint.files)
    if size < REMEMBERED_FROM:
        return _hash(checkpoint)
    memory = home() / "fingerprints" / _identity(checkpoint)
    with suppress(OSError, ValueError):
        if re.fullmatch("[0-9a-f]{16}", known := memory.read_text()):
            return known
    found = _hash(checkpoint)
    with suppress(OSError):  # a memory that cannot be written costs time, nothing else
        memory.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=memory.parent, prefix=".", delete=False) as file:
            file.write(found)
        Path(file.name).replace(memory)
    return found


def _hash(checkpoint: Checkpoint) -> str:
    digest = hashlib.sha256(repr(checkpoint.shape).encode())
    for name in sorted(checkpoint.tensors):
        tensor = checkpoint.tensors[name].contiguous()
        digest.update(name.encode())
        digest.update(tensor.view(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()[:16]


def _identity(checkpoint: Checkpoint) -> str:
    """A name for the dimensions and for the files as they are now, wherever their folder moves to."""
    digest = hashlib.sha256(repr(checkpoint.shape).encode())
    for file in checkpoint.files:
        stat = file.stat()
        digest.update(f"\n{file.name} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns}".encode())
    return digest.hexdigest()


def _json(file: Path) -> dict[str, Any]:
    """The JSON object in `file`. Raises UnavailableError where there is none."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnavailableError(f"cannot read the backbone in {file.parent}: {file.name}: {error}") from error
    if not isinstance(content, dict):
        raise UnavailableError(f"cannot read the backbone in {file.parent}: {file.name} is no JSON object")
    return content


def _weight_files(folder: Path) -> tuple[Path, ...]:
    """The files that hold the weights: those that the index names, else every one in the folder."""
    if not (folder / INDEX).exists():
        if not (files := tuple(sorted(folder.glob("*.safetensors")))):
            raise UnavailableError(f"{folder} has no .safetensors file")
        return files
    places = _json(folder / INDEX).get("weight_map")
    if not isinstance(places, dict) or not places:
        raise UnavailableError(f"cannot read the backbone in {folder}: {INDEX} has no weight_map")
    files = tuple(folder / name for name in sorted({str(place) for place in places.values()}))
    if missing := [file.name for file in files if not file.is_file()]:
        raise UnavailableError(f"{folder} lacks {missing[0]}, which {INDEX} names; fetch it again")
    return files


def _check(checkpoint: Checkpoint) -> None:
    """Raises UnavailableError unless every weight is there, in a form and a shape that can be run."""
    folder, tensors = checkpoint.folder, checkpoint.tensors
    try:
        wanted, _ = weights(checkpoint.config), checkpoint.shape
    except (KeyError, TypeError, ValueError) as error:
        raise UnavailableError(f"{folder}/config.json lacks or garbles an entry: {error}") from error
    for name, shape in wanted.items():
        if name not in tensors:
            raise UnavailableError(f"{folder} lacks {name}; the checkpoint is incomplete")
        packed = is_projection(name) and nf4.is_quantised(tensors, name)
        if packed and (problem := nf4.find_problem(tensors, name)):
            raise UnavailableError(f"{folder}: {problem}; the checkpoint is damaged")
        if not packed and tensors[name].dtype not in PLAIN:
            kind = str(tensors[name].dtype).removeprefix("torch.")
            raise UnavailableError(f"{folder}: {name} is {kind}; moelite reads bf16, fp16, fp32 and NF4")
        found = nf4.shape(tensors, name) if packed else tuple(tensors[name].shape)
        if found != shape:
            raise UnavailableError(
                f"{folder}: {name} is {list(found)} where config.json makes it {list(shape)}"
            )
    if biased := [name for name in tensors if name.endswith(".bias")]:
        raise UnavailableError(f"{folder}: {biased[0]}: moelite runs Qwen3 models without biases")


def usable_device(device: str | None) -> str:
    """The device to compute on; None is a GPU where there is one.

    Raises UnavailableError where it is not here and UsageError where it is neither cpu nor cuda.
    """
    if device is None:
        return "cuda" if torch.cuda.is_available() else "cpu"
    if device.startswith("cuda") and not torch.cuda.is_available():
        raise UnavailableError("there is no CUDA GPU here; leave --device out or give --device cpu")
    if device != "cpu" and not device.startswith("cuda"):
        raise UsageError(f"unknown device {device!r}; give cpu or cuda")
    return device


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer in a backbone's folder. Raises UnavailableError where there is none."""
    from transformers import AutoTokenizer

    # transformers makes an empty tokenizer where a folder has none
    if not any((folder / name).is_file() for name in ("tokenizer.json", "vocab.json")):
        raise UnavailableError(f"{folder} has no tokenizer.json; the checkpoint is incomplete")
    try:
        return AutoTokenizer.from_pretrained(folder)
    except Exception as error:  # transformers raises many kinds; to a user they mean one thing
        raise UnavailableError(
            f"cannot read the tokenizer in {folder}: {str(error).splitlines()[0]}"
        ) from error


def transformers_model(
    checkpoint: Checkpoint, dtype: torch.dtype = torch.bfloat16, device: str = "cpu"
) -> Any:
    """The checkpoint as transformers' Qwen3ForCausalLM with NF4 expanded: what training and tests use."""
    from transformers import Qwen3Config, Qwen3ForCausalLM

    config = {
        k: v
        for k, v in checkpoint.config.items()
        if k not in ("quantization_config", "dtype", "torch_dtype", "moelite")
    }
    model: Any = Qwen3ForCausalLM(Qwen3Config(**config))
    result = model.load_state_dict(checkpoint.expanded(), strict=False)
    absent = [name for name in result.missing_keys if name != "lm_head.weight"]
    if absent or result.unexpected_keys:
        raise UnavailableError(
            f"{checkpoint.folder} does not fit its config.json: {(absent + result.unexpected_keys)[0]}"
        )
    return model.to(dtype).to(device)
