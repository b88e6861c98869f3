"""Triton: one token's attention over the cache, with QK-norm, rotary and the cache's write, in one kernel.

A program takes a stretch of the cache for one row and one key-value head, for all of its query heads; the
program that finishes last puts the stretches together (flash decoding).
"""

import triton
import triton.language as tl

from runtime.kernels.linear import place


@triton.jit
def _normed_halves(qkv, where, norm, mask, D: tl.constexpr, EPS: tl.constexpr):
    """The two halves [H, D/2] of heads in `qkv`, after QK-norm."""
    d = tl.arange(0, D // 2)
    low = tl.load(qkv + where[:, None] + d[None, :], mask=mask[:, None], other=0.0)
    high = tl.load(qkv + where[:, None] + D // 2 + d[None, :], mask=mask[:, None], other=0.0)
    scale = tl.rsqrt((tl.sum(low * low, 1) + tl.sum(high * high, 1)) / D + EPS)[:, None]
    low *= scale * tl.load(norm + d).to(tl.float32)[None, :]
    high *= scale * tl.load(norm + D // 2 + d).to(tl.float32)[None, :]
    return low, high


@triton.jit
def attend(
    qkv,
    q_norm,
    k_norm,
    cos,
    sin,
    position,
    keys,
    values,
    key_scales,
    value_scales,
    out,
    part_out,
    part_max,
    part_sum,
    finished,
    CONTEXT: tl.constexpr,
    HEADS: tl.constexpr,
    KV: tl.constexpr,
    D: tl.constexpr,
    EPS: tl.constexpr,
    SPLITS: tl.constexpr,
    BS: tl.constexpr,
    INT8: tl.constexpr,
    NEXT: tl.constexpr,
):
    """out [rows, HEADS * D], bfloat16, and the new token's key and value in the cache [rows, KV, CONTEXT, D].

    qkv [rows, (HEADS + 2 KV) D], float32; cos, sin [CONTEXT, D/2]; position [rows] of the new token;
    `finished` [rows * KV] counts programs and is zero before and after.
    """
    split, head, row = tl.program_id(0), tl.program_id(1), tl.program_id(2)
    GROUP: tl.constexpr = HEADS // KV
    H: tl.constexpr = 16  # the smallest tile of a tensor core
    HALF: tl.constexpr = D // 2
    h, d, full = tl.arange(0, H), tl.arange(0, HALF), tl.arange(0, D)
    new_at = tl.load(position + row).to(tl.int32)
    qkv += row * (HEADS + 2 * KV) * D
    c = tl.load(cos + new_at * HALF + d)[None, :]
    s = tl.load(sin + new_at * HALF + d)[None, :]
    low, high = _normed_halves(qkv, (head * GROUP + h) * D, q_norm, h < GROUP, D, EPS)
    scaling: tl.constexpr = D**-0.5
    q_low, q_high = (low * c - high * s) * scaling, (high * c + low * s) * scaling

    line = (row * KV + head) * CONTEXT
    best = tl.full([H], -1.0e30, tl.float32)
    total = tl.zeros([H], tl.float32)
    mixed = tl.zeros([H, D], tl.float32)
    if split == 0:  # the new token: written for those to come, and the first that is attended to
        one = tl.arange(0, 1)
        new_low, new_high = _normed_halves(qkv, (HEADS + head + one) * D, k_norm, one < 1, D, EPS)
        key_low, key_high = new_low * c - new_high * s, new_high * c + new_low * s
        new = tl.load(qkv + (HEADS + KV + head) * D + full)
        to = (line + new_at) * D
        if INT8:
            k_scale = tl.maximum(tl.max(tl.maximum(tl.abs(key_low), tl.abs(key_high))), 1e-20) / 127
            v_scale = tl.maximum(tl.max(tl.abs(new)), 1e-20) / 127
            tl.store(key_scales + line + new_at, k_scale)
            tl.store(value_scales + line + new_at, v_scale)
            tl.store(keys + to + d[None, :], _rounded(key_low / k_scale))
            tl.store(keys + to + HALF + d[None, :], _rounded(key_high / k_scale))
            tl.store(values + to + full, _rounded(new / v_scale))
        else:
            tl.store(keys + to + d[None, :], key_low.to(keys.dtype.element_ty))
            tl.store(keys + to + HALF + d[None, :], key_high.to(keys.dtype.element_ty))
            tl.store(values + to + full, new.to(values.dtype.element_ty))
        best = tl.sum(q_low * key_low, 1) + tl.sum(q_high * key_high, 1)
        total += 1.0
        mixed += new[None, :]

    q_low, q_high = q_low.to(out.dtype.element_ty), q_high.to(out.dtype.element_ty)
    stretch = tl.cdiv(tl.cdiv(new_at, SPLITS), BS) * BS
    for start in tl.range(split * stretch, tl.minimum((split + 1) * stretch, new_at), BS):
        t = start + tl.arange(0, BS)
        there = t < new_at
        at = (line + t) * D
        k_low = tl.load(keys + at[None, :] + d[:, None], mask=there[None, :], other=0.0).to(
            out.dtype.element_ty
        )
        k_high = tl.load(keys + at[None, :] + HALF + d[:, None], mask=there[None, :], other=0.0).to(
            out.dtype.element_ty
        )
        score = tl.dot(q_low, k_low)
        score = tl.dot(q_high, k_high, score)
        if INT8:
            score *= tl.load(key_scales + line + t, mask=there, other=0.0)[None, :]
        score = tl.where(there[None, :], score, -1.0e30)
        higher = tl.maximum(best, tl.max(score, 1))
        weight = tl.exp(score - higher[:, None])
        fade = tl.exp(best - higher)
        total = total * fade + tl.sum(weight, 1)
        if INT8:
            weight *= tl.load(value_scales + line + t, mask=there, other=0.0)[None, :]
        v = tl.load(values + at[:, None] + full[None, :], mask=there[:, None], other=0.0).to(
            out.dtype.element_ty
        )
        mixed = tl.dot(weight.to(out.dtype.element_ty), v, mixed * fade[:, None])
        best = higher

    here = ((row * KV + head) * SPLITS + split) * GROUP
    tl.store(part_max + here + h, best, mask=h < GROUP)
    tl.store(part_sum + here + h, total, mask=h < GROUP)
    tl.store(part_out + (here + h)[:, None] * D + full[None, :], mixed, mask=(h < GROUP)[:, None])
    tl.debug_barrier()  # what this program's other threads wrote goes before the count
    if tl.atomic_add(finished + row * KV + head, 1, sem="acq_rel") == SPLITS - 1:
        best = tl.full([H], -1.0e30, tl.float32)
        total = tl.zeros([H], tl.float32)
        mixed = tl.zeros([H, D], tl.float32)
        for other in tl.range(SPLITS):
            here = ((row * KV + head) * SPLITS + other) * GROUP
            theirs = tl.load(part_max + here + h, mask=h < GROUP, other=-1.0e30, cache_modifier=".cg")
            higher = tl.maximum(best, theirs)
            fade, weight = tl.exp(best - higher), tl.exp(theirs - higher)
            total = total * fade + weight * tl.load(
                part_sum + here + h, mask=h < GROUP, other=0.0, cache_modifier=".cg"
            )
            mixed = mixed * fade[:, None] + weight[:, None] * tl.load(
                part_out + (here + h)[:, None] * D + full[None, :],
                mask=(h < GROUP)[:, None],
                other=0.0,
                cache_modifier=".cg",
            )
            best = higher
        y = mixed / tl.maximum(total, 1e-30)[:, None]
        result = out + row * HEADS * D + place((head * GROUP + h)[:, None] * D + full[None, :], NEXT)
        tl.store(result, y.to(out.dtype.element_ty), mask=(h < GROUP)[:, None])
        tl.store(finished + row * KV + head, 0)


@triton.jit
def _rounded(x):
    """Nearest int8."""
    return tl.floor(x + 0.5).to(tl.int8)
