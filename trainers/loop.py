"""The training loop that pre-training and adapters share: schedule, checkpoints, progress.

It resumes exactly: a checkpoint holds weights, optimiser state and the step, and batch `i` is always the
same, so 2 x 50 steps end where 100 steps end.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

Report = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast. `minutes` bounds the run: the schedule ends at whichever comes first."""

    steps: int
    lr: float
    minutes: float = float("inf")
    warmup: float = 0.02  # share of the run with rising rate
    decay: float = 0.2  # share at the end with falling rate
    checkpoint_s: float = 60.0
    log_s: float = 5.0
    clip: float = 1.0


def rate(plan: Plan, progress: float) -> float:
    """Factor of the learning rate at `progress` in [0, 1]: warm-up, plateau, linear decay to 0 (WSD)."""
    return min(1.0, progress / plan.warmup if plan.warmup else 1.0, (1.0 - progress) / plan.decay)


def train(
    loss_of: Callable[[Any], Tensor],
    modules: Mapping[str, nn.Module],
    optimizers: Sequence[torch.optim.Optimizer],
    batches: Callable[[int], Iterator[Any]],
    plan: Plan,
    folder: Path,
    report: Report,
    around: Callable[[float], AbstractContextManager[Any]] = nullcontext,
) -> int:
    """The steps done when the plan ended; goes on from `folder`'s checkpoint if there is one.

    `batches(start)` yields the batches from step `start` on; `modules` name what a checkpoint keeps
    (trainable parameters only). Progress goes to `report` and to `folder`/log.jsonl. Each forward and
    backward pass runs within `around(progress)`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parameters = [p for module in modules.values() for p in module.parameters() if p.requires_grad]
    base_rates = [[group["lr"] for group in optimizer.param_groups] for optimizer in optimizers]
    step, spent = load_checkpoint(folder, modules, optimizers)
    began = logged = saved = time.monotonic()
    first, losses = step, []
    for batch in batches(step):
        elapsed = spent + time.monotonic() - began
        progress = max(step / plan.steps, elapsed / (60 * plan.minutes))
        if progress >= 1.0:
            break
        for optimizer, rates in zip(optimizers, base_rates, strict=True):
            for group, base in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = base * rate(plan, progress)
        with around(progress):
            loss = loss_of(batch)
            loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, plan.clip)
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        step += 1
        losses.append(loss.detach())
        now = time.monotonic()
        if now - logged >= plan.log_s or step == first + 1:
            value = torch.stack(losses).mean().item()
            if value != value:
                raise FloatingPointError(
                    f"the loss is not a number at step {step}; the last checkpoint is kept"
                )
            left = (1.0 - progress) * (now - began) / max(progress, 1e-9) if first == 0 else 0.0
            _log(
                folder, report, step=step, loss=round(value, 4), seconds=round(elapsed, 1), left_s=round(left)
            )
            logged, losses = now, []
        if now - saved >= plan.checkpoint_s:
            save_checkpoint(folder, modules, optimizers, step, spent + now - began)
            saved = now
    save_checkpoint(folder, modules, optimizers, step, spent + time.monotonic() - began)
    return step


def _log(folder: Path, report: Report, **row: Any) -> None:
    report(row)
    with (folder / "log.jsonl").open("a") as log:
        log.write(json.dumps(row) + "\n")


def _trainable(module: nn.Module) -> dict[str, Tensor]:
    return {name: p for name, p in module.named_parameters() if p.requires_grad}


def save_checkpoint(
    folder: Path,
    modules: Mapping[str, nn.Module],
    optimizers: Sequence[torch.optim.Optimizer],
    step: int,
    spent: float,
) -> None:
    """Write the checkpoint beside the old one and swap them, so that one whole checkpoint always exists."""
    state = {
        "step": step,
        "spent": spent,
        "modules": {name: _trainable(module) for name, module in modules.items()},
        "optimizers": [optimizer.state_dict() for optimizer in optimizers],
    }
    new = folder / "checkpoint.new"
    torch.save(state, new)
    os.replace(new, folder / "checkpoint.pt")


def load_checkpoint(
    folder: Path, modules: Mapping[str, nn.Module], optimizers: Sequence[torch.optim.Optimizer]
) -> tuple[int, float]:
    """(step, seconds spent) of `folder`'s checkpoint, now in modules and optimisers; zeros without one."""
    file = folder / "checkpoint.pt"
    if not file.exists():
        return 0, 0.0
    state = torch.load(file, map_location="cpu", weights_only=True)
    for name, module in modules.items():
        with torch.no_grad():
            for key, parameter in _trainable(module).items():
                parameter.copy_(state["modules"][name][key])
    for optimizer, saved in zip(optimizers, state["optimizers"], strict=True):
        optimizer.load_state_dict(saved)
    return state["step"], state["spent"]
