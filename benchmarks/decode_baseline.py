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
from torch import Tensor

from adapters.pack import Pack
from benchmarks.measure import Storage
from runtime.backbone import Checkpoint
from trainers.base import filled


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
    model = filled(checkpoint, packed, dtype, device)
    if packs:
        model = _with_adapters(model, packs, dtype)
    width = str(dtype).removeprefix("torch.")
    return Baseline(name, model, packs, device, Storage("nf4" if packed else width, width, width))


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
