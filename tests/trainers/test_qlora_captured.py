"""Training that is captured in CUDA graphs: needs a GPU."""

from itertools import islice
from pathlib import Path

import pytest
import torch

from benchmarks.shape import CONFIGS, random_checkpoint
from runtime.backbone import Checkpoint
from tests.trainers.packed import rows
from trainers.plan import TrainPlan
from trainers.qlora import Trainer

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")
PLAN = TrainPlan(steps=20, batch_tokens=1024, micro_tokens=512, max_tokens=256, rank=64, lr=1e-3)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Checkpoint:
    return random_checkpoint(CONFIGS["tiny"], "cuda", tmp_path_factory.mktemp("tiny"))


def trainer(source: Checkpoint, folder: Path, kernels: str) -> Trainer:
    return Trainer(source, PLAN, rows(300, vocab=1000, longest=200), folder, device="cuda", kernels=kernels)


def test_the_gradients_of_a_step_add_up_over_its_bins(source: Checkpoint, tmp_path: Path) -> None:
    found = {}
    for kernels in ("eager", "graph"):
        made = trainer(source, tmp_path / kernels, kernels)
        assert made.lora is not None
        with torch.no_grad():
            torch.manual_seed(3)
            made.lora.flat.copy_(torch.randn_like(made.lora.flat) * 0.02)
        slopes = []
        for step in range(4):
            bins = made.packing.batch(step)
            assert len(bins) > 1
            made.gradient(bins)
            assert made.lora.flat.grad is not None
            slopes.append(made.lora.flat.grad.clone())
            made.optimizer.zero_grad(set_to_none=kernels == "eager")
        found[kernels] = slopes
    for eager, captured in zip(found["eager"], found["graph"], strict=True):
        assert (captured - eager).norm() < 0.05 * eager.norm()  # compiled steps round otherwise


@pytest.mark.parametrize("kernels", ["eager", "graph"])
def test_half_the_steps_twice_are_all_of_them(source: Checkpoint, tmp_path: Path, kernels: str) -> None:
    whole = trainer(source, tmp_path / "whole", kernels)
    for _ in whole.steps():
        pass
    for stop in (10, 20):
        half = trainer(source, tmp_path / "halves", kernels)
        start = half.load()
        assert start == stop - 10
        for _ in islice(half.steps(start), 10):
            pass
        half.save()
    assert whole.lora is not None and half.lora is not None
    assert torch.equal(whole.lora.flat, half.lora.flat)
