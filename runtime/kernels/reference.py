"""The kernels of `launch.py` in plain PyTorch: what they must give, and what runs without a card."""

import torch
from torch import Tensor
from torch.nn.functional import rms_norm, scaled_dot_product_attention, silu

from runtime.cache import Cache
from runtime.lora import Lora
from runtime.packed import Packed


def ordered(x: Tensor) -> Tensor:
    """x itself: here vectors lie in their natural order."""
    return x


def squares_width(outputs: int, rows: int) -> int:
    """The number of partial sums that `residual` leaves for each of so many rows."""
    return 1


def scratch(rows: int, heads: int, kv_heads: int, head_dim: int, device: str) -> None:
    """None: `attend` needs no room here."""


def shrink(x: Tensor, lora: Lora, slots: Tensor, low: Tensor) -> None:
    """low [rows, parts * rank], float32 = A of each row's slot times x."""
    a = lora.a[(slots - 1).clamp(min=0)].float()
    low.copy_(torch.bmm(a, x.float()[..., None])[..., 0])


def _expanded(lora: Lora | None, slots: Tensor, low: Tensor) -> Tensor | float:
    if lora is None:
        return 0.0
    b = lora.b[(slots - 1).clamp(min=0)].float().split(lora.widths, dim=1)
    shares = zip(b, low.split(lora.rank, dim=-1), strict=True)
    added = torch.cat([torch.bmm(part, share[..., None])[..., 0] for part, share in shares], dim=-1)
    return added.masked_fill((slots == 0)[:, None], 0.0)


def _inverse_rms(squares: Tensor, width: int, eps: float) -> Tensor:
    return torch.rsqrt(squares.sum(dim=-1, keepdim=True) / width + eps)


def project(
    x: Tensor,
    weight: Packed,
    squares: Tensor,
    lora: Lora | None,
    slots: Tensor,
    low: Tensor,
    out: Tensor,
    eps: float,
) -> None:
    """out [rows, outputs], float32 = RMSNorm(x) times the weights and LoRA; x has the norm's weights."""
    product = x.float() @ _all(weight).T + _expanded(lora, slots, low)
    out.copy_(product * _inverse_rms(squares, x.shape[1], eps))


def gated(
    x: Tensor,
    weight: Packed,
    squares: Tensor,
    lora: Lora | None,
    slots: Tensor,
    low: Tensor,
    out: Tensor,
    eps: float,
) -> None:
    """out [rows, outputs / 2] = silu(gate) * up of RMSNorm(x)."""
    both = torch.empty(len(x), weight.shape[0], device=x.device)
    project(x, weight, squares, lora, slots, low, both, eps)
    gate, up = both.chunk(2, dim=-1)
    out.copy_(silu(gate) * up)


def residual(
    x: Tensor,
    weight: Packed,
    lora: Lora | None,
    slots: Tensor,
    low: Tensor,
    hidden: Tensor,
    norm: Tensor,
    normed: Tensor,
    squares: Tensor,
) -> None:
    """Adds product and LoRA to hidden [rows, outputs]; normed = hidden * norm; squares: sums of hidden^2."""
    hidden += x.float() @ _all(weight).T + _expanded(lora, slots, low)
    normed.copy_(hidden * norm)
    squares.zero_()
    squares[:, 0] = hidden.square().sum(dim=-1)


def attend(
    qkv: Tensor,
    q_norm: Tensor,
    k_norm: Tensor,
    rotary: tuple[Tensor, Tensor],
    positions: Tensor,
    cache: Cache,
    layer: int,
    out: Tensor,
    room: None,
    eps: float,
) -> None:
    """out [rows, heads * head_dim]: attention of one new token a row, which enters the cache."""
    _, rows, kv_heads, context, _ = cache.keys.shape
    head_dim = len(q_norm)
    heads = out.shape[1] // head_dim
    q, k, v = qkv.view(rows, -1, head_dim).split((heads, kv_heads, kv_heads), dim=1)
    q, k = (_rotated(x, norm, rotary, positions, eps) for x, norm in ((q, q_norm), (k, k_norm)))
    every = torch.arange(rows, device=qkv.device)[:, None]
    cache.write(layer, every, positions[:, None], k[:, None], v[:, None])
    keys, values = cache.read(layer, context, torch.float32)
    visible = torch.arange(context, device=qkv.device) <= positions[:, None, None, None]
    mixed = scaled_dot_product_attention(
        q[:, :, None], keys.float(), values.float(), attn_mask=visible, enable_gqa=True
    )
    out.copy_(mixed.reshape(rows, -1))


def logits(x: Tensor, weight: Tensor, scale: Tensor | None, squares: Tensor, out: Tensor, eps: float) -> None:
    """out [rows, vocab], float32, of RMSNorm(x); weight float, or int8 with a scale a row."""
    product = x.float() @ weight.float().T
    out.copy_((product if scale is None else product * scale) * _inverse_rms(squares, x.shape[1], eps))


def prompt_attend(
    qkv: Tensor,
    q_norm: Tensor,
    k_norm: Tensor,
    rotary: tuple[Tensor, Tensor],
    spot: Tensor,
    cache: Cache,
    layer: int,
    out: Tensor,
    eps: float,
) -> None:
    """out [tokens, heads * head_dim]: attention of a prompt's tokens, which enter the cache.

    spot [3]: the cache's row, the first place, how many tokens count.
    """
    row, start, count = spot.tolist()
    kv_heads, head_dim = cache.keys.shape[2], len(q_norm)
    heads = out.shape[1] // head_dim
    q, k, v = qkv[:count].float().view(count, -1, head_dim).split((heads, kv_heads, kv_heads), dim=1)
    positions = torch.arange(start, start + count, device=qkv.device)
    q, k = (_rotated(x, norm, rotary, positions, eps) for x, norm in ((q, q_norm), (k, k_norm)))
    cache.write(layer, torch.tensor([[row]], device=qkv.device), positions[None], k[None], v[None])
    keys, values = cache.row(row).read(layer, start + count, torch.float32)
    visible = torch.arange(start + count, device=qkv.device) <= positions[:, None]
    mixed = scaled_dot_product_attention(
        q.transpose(0, 1)[None], keys.float(), values.float(), attn_mask=visible, enable_gqa=True
    )
    out[:count] = mixed[0].transpose(0, 1).reshape(count, -1)


def prompt_gate(both: Tensor, out: Tensor, first: int) -> None:
    """Columns of out [tokens, width] from `first` on = silu(gate) * up of both [2, tokens, columns]."""
    gate, up = both
    out[:, first : first + both.shape[2]] = silu(gate) * up


def expand(weight: Packed, start: int, out: Tensor) -> None:
    """out [rows, inputs] = rows of the weights, from `start` on, as floats."""
    out.copy_(weight.rows(torch.arange(start, start + len(out), device=weight.codes.device), out.dtype))


def _all(weight: Packed) -> Tensor:
    return weight.rows(torch.arange(weight.shape[0], device=weight.codes.device), torch.float32)


def _rotated(x: Tensor, norm: Tensor, rotary: tuple[Tensor, Tensor], positions: Tensor, eps: float) -> Tensor:
    """Heads x [tokens, heads, head_dim] after QK-norm and rotary."""
    cos, sin = (table[positions][:, None] for table in rotary)
    low, high = rms_norm(x, (x.shape[-1],), norm.float(), eps).chunk(2, dim=-1)
    return torch.cat((low * cos - high * sin, high * cos + low * sin), dim=-1)
