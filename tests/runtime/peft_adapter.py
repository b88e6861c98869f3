"""A PEFT adapter with random weights, large enough to change what the model says."""

from typing import Any

import torch


def random_adapter(model: Any, targets: list[str], rank: int) -> Any:
    """`model` wrapped in PEFT, every B matrix random."""
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(0)
    wrapped = get_peft_model(model, LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=targets))
    for name, parameter in wrapped.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.05)
    return wrapped.eval()
