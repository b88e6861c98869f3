"""Make the micro backbone: `python -m trainers.micro --out FOLDER`.

Tokenizer and text come from the project's own generators; the model is a small Qwen3, trained in bf16 on
CUDA (float32 on a CPU) and written as a double-quantised NF4 checkpoint. Interrupted, the same command
goes on from its last checkpoint.
"""

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import click
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from adapters.errors import UsageError, exit_on_error
from runtime import backbone, nf4
from runtime.backbone import PROJECTIONS
from trainers.corpus import BACKBONE, Rows, Stream, documents, load_encoder
from trainers.loop import Plan, Report, train
from trainers.muon import Muon
from trainers.tokenizer import save_tokenizer, train_tokenizer

VOCAB = 2048
CONTEXT = 1024


@dataclass(frozen=True, slots=True)
class Size:
    """Dimensions of a micro backbone; all multiples of 64, so that NF4 blocks divide evenly."""

    layers: int
    hidden: int
    feed_forward: int
    heads: int
    kv_heads: int


SIZES = {
    "nano": Size(2, 128, 256, 2, 1),
    "micro": Size(12, 384, 1024, 6, 2),
    "plus": Size(16, 384, 1152, 6, 2),
}


def build_model(size: Size, seed: int) -> Any:
    """A freshly initialised Qwen3ForCausalLM in float32."""
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(seed)
    config = Qwen3Config(
        vocab_size=VOCAB,
        hidden_size=size.hidden,
        intermediate_size=size.feed_forward,
        num_hidden_layers=size.layers,
        num_attention_heads=size.heads,
        num_key_value_heads=size.kv_heads,
        head_dim=64,
        max_position_embeddings=CONTEXT,
        rope_parameters={"rope_type": "default", "rope_theta": 10_000.0},
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=2,
        pad_token_id=0,
    )
    model = Qwen3ForCausalLM(config)
    # Residual outputs start smaller with depth (GPT-2), so that twelve layers train at a high rate.
    for name, parameter in model.named_parameters():
        if name.endswith(("o_proj.weight", "down_proj.weight")):
            nn.init.normal_(parameter, std=0.02 / math.sqrt(2 * size.layers))
    return model


