"""The kernels on the card: shapes in, tiles chosen, launched on the current stream.

Every function writes into tensors that it is given, so that a captured graph can be played again. The same
functions in plain PyTorch, for the CPU and for tests, are in `reference.py`.
"""

from dataclasses import dataclass

import torch
import triton
from torch import Tensor

from runtime.cache import Cache
from runtime.kernels import MOST_ROWS, attention, dense, linear, prompt
from runtime.lora import Lora
from runtime.packed import Packed

SPLITS = 16  # stretches that the cache of one row and head is cut into; fewer for more rows
_STRETCH = 32  # tokens at a time
_PROMPT = 64  # tokens of a prompt, and of the cache, at a time


@dataclass(frozen=True, slots=True)
class Tile:
    """What a program takes: outputs, with so many warps, and chunks of inputs.

    `unroll`: turns of its loop without a jump; `stages`: loads under way at once (more rows than one).
    """

    outputs: int
    warps: int
    chunks: int = 1
    unroll: int = 5
    stages: int = 3


# Measured on an H100 over the projections of Qwen3-4B: one row, and up to sixteen.
TILES: dict[str, tuple[Tile, Tile]] = {
    "project": (Tile(16, 4), Tile(32, 4, unroll=1, stages=1)),
    "gated": (Tile(16, 4, unroll=2), Tile(32, 4, unroll=1, stages=1)),
    "residual": (Tile(8, 8, chunks=2, unroll=4), Tile(16, 2, unroll=1)),
}
SHUFFLE = True  # a warp shuffle looks codes up; False: a load, for machines without


def _tile(kind: str, rows: int, outputs: int) -> Tile:
    """The tile of that kind, made smaller where it does not divide the weights."""
    tile = TILES[kind][rows > 1]
    return Tile(_divisor(outputs, tile.outputs), tile.warps, tile.chunks, tile.unroll, tile.stages)


def _divisor(number: int, most: int) -> int:
    """The largest power of two that divides the number, at most `most`."""
    return min(most, number & -number)


