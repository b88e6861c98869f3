"""What a training step costs: `python benchmarks/train.py`. The trainer beside the plain QLoRA recipe.

One run, one card, the same weights, adapter and tokens. First every arm's gradients are held against those of
float32, next to how far the plain recipe's own lie from them; then each is timed: tokens a second, peak
memory, and what `moelite train --dry-run` predicted of it. The plain recipe is PEFT on bitsandbytes NF4,
transformers' Trainer, gradient checkpointing and paged 8-bit AdamW: `plain` leaves the embeddings in
bfloat16, `plain+upcast` prepares the model with PEFT's prepare_model_for_kbit_training.
On a GPU the weights are random in the shape of Qwen3-4B; `--device cpu` takes the micro backbone, in float32.
"""

import gc
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import torch
from torch import Tensor

sys.path.insert(0, str(Path(__file__).parents[1]))  # the other modules lie beside this one

from benchmarks import measure
from benchmarks.shape import CONFIGS, SHAPES, random_checkpoint
from runtime.backbone import Checkpoint, read
from trainers import base, cost
from trainers.plan import TrainPlan
from trainers.qlora import Trainer

OURS = ("graph", "eager")
PLAIN = ("plain", "plain+upcast")
LEFT = 50_000_000  # bytes that may be held where an arm begins
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """What is measured: so many rows at each of `lengths`, so many steps timed after a few warm ones."""

    shape: str
    device: str
    rows: int
    lengths: tuple[int, ...]
    warm: int
    steps: int

    @property
    def cuda(self) -> bool:
        """Whether it is a GPU that is measured."""
        return self.device.startswith("cuda")

    def plan(self, length: int) -> TrainPlan:
        """The trainer's plan: LoRA of rank 16 on q, k and v, gradient checkpointing, one pass a step."""
        tokens = self.rows * length
        return TrainPlan(
            steps=self.warm + self.steps,
            batch_tokens=tokens,
            micro_tokens=tokens,
            max_tokens=length,
            checkpointing=True,
        )


@dataclass(frozen=True)
class Tokens:
    """A row that is learned from the first token on."""

    ids: list[int]

    @property
    def learned(self) -> list[bool]:
        """All of it."""
        return [True] * len(self.ids)


def tokens(setting: Setting, vocab: int, length: int) -> list[Tokens]:
    """The rows of one step: random, the same for every arm."""
    generator = torch.Generator().manual_seed(length)
    ids = torch.randint(3, vocab, (setting.rows, length), generator=generator)
    return [Tokens(row) for row in ids.tolist()]


def plain(checkpoint: Checkpoint, setting: Setting, upcast: bool) -> Any:
    """The plain recipe's PEFT model, as its users build it."""
    from peft import prepare_model_for_kbit_training

    model = base.frozen(checkpoint, setting.device)
    if upcast:
        model = prepare_model_for_kbit_training(model)
    else:
        model.gradient_checkpointing_enable()
        model.enable_input_require_grads()
    return base.adapted(model, setting.plan(setting.lengths[0])).train()


def exact(checkpoint: Checkpoint, setting: Setting) -> Any:
    """The same model with every number in float32."""
    model = base.filled(checkpoint, False, torch.float32, setting.device)
    return base.adapted(model, setting.plan(setting.lengths[0]))


def matrices(model: Any) -> dict[str, Tensor]:
    """The adapter's matrices by name."""
    return {name: parameter for name, parameter in model.named_parameters() if ".lora_" in name}


@torch.no_grad()
def scatter(model: Any) -> None:
    """Give both matrices of every adapter fixed numbers: a fresh adapter has gradients in one alone."""
    generator = torch.Generator().manual_seed(7)
    for matrix in matrices(model).values():
        matrix.copy_(torch.randn(matrix.shape, generator=generator) * 0.02)


def gradients_of(
    model: Any, rows: Sequence[Tokens], setting: Setting, at_once: int, cast: bool
) -> dict[str, Tensor]:
    """transformers' and PEFT's gradients of the mean loss, float32 on the CPU; `at_once` rows in a pass."""
    ids = torch.tensor([row.ids for row in rows], device=setting.device)
    for part in ids.split(at_once):
        with torch.autocast(setting.device, torch.bfloat16) if cast else nullcontext():
            loss = model(input_ids=part, labels=part, use_cache=False).loss
        (loss * len(part) / len(ids)).backward()
    found = {name: matrix.grad.float().cpu() for name, matrix in matrices(model).items()}
    model.zero_grad()
    return found


