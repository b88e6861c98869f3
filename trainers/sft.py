"""Make the shipped packs: `python -m trainers.sft NAME --backbone B --out FOLDER`.

An adapter on endless generated tasks, on the frozen NF4 values, compiled for one GPU (see recipe.sh). To
train on data of your own there is `moelite train`.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import click
import torch

from adapters.errors import UsageError, exit_on_error
from adapters.pack import check_name, write_pack
from runtime import backbone as backbones
from trainers.config import TARGETS
from trainers.corpus import Stream, adapter_mix, documents
from trainers.loop import Plan, Report, train
from trainers.micro import batches, compiled_loss, generators_hash
from trainers.tasks import FAMILIES

CHECKERS = ("arithmetic", "symbolic", "logic")


@dataclass(frozen=True, slots=True)
class LoraPlan:
    """What is adapted, and how strongly. Alpha is twice the rank."""

    rank: int = 32
    targets: str = "all-linear"
    rows: int = 64
    seed: int = 1


def adapter_optimizer(model: torch.nn.Module, lr: float) -> torch.optim.Optimizer:
    """AdamW over the adapter's matrices."""
    trainable = [p for p in model.parameters() if p.requires_grad]
    return torch.optim.AdamW(
        trainable, lr=lr, betas=(0.9, 0.95), weight_decay=0.0, fused=trainable[0].is_cuda
    )


def finetune(
    name: str,
    domains: Sequence[str],
    out: Path,
    lora: LoraPlan,
    plan: Plan,
    *,
    backbone: str | None = None,
    workers: int = 0,
    extra: Sequence[str] = (),
    report: Report,
) -> dict[str, Any]:
    """The record of training the adapter `name` on the tasks of `domains`; its pack is written to `out`."""
    from peft import LoraConfig, get_peft_model

    device = "cuda" if torch.cuda.is_available() else "cpu"
    checkpoint = backbones.read(backbone)
    base = backbones.transformers_model(
        checkpoint, torch.bfloat16 if device == "cuda" else torch.float32, device
    )
    torch.manual_seed(lora.seed)
    config = LoraConfig(
        r=lora.rank,
        lora_alpha=2 * lora.rank,
        target_modules=list(TARGETS[lora.targets]),
        task_type="CAUSAL_LM",
    )
    model = get_peft_model(base, config)
    stream = Stream(
        adapter_mix(*domains),
        checkpoint.folder / "tokenizer.json",
        lora.seed + 1000,
        rows=min(64, lora.rows),
        extra=tuple(extra),
        extra_share=0.06,
    )
    per_batch = max(1, lora.rows // 64)

    def from_step(start: int) -> Iterator[Any]:
        shards = stream.shards(start * per_batch, plan.steps * per_batch, workers)
        return batches(shards, per_batch, device, masked=True)

    work = out.parent / f".{out.name}.training"
    optimizer = adapter_optimizer(model, plan.lr)
    loss_of = compiled_loss(model.get_base_model(), device)
    steps = train(loss_of, {"model": model}, [optimizer], from_step, plan, work, report)
    for parameter in model.parameters():
        parameter.data = parameter.data.bfloat16()  # as the runtime holds it, and half the file
    model.save_pretrained(str(work / "peft"))
    record = {
        "domains": list(domains),
        "steps": steps,
        "tokens": steps * lora.rows * stream.length,
        "lr": plan.lr,
        "lora": asdict(lora),
        "generators": generators_hash(),
        "device": torch.cuda.get_device_name() if device == "cuda" else "cpu",
    }
    data = json.dumps(
        {"mix": asdict(stream.mix), "seed": stream.seed, "generators": record["generators"]}, sort_keys=True
    )
    write_pack(
        out,
        peft=work / "peft",
        name=name,
        description=f"Questions of the kind {', '.join(domains)}, worked out step by step.",
        checker=name if name in CHECKERS else "",
        answer_format="boxed",
        backbone=backbones.fingerprint(checkpoint),
        base_model="moelite/micro" if checkpoint.folder == backbones.MICRO else checkpoint.folder.name,
        exemplars=None if (out / "exemplars.jsonl").exists() else _exemplars(domains),
        data_sha256=hashlib.sha256(data.encode()).hexdigest(),
        record=record,
    )
    shutil.rmtree(work)
    return record


def _exemplars(domains: Sequence[str], count: int = 200) -> list[str]:
    """Questions of the domains' own tasks, for the router, where nobody wrote better ones."""
    texts = islice(documents(adapter_mix(*domains), Random(7)), count)
    return [doc.pieces[0][0].removeprefix("<|im_start|>user\n").split("<|im_end|>")[0] for doc in texts]


@click.command()
@click.argument("name")
@click.option("--backbone", metavar="FOLDER", help="Backbone instead of the bundled one.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder of the new pack.")
@click.option("--tasks", multiple=True, metavar="DOMAIN", help="Whose tasks to learn (default: NAME's).")
@click.option("--steps", type=click.IntRange(min=1), default=800, show_default=True)
@click.option("--minutes", default=float("inf"), help="End the schedule after so long, if that comes first.")
@click.option("--lr", default=2e-3, show_default=True, help="Peak learning rate.")
@click.option("--rank", type=click.IntRange(1, 1024), default=32, show_default=True)
@click.option("--targets", type=click.Choice(list(TARGETS)), default="all-linear", show_default=True)
@click.option("--rows", default=64, show_default=True, help="Packed rows of 512 tokens in a step.")
@click.option("--seed", default=1, show_default=True)
@click.option("--workers", default=0, show_default=True, help="Processes that generate text.")
@click.option("--extra", type=click.Path(exists=True, path_type=Path), help="JSONL of documents to mix in.")
def main(
    name: str,
    backbone: str | None,
    out: Path,
    tasks: tuple[str, ...],
    steps: int,
    minutes: float,
    lr: float,
    rank: int,
    targets: str,
    rows: int,
    seed: int,
    workers: int,
    extra: Path | None,
) -> None:
    """Train the adapter NAME on generated tasks. Interrupted, the same command goes on."""
    check_name(name)
    known = {family.domain for family in FAMILIES}
    if unknown := [domain for domain in tasks or (name,) if domain not in known]:
        raise UsageError(f"no tasks for {unknown[0]!r}; there are tasks for {', '.join(sorted(known))}")
    texts = [json.loads(line)["text"] for line in extra.open(encoding="utf-8")] if extra else []
    record = finetune(
        name,
        tasks or (name,),
        out,
        LoraPlan(rank, targets, rows, seed),
        Plan(steps, lr, minutes, warmup=0.05, decay=0.9),
        backbone=backbone,
        workers=workers,
        extra=texts,
        report=lambda row: click.echo(json.dumps(row)),
    )
    click.echo(json.dumps(record))


if __name__ == "__main__":
    with exit_on_error():
        main()
