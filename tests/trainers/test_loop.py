"""The training loop and the pipeline on it: exact resume, a kill in the middle, a pack at the end."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from adapters.errors import UsageError
from runtime.backbone import fingerprint, load_tokenizer, read, transformers_model
from runtime.chat import prompt_text
from trainers.corpus import BACKBONE, Stream, adapter_mix, render
from trainers.loop import Plan, rate, train
from trainers.micro import pretrain
from trainers.muon import Muon, orthogonal
from trainers.tasks.item import Item


def _run(folder: Path, stops: list[int]) -> dict[str, Tensor]:
    """A small model trained to the last of `stops`, started anew from its checkpoint at each."""
    for stop in stops:
        torch.manual_seed(0)
        model = nn.Sequential(nn.Linear(8, 8), nn.Linear(8, 1))
        matrices = [model[0].weight]
        optimizers: list[torch.optim.Optimizer] = [
            Muon(matrices, lr=0.01),
            torch.optim.AdamW([p for p in model.parameters() if p is not matrices[0]], lr=0.01),
        ]

        def batches(start: int, stop: int = stop) -> Iterator[Any]:
            for step in range(start, stop):
                x = torch.randn(16, 8, generator=torch.Generator().manual_seed(step))
                yield x, x.sum(dim=1, keepdim=True)

        def loss_of(batch: Any, model: nn.Module = model) -> Tensor:
            return ((model(batch[0]) - batch[1]) ** 2).mean()

        train(loss_of, {"model": model}, optimizers, batches, Plan(100, 0.01), folder, lambda row: None)
    return dict(model.state_dict())


def test_twice_fifty_steps_end_where_a_hundred_end(tmp_path: Path) -> None:
    whole, halves = _run(tmp_path / "whole", [100]), _run(tmp_path / "halves", [50, 100])
    for name, tensor in whole.items():
        assert torch.equal(tensor, halves[name]), name


def test_a_loss_that_is_no_number_stops_the_run_and_keeps_the_checkpoint(tmp_path: Path) -> None:
    model = nn.Linear(2, 1)
    optimizer = torch.optim.AdamW(model.parameters())
    good = iter([torch.ones(1, 2)] * 3)
    train(
        lambda x: model(x).mean(),
        {"m": model},
        [optimizer],
        lambda s: good,
        Plan(9, 0.1),
        tmp_path,
        lambda r: None,
    )
    before = (tmp_path / "checkpoint.pt").read_bytes()
    bad = iter([torch.full((1, 2), float("nan"))])
    with pytest.raises(FloatingPointError, match="not a number at step 4"):
        train(
            lambda x: model(x).mean(),
            {"m": model},
            [optimizer],
            lambda s: bad,
            Plan(9, 0.1),
            tmp_path,
            lambda r: None,
        )
    assert (tmp_path / "checkpoint.pt").read_bytes() == before


def test_the_rate_rises_holds_and_falls_to_nothing() -> None:
    plan = Plan(100, 1.0, warmup=0.1, decay=0.2)
    assert [round(rate(plan, p), 2) for p in (0.0, 0.05, 0.1, 0.5, 0.8, 0.9, 1.0)] == [
        0,
        0.5,
        1,
        1,
        1,
        0.5,
        0,
    ]


def test_orthogonal_updates_have_singular_values_near_one() -> None:
    matrices = torch.randn(3, 64, 32, generator=torch.Generator().manual_seed(0))
    values = torch.linalg.svdvals(orthogonal(matrices).float())
    assert values.min() > 0.5 and values.max() < 1.3


def test_a_shard_depends_on_its_seed_and_number_alone(nano: Path) -> None:
    stream = Stream(BACKBONE, nano / "tokenizer.json", seed=5, length=256, rows=4)
    assert (stream.shard(3).ids == stream.shard(3).ids).all()
    assert (stream.shard(3).ids != stream.shard(4).ids).any()
    together = list(stream.shards(0, 3, workers=2))
    assert all((a.ids == stream.shard(i).ids).all() for i, a in enumerate(together))


def test_documents_are_written_as_the_chat_template_writes_them(nano: Path) -> None:
    tokenizer = load_tokenizer(nano)
    item = Item("sum", "arithmetic", 1, "What is 2 + 3?", ("2 + 3 = 5", "So it is 5."), "5", "")
    turns = [{"role": "user", "content": item.question}, {"role": "assistant", "content": "\\boxed{5}"}]
    plain, retried = [(step, True) for step in item.steps], [("2 + 3 = 6", False), ("2 + 3 = 5", True)]
    for lines, thinking in ((plain, True), (retried, True), (plain, False)):
        turns[1]["reasoning_content"] = "\n".join(text for text, _ in lines) if thinking else "\n"
        assert render(item, lines, thinking=thinking).text == tokenizer.apply_chat_template(
            turns, tokenize=False
        )
    prompt = render(item, plain, thinking=False).pieces[0][0]
    assert prompt == prompt_text(tokenizer, item.question, thinking=False)


def test_no_loss_falls_on_questions_or_on_wrong_lines(nano: Path) -> None:
    from tokenizers import Tokenizer

    rows = Stream(adapter_mix("arithmetic"), nano / "tokenizer.json", seed=5, length=256, rows=16).shard(0)
    tokenizer = Tokenizer.from_file(str(nano / "tokenizer.json"))
    learned = tokenizer.decode(rows.ids[rows.loss].tolist(), skip_special_tokens=False)
    assert "<|im_start|>" not in learned
    assert "\\boxed{" in learned and "<|im_end|>" in learned
    assert 0.2 < rows.loss.mean() < 0.95


def test_generation_does_not_depend_on_the_hash_seed() -> None:
    code = "from trainers.micro import generators_hash; print(generators_hash())"
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


def test_a_killed_pretraining_goes_on_and_a_pack_is_trained_on_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "trainers.micro", "--out", str(tmp_path / "nano"), "--size", "nano"]
    command += ["--rows", "2", "--steps", "80", "--checkpoint-s", "0.2"]
    checkpoint = tmp_path / "nano" / "work" / "checkpoint.pt"
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not checkpoint.exists():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert 0 < torch.load(checkpoint, weights_only=True)["step"] < 80
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["steps"] == 80

    from adapters.pack import load_pack
    from runtime.runtime import Runtime
    from trainers.sft import LoraPlan, finetune

    out = tmp_path / "packs" / "logic"
    finetune(
        "logic",
        ("logic",),
        out,
        LoraPlan(rank=4, targets="qkv", rows=2),
        Plan(3, 1e-3),
        backbone=str(tmp_path / "nano"),
        report=lambda row: None,
    )
    runtime = Runtime.load(str(tmp_path / "nano"), packs=[load_pack(out)])
    assert runtime.domains == ("logic",)


def test_a_folder_that_is_no_backbone_is_refused_in_one_line(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "trainers.micro",
        "--out",
        str(tmp_path / "out"),
        "--start",
        str(tmp_path),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 3
    assert done.stderr.startswith("error: ") and done.stderr.count("\n") == 1, done.stderr


def test_pretraining_goes_on_from_an_earlier_backbone(nano: Path, tmp_path: Path) -> None:
    def onward(size: str, out: Path) -> dict[str, Any]:
        return pretrain(
            out, size, Plan(1, 1e-9), seed=5, rows=2, workers=0, start=nano, report=lambda row: None
        )

    record = onward("nano", tmp_path / "onward")
    earlier, later = (transformers_model(read(str(f))) for f in (nano, tmp_path / "onward"))
    assert record["start"]["fingerprint"] == fingerprint(read(str(nano)))
    vocabulary, kept = (load_tokenizer(folder).get_vocab() for folder in (nano, tmp_path / "onward"))
    assert vocabulary == kept
    for name, weight in earlier.state_dict().items():
        assert torch.allclose(later.state_dict()[name], weight, atol=1e-2), name
    with pytest.raises(UsageError, match="not a backbone of the size micro"):
        onward("micro", tmp_path / "other")