def gradients_of_ours(
    checkpoint: Checkpoint, rows: Sequence[Tokens], setting: Setting, kernels: str
) -> dict[str, Tensor]:
    """The trainer's gradients of the same."""
    with tempfile.TemporaryDirectory() as folder:
        plan = setting.plan(len(rows[0].ids))
        trainer = Trainer(checkpoint, plan, rows, Path(folder), device=setting.device, kernels=kernels)
    scatter(trainer.model)
    trainer.gradient(trainer.packing.batch(0))
    assert trainer.lora is not None and trainer.lora.flat.grad is not None
    parts = trainer.lora.split(trainer.lora.flat.grad)
    return {name: part.float().cpu() for name, part in zip(matrices(trainer.model), parts, strict=True)}


def distance(found: dict[str, Tensor], wanted: dict[str, Tensor]) -> Row:
    """How far gradients lie from others: relative L2 norm and cosine, the mean and the worst of matrices."""
    if found.keys() != wanted.keys():
        raise RuntimeError("the arms train different matrices")
    relative, cosine = [], []
    for name, reference in wanted.items():
        got = found[name].double().flatten()
        reference = reference.double().flatten()
        if not got.isfinite().all() or not reference.norm() > 0:
            raise RuntimeError(f"the gradient of {name} is nothing to compare")
        relative.append(float((got - reference).norm() / reference.norm()))
        cosine.append(float(torch.cosine_similarity(got, reference, dim=0)))
    return {
        "relative": sum(relative) / len(relative),
        "relative_worst": max(relative),
        "cosine": sum(cosine) / len(cosine),
        "cosine_worst": min(cosine),
    }


def compare(checkpoint: Checkpoint, setting: Setting, ours: Sequence[str]) -> Iterator[Row]:
    """A row for each arm: its gradients against float32's, and against the plain recipe's.

    The plain recipe is also run row by row, which rounds differently: its distance from itself is the noise.
    """
    length = min(setting.lengths)
    rows = tokens(setting, checkpoint.shape.vocab, length)
    model = exact(checkpoint, setting)
    scatter(model)
    truth = gradients_of(model, rows, setting, 1, cast=False)
    del model
    measure.clear(setting.device)
    model = plain(checkpoint, setting, upcast=False)
    scatter(model)
    usual = gradients_of(model, rows, setting, len(rows), cast=setting.cuda)
    again = gradients_of(model, rows, setting, len(rows), cast=setting.cuda)
    alone = gradients_of(model, rows, setting, 1, cast=setting.cuda)
    del model
    measure.clear(setting.device)
    about = {"length": length, "matrices": len(truth)}
    noise = distance(usual, truth)
    yield about | {"arm": "plain", "against": "float32", **noise}
    yield about | {"arm": "plain again", "against": "plain", **distance(again, usual)}
    yield about | {"arm": "plain by rows", "against": "plain", **distance(alone, usual)}
    for kernels in ours:
        try:
            found = gradients_of_ours(checkpoint, rows, setting, kernels)
        except Exception as error:  # one design that fails must not cost the others' figures
            yield about | {"arm": f"ours/{kernels}", "against": "float32", "failed": repr(error)[:300]}
            continue
        result = distance(found, truth)
        allowed = max(1.5 * noise["relative"], 1e-4)
        yield about | {"arm": f"ours/{kernels}", "against": "float32", **result,
                       "allowed": allowed, "agrees": result["relative"] <= allowed}  # fmt: skip
        yield about | {"arm": f"ours/{kernels}", "against": "plain", **distance(found, usual)}
        measure.clear(setting.device)


