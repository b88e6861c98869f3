"""What a run will take: peak memory, time and disk, from the backbone's configuration and the plan alone."""

import resource
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import torch

from runtime import nf4
from runtime.backbone import is_projection, weights
from trainers.loss import rows_a_piece
from trainers.plan import TrainPlan
from trainers.progress import Predicted

LIBRARIES = 550_000_000  # bytes of a process that has loaded torch, transformers and PEFT
RESERVE = 40_000_000  # cuBLAS' workspace, code books, and what else is small on a GPU
EFFICIENCY = {"cuda": 0.6, "cpu": 0.6}  # of a plain product's speed that a whole step reaches


@dataclass(frozen=True, slots=True)
class Sizes:
    """Numbers of weights: in projections, in the vocabulary's matrices, in norms, and of what is trained."""

    projections: int
    vocabulary: int
    norms: int
    trained: int


def sizes(config: Mapping[str, Any], plan: TrainPlan) -> Sizes:
    """The numbers of weights of the model that `config` (config.json) describes, as the plan trains it."""
    shapes = weights(dict(config))
    projections = {name: shape for name, shape in shapes.items() if is_projection(name)}
    vocabulary = sum(prod(s) for n, s in shapes.items() if n.startswith(("model.embed_tokens", "lm_head")))
    total, inside = sum(map(prod, shapes.values())), sum(map(prod, projections.values()))
    adapted = [shape for name, shape in projections.items() if name.split(".")[-2] in plan.targets]
    trained = total if plan.method == "full" else sum(plan.rank * sum(shape) for shape in adapted)
    return Sizes(inside, vocabulary, total - inside - vocabulary, trained)


def predict(config: Mapping[str, Any], plan: TrainPlan, device: str) -> Predicted:
    """What the run will take on `device`, which nothing is loaded on yet; a moment of it is timed."""
    count = sizes(config, plan)
    tokens = plan.steps * plan.bins_a_step * plan.bin_tokens
    return Predicted(
        steps=plan.steps,
        tokens=tokens,
        peak_bytes=peak_bytes(config, plan, device),
        disk_bytes=disk_bytes(count, device),
        seconds=tokens * work(config, plan, device) / speed(device),
    )


def peak_bytes(config: Mapping[str, Any], plan: TrainPlan, device: str) -> int:
    """Most bytes held at once: of tensors on a GPU, of the whole process on a CPU."""
    count, cuda = sizes(config, plan), device.startswith("cuda")
    number = 2 if cuda else 4  # bytes of a number that is computed with
    plain = count.vocabulary + count.norms + (0 if plan.method == "lora" and cuda else count.projections)
    held = number * plain + (RESERVE if cuda else LIBRARIES)
    if plan.method == "lora" and cuda:
        held += int(nf4.BYTES_A_WEIGHT * count.projections)
    state = 8 / 256 if cuda else 8  # what is paged is not among the GPU's tensors
    own = 4 + 4 + 2 * number * cuda if plan.method == "lora" else number  # kept, gradient, copies
    held += int(count.trained * (own + state))

    hidden, inner = config["hidden_size"], config["intermediate_size"]
    queries = config["num_attention_heads"] * config["head_dim"]
    keys = config["num_key_value_heads"] * config["head_dim"]
    # of a layer: queries and keys also before norm and rotary, attention's result, the stream and its norms
    layer = 3 * queries + 3 * keys + 4 * hidden + 2 * inner
    backward = 3 * inner + 2 * hidden
    kept = hidden if plan.recomputes(device) else layer
    layers = number * plan.bin_tokens * config["num_hidden_layers"] * kept
    step = number * (plan.bin_tokens * (layer + backward) + hidden * inner)
    loss = 8 * rows_a_piece(config["vocab_size"]) * config["vocab_size"] + 12 * plan.bin_tokens * hidden
    return held + layers + max(step, loss)


def disk_bytes(count: Sizes, device: str) -> int:
    """Bytes of the run's folder while a state is written beside the last one; the best and the pack too."""
    state = count.trained * (4 + (2 if device.startswith("cuda") else 8))
    return 2 * state + 4 * count.trained + 4 * count.trained + 60_000


def work(config: Mapping[str, Any], plan: TrainPlan, device: str) -> float:
    """Floating-point operations for each token: products with every weight, and attention."""
    count = sizes(config, plan)
    recomputed = 1.0 if plan.recomputes(device) else 0.0
    trained = count.trained if plan.method == "full" else 3 * count.trained
    attention = 2 * config["num_attention_heads"] * config["head_dim"] * config["num_hidden_layers"]
    return 2.0 * (
        (2 + recomputed) * count.projections
        + 2 * config["vocab_size"] * config["hidden_size"]
        + trained
        + (3.5 + recomputed) * attention * plan.max_tokens / 2
    )


def speed(device: str) -> float:
    """Operations a second that a step reaches on the device, by a moment of plain products."""
    cuda = device.startswith("cuda")
    size = 4096 if cuda else 768
    a = torch.randn(size, size, device=device, dtype=torch.bfloat16 if cuda else torch.float32)
    best = float("inf")
    for _ in range(4):
        began = time.perf_counter()
        b = a @ a
        float(b[0, 0])  # waits for the device
        best = min(best, time.perf_counter() - began)
    return EFFICIENCY[device.partition(":")[0]] * 2 * size**3 / best


def measured_peak(device: str) -> int:
    """Most bytes that this process has held: of the GPU's tensors, or of the machine's memory."""
    return torch.cuda.max_memory_allocated(device) if device.startswith("cuda") else resident_peak()


def resident_peak() -> int:
    """Most bytes of the machine's memory that this process ever held."""
    try:
        status = Path("/proc/self/status").read_text()
        return 1024 * int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
    except (OSError, StopIteration):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else 1024 * most