def optimizers_for(model: nn.Module, lr: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices inside the layers, AdamW for embedding and norms, at one rate."""
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and "embed" not in n]
    others = [p for n, p in model.named_parameters() if p.ndim != 2 or "embed" in n]
    adam = torch.optim.AdamW(others, lr=lr, betas=(0.9, 0.95), weight_decay=0.0, fused=others[0].is_cuda)
    return [Muon(matrices, lr), adam]


def compiled_loss(model: Any, device: str) -> Any:
    """A function (ids [rows, length + 1], loss flags) -> mean cross-entropy, its layers compiled on CUDA."""

    def head_loss(hidden: Tensor, labels: Tensor) -> Tensor:
        logits = model.lm_head(hidden).flatten(0, 1).float()
        return cross_entropy(logits, labels.flatten(), ignore_index=-100)

    if device == "cuda":
        torch.set_float32_matmul_precision("high")
        torch._dynamo.config.cache_size_limit = 64
        for layer in model.model.layers:
            layer.self_attn.layer_idx = 0  # only a cache needs it; equal layers share one compiled graph
            layer.compile(dynamic=False)
        head_loss = torch.compile(head_loss, dynamic=False)

    def loss_of(batch: tuple[Tensor, Tensor]) -> Tensor:
        ids, labels = batch
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
            hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state
            return head_loss(hidden, labels)

    return loss_of


@contextmanager
def on_nf4_values(model: nn.Module, active: bool) -> Iterator[None]:
    """Within it the layers' matrices hold what NF4 makes of them; gradients go straight through.

    Used for the end of pre-training, so that quantising afterwards changes nothing.
    """
    if not active:
        yield
        return
    matrices = [p for n, p in model.named_parameters() if n.split(".")[-2] in PROJECTIONS]
    exact = [p.detach().clone() for p in matrices]
    with torch.no_grad():
        for matrix in matrices:
            matrix.copy_(nf4.round_trip(matrix))
    yield
    with torch.no_grad():
        torch._foreach_copy_([p.data for p in matrices], exact)


def batches(
    shards: Iterator[Rows], per_batch: int, device: str, masked: bool
) -> Iterator[tuple[Tensor, Tensor]]:
    """(ids, labels) int64 [rows, length] on the device; `masked` keeps only tokens that a loss falls on."""
    while group := list(islice(shards, per_batch)):
        ids = torch.cat([torch.from_numpy(rows.ids.astype("int64")) for rows in group])
        labels = ids[:, 1:].clone()
        if masked:
            flags = torch.cat([torch.from_numpy(rows.loss) for rows in group])
            labels[~flags[:, 1:]] = -100
        else:
            labels[labels == 0] = -100
        yield ids[:, :-1].to(device, non_blocking=True), labels.to(device, non_blocking=True)


def tokenizer_in(folder: Path, seed: int, sample: int) -> Path:
    """The tokenizer.json in `folder`, trained on `sample` generated documents where it is not there yet."""
    file = folder / "tokenizer.json"
    if not file.exists():
        texts = [doc.text for doc in islice(documents(BACKBONE, Random(f"tokenizer/{seed}")), sample)]
        save_tokenizer(train_tokenizer(texts, VOCAB), folder, CONTEXT)
    return file


def save_nf4(model: Any, folder: Path) -> None:
    """Write `model` to `folder` as a double-quantised NF4 checkpoint that transformers reads too."""
    from safetensors.torch import save_file

    tensors: dict[str, Tensor] = {}
    for name, parameter in model.named_parameters():
        if name.split(".")[-2] in PROJECTIONS:
            tensors |= nf4.quantise(name, parameter.detach())
        else:
            tensors[name] = parameter.detach().to("cpu", torch.bfloat16).contiguous()
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    config = model.config.to_dict() | {
        "architectures": ["Qwen3ForCausalLM"],
        "dtype": "bfloat16",
        "quantization_config": nf4.CONFIG,
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")


def generators_hash() -> str:
    """Sixteen hex digits over 2,000 generated documents: which text a run was trained on."""
    digest = hashlib.sha256()
    for document in islice(documents(BACKBONE, Random("fingerprint")), 2000):
        digest.update(document.text.encode())
    return digest.hexdigest()[:16]


def _go_on_from(start: Path, size: str, model: nn.Module, out: Path) -> dict[str, Any]:
    """The record of the backbone in `start`; its weights are now in `model`, its tokenizer in `out`.

    Raises UsageError, with nothing written, where it is of another size.
    """
    checkpoint = backbone.read(str(start))
    weights = backbone.transformers_model(checkpoint, torch.float32).state_dict()
    if {n: w.shape for n, w in weights.items()} != {n: w.shape for n, w in model.state_dict().items()}:
        raise UsageError(f"{start} is not a backbone of the size {size}; give another --size or --start")
    model.load_state_dict(weights)
    save_tokenizer(load_encoder(start / "tokenizer.json"), out, CONTEXT)
    file = start / "training.json"
    record = json.loads(file.read_text()) if file.exists() else {}
    return {**record, "fingerprint": backbone.fingerprint(checkpoint)}


def pretrain(
    out: Path,
    size: str,
    plan: Plan,
    *,
    seed: int,
    rows: int,
    workers: int,
    extra: Sequence[str] = (),
    start: Path | None = None,
    report: Report,
) -> dict[str, Any]:
    """Train, quantise and write the backbone to `out`; returns the record that goes into its card.

    With `start`, the folder of an earlier backbone of this size, its tokenizer and weights come first.
    """
    device = "cuda" if torch.cuda.is_available() else "cpu"
    out.mkdir(parents=True, exist_ok=True)
    model = build_model(SIZES[size], seed)
    earlier = _go_on_from(start, size, model, out) if start else None
    model.to(device)
    tokenizer_file = tokenizer_in(out, seed, 40_000 if size != "nano" else 4_000)
    stream = Stream(BACKBONE, tokenizer_file, seed, rows=min(64, rows), extra=tuple(extra), extra_share=0.03)
    per_batch = max(1, rows // 64)

    def from_step(start: int) -> Iterator[tuple[Tensor, Tensor]]:
        shards = stream.shards(start * per_batch, plan.steps * per_batch, workers)
        return batches(shards, per_batch, device, masked=False)

    work = out / "work"
    loss_of = compiled_loss(model, device)
    steps = train(
        loss_of,
        {"model": model},
        optimizers_for(model, plan.lr),
        from_step,
        plan,
        work,
        report,
        around=lambda progress: on_nf4_values(model, progress >= 1.0 - plan.decay),
    )
    save_nf4(model, out)
    record = {
        "size": size,
        "parameters": sum(p.numel() for p in model.parameters()),
        "steps": steps,
        "tokens": steps * rows * stream.length,
        "seed": seed,
        "start": earlier,
        "generators": generators_hash(),
        "mix": asdict(BACKBONE),
        "device": torch.cuda.get_device_name() if device == "cuda" else "cpu",
    }
    (out / "training.json").write_text(json.dumps(record, indent=2) + "\n")
    return record


@click.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder of the new backbone.")
@click.option("--size", type=click.Choice(list(SIZES)), default="micro", show_default=True)
@click.option("--steps", default=4000, show_default=True, help="Optimiser steps.")
@click.option("--minutes", default=float("inf"), help="End the schedule after so long, if that comes first.")
@click.option("--lr", default=2.5e-3, show_default=True, help="Peak learning rate.")
@click.option("--rows", default=256, show_default=True, help="Packed rows of 512 tokens in a step.")
@click.option("--seed", default=1, show_default=True)
@click.option("--checkpoint-s", default=60.0, show_default=True, help="Seconds between checkpoints.")
@click.option("--workers", default=0, show_default=True, help="Processes that generate text.")
@click.option(
    "--start",
    type=click.Path(exists=True, path_type=Path),
    help="Backbone folder whose weights to go on from.",
)
@click.option(
    "--extra", type=click.Path(exists=True, path_type=Path), help="JSONL of rendered documents to mix in."
)
def main(
    out: Path,
    size: str,
    steps: int,
    minutes: float,
    lr: float,
    rows: int,
    seed: int,
    checkpoint_s: float,
    workers: int,
    start: Path | None,
    extra: Path | None,
) -> None:
    """Pre-train the micro backbone on generated text and write it as NF4."""
    texts = [json.loads(line)["text"] for line in extra.open(encoding="utf-8")] if extra else []
    plan = Plan(steps, lr, minutes, checkpoint_s=checkpoint_s)
    report = lambda row: click.echo(json.dumps(row), err=True)  # noqa: E731
    click.echo(
        json.dumps(
            pretrain(
                out,
                size,
                plan,
                seed=seed,
                rows=rows,
                workers=workers,
                extra=texts,
                start=start,
                report=report,
            )
        )
    )


if __name__ == "__main__":
    with exit_on_error():
        main()