def time_plain(checkpoint: Checkpoint, setting: Setting, upcast: bool) -> Iterator[Row]:
    """The plain recipe's figures at each length, under transformers' Trainer."""
    from transformers import Trainer as PlainTrainer
    from transformers import TrainerCallback, TrainingArguments

    class Clock(TrainerCallback):
        """When each step began, the device idle."""

        def __init__(self) -> None:
            self.began: list[float] = []

        def on_step_begin(self, *args: Any, **kwargs: Any) -> None:
            measure.synchronise(setting.device)
            self.began.append(time.perf_counter())

        def on_train_end(self, *args: Any, **kwargs: Any) -> None:
            measure.synchronise(setting.device)
            self.began.append(time.perf_counter())

    model = plain(checkpoint, setting, upcast)
    for length in setting.lengths:
        rows = tokens(setting, checkpoint.shape.vocab, length)
        data = [{"input_ids": row.ids, "labels": row.ids} for row in rows] * (setting.warm + setting.steps)
        clock = Clock()
        with tempfile.TemporaryDirectory() as folder:
            arguments = TrainingArguments(
                folder,
                per_device_train_batch_size=setting.rows,
                max_steps=setting.warm + setting.steps,
                learning_rate=1e-4,
                optim="paged_adamw_8bit" if setting.cuda else "adamw_torch",
                bf16=setting.cuda,
                use_cpu=not setting.cuda,
                gradient_checkpointing=True,
                report_to=[],
                save_strategy="no",
                logging_strategy="no",
                disable_tqdm=True,
            )
            trainer = PlainTrainer(model, arguments, train_dataset=data, callbacks=[clock])  # type: ignore[arg-type]
            measure.clear(setting.device)
            trainer.train()
        yield {"length": length} | figures(clock.began, setting, length)
        del trainer


def time_ours(checkpoint: Checkpoint, setting: Setting, kernels: str) -> Iterator[Row]:
    """The trainer's figures at each length, and what was predicted."""
    for length in setting.lengths:
        plan, rows = setting.plan(length), tokens(setting, checkpoint.shape.vocab, length)
        measure.clear(setting.device)
        with tempfile.TemporaryDirectory() as folder:
            trainer = Trainer(checkpoint, plan, rows, Path(folder), device=setting.device, kernels=kernels)
        measure.clear(setting.device)
        predicted = cost.predict(checkpoint.config, plan, setting.device)
        measure.clear(setting.device)
        running, began = trainer.steps(), []
        for _ in range(plan.steps):
            measure.synchronise(setting.device)
            began.append(time.perf_counter())
            next(running)
        measure.synchronise(setting.device)
        began.append(time.perf_counter())
        row = {"length": length} | figures(began, setting, length)
        off = predicted.peak_bytes / row["peak_bytes"] - 1
        share = predicted.seconds / plan.steps / row["step_s"] - 1
        yield row | {"predicted_bytes": predicted.peak_bytes, "bytes_off": off, "seconds_off": share}
        running.close()
        del trainer, running


