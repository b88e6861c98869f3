"""Clocks, peaks and byte counts of the speed benchmark, the same for every system."""

import gc
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor

from adapters.pack import Pack
from runtime import nf4
from runtime.backbone import Checkpoint

PACKAGES = ("torch", "triton", "transformers", "peft", "bitsandbytes")
_BYTES = {"float32": 4.0, "float16": 2.0, "bfloat16": 2.0, "bf16": 2.0, "int8": 1.0, "int4": 0.5}
_NF4 = 0.5 + 1 / 64 + 4 / 64 / 256  # codes, a byte a block of 64, a float a block of 256 of those


@dataclass(frozen=True, slots=True)
class Storage:
    """How a system keeps the projections, the head and the keys and values."""

    weights: str
    head: str
    cache: str


class System(Protocol):
    """What is measured. Slot 0 is the bare backbone, slot n the n-th pack."""

    @property
    def name(self) -> str:
        """As `--only` and the table call it."""
        ...

    @property
    def stored(self) -> Storage:
        """How it keeps what a decoding step reads."""
        ...

    def generate(self, prompts: list[list[int]], slots: list[int], new: int) -> list[list[int]]:
        """The `new` tokens after each prompt."""
        ...

    def forced(self, prompt: list[int], answer: list[int], slot: int) -> Tensor:
        """Logits after the prompt and after each token of `answer`, float32 on the CPU."""
        ...

    def first(self, prompt: list[int], slot: int) -> Tensor:
        """Next-token logits [vocab] after the prompt."""
        ...

    def switch(self, slot: int) -> None:
        """What a change of adapter takes, by itself."""
        ...


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of requests of two lengths. Decoding alone is their difference: prompt and start cancel."""

    rows: int
    short: int
    long: int
    short_s: tuple[float, ...]
    long_s: tuple[float, ...]

    @property
    def decode(self) -> float:
        """Tokens a second of decoding, all rows together, without the prompt."""
        difference = statistics.median(self.long_s) - statistics.median(self.short_s)
        return self.rows * (self.long - self.short) / max(difference, 1e-9)

    @property
    def request(self) -> float:
        """Tokens a second of whole requests, prompt included."""
        return self.rows * self.long / statistics.median(self.long_s)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far logits lie from the reference's: largest difference, relative L2 norm, equal top tokens."""

    largest: float
    relative: float
    top1: float


def alternate(
    work: Callable[[int], object],
    rows: int,
    short: int,
    long: int,
    repeats: int,
    limit: float,
    device: str,
) -> Timing:
    """The times of work(short) and work(long), in turns, after a warm-up of both.

    Past `limit` seconds, warm-up included, there are no further repeats.
    """
    began = time.perf_counter()
    work(short)
    work(long)
    pairs: list[tuple[float, float]] = []
    while len(pairs) < repeats and (not pairs or time.perf_counter() - began < limit):
        pairs.append((seconds(lambda: work(short), device), seconds(lambda: work(long), device)))
    return Timing(rows, short, long, tuple(s for s, _ in pairs), tuple(t for _, t in pairs))


def seconds(work: Callable[[], object], device: str) -> float:
    """How long `work` takes, the device idle before and after."""
    synchronise(device)
    began = time.perf_counter()
    work()
    synchronise(device)
    return time.perf_counter() - began


def median_s(work: Callable[[], object], repeats: int, device: str) -> float:
    """The median time of `work` after a warm-up."""
    work()
    return statistics.median(seconds(work, device) for _ in range(repeats))


def synchronise(device: str) -> None:
    """Wait until the device has done everything asked of it."""
    if device.startswith("cuda"):
        torch.cuda.synchronize()


def agreement(got: Tensor, wanted: Tensor) -> Agreement:
    """Logits [positions, vocab] against the reference's. Raises where either holds nothing to compare."""
    for logits in (got, wanted):
        check_alive(logits)
    difference = got - wanted
    return Agreement(
        float(difference.abs().max()),
        float(difference.norm() / wanted.norm()),
        float((got.argmax(-1) == wanted.argmax(-1)).float().mean()),
    )


def shortfall(logits: Tensor, picked: Sequence[int]) -> tuple[float, float]:
    """How far picks lie below the best of [positions, vocab] logits: at worst, in standard deviations; and
    the share of picks that are the best."""
    check_alive(logits)
    chosen = logits.gather(-1, torch.tensor(picked)[:, None])[:, 0]
    below = (logits.amax(-1) - chosen) / logits.std(-1)
    return float(below.max()), float((below == 0).float().mean())


def check_alive(logits: Tensor) -> None:
    """Raises RuntimeError where logits are not finite or all equal: such a run must not be timed."""
    if not bool(torch.isfinite(logits).all()) or float(logits.float().std()) < 1e-6:
        raise RuntimeError("the logits are not finite, or all equal: nothing here is worth timing")


def copy_bandwidth(device: str) -> float:
    """Bytes a second of a large copy on the device, counting what is read and what is written."""
    size = 2**31 if device.startswith("cuda") else 2**28
    source = torch.ones(size, dtype=torch.uint8, device=device)
    target = torch.empty_like(source)
    return 2 * size / median_s(lambda: target.copy_(source), 10, device)


def step_bytes(
    checkpoint: Checkpoint, packs: Sequence[Pack], slots: Sequence[int], place: float, stored: Storage
) -> float:
    """Bytes that one decoding step must read: weights as stored, the slots' LoRA once each, keys and values.

    `place` is the mean number of tokens in the cache of each row; one entry of `slots` a row.
    """
    shape, tensors = checkpoint.shape, checkpoint.tensors
    projections = sum(2 * t.numel() for name, t in tensors.items() if nf4.is_quantised(tensors, name))
    head = shape.vocab * shape.hidden
    cache = 2 * shape.layers * shape.kv_heads * shape.head_dim * place * len(slots)
    lora = sum((packs[slot - 1].path / "adapter_model.safetensors").stat().st_size for slot in {*slots} - {0})
    scale = 2.0 if stored.weights == "float32" else 1.0  # packs are bfloat16 on disk
    return (
        projections * _width(stored.weights)
        + head * _width(stored.head)
        + cache * _width(stored.cache)
        + lora * scale
    )


def _width(kind: str) -> float:
    return _NF4 if kind == "nf4" else _BYTES[kind]


def clear(device: str) -> None:
    """Free what nothing refers to any more and begin the peak anew."""
    gc.collect()
    if device.startswith("cuda"):
        torch.cuda.synchronize()
        torch._C._cuda_clearCublasWorkspaces()  # else the system before counts towards the next one's peak
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()


def machine(device: str) -> dict[str, Any]:
    """The card or processor, and the versions of everything that computes."""
    if device.startswith("cuda"):
        card = torch.cuda.get_device_name()
    else:
        names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
        card = names[0].split(":")[1].strip() if names else platform.processor()
    versions = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = ""
    versions["torch"] = torch.__version__
    return {"card": card, "versions": versions, "date": time.strftime("%Y-%m-%d")}
