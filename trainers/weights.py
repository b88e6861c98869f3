"""The tensors of a transformers model, with or without PEFT's adapter, as `trainers.forward` takes them."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from trainers.forward import Layer, Nf4, Projection

PLACES = {
    "q": "self_attn.q_proj",
    "k": "self_attn.k_proj",
    "v": "self_attn.v_proj",
    "o": "self_attn.o_proj",
    "gate": "mlp.gate_proj",
    "up": "mlp.up_proj",
    "down": "mlp.down_proj",
}


def layers_of(model: Any) -> tuple[Layer, ...]:
    """The layers of a Qwen3ForCausalLM, without what an adapter adds."""
    return tuple(
        Layer(
            layer.input_layernorm.weight,
            layer.post_attention_layernorm.weight,
            layer.self_attn.q_norm.weight,
            layer.self_attn.k_norm.weight,
            *(Projection(weight_of(layer.get_submodule(place))) for place in PLACES.values()),
        )
        for layer in model.model.layers
    )


def weight_of(module: nn.Module) -> Tensor | Nf4:
    """The weight of a linear module, without what an adapter adds."""
    from peft.tuners.lora import LoraLayer

    weight: Any = (module.get_base_layer() if isinstance(module, LoraLayer) else module).weight
    if weight.dtype != torch.uint8:
        return weight
    state = weight.quant_state
    rows, columns = state.shape
    return Nf4(
        (rows, columns), weight.data, state.absmax, state.state2.code, state.state2.absmax, state.offset
    )


class Lora:
    """Every LoRA matrix of a PEFT model in one float32 parameter, `flat`; PEFT's own are views of it.

    So a step casts, clips and updates one tensor instead of hundreds.
    """

    def __init__(self, model: Any) -> None:
        from peft.tuners.lora import LoraLayer

        self._places: list[tuple[int, str, float]] = []  # layer, field, scale; two matrices each
        own: list[nn.Parameter] = []
        for index, layer in enumerate(model.get_base_model().model.layers):
            for name, place in PLACES.items():
                module = layer.get_submodule(place)
                if isinstance(module, LoraLayer):
                    (adapter,) = module.active_adapters
                    self._places.append((index, name, module.scaling[adapter]))
                    own += [*module.lora_A[adapter].parameters(), *module.lora_B[adapter].parameters()]
        self._shapes = [parameter.shape for parameter in own]
        self.flat = nn.Parameter(torch.cat([parameter.detach().float().flatten() for parameter in own]))
        for parameter, part in zip(own, self.split(self.flat.data), strict=True):
            parameter.data = part

    def split(self, flat: Tensor) -> list[Tensor]:
        """The matrices in `flat`, which is laid out as the parameter is: a and b of each place in turn."""
        parts = flat.split([shape.numel() for shape in self._shapes])
        return [part.view(shape) for part, shape in zip(parts, self._shapes, strict=True)]

    def beside(self, layers: Sequence[Layer], flat: Tensor) -> tuple[Layer, ...]:
        """The layers with the matrices in `flat` beside their weights; gradients reach it."""
        matrices = iter(self.split(flat))
        adapted: list[dict[str, Any]] = [{} for _ in layers]
        for index, name, scale in self._places:
            weight = getattr(layers[index], name).weight
            adapted[index][name] = Projection(weight, next(matrices), next(matrices), scale)
        return tuple(layer._replace(**own) for layer, own in zip(layers, adapted, strict=True))
