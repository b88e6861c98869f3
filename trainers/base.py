"""The model that is trained: a backbone in transformers with PEFT's adapter, or with every weight its own."""

from typing import Any

import torch
from torch import Tensor, nn

from adapters.errors import UnavailableError
from runtime import nf4
from runtime.backbone import Checkpoint
from runtime.quantize import is_nf4, quantised
from trainers.plan import TrainPlan


def frozen(checkpoint: Checkpoint, device: str) -> Any:
    """transformers' Qwen3ForCausalLM, nothing of it trained: bitsandbytes' NF4 linears on a GPU, bfloat16
    embeddings and norms; on a CPU the same numbers expanded to float32.

    Plain weights are quantised first.
    """
    checkpoint = checkpoint if is_nf4(checkpoint) else quantised(checkpoint, device)
    return filled(checkpoint, device.startswith("cuda"), compute_type(device), device)


def compute_type(device: str) -> torch.dtype:
    """What training computes in: bfloat16 on a GPU, float32 on a CPU."""
    return torch.bfloat16 if device.startswith("cuda") else torch.float32


def adapted(model: Any, plan: TrainPlan) -> Any:
    """The model with PEFT's LoRA as the plan wants it, its first weights drawn from the plan's seed."""
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(plan.seed)
    config = LoraConfig(
        r=plan.rank,
        lora_alpha=plan.alpha or 2 * plan.rank,
        use_rslora=plan.rslora,
        target_modules=list(plan.targets),
        task_type="CAUSAL_LM",
    )
    return get_peft_model(model, config)


def filled(checkpoint: Checkpoint, packed: bool, dtype: torch.dtype, device: str) -> Any:
    """Qwen3ForCausalLM made empty and filled tensor by tensor, so no more is ever held than it needs.

    `packed`: projections that are NF4 stay so, else they are expanded. No parameter wants a gradient.
    """
    from transformers import GenerationConfig, Qwen3Config, Qwen3ForCausalLM
    from transformers.models.qwen3.modeling_qwen3 import Qwen3RotaryEmbedding

    skipped = ("quantization_config", "dtype", "torch_dtype", "architectures", "moelite")
    config = Qwen3Config(**{key: value for key, value in checkpoint.config.items() if key not in skipped})
    config._attn_implementation = "sdpa"
    with torch.device("meta"):
        model: Any = Qwen3ForCausalLM(config)
    model.model.rotary_emb = Qwen3RotaryEmbedding(config).to(device)  # its buffers are in no checkpoint
    for name in [name for name in checkpoint.tensors if name.endswith(".weight")]:
        path, _, child = name.removesuffix(".weight").rpartition(".")
        parent = model.get_submodule(path)
        if packed and nf4.is_quantised(checkpoint.tensors, name):
            setattr(parent, child, linear4bit(checkpoint, name, dtype, device))
        else:
            weight = _expanded(checkpoint, name, device).to(dtype, copy=True)
            getattr(parent, child).weight = nn.Parameter(weight, requires_grad=False)
    if checkpoint.config.get("tie_word_embeddings"):
        model.lm_head.weight = model.model.embed_tokens.weight
    if empty := [name for name, tensor in model.named_parameters() if tensor.is_meta]:
        raise UnavailableError(f"{checkpoint.folder} lacks {empty[0]}; the checkpoint is incomplete")
    model.is_loaded_in_4bit = packed  # PEFT asks for it
    model.generation_config = GenerationConfig()  # no end token
    return model.eval()


def _expanded(checkpoint: Checkpoint, name: str, device: str) -> Tensor:
    """The weight on the device; NF4 is expanded there."""
    if not nf4.is_quantised(checkpoint.tensors, name):
        return checkpoint.tensors[name].to(device)
    stored = nf4.stored(checkpoint.tensors, name)
    header = stored.pop(f"{name}.{nf4.STATE}")  # read on the host
    moved = {key: tensor.to(device) for key, tensor in stored.items()}
    return nf4.dequantise(moved | {f"{name}.{nf4.STATE}": header}, name)


def linear4bit(checkpoint: Checkpoint, name: str, dtype: torch.dtype, device: str) -> nn.Module:
    """bitsandbytes' linear of the codes stored under `name`, multiplying in `dtype`."""
    from bitsandbytes.nn import Linear4bit, Params4bit

    stored = nf4.stored(checkpoint.tensors, name)
    codes = stored.pop(name).clone()  # its own copy: on a CPU bitsandbytes repacks it
    state = {key.removeprefix(f"{name}."): tensor.clone() for key, tensor in stored.items()}
    with torch.device("meta"):
        linear = Linear4bit(1, 1, bias=False, compute_dtype=dtype, quant_type="nf4")
    linear.weight = Params4bit.from_prequantized(
        codes, state, requires_grad=False, device=torch.device(device), module=linear
    )
    linear.out_features, linear.in_features = linear.weight.quant_state.shape
    return linear
