"""Train a domain: data in, events out, a pack at the end that the router knows.

    for event in train(Order("dates", load(options={"data.sources": "dates.jsonl"}))):
        print(event)

`preview` only reads the data; `rehearse` also loads the backbone and takes two real steps.
"""

import math
import os
import tempfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import torch

from adapters.errors import MoeliteError, UnavailableError, UsageError
from adapters.pack import check_name
from adapters.staging import staged
from runtime import backbone as backbones
from runtime.backbone import Checkpoint
from runtime.quantize import is_nf4, quantised
from trainers import run as runs
from trainers.accuracy import Measurer, held_out
from trainers.board import require_tensorboard
from trainers.config import Config
from trainers.cost import predict
from trainers.data import Review
from trainers.dataset import check_refused, gathered
from trainers.learning import Schedule, learn
from trainers.packing import pack as bins_of
from trainers.plan import TrainPlan
from trainers.progress import Failed, Loading, Measured, Predicted, Saved, Stepped, TrainingEvent
from trainers.qlora import Trainer
from trainers.result import Maker, check_place, delivered, exemplars_of, settled
from trainers.run import CHECKPOINT, MODEL, PACK, Facts, Log, Order

Stop = Callable[[], bool]


def never() -> bool:
    """False: nobody stops the training."""
    return False


def preview(order: Order) -> Iterator[TrainingEvent]:
    """What was read of the data, and three examples; nothing is written."""
    data = gathered(order.config.data, order.backbone, order.config.train.method)
    yield data.read
    yield from data.examples


def rehearse(order: Order, device: str | None = None) -> Iterator[TrainingEvent]:
    """As `preview`, then what the run will cost: computed, and after two real steps measured."""
    if order.config.train.method == "grpo":
        raise UsageError("what GRPO costs depends on the answers it draws; --dry-run is for sft and full")
    job = yield from _prepared(order, device)
    yield Loading("loading the backbone")
    plan = replace(job.plan, steps=max(2, job.plan.steps))
    with tempfile.TemporaryDirectory(prefix="moelite-") as folder:
        trainer = Trainer(job.checkpoint, plan, job.data.rendered, Path(folder), device=job.device)
        first, second = islice(trainer.steps(), 2)
        yield from (first, second)
        yield replace(
            job.predicted,
            peak_bytes=second.memory_bytes,
            seconds=(second.seconds - first.seconds) * job.plan.steps,
            measured=True,
        )


def train(
    order: Order, *, device: str | None = None, resume: bool = False, stopped: Stop = never
) -> Iterator[TrainingEvent]:
    """The events of a run; its last one is Done, or Paused where `stopped` said so.

    A run that was paused, killed or failed goes on with `resume`. Raises MoeliteError, after Failed.
    """
    log, kept = Log(), -1
    try:
        for event in _events(order, log, device, resume, stopped):
            kept = event.step if isinstance(event, Saved) else kept
            log.append(event)
            yield event
    except (MoeliteError, OSError) as error:
        failed = Failed(" ".join(str(error).split()), kept)
        log.close(failed)
        yield failed
        raise
    log.close()


@dataclass(frozen=True, slots=True)
class _Job:
    """All that a run needs before anything is loaded or written."""

    order: Order
    data: Review
    exemplars: tuple[str, ...]
    checkpoint: Checkpoint
    device: str
    plan: TrainPlan
    predicted: Predicted

    @property
    def facts(self) -> Facts:
        """What must not change before the run is resumed."""
        return Facts(backbones.fingerprint(self.checkpoint), self.data.sha256)


def _prepared(order: Order, device: str | None) -> Generator[TrainingEvent, None, _Job]:
    """The job, after Read, Example and Predicted. Raises where it cannot be done; nothing is written."""
    check_name(order.name)
    device = backbones.usable_device(device)
    if order.config.log.tensorboard:
        require_tensorboard()
    data = gathered(order.config.data, order.backbone, order.config.train.method)
    yield data.read
    yield from data.examples
    check_refused(data.read, order.config.data.refused)
    exemplars = exemplars_of(order, data)
    checkpoint = backbones.read(order.backbone)
    plan = _plan(order.config, data, checkpoint.shape.hidden, device)
    predicted = predict(checkpoint.config, plan, device)
    yield predicted
    _check_memory(predicted, order.config.train.method, device)
    return _Job(order, data, exemplars, checkpoint, device, plan, predicted)


def _check_memory(predicted: Predicted, method: str, device: str) -> None:
    """Raises UnavailableError where the device can never hold the run."""
    if device.startswith("cuda"):
        there = torch.cuda.mem_get_info(device)[1]
    else:
        there = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if predicted.peak_bytes > there:
        raise UnavailableError(
            f"{method} would take {predicted.peak_bytes / 1e9:.1f} GB of memory and {device} has "
            f"{there / 1e9:.1f} GB; set train.micro_tokens or data.max_tokens lower, or the backbone smaller"
        )


