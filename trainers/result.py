"""What a run leaves: the adapter as a domain pack, installed where the router finds it."""

import json
import math
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import torch

from adapters import registry
from adapters.errors import UnavailableError, UsageError
from adapters.pack import CONFIG, FILES, WEIGHTS, Pack, load_pack, write_pack
from adapters.registry import installed, survey
from adapters.staging import staged
from router import Router
from router.bank import read_texts
from runtime.backbone import MICRO, Checkpoint, fingerprint
from trainers.card import card
from trainers.config import to_dict
from trainers.curves import svg
from trainers.data.review import Review
from trainers.progress import Done, Loading, Measured, Stepped, TrainingEvent
from trainers.run import CHECKPOINT, CURVES, Order

EXEMPLARS = 200


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes packs of an order's adapter; `exemplars` are the questions that the router learns it from."""

    order: Order
    checkpoint: Checkpoint
    data: Review
    exemplars: tuple[str, ...]

    def pack(self, model: Any, folder: Path) -> Pack:
        """The adapter of the PEFT `model` as it is now, as a whole pack in `folder`."""
        peft = folder.with_name(f".{folder.name}.peft")
        try:
            write_peft(model, peft)
            return self.of_peft(peft, folder)
        finally:
            shutil.rmtree(peft, ignore_errors=True)

    def of_peft(self, peft: Path, folder: Path) -> Pack:
        """The adapter in PEFT's files, as a whole pack in `folder`."""
        return self._write(folder, peft)

    def finished(
        self, pack: Pack, events: Sequence[TrainingEvent], lr: float, steps: int, tokens: int
    ) -> Pack:
        """The pack with its record, its scores and a card that shows the events' measurements."""
        asked = to_dict(self.order.config)
        asked["data"]["sources"] = [_name(source) for source in asked["data"]["sources"]]
        asked["pack"]["exemplars"] = _name(asked["pack"]["exemplars"])
        record = {
            "method": self.order.config.train.method,
            "steps": steps,
            "tokens": tokens,
            "lr": lr,
            "config": asked,
            "measured": [asdict(event) for event in events if isinstance(event, Measured)],
        }
        text = card(pack, self._base_model(), self.data.read, record)
        return self._write(pack.path, pack.path, scores=scores(events), record=record, card=text)

    def _write(self, folder: Path, peft: Path, **more: Any) -> Pack:
        config = self.order.config.pack
        return write_pack(
            folder,
            peft=peft,
            name=self.order.name,
            description=config.description or f"Questions of the kind {self.order.name}.",
            checker="" if config.checker == "none" else config.checker,
            answer_format="boxed",
            backbone=fingerprint(self.checkpoint),
            base_model=self._base_model(),
            exemplars=self.exemplars,
            data_sha256=self.data.sha256,
            **more,
        )

    def _base_model(self) -> str:
        folder = self.checkpoint.folder
        return "moelite/micro" if folder == MICRO else _name(self.order.backbone or folder.name)


def _name(source: str) -> str:
    """The source as others may read it: of a path on this machine its last part."""
    return Path(source).name if Path(source).exists() else source


def exemplars_of(order: Order, data: Review) -> tuple[str, ...]:
    """The texts of the order's file, else questions drawn from those that are learned from."""
    if file := order.config.pack.exemplars:
        try:
            return tuple(read_texts(Path(file)))
        except UnavailableError as error:
            raise UsageError(str(error)) from error
    questions = list(dict.fromkeys(row.question for row in data.kept))
    return tuple(Random(7).sample(questions, min(EXEMPLARS, len(questions))))


def write_peft(model: Any, folder: Path) -> None:
    """Write PEFT's two files of the model's adapter: bfloat16, as the runtime holds it, and plain LoRA."""
    from peft import get_peft_model_state_dict
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    tensors = get_peft_model_state_dict(model)
    held = {name: t.detach().to("cpu", torch.bfloat16, copy=True).contiguous() for name, t in tensors.items()}
    save_file(held, folder / WEIGHTS, metadata={"format": "pt"})
    (config,) = model.peft_config.values()
    config.save_pretrained(str(folder))
    if config.use_rslora:  # the same numbers said with plain LoRA's alpha
        plain = json.loads((folder / CONFIG).read_text("utf-8"))
        plain |= {"use_rslora": False, "lora_alpha": config.lora_alpha * math.sqrt(config.r)}
        (folder / CONFIG).write_text(json.dumps(plain), "utf-8")


def scores(events: Sequence[TrainingEvent]) -> dict[str, float]:
    """Held-out accuracy of the bare backbone and of the best adapter; nothing where none was measured."""
    measurements = [event for event in events if isinstance(event, Measured)]
    after = [event.accuracy for event in measurements if event.step]
    found = {"heldout": max(after)} if after else {}
    before = [event.accuracy for event in measurements if not event.step]
    return found | ({"heldout_before": before[0]} if before else {})


def check_place(order: Order) -> None:
    """Raises UsageError where the pack would take the place of something that `replace` does not allow.

    A backbone, which full training makes, takes no folder's place.
    """
    if order.config.train.method == "full" and order.out is not None and order.out.exists():
        raise UsageError(f"{order.out} is there already; give --out and a new folder")
    if order.replace:
        return
    if order.out is not None and order.out.exists():
        raise UsageError(f"{order.out} is there already; give --replace, or --out and another folder")
    if order.out is None and order.install and any(pack.name == order.name for pack in survey()[0]):
        raise UsageError(f"{order.name} is already installed; give --replace, or another name")


def delivered(order: Order, pack: Pack) -> tuple[Path, bool]:
    """Where the pack is in the end, and whether it is installed."""
    if order.out is not None:
        with staged(order.out, FILES) as stage:
            for name in FILES:
                if (pack.path / name).is_file():
                    shutil.copyfile(pack.path / name, stage / name)
        return load_pack(order.out).path, False
    if not order.install:
        return pack.path, False
    return registry.add(pack.path, replace=order.replace).path, True


def settled(
    name: str, folder: Path, events: Sequence[TrainingEvent], pack: Path, is_installed: bool, tokens: int
) -> Iterator[TrainingEvent]:
    """The end of a run in `folder` whose pack is in its place: the router fitted, the curves drawn, Done."""
    if is_installed:
        yield Loading("teaching the router")
        Router.load(installed())  # what it learns is kept for whoever asks next
    (folder / CURVES).write_text(svg(events), "utf-8")
    shutil.rmtree(folder / CHECKPOINT, ignore_errors=True)
    last = max((event for event in events if isinstance(event, Stepped)), key=lambda event: event.step)
    found = scores(events)
    yield Done(
        name,
        str(pack),
        is_installed,
        last.step,
        tokens,
        last.seconds,
        found.get("heldout_before"),
        found.get("heldout"),
    )
