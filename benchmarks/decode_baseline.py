"""The other side of the speed benchmark: transformers' `generate`, bitsandbytes NF4, PEFT adapters.

The model is built from the same tensors as the runtime's; NF4 weights keep their bytes. Everything is set
as a careful user would for speed: inference mode, sdpa, no end token to look for, adapters in the compute
dtype.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from adapters.pack import Pack
from benchmarks.measure import Storage
from runtime import nf4
from runtime.backbone import Checkpoint


@dataclass
class Baseline:
    """transformers behind the benchmark's `System`; without packs there is slot 0 alone."""

    name: str
    model: Any
    packs: Sequence[Pack]
    device: str
    stored: Storage
    _active: int = field(default=-1)

    def generate(self, prompts: list[list[int]], slots: list[int], new: int) -> list[list[int]]:
        """The `new` tokens after each of the prompts, which are equally long."""
        ids = torch.tensor(prompts, device=self.device)
        mixed = {"adapter_names": [self._adapter(slot) for slot in slots]} if len(set(slots)) > 1 else {}
        with nullcontext() if mixed else self._slot(slots[0]), torch.inference_mode():
            out = self.model.generate(
                input_ids=ids,
                attention_mask=torch.ones_like(ids),
                max_new_tokens=new,
                min_new_tokens=new,
                do_sample=False,
                pad_token_id=0,
                **mixed,
            )
        return out[:, ids.shape[1] :].tolist()

    def forced(self, prompt: list[int], answer: list[int], slot: int) -> Tensor:
        """Logits after the prompt and after each token of `answer`, in one forward, on the CPU."""
        ids = torch.tensor([prompt + answer], device=self.device)
        with self._slot(slot), torch.inference_mode():
            return self.model(input_ids=ids, logits_to_keep=len(answer) + 1).logits[0].float().cpu()

    def stepped(self, prompt: list[int], answer: list[int], slot: int) -> Tensor:
        """The same logits, each token of `answer` decoded by itself."""
        logits, cache, fresh = [], None, prompt
        with self._slot(slot), torch.inference_mode():
            for token in [*answer, -1]:
                ids = torch.tensor([fresh], device=self.device)
                out = self.model(input_ids=ids, past_key_values=cache, use_cache=True, logits_to_keep=1)
                logits.append(out.logits[0, -1].float().cpu())
                cache, fresh = out.past_key_values, [token]
        return torch.stack(logits)

    def first(self, prompt: list[int], slot: int) -> Tensor:
        """Next-token logits [vocab] after the prompt, its cache built as for decoding."""
        ids = torch.tensor([prompt], device=self.device)
        with self._slot(slot), torch.inference_mode():
            return self.model(input_ids=ids, use_cache=True, logits_to_keep=1).logits[0, -1]

    def switch(self, slot: int) -> None:
        """Make the adapter of `slot` the active one."""
        self.model.set_adapter(self.packs[slot - 1].name, inference_mode=True)
        self._active = slot

    def _adapter(self, slot: int) -> str:
        return "__base__" if slot == 0 else self.packs[slot - 1].name  # PEFT's word for no adapter

    def _slot(self, slot: int) -> Any:
        """A context in which the slot answers; switches only where the slot is not the active one."""
        if slot == 0:
            return self.model.disable_adapter() if self.packs else nullcontext()
        if slot != self._active:
            self.switch(slot)
        return nullcontext()


def build_baseline(
    name: str, checkpoint: Checkpoint, packs: Sequence[Pack], packed: bool, dtype: torch.dtype, device: str
) -> Baseline:
    """transformers' model with the packs resident; `packed`: projections stay NF4, else they are expanded."""
    model = _qwen3(checkpoint, packed, dtype, device)
    if packs:
        model = _with_adapters(model, packs, dtype)
    width = str(dtype).removeprefix("torch.")
    return Baseline(name, model, packs, device, Storage("nf4" if packed else width, width, width))


def _qwen3(checkpoint: Checkpoint, packed: bool, dtype: torch.dtype, device: str) -> Any:
    """Qwen3ForCausalLM made empty and filled tensor by tensor, so no more is ever held than it needs."""
    from transformers import GenerationConfig, Qwen3Config, Qwen3ForCausalLM
    from transformers.models.qwen3.modeling_qwen3 import Qwen3RotaryEmbedding

    skipped = ("quantization_config", "dtype", "torch_dtype", "architectures")
    config = Qwen3Config(**{k: v for k, v in checkpoint.config.items() if k not in skipped})
    config._attn_implementation = "sdpa"
    with torch.device("meta"):
        model: Any = Qwen3ForCausalLM(config)
    model.model.rotary_emb = Qwen3RotaryEmbedding(config).to(device)  # its buffers are in no checkpoint
    for name in [n for n in checkpoint.tensors if n.endswith(".weight")]:
        parent = model.get_submodule(name.removesuffix(".weight").rpartition(".")[0])
        child = name.removesuffix(".weight").rpartition(".")[2]
        if nf4.is_quantised(checkpoint.tensors, name) and packed:
            setattr(parent, child, _linear4bit(checkpoint, name, dtype, device))
        else:
            stored = {
                key: tensor.to(device)
                for key, tensor in checkpoint.tensors.items()
                if key == name or key.startswith(f"{name}.")
            }
            weight = nf4.dequantise(stored, name) if nf4.is_quantised(stored, name) else stored[name]
            getattr(parent, child).weight = nn.Parameter(weight.to(dtype, copy=True), requires_grad=False)
    if checkpoint.config.get("tie_word_embeddings"):
        model.lm_head.weight = model.model.embed_tokens.weight
    if empty := [name for name, tensor in model.named_parameters() if tensor.is_meta]:
        raise RuntimeError(f"the checkpoint does not fill {empty[0]}")
    model.is_loaded_in_4bit = packed  # PEFT asks for it
    model.generation_config = GenerationConfig()  # no end token: every answer has the length asked for
    return model.eval()


def _linear4bit(checkpoint: Checkpoint, name: str, dtype: torch.dtype, device: str) -> nn.Module:
    """bitsandbytes' linear of the stored codes; the copy is its own, since on a CPU it repacks them."""
    from bitsandbytes.nn import Linear4bit, Params4bit

    state = {
        key.removeprefix(f"{name}."): tensor.clone()
        for key, tensor in checkpoint.tensors.items()
        if key.startswith(f"{name}.")
    }
    with torch.device("meta"):
        linear = Linear4bit(1, 1, bias=False, compute_dtype=dtype, quant_type="nf4")
    linear.weight = Params4bit.from_prequantized(
        checkpoint.tensors[name].clone(),
        state,
        requires_grad=False,
        device=torch.device(device),
        module=linear,
    )
    linear.out_features, linear.in_features = linear.weight.quant_state.shape
    return linear


def _with_adapters(model: Any, packs: Sequence[Pack], dtype: torch.dtype) -> Any:
    """The model with every pack loaded, the first active, its matrices in the compute dtype."""
    from peft import PeftModel

    first, *others = packs
    wrapped: Any = PeftModel.from_pretrained(
        model, str(first.path), adapter_name=first.name, autocast_adapter_dtype=False
    )
    for pack in others:
        wrapped.load_adapter(str(pack.path), adapter_name=pack.name, autocast_adapter_dtype=False)
    for name, parameter in wrapped.named_parameters():
        if ".lora_" in name:  # PEFT makes them float32 beside NF4 weights, which costs two casts a product
            parameter.data = parameter.data.to(dtype)
    return wrapped.eval()