def _plan(config: Config, data: Review, hidden: int, device: str) -> TrainPlan:
    """What the engine is asked for, on a backbone of that width; epochs become steps."""
    train, lora = config.train, config.lora
    plan = TrainPlan(
        steps=train.steps,
        lr=train.lr or usual_rate(hidden, train.method),
        targets=lora.modules,
        rank=lora.rank,
        alpha=lora.alpha,
        rslora=lora.rslora,
        batch_tokens=train.batch_tokens or (4096 if device.startswith("cuda") else 1024),
        micro_tokens=train.micro_tokens,
        max_tokens=config.data.max_tokens,
        warmup=train.warmup,
        decay=train.decay,
        seed=train.seed,
        method="full" if train.method == "full" else "lora",
    )
    if not train.epochs:
        return plan
    lengths = [len(row.ids) for row in data.rendered]
    bins = len(bins_of(lengths, plan.bin_tokens, plan.seed, 0))
    return replace(plan, steps=max(1, math.ceil(train.epochs * bins / plan.bins_a_step)))


def usual_rate(hidden: int, method: str) -> float:
    """A learning rate that suits a backbone of that width: 2e-3 for micro (384), 5e-4 for Qwen3-4B (2560).

    All weights take a tenth of what an adapter takes (Schulman et al. 2025, LoRA Without Regret).
    """
    return (0.1 if method == "full" else 1.0) * 2e-3 * (384 / hidden) ** 0.73


def _events(
    order: Order, log: Log, device: str | None, resume: bool, stopped: Stop
) -> Iterator[TrainingEvent]:
    """The events of `train` where all goes well."""
    check_name(order.name)
    before = runs.to_resume(order) if resume else None
    if before is None:
        runs.check_free(order)
    check_place(order)
    if order.config.train.method == "grpo":
        from trainers.reinforced import reinforced  # only where TRL is asked for

        yield from reinforced(order, log, device, before, stopped)
        return
    job = yield from _prepared(order, device)
    if before is not None:
        runs.check_unchanged(before, job.facts, order.name)
    with runs.locked(order.name) as folder:
        if not resume:
            runs.begin(folder, order, job.facts)
        yield Loading("loading the backbone")
        if job.plan.method == "lora" and not is_nf4(job.checkpoint):
            job = replace(job, checkpoint=quantised(job.checkpoint, job.device))
        trainer = Trainer(job.checkpoint, job.plan, job.data.rendered, folder / CHECKPOINT, device=job.device)
        start = trainer.load() if resume else 0
        log.open(folder, start, order.config.log.tensorboard)
        if (yield from _learn(job, trainer, folder, log, start, stopped)):
            yield from _finish(job, trainer, folder, log)


def _learn(
    job: _Job, trainer: Trainer, folder: Path, log: Log, start: int, stopped: Stop
) -> Generator[TrainingEvent, None, bool]:
    """The steps from `start` on. Whether they came to their end."""
    config = job.order.config
    tokenizer = backbones.load_tokenizer(job.checkpoint.folder)
    held = held_out(tokenizer, job.data.heldout[: config.eval.questions])
    longest = max(int(row.learned.sum()) for row in job.data.rendered)
    tokens = config.eval.tokens or math.ceil(1.25 * longest)
    measurer = Measurer(job.checkpoint, held, job.device, tokens, stopped)
    maker = Maker(job.order, job.checkpoint, job.data, job.exemplars)

    def measure() -> int:
        if job.plan.method == "full":
            return measurer.weights(trainer.model)
        return measurer.adapter(maker.pack(trainer.model, folder / CHECKPOINT / "measured"))

    n = len(held.questions)
    every = (config.eval.every or math.ceil(job.plan.steps / 4)) if n else 0
    schedule = Schedule(every, config.eval.patience, config.train.save_s)
    return (yield from learn(trainer, schedule, measure, n, past=log.events, start=start, stopped=stopped))


def _finish(job: _Job, trainer: Trainer, folder: Path, log: Log) -> Iterator[TrainingEvent]:
    """The best weights as a pack in its place, and the router fitted to it."""
    order = job.order
    if any(isinstance(event, Measured) and event.step for event in log.events):
        trainer.recall()
    steps = max(event.step for event in log.events if isinstance(event, Stepped))
    tokens = job.predicted.tokens * steps // job.plan.steps
    if job.plan.method == "full":
        place, is_installed = _whole(job, trainer, order.out or folder / MODEL), False
    else:
        maker = Maker(order, job.checkpoint, job.data, job.exemplars)
        pack = maker.pack(trainer.model, folder / PACK)
        place, is_installed = delivered(
            order, maker.finished(pack, log.events, trainer.plan.lr, steps, tokens)
        )
    yield from settled(order.name, folder, log.events, place, is_installed, tokens)


def _whole(job: _Job, trainer: Trainer, folder: Path) -> Path:
    """The folder of the backbone with all of its weights trained."""
    from transformers.utils import logging

    logging.disable_progress_bar()
    with staged(folder, ()) as stage:
        trainer.model.save_pretrained(str(stage))
        backbones.load_tokenizer(job.checkpoint.folder).save_pretrained(str(stage))
    return folder
