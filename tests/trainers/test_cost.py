"""What a run is said to take before anything is loaded."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.shape import CONFIGS
from runtime.backbone import read
from tests.trainers.packed import rows
from trainers.cost import disk_bytes, peak_bytes, predict, sizes, work
from trainers.plan import TrainPlan
from trainers.qlora import STATE, Trainer

PLAN = TrainPlan(steps=2, rank=4, batch_tokens=128, micro_tokens=128, max_tokens=64)
LARGE = CONFIGS["qwen3-4b"]


@pytest.mark.parametrize("method", ["lora", "full"])
def test_the_numbers_of_weights_are_the_models(nano: Path, tmp_path: Path, method: Any) -> None:
    checkpoint, plan = read(str(nano)), replace(PLAN, method=method)
    trainer = Trainer(checkpoint, plan, rows(3), tmp_path, device="cpu")
    count = sizes(checkpoint.config, plan)
    assert count.trained == sum(part.numel() for part in trainer.trained)
    assert count.projections + count.vocabulary + count.norms == checkpoint.parameters()


@pytest.mark.parametrize("method", ["lora", "full"])
def test_the_disk_holds_no_more_than_predicted(nano: Path, tmp_path: Path, method: Any) -> None:
    checkpoint, plan = read(str(nano)), replace(PLAN, method=method)
    trainer = Trainer(checkpoint, plan, rows(3), tmp_path, device="cpu")
    list(trainer.steps())
    trainer.save()
    trainer.keep()
    trainer.model.save_pretrained(str(tmp_path / "pack"))
    while_saving = (tmp_path / STATE).stat().st_size  # the next state is written beside this one
    held = while_saving + sum(file.stat().st_size for file in tmp_path.rglob("*") if file.is_file())
    predicted = disk_bytes(sizes(checkpoint.config, plan), "cpu")
    assert 0.5 * predicted <= held <= predicted


def test_fewer_tokens_at_once_take_less_memory_and_no_less_work() -> None:
    large, small = TrainPlan(steps=1), TrainPlan(steps=1, micro_tokens=1024)
    assert peak_bytes(LARGE, small, "cuda") < 0.85 * peak_bytes(LARGE, large, "cuda")
    assert work(LARGE, small, "cuda") == work(LARGE, large, "cuda")


def test_a_small_adapter_on_a_large_backbone_fits_a_small_card() -> None:
    assert 3.5e9 < peak_bytes(LARGE, TrainPlan(steps=1), "cuda") < 5e9
    assert peak_bytes(LARGE, TrainPlan(steps=1, method="full"), "cuda") > 16e9
    everywhere = TrainPlan(steps=1, targets=("q_proj", "up_proj", "down_proj"))
    assert peak_bytes(LARGE, everywhere, "cuda") > peak_bytes(LARGE, TrainPlan(steps=1), "cuda")


def test_a_prediction_is_of_the_whole_run(nano: Path) -> None:
    config = read(str(nano)).config
    short, long = predict(config, PLAN, "cpu"), predict(config, replace(PLAN, steps=20), "cpu")
    assert (short.steps, short.tokens, short.measured) == (2, 256, False)
    assert long.tokens == 2560 and long.peak_bytes == short.peak_bytes
    assert 0 < short.seconds < long.seconds