def figures(began: Sequence[float], setting: Setting, length: int) -> Row:
    """Of the steps that began then, the last entry being the end: seconds, speed, and the peaks of memory."""
    times = sorted(b - a for a, b in zip(began[setting.warm :], began[setting.warm + 1 :], strict=False))
    step = times[len(times) // 2]
    reserved = torch.cuda.max_memory_reserved() if setting.cuda else 0
    return {
        "first_s": began[1] - began[0],
        "step_s": step,
        "tok_s": setting.rows * length / step,
        "peak_bytes": cost.measured_peak(setting.device),
        "reserved_bytes": reserved,
    }


def run(checkpoint: Checkpoint, setting: Setting, arms: Sequence[str], ours: Sequence[str]) -> Iterator[Row]:
    """A row for every arm and length; each arm is built after the one before is gone.

    The plain recipe comes last: transformers' Trainer leaves its model behind, which would count as ours.
    """
    for arm in [*(f"ours/{kernels}" for kernels in ours), *arms]:
        measure.clear(setting.device)
        if setting.cuda and (left := torch.cuda.memory_allocated()) > LEFT:
            yield {"arm": arm, "failed": f"{left / 1e9:.2f} GB are still held; run this arm alone"}
            continue
        try:
            if arm in PLAIN:
                timed = time_plain(checkpoint, setting, arm == "plain+upcast")
            else:
                timed = time_ours(checkpoint, setting, arm.removeprefix("ours/"))
            for row in timed:
                yield {"arm": arm, **row}
        except Exception as error:  # one design that fails must not cost the others' figures
            yield {"arm": arm, "failed": repr(error)[:300]}
        gc.collect()


def table(results: Row) -> str:
    """Everything in one table; its first line is a warning where gradients disagree."""
    return "\n".join(_lines(results))


def _lines(results: Row) -> Iterator[str]:
    if not agrees(results):
        yield "WARNING: the gradients disagree beyond the plain recipe's own error; the times compare nothing"
    setting = results["setting"]
    versions = ", ".join(f"{name} {text}" for name, text in results["versions"].items() if text)
    yield f"{results['card']}; {versions}; {results['date']}"
    yield f"{setting['shape']}, {setting['rows']} rows, LoRA r16 on q, k, v, every token learned"
    yield ""
    yield (
        f"{'gradients':16}{'against':10}{'relative L2':>12}{'worst':>9}{'cosine':>10}{'worst':>10}"
        f"{'allowed':>9}"
    )
    for row in results["gradients"]:
        if "failed" in row:
            yield f"{row['arm']:16}failed: {row['failed']}"
            continue
        allowed = f"{row['allowed']:9.4f}" if "allowed" in row else ""
        yield (
            f"{row['arm']:16}{row['against']:10}{row['relative']:12.5f}{row['relative_worst']:9.4f}"
            f"{row['cosine']:10.6f}{row['cosine_worst']:10.6f}{allowed}"
            + ("" if row.get("agrees", True) else "  disagrees")
        )
    yield ""
    yield (
        f"{'training':16}{'tokens':>9}{'tok/s':>10}{'peak GB':>9}{'reserved':>9}{'predicted':>10}{'off':>7}"
        f"{'time off':>9}  against plain"
    )
    usual = {row["length"]: row for row in results["rows"] if row["arm"] == "plain" and "failed" not in row}
    for row in results["rows"]:
        if "failed" in row:
            yield f"{row['arm']:16}failed: {row['failed']}"
            continue
        line = (
            f"{row['arm']:16}{setting['rows']:>3} x{row['length']:5}{row['tok_s']:10.0f}"
            f"{row['peak_bytes'] / 1e9:9.2f}{row['reserved_bytes'] / 1e9:9.2f}"
        )
        if "predicted_bytes" in row:
            line += f"{row['predicted_bytes'] / 1e9:10.2f}{row['bytes_off']:+7.1%}{row['seconds_off']:+9.0%}"
        if row["arm"] != "plain" and (other := usual.get(row["length"])):
            line = f"{line:81}{row['tok_s'] / other['tok_s']:.2f}x speed, "
            line += f"{row['peak_bytes'] / other['peak_bytes']:.2f}x memory"
        yield line


def agrees(results: Row) -> bool:
    """Whether the gradients of every design of ours that ran are right."""
    return all(row.get("agrees", True) for row in results["gradients"])


@click.command()
@click.option("--device", default="cuda" if torch.cuda.is_available() else "cpu", show_default=True)
@click.option("--shape", type=click.Choice(SHAPES), help="Default: qwen3-4b on a GPU.")
@click.option("--rows", default=4, show_default=True, help="Of a step.")
@click.option("--lengths", default="", help="Tokens of a row. Default: 512,1024; on a CPU 128.")
@click.option("--steps", default=0, help="Timed, after two warm ones. Default: 6; on a CPU 2.")
@click.option("--plain", "arms", default=PLAIN[0], show_default=True, help=f"Of {','.join(PLAIN)}.")
@click.option("--ours", default="", help=f"Of {','.join(OURS)}. Default: all; on a CPU eager.")
@click.option("--skip-gradients", is_flag=True)
@click.option("--json", "file", type=click.Path(path_type=Path), help="Every figure, written as it comes.")
def main(
    device: str, shape: str | None, rows: int, lengths: str, steps: int, arms: str, ours: str,
    skip_gradients: bool, file: Path | None,
) -> None:  # fmt: skip
    """Compare the gradients, then time everything; exits 1 where the gradients disagree."""
    cuda = device.startswith("cuda")
    setting = Setting(
        shape or ("qwen3-4b" if cuda else "micro"),
        device,
        rows,
        tuple(int(part) for part in (lengths or ("512,1024" if cuda else "128")).split(",")),
        2 if cuda else 1,
        steps or (6 if cuda else 2),
    )
    designs = (ours or (",".join(OURS) if cuda else "eager")).split(",")
    results: Row = measure.machine(device) | {"setting": asdict(setting), "gradients": [], "rows": []}

    def keep(kind: str, row: Row) -> None:
        results[kind].append(row)
        shown = "  ".join(f"{k}={v:.5g}" if isinstance(v, float) else f"{k}={v}" for k, v in row.items())
        click.echo(f"{time.perf_counter() - started:6.1f} s  {shown}", err=True)
        if file is not None:
            file.write_text(json.dumps(results, indent=1) + "\n", "utf-8")

    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        micro = setting.shape == "micro"
        checkpoint = read(None) if micro else random_checkpoint(CONFIGS[setting.shape], device, Path(folder))
    if not skip_gradients:
        for row in compare(checkpoint, setting, designs):
            keep("gradients", row)
    for row in run(checkpoint, setting, [arm for arm in arms.split(",") if arm], designs):
        keep("rows", row)
    click.echo(table(results))
    if not agrees(results):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