def _groups(width: int) -> int:
    """Blocks of 32 inputs that are read at a time: they decide the order of a vector of that width."""
    return _divisor(width // 32, 16)


def ordered(x: Tensor) -> Tensor:
    """x [rows, width] in the order in which the kernels read it (`linear.place`)."""
    return x.view(len(x), -1, _groups(x.shape[1]), 8, 4).transpose(2, 3).reshape_as(x)


def natural(x: Tensor) -> Tensor:
    """What `ordered` was given."""
    return x.view(len(x), -1, 8, _groups(x.shape[1]), 4).transpose(2, 3).reshape_as(x)


def _adapter(lora: Lora | None) -> dict[str, int]:
    rank = 0 if lora is None else lora.rank
    return {"R": rank, "R_TILE": max(triton.next_power_of_2(rank), 1)}


def _stored(weight: Packed) -> tuple[Tensor, ...]:
    return weight.codes, weight.absmax, weight.outer, weight.nested, weight.book


def _constants(x: Tensor, weight: Packed, tile: Tile) -> dict[str, int | bool]:
    """What every product is compiled for."""
    return {
        "K": weight.shape[1],
        "M": 1 if len(x) == 1 else MOST_ROWS,
        "BN": tile.outputs,
        "G": _groups(weight.shape[1]),
        "EVERY": weight.every,
        "SHUFFLE": SHUFFLE,
        "C": tile.chunks,
        "UNROLL": tile.unroll,
        "num_warps": tile.warps,
        "num_stages": tile.stages,
    }


def _norm(squares: Tensor, eps: float) -> dict[str, int | float]:
    count = squares.shape[1]
    return {"COUNT": count, "COUNT_TILE": triton.next_power_of_2(count), "EPS": eps}


def squares_width(outputs: int, rows: int) -> int:
    """The number of partial sums that `residual` leaves for each of so many rows."""
    return outputs // _tile("residual", rows, outputs).outputs


def shrink(x: Tensor, lora: Lora, slots: Tensor, low: Tensor) -> None:
    """low [rows, parts * rank], float32 = A of each row's slot times x; rows in slot 0 stay as they are."""
    ranks, width = lora.a.shape[1:]
    linear.shrink[(ranks, len(x))](
        x, lora.a, slots, low, K=width, ROWS_A=ranks, K_TILE=1024, G=_groups(width), num_warps=4
    )


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
    outputs = weight.shape[0]
    tile = _tile("project", len(x), outputs)
    widths = lora.widths if lora is not None else (outputs,)
    linear.project[(outputs // tile.outputs,)](
        x, *_stored(weight), squares, low, lora.b if lora is not None else x, slots, out, len(x),
        N=outputs, FIRST=sum(widths[:1]), SECOND=sum(widths[:2]), PARTS=len(widths),
        **_adapter(lora), **_norm(squares, eps), **_constants(x, weight, tile),
    )  # fmt: skip


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
    """out [rows, outputs / 2], bfloat16 = silu(gate) * up of RMSNorm(x)."""
    outputs = weight.shape[0] // 2
    tile = _tile("gated", len(x), outputs)
    linear.project_gated[(outputs // tile.outputs,)](
        x, *_stored(weight), squares, low, lora.b if lora is not None else x, slots, out, len(x),
        N=outputs, NEXT=_groups(outputs),
        **_adapter(lora), **_norm(squares, eps), **_constants(x, weight, tile),
    )  # fmt: skip


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
    outputs = weight.shape[0]
    tile = _tile("residual", len(x), outputs)
    linear.project_residual[(outputs // tile.outputs,)](
        x, *_stored(weight), low, lora.b if lora is not None else x, slots, hidden, norm, normed, squares,
        len(x), N=outputs, COUNT=squares.shape[1], NEXT=_groups(outputs),
        **_adapter(lora), **_constants(x, weight, tile),
    )  # fmt: skip


def _splits(rows: int) -> int:
    return max(4, SPLITS // rows)


@dataclass(frozen=True, slots=True)
class Scratch:
    """Where the stretches of a head's cache are put together."""

    out: Tensor
    most: Tensor
    total: Tensor
    finished: Tensor


def scratch(rows: int, heads: int, kv_heads: int, head_dim: int, device: str) -> Scratch:
    """Room for `attend`."""
    parts = rows * heads * _splits(rows)
    return Scratch(
        torch.empty(parts, head_dim, device=device),
        torch.empty(parts, device=device),
        torch.empty(parts, device=device),
        torch.zeros(rows * kv_heads, dtype=torch.int32, device=device),
    )


def attend(
    qkv: Tensor,
    q_norm: Tensor,
    k_norm: Tensor,
    rotary: tuple[Tensor, Tensor],
    positions: Tensor,
    cache: Cache,
    layer: int,
    out: Tensor,
    room: Scratch,
    eps: float,
) -> None:
    """out [rows, heads * head_dim], bfloat16: attention of one new token a row, which enters the cache."""
    _, rows, kv_heads, context, _ = cache.keys.shape
    head_dim = len(q_norm)
    beside = (out, out, out)
    if (q := cache.quantised) is not None:
        beside = (q.key_scales[layer], q.value_scales[layer], q.rotation)
    attention.attend[(_splits(rows), kv_heads, rows)](
        qkv, q_norm, k_norm, *rotary, positions, cache.keys[layer], cache.values[layer],
        *beside, out, room.out, room.most, room.total, room.finished,
        CONTEXT=context, HEADS=out.shape[1] // head_dim, KV=kv_heads, D=head_dim, EPS=eps,
        SPLITS=_splits(rows), BS=_STRETCH,
        BITS=16 if q is None else q.bits, NEXT=_groups(out.shape[1]), num_warps=4,
    )  # fmt: skip


def logits(x: Tensor, weight: Tensor, scale: Tensor | None, squares: Tensor, out: Tensor, eps: float) -> None:
    """out [rows, vocab], float32, of RMSNorm(x); weight bfloat16, or int8 with a scale a row."""
    outputs, inputs = weight.shape
    one = len(x) == 1
    block = 4 if one else 128
    dense.logits[(triton.cdiv(outputs, block),)](
        x, weight, scale if scale is not None else squares, squares, out, len(x),
        K=inputs, N=outputs, **_norm(squares, eps), INT8=scale is not None, M=1 if one else MOST_ROWS,
        BN=block, BK=512 if one else 128, G=_groups(inputs), num_warps=4 if one else 8,
    )  # fmt: skip


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
    """out [tokens, heads * head_dim], ordered: attention of a prompt's tokens, which enter the cache.

    qkv [tokens, ...] is overwritten. spot [3]: the cache's row, the first place, how many tokens count.
    """
    _, _, kv_heads, context, _ = cache.keys.shape
    head_dim = len(q_norm)
    beside = (out, out, out)
    if (q := cache.quantised) is not None:
        beside = (q.key_scales[layer], q.value_scales[layer], q.rotation)
    sizes = {
        "CONTEXT": context,
        "HEADS": out.shape[1] // head_dim,
        "KV": kv_heads,
        "D": head_dim,
        "BITS": 16 if q is None else q.bits,
    }
    held = (cache.keys[layer], cache.values[layer], *beside)
    prompt.enter[(len(qkv), kv_heads)](
        qkv, q_norm, k_norm, *rotary, spot, *held, EPS=eps, num_warps=4, **sizes
    )  # fmt: skip
    block = min(_PROMPT, len(qkv))
    prompt.attend[(len(qkv) // block, sizes["HEADS"])](
        qkv, spot, *held, out, BT=block, BS=_PROMPT, NEXT=_groups(out.shape[1]), num_warps=4, **sizes
    )  # fmt: skip


def prompt_gate(both: Tensor, out: Tensor, first: int) -> None:
    """Columns of out [tokens, width], ordered, from `first` on = silu(gate) * up.

    both [2, tokens, columns]: gate, then up.
    """
    _, tokens, count = both.shape
    prompt.gate[(tokens, triton.cdiv(count, 1024))](
        both, out, first, count, tokens, N=out.shape[1], NEXT=_groups(out.shape[1]), BLOCK=1024, num_warps=4
    )  # fmt: skip


def expand(weight: Packed, start: int, out: Tensor) -> None:
    """out [rows, inputs] = rows of the weights, from `start` on, as floats, each `ordered`."""
    count, inputs = out.shape
    groups = _groups(inputs)
    linear.expand[(triton.cdiv(count, 16), inputs // 32 // groups)](
        *_stored(weight), out, start, start + count,
        K=inputs, BN=16, G=groups, EVERY=weight.every, SHUFFLE=SHUFFLE, num_warps=4,
    )  # fmt: skip
