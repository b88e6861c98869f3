"""Quantise a backbone of plain weights to NF4, tensor by tensor: in memory, or once to a folder."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import save_file
from torch import Tensor

from adapters.errors import MoeliteError, UnavailableError, UsageError
from adapters.staging import staged
from runtime import nf4
from runtime.backbone import (
    INDEX,
    Checkpoint,
    fingerprint,
    is_projection,
    load_tokenizer,
    read,
    stored_fingerprint,
    weights,
)

Progress = Callable[[str], None]

SHARD_BYTES = 2_000_000_000
COPIED = (
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.json",
    "merges.txt",
    "chat_template.jinja",
    "chat_template.json",
    "generation_config.json",
)


@dataclass(frozen=True, slots=True)
class Quantised:
    """A folder that was written: its size and that of the weights it was made of, in bytes."""

    folder: Path
    fingerprint: str
    before: int
    after: int


def is_nf4(checkpoint: Checkpoint) -> bool:
    """Whether every projection is stored as NF4."""
    return all(
        nf4.is_quantised(checkpoint.tensors, n) for n in weights(checkpoint.config) if is_projection(n)
    )


def quantised(
    checkpoint: Checkpoint, device: str = "cpu", progress: Progress = lambda text: None
) -> Checkpoint:
    """The checkpoint with its projections in NF4 and the rest in bfloat16, all on the CPU.

    The work is done on `device`; the result has the fingerprint of `checkpoint`. One plain tensor at a
    time is in memory; what is NF4 already stays as it is.
    Raises UnavailableError where a projection does not divide into NF4's blocks.
    """
    tensors: dict[str, Tensor] = {}
    for group in _groups(checkpoint, device, progress):
        tensors |= group
    return Checkpoint(checkpoint.folder, _config(checkpoint.config), tensors, source=checkpoint)


def write_quantised(
    source: str,
    out: Path,
    *,
    device: str = "cpu",
    shard_bytes: int = SHARD_BYTES,
    progress: Progress = lambda text: None,
) -> Quantised:
    """What was written to `out`: the backbone at `source` in NF4, for moelite and transformers alike.

    `out` appears whole or not at all; no more than one shard is in memory. Raises UsageError where `out`
    exists or its parent does not, or `source` is NF4 already, UnavailableError where `source` is missing
    or damaged, and MoeliteError where the disk has no room.
    """
    _refuse_existing(out)
    if not out.parent.is_dir():
        raise UsageError(f"there is no folder {out.parent} to write {out.name} into")
    progress("reading the backbone")
    checkpoint = read(source)
    if any(nf4.is_quantised(checkpoint.tensors, name) for name in checkpoint.tensors):
        raise UsageError(f"{source} is NF4 already; moelite takes it as it is")
    load_tokenizer(checkpoint.folder)
    needed, free = _size_of(checkpoint), shutil.disk_usage(out.parent).free
    if free < needed:
        raise MoeliteError(f"no room in {out.parent}: {needed / 1e9:.2f} GB needed, {free / 1e9:.2f} GB free")
    progress("taking the fingerprint")
    origin = fingerprint(checkpoint)
    with staged(out, ()) as stage:
        try:
            for name in COPIED:
                if (checkpoint.folder / name).is_file():
                    shutil.copyfile(checkpoint.folder / name, stage / name)
            _write_shards(_groups(checkpoint, device, progress), stage, shard_bytes)
            _write_json(stage / "config.json", _config(checkpoint.config))
            progress("reading it back")
            note = {"quantised_from": origin, "weights": stored_fingerprint(read(str(stage)))}
            _write_json(stage / "config.json", _config(checkpoint.config) | {"moelite": note})
        except (OSError, SafetensorError) as error:
            raise MoeliteError(f"cannot write {out}: {error}") from error
        after = _weights_size(stage)
        _refuse_existing(out)  # once more: what appeared there meanwhile is somebody's
    return Quantised(out, origin, _weights_size(checkpoint.folder, checkpoint.files), after)


def _refuse_existing(out: Path) -> None:
    if out.exists() or out.is_symlink():
        raise UsageError(f"{out} is there already; give another folder, or remove it")


def _groups(checkpoint: Checkpoint, device: str, progress: Progress) -> Iterator[dict[str, Tensor]]:
    """The tensors that store each weight, weight by weight; those of one belong into one file."""
    wanted = weights(checkpoint.config)
    total = sum(checkpoint.tensors[name].numel() for name in wanted)
    done, start = 0, monotonic()
    for name in wanted:
        weight = checkpoint.tensors[name]
        if nf4.is_quantised(checkpoint.tensors, name):
            yield nf4.stored(checkpoint.tensors, name)
        elif is_projection(name):
            if weight.numel() % nf4.BLOCK:
                raise UnavailableError(
                    f"{name} {list(weight.shape)} does not divide into blocks of {nf4.BLOCK}"
                )
            yield nf4.quantise(name, weight.to(device))
        else:
            yield {name: weight.to(torch.bfloat16).contiguous()}
        done += weight.numel()
        left = (monotonic() - start) * (total - done) / done
        progress(f"quantising, {100 * done // total} %, {left:,.0f} s left")


def _config(config: dict[str, Any]) -> dict[str, Any]:
    """config.json of the quantised model."""
    kept = {key: value for key, value in config.items() if key not in ("torch_dtype", "moelite")}
    return kept | {
        "architectures": ["Qwen3ForCausalLM"],
        "dtype": "bfloat16",
        "quantization_config": nf4.CONFIG,
    }


def _write_shards(groups: Iterator[dict[str, Tensor]], folder: Path, limit: int) -> None:
    """Writes the tensors to files of up to `limit` bytes (one weight may exceed it), and their index."""
    shards: list[tuple[str, ...]] = []
    held: dict[str, Tensor] = {}
    total = 0

    def flush() -> None:
        part = folder / f"part-{len(shards)}"
        save_file(held, part, metadata={"format": "pt"})
        part.chmod(0o644)  # safetensors writes for the owner alone
        shards.append(tuple(held))
        held.clear()

    for group in groups:
        if held and _bytes(held) + _bytes(group) > limit:
            flush()
        held |= group
        total += _bytes(group)
    flush()
    places: dict[str, str] = {}
    for index, names in enumerate(shards):  # a file's name tells how many there are
        many = f"model-{index + 1:05}-of-{len(shards):05}.safetensors"
        file = many if len(shards) > 1 else "model.safetensors"
        (folder / f"part-{index}").rename(folder / file)
        places |= dict.fromkeys(names, file)
    if len(shards) > 1:
        _write_json(folder / INDEX, {"metadata": {"total_size": total}, "weight_map": places})


def _bytes(tensors: dict[str, Tensor]) -> int:
    return sum(tensor.nbytes for tensor in tensors.values())


def _size_of(checkpoint: Checkpoint) -> int:
    """About how many bytes the quantised folder takes, a little too many."""
    size = 64_000_000  # tokenizer, headers, index
    for name in weights(checkpoint.config):
        count = checkpoint.tensors[name].numel()
        size += int(count * nf4.BYTES_A_WEIGHT) + 2048 if is_projection(name) else 2 * count
    return size


def _weights_size(folder: Path, files: tuple[Path, ...] = ()) -> int:
    return sum(file.stat().st_size for file in files or folder.glob("*.safetensors"))


def _write_json(file: Path, content: dict[str, Any]) -> None:
    file.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")
