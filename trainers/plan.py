"""What a training run is to do."""

import math
from dataclasses import dataclass
from typing import Literal

Method = Literal["lora", "full"]


@dataclass(frozen=True, slots=True)
class TrainPlan:
    """What is trained, on how much, how fast.

    `batch_tokens` are learned from in a step, `micro_tokens` of them at a time: fewer take less memory.
    `max_tokens` bounds one row. `alpha`: 0 is twice the rank.
    """

    steps: int
    lr: float = 5e-4
    targets: tuple[str, ...] = ("q_proj", "k_proj", "v_proj")
    rank: int = 16
    alpha: int = 0
    rslora: bool = False
    batch_tokens: int = 4096
    micro_tokens: int = 4096
    max_tokens: int = 1024
    warmup: float = 0.03  # share of the run with a rising rate
    decay: float = 0.2  # share at the end with a falling rate
    clip: float = 1.0  # largest norm of the gradient
    seed: int = 1
    method: Method = "lora"
    checkpointing: bool | None = None  # compute activations again in backward; None: on a GPU

    @property
    def bin_tokens(self) -> int:
        """Tokens that pass through the model at a time."""
        return max(self.max_tokens, min(self.micro_tokens, self.batch_tokens))

    @property
    def bins_a_step(self) -> int:
        """How many times a step passes through the model."""
        return math.ceil(self.batch_tokens / self.bin_tokens)

    def recomputes(self, device: str) -> bool:
        """Whether a layer keeps its input alone."""
        return device.startswith("cuda") if self.checkpointing is None else self.checkpointing
