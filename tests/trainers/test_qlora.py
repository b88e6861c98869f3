"""The trainer: its gradients are PEFT's, packing changes none, and a run that stops goes on exactly."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from adapters.errors import MoeliteError, UsageError
from runtime.backbone import read
from tests.trainers.packed import Row, rows
from trainers.checkpoint import load
from trainers.packing import bin_of
from trainers.plan import TrainPlan
from trainers.qlora import Trainer

PLAN = TrainPlan(steps=4, rank=4, batch_tokens=128, micro_tokens=128, max_tokens=64, lr=1e-2)
ALL = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


def gradients(model: Any, documents: list[Row]) -> tuple[float, dict[str, Tensor]]:
    """transformers' and PEFT's own loss and gradients, each document by itself."""
    total, count = torch.zeros(()), sum(sum(document.learned[1:]) for document in documents)
    for document in documents:
        ids = torch.tensor([document.ids])
        labels = ids.where(torch.tensor([document.learned]), -100)
        logits = model(input_ids=ids).logits[0, :-1]
        total = total + torch.nn.functional.cross_entropy(logits, labels[0, 1:], reduction="sum") / count
    wanted = {name: p for name, p in model.named_parameters() if p.requires_grad}
    grads = torch.autograd.grad(total, list(wanted.values()))
    return float(total.detach()), dict(zip(wanted, grads, strict=True))


def with_b(trainer: Trainer) -> Trainer:
    """The trainer, its adapter no longer zero: gradients reach both matrices."""
    with torch.no_grad():
        trainer.trained[0].normal_(0.0, 0.05, generator=torch.Generator().manual_seed(5))
    return trainer


@pytest.mark.parametrize("targets", [PLAN.targets, ALL, ("o_proj", "down_proj")])
@pytest.mark.parametrize("recompute", [False, True])
def test_gradients_are_those_of_transformers_and_peft(
    nano: Path, tmp_path: Path, targets: tuple[str, ...], recompute: bool
) -> None:
    plan = replace(PLAN, targets=targets, checkpointing=recompute)
    documents = rows(6, seed=3)
    trainer = with_b(Trainer(read(str(nano)), plan, documents, tmp_path, device="cpu"))
    loss = trainer.gradient([bin_of(documents[:4], 256, 64), bin_of(documents[4:])])
    wanted_loss, wanted = gradients(trainer.model, documents)
    assert float(loss) == pytest.approx(wanted_loss, rel=1e-5)
    assert trainer.trained[0].grad is not None and trainer.lora is not None
    found = trainer.lora.split(trainer.trained[0].grad)
    assert len(found) == len(wanted)
    for name, got, reference in zip(wanted, found, wanted.values(), strict=True):
        assert (got - reference).norm() <= 1e-4 * reference.norm(), name


def test_every_weight_learns_in_full_training(nano: Path, tmp_path: Path) -> None:
    documents = rows(3, seed=3)
    plan = replace(PLAN, method="full")
    trainer = Trainer(read(str(nano)), plan, documents, tmp_path, device="cpu")
    loss = trainer.gradient([bin_of(documents)])
    got = {name: p.grad for name, p in trainer.model.named_parameters()}
    trainer.model.zero_grad()
    wanted_loss, wanted = gradients(trainer.model, documents)
    assert float(loss) == pytest.approx(wanted_loss, rel=1e-5)
    for name, reference in wanted.items():
        assert got[name] is not None
        assert (got[name] - reference).norm() <= 1e-4 * reference.norm() + 1e-7, name


def finished(folder: Path, nano: Path, plan: TrainPlan, stops: list[int]) -> list[Tensor]:
    """The weights of a run that was stopped after each of `stops` and gone on with in a new trainer."""
    for stop in [*stops, plan.steps]:
        trainer = Trainer(read(str(nano)), plan, rows(40, seed=1), folder, device="cpu")
        start = trainer.load()
        for event in trainer.steps(start):
            if event.step == stop:
                break
        trainer.note["stopped"] = stop
        trainer.save()
    return [part.detach() for part in trainer.trained]


def test_two_halves_end_where_the_whole_ends_bit_for_bit(nano: Path, tmp_path: Path) -> None:
    plan = replace(PLAN, steps=100, batch_tokens=64)
    whole = finished(tmp_path / "whole", nano, plan, [])
    halves = finished(tmp_path / "halves", nano, plan, [50])
    assert all(torch.equal(a, b) for a, b in zip(whole, halves, strict=True))


def test_eight_bit_state_comes_back_bit_for_bit(
    nano: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bitsandbytes = pytest.importorskip("bitsandbytes")

    def eight_bit(parameters: list[torch.nn.Parameter], lr: float) -> torch.optim.Optimizer:
        return bitsandbytes.optim.PagedAdamW8bit(parameters, lr=lr, betas=(0.9, 0.95), weight_decay=0.0)

    monkeypatch.setattr("trainers.qlora.optimizer_for", eight_bit)
    plan = replace(PLAN, steps=100, batch_tokens=64, rank=8)
    whole = finished(tmp_path / "whole", nano, plan, [])
    halves = finished(tmp_path / "halves", nano, plan, [50])
    assert torch.equal(whole[0], halves[0])
    saved = load(tmp_path / "halves" / "checkpoint.safetensors")
    assert saved is not None and saved[0]["optimizer.0.state1"].dtype == torch.uint8


def test_full_training_goes_on_exactly_too(nano: Path, tmp_path: Path) -> None:
    plan = replace(PLAN, steps=6, method="full", lr=1e-3)
    whole = finished(tmp_path / "whole", nano, plan, [])
    parts = finished(tmp_path / "parts", nano, plan, [1, 4])
    assert all(torch.equal(a, b) for a, b in zip(whole, parts, strict=True))


def test_the_loss_falls(nano: Path, tmp_path: Path) -> None:
    plan = replace(PLAN, steps=30, lr=5e-3)
    trainer = Trainer(read(str(nano)), plan, rows(8), tmp_path, device="cpu")
    losses = [event.loss for event in trainer.steps()]
    assert losses[-1] < losses[0] - 0.05


def test_a_run_is_not_gone_on_with_as_another(nano: Path, tmp_path: Path) -> None:
    trainer = Trainer(read(str(nano)), PLAN, rows(5), tmp_path, device="cpu")
    assert trainer.load() == 0
    trainer.save()
    other = Trainer(read(str(nano)), replace(PLAN, lr=1.0), rows(5), tmp_path, device="cpu")
    with pytest.raises(UsageError, match="another plan"):
        other.load()
    other = Trainer(read(str(nano)), PLAN, rows(5, seed=9), tmp_path, device="cpu")
    with pytest.raises(UsageError, match="another data"):
        other.load()


def test_a_loss_that_is_no_number_stops_before_the_weights_change(nano: Path, tmp_path: Path) -> None:
    trainer = Trainer(read(str(nano)), PLAN, rows(5), tmp_path, device="cpu")
    running = trainer.steps()
    next(running)
    trainer.save()
    kept = (tmp_path / "checkpoint.safetensors").read_bytes()
    with torch.no_grad():
        trainer._norm.fill_(float("nan"))
    before = trainer.trained[0].detach().clone()
    with pytest.raises(MoeliteError, match="loss is no finite number at step 2"):
        next(running)
    assert torch.equal(trainer.trained[0], before)
    assert (tmp_path / "checkpoint.safetensors").read_bytes() == kept


def test_the_best_weights_come_back(nano: Path, tmp_path: Path) -> None:
    trainer = Trainer(read(str(nano)), PLAN, rows(5), tmp_path, device="cpu")
    running = trainer.steps()
    next(running)
    assert trainer.recall() == 1  # none were kept: the present ones
    trainer.keep()
    best = trainer.trained[0].detach().clone()
    next(running)
    assert not torch.equal(trainer.trained[0], best)
    assert trainer.recall() == 1
    assert torch.equal(trainer.trained[0], best)


def test_peft_saves_what_was_trained(nano: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file

    trainer = Trainer(read(str(nano)), PLAN, rows(5), tmp_path, device="cpu")
    list(trainer.steps())
    trainer.model.save_pretrained(str(tmp_path / "peft"))
    saved = load_file(tmp_path / "peft" / "adapter_model.safetensors")
    assert trainer.lora is not None
    trained = trainer.lora.split(trainer.trained[0].detach())
    assert sum(tensor.numel() for tensor in saved.values()) == trainer.trained[0].numel()
    assert all(any(torch.equal(tensor, part) for part in trained) for tensor in saved.values())
