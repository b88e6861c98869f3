"""The LoRA matrices of the fused projections: stacked by slot, applied by slot, read from a pack.

A fused projection (q+k+v, gate+up) stacks its parts' A matrices, so one product serves them all; each part
of the output then takes its own share of that product. Smaller ranks are padded with zeros.
"""

from dataclasses import dataclass

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor
from torch.nn.functional import linear

from adapters.errors import UnavailableError
from adapters.pack import Pack, content_digest
from runtime.backbone import Shape

# The fused projections of a layer and the parts each is made of, in order.
FUSED = {
    "qkv": ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    "o": ("self_attn.o_proj",),
    "gate_up": ("mlp.gate_proj", "mlp.up_proj"),
    "down": ("mlp.down_proj",),
}


@dataclass(frozen=True, slots=True)
class Lora:
    """The adapters of one fused projection: `a` [slots, parts * rank, in], `b` [slots, out, rank], scaled.

    Output row n of part p uses a's rows p * rank to (p + 1) * rank; `widths` are the parts' output widths.
    Slot 0, the bare backbone, has no storage: slot s is at index s - 1.
    """

    a: Tensor
    b: Tensor
    widths: tuple[int, ...]

    @property
    def rank(self) -> int:
        """The rank that every part has room for."""
        return self.b.shape[-1]

    def delta(self, x: Tensor, slots: Tensor) -> Tensor:
        """What the adapters add for x [rows, tokens, in]: [rows, tokens, out], exactly zero in slot 0.

        slots: int64 [rows], or [1] where every row has the same. On CUDA they are never read on the host,
        so one captured graph serves every adapter.
        """
        return self.gathered(x, slots) if slots.is_cuda else self._grouped(x, slots)

    def gathered(self, x: Tensor, slots: Tensor) -> Tensor:
        """As `delta`, without reading the slots on the host on any device; with [1] it copies one matrix."""
        index = (slots - 1).clamp(min=0)
        flat = x.reshape(len(slots), -1, x.shape[-1])  # one slot: all rows are one product's
        inner = torch.bmm(flat, self.a[index].transpose(1, 2)).masked_fill((slots == 0)[:, None, None], 0.0)
        shares = zip(inner.split(self.rank, dim=-1), self.b[index].split(self.widths, dim=1), strict=True)
        outer = [torch.bmm(share, b.transpose(1, 2)) for share, b in shares]
        return torch.cat(outer, dim=-1).view(*x.shape[:2], -1)

    def _grouped(self, x: Tensor, slots: Tensor) -> Tensor:
        """As `delta`, slot by slot: no matrix is copied."""
        present = set(slots.tolist())
        if len(present) == 1:
            return self._alone(x, present.pop())
        out = x.new_zeros(*x.shape[:2], self.b.shape[1])
        for slot in present - {0}:
            rows = slots == slot
            out[rows] = self._alone(x[rows], slot)
        return out

    def _alone(self, x: Tensor, slot: int) -> Tensor:
        if slot == 0:
            return x.new_zeros(*x.shape[:2], self.b.shape[1])
        inner, b = linear(x, self.a[slot - 1]), self.b[slot - 1]
        if len(self.widths) == 1:
            return linear(inner, b)
        shares = zip(inner.split(self.rank, dim=-1), b.split(self.widths), strict=True)
        return torch.cat([linear(share, part) for share, part in shares], dim=-1)


# The matrices of every adapted projection, a layer an entry.
Layers = tuple[dict[str, Lora], ...]


def room(like: Lora, slots: int, device: str) -> Lora:
    """Matrices of the projection and rank of `like`, all zeros, for so many slots."""

    def zeros(tensor: Tensor) -> Tensor:
        return torch.zeros(slots, *tensor.shape[1:], dtype=tensor.dtype, device=device)

    return Lora(zeros(like.a), zeros(like.b), like.widths)


def put(target: Lora, source: Lora | None, first: int = 0) -> None:
    """Write every slot of `source` into `target`, from index `first` on, in place; None clears that index.

    `source` may have a smaller rank: the rest becomes zero.
    """
    count, rank = (1, 0) if source is None else (len(source.a), source.rank)
    parts = len(target.widths)
    a = target.a[first : first + count].view(count, parts, target.rank, -1)
    b = target.b[first : first + count]
    if source is not None:
        a[:, :, :rank] = source.a.view(count, parts, rank, -1)
        b[:, :, :rank] = source.b
    a[:, :, rank:] = 0.0
    b[:, :, rank:] = 0.0


def read_adapter(pack: Pack, shape: Shape, part_widths: dict[str, int], dtype: torch.dtype) -> Layers:
    """A pack's matrices, each `Lora` with its one slot, on the CPU.

    `part_widths` gives the output width of each part in FUSED. Raises UnavailableError where the files
    are damaged or were changed after the pack was loaded, where a number is not finite, and where the
    matrices do not fit the backbone.
    """
    tensors = _read(pack)
    inputs = {
        "qkv": shape.hidden,
        "o": part_widths["self_attn.q_proj"],
        "gate_up": shape.hidden,
        "down": part_widths["mlp.gate_proj"],
    }
    layers: Layers = tuple({} for _ in range(shape.layers))
    for layer, loras in enumerate(layers):
        for fused, parts in FUSED.items():
            if not any(_key(layer, part, "A") in tensors for part in parts):
                continue
            widths = tuple(part_widths[part] for part in parts)
            a = torch.zeros(len(parts), pack.rank, inputs[fused], dtype=dtype)
            b = torch.zeros(sum(widths), pack.rank, dtype=dtype)
            for part, part_a, part_b in zip(parts, a, b.split(widths), strict=True):
                if _key(layer, part, "A") in tensors:
                    _fill(pack, part_a, tensors, _key(layer, part, "A"), 1.0)
                    _fill(pack, part_b, tensors, _key(layer, part, "B"), pack.alpha / pack.rank)
            loras[fused] = Lora(a.flatten(0, 1)[None], b[None], widths)
    if tensors:
        raise UnavailableError(
            f"the pack {pack.name} does not fit this backbone: it has no place for {next(iter(tensors))}"
        )
    return layers


def _key(layer: int, part: str, kind: str) -> str:
    return f"base_model.model.model.layers.{layer}.{part}.lora_{kind}.weight"


def _fill(pack: Pack, target: Tensor, tensors: dict[str, Tensor], key: str, scale: float) -> None:
    """Move the tensor at `key`, scaled, into `target`, a part's matrix."""
    tensor = tensors.pop(key)
    if tensor.shape != target.shape:
        raise UnavailableError(
            f"the pack {pack.name} does not fit this backbone: "
            f"{key} is {list(tensor.shape)}, not {list(target.shape)}"
        )
    target.copy_(tensor.float() * scale)
    if not torch.isfinite(target).all():  # asked of the scaled number in the type it is used in
        raise UnavailableError(
            f"the pack {pack.name} holds weights that are no numbers ({key}); train it again"
        )


def _read(pack: Pack) -> dict[str, Tensor]:
    try:
        tensors = load_file(pack.weights)
        digest = content_digest(pack.path)
    except (OSError, SafetensorError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise UnavailableError(f"the pack {pack.name} cannot be read: {reason}") from error
    if digest != pack.digest:
        raise UnavailableError(
            f"the pack {pack.name} at {pack.path} is damaged or was changed after it was found; load it again"
        )
    return tensors
