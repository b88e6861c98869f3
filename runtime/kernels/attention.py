"""Triton: one token's attention over the cache, with QK-norm, rotary and the cache's write, in one kernel.

A program takes a stretch of the cache for one row and one key-value head, for all of its query heads; the
program that finishes last puts the stretches together (flash decoding). A head's vector is held as its two
halves, which rotary mixes, and which have a scale each where the cache is quantised (`runtime.cache`).
"""

import triton
import triton.language as tl

from runtime.kernels.linear import place


@triton.jit
def normed(qkv, where, norm, mask, D: tl.constexpr, EPS: tl.constexpr):
    """The two halves [H, D/2] of heads in `qkv`, after QK-norm."""
    d = tl.arange(0, D // 2)
    low = tl.load(qkv + where[:, None] + d[None, :], mask=mask[:, None], other=0.0).to(tl.float32)
    high = tl.load(qkv + where[:, None] + D // 2 + d[None, :], mask=mask[:, None], other=0.0).to(tl.float32)
    scale = tl.rsqrt((tl.sum(low * low, 1) + tl.sum(high * high, 1)) / D + EPS)[:, None]
    low *= scale * tl.load(norm + d).to(tl.float32)[None, :]
    high *= scale * tl.load(norm + D // 2 + d).to(tl.float32)[None, :]
    return low, high


@triton.jit
def _codes(x, scale, BITS: tl.constexpr):
    """x [n] as whole numbers of so many bits, and its scale, which is also stored."""
    most: tl.constexpr = 2 ** (BITS - 1) - 1
    step = (tl.maximum(tl.max(tl.abs(x)), 1e-6) / most).to(tl.float16)
    tl.store(scale, step)
    step = step.to(tl.float32)
    return tl.minimum(tl.maximum(tl.floor(x / step + 0.5), -most), most), step


@triton.jit
def stored(cache, scales, at, low, high, HALF: tl.constexpr, BITS: tl.constexpr):
    """Writes the halves [D/2] of a vector at token `at`; gives them as they will be read."""
    d = tl.arange(0, HALF)
    if BITS == 16:
        tl.store(cache + at * (2 * HALF) + d, low.to(cache.dtype.element_ty))
        tl.store(cache + at * (2 * HALF) + HALF + d, high.to(cache.dtype.element_ty))
    else:
        low, low_step = _codes(low, scales + at * 2, BITS)
        high, high_step = _codes(high, scales + at * 2 + 1, BITS)
        if BITS == 8:
            tl.store(cache + at * (2 * HALF) + d, low.to(tl.int8))
            tl.store(cache + at * (2 * HALF) + HALF + d, high.to(tl.int8))
        else:
            both = (low + 8).to(tl.int32) | ((high + 8).to(tl.int32) << 4)
            tl.store(cache + at * HALF + d, both.to(tl.uint8))
        low *= low_step
        high *= high_step
    return low, high


@triton.jit
def read(cache, at, mask, HALF: tl.constexpr, BITS: tl.constexpr, TYPE: tl.constexpr):
    """The halves of the vectors at tokens `at`, without their scales; `at` and the result are 2-d."""
    d = tl.arange(0, HALF)
    d = d[:, None] if at.shape[0] == 1 else d[None, :]
    if BITS == 4:
        both = tl.load(cache + at * HALF + d, mask=mask, other=0).to(tl.int32)
        return ((both & 15) - 8).to(TYPE), ((both >> 4) - 8).to(TYPE)
    else:
        low = tl.load(cache + at * (2 * HALF) + d, mask=mask, other=0)
        return low.to(TYPE), tl.load(cache + at * (2 * HALF) + HALF + d, mask=mask, other=0).to(TYPE)


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
    rotation,
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
    BITS: tl.constexpr,
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
    TYPE: tl.constexpr = out.dtype.element_ty
    h, d = tl.arange(0, H), tl.arange(0, HALF)
    new_at = tl.load(position + row).to(tl.int32)
    qkv += row * (HEADS + 2 * KV) * D
    c, s = tl.load(cos + new_at * HALF + d)[None, :], tl.load(sin + new_at * HALF + d)[None, :]
    low, high = normed(qkv, (head * GROUP + h) * D, q_norm, h < GROUP, D, EPS)
    scaling: tl.constexpr = D**-0.5
    q_low, q_high = (low * c - high * s) * scaling, (high * c + low * s) * scaling
    if BITS < 16:
        turn = tl.load(rotation + d[:, None] * HALF + d[None, :])
        q_low, q_high = tl.dot(q_low, turn), tl.dot(q_high, turn)

    line = (row * KV + head) * CONTEXT
    best = tl.full([H], -1.0e30, tl.float32)
    total = tl.zeros([H], tl.float32)
    y_low, y_high = tl.zeros([H, HALF], tl.float32), tl.zeros([H, HALF], tl.float32)
    if split == 0:  # the new token: written for those to come, and the first that is attended to
        one = tl.arange(0, 1)
        new_low, new_high = normed(qkv, (HEADS + head + one) * D, k_norm, one < 1, D, EPS)
        k_new_low = tl.sum(new_low * c - new_high * s, 0)
        k_new_high = tl.sum(new_high * c + new_low * s, 0)
        v_new_low = tl.load(qkv + (HEADS + KV + head) * D + d)
        v_new_high = tl.load(qkv + (HEADS + KV + head) * D + HALF + d)
        if BITS < 16:
            k_new_low = tl.sum(k_new_low[:, None] * turn, 0)
            k_new_high = tl.sum(k_new_high[:, None] * turn, 0)
            v_new_low = tl.sum(v_new_low[:, None] * turn, 0)
            v_new_high = tl.sum(v_new_high[:, None] * turn, 0)
        to = line + new_at
        k_new_low, k_new_high = stored(keys, key_scales, to, k_new_low, k_new_high, HALF, BITS)
        v_new_low, v_new_high = stored(values, value_scales, to, v_new_low, v_new_high, HALF, BITS)
        best = tl.sum(q_low * k_new_low[None, :], 1) + tl.sum(q_high * k_new_high[None, :], 1)
        total += 1.0
        y_low += v_new_low[None, :]
        y_high += v_new_high[None, :]

    q_low, q_high = q_low.to(TYPE), q_high.to(TYPE)
    stretch = tl.cdiv(tl.cdiv(new_at, SPLITS), BS) * BS
    for start in tl.range(split * stretch, tl.minimum((split + 1) * stretch, new_at), BS):
        t = start + tl.arange(0, BS)
        there = t < new_at
        at = line + t
        k_low, k_high = read(keys, at[None, :], there[None, :], HALF, BITS, TYPE)
        score_low, score_high = tl.dot(q_low, k_low), tl.dot(q_high, k_high)
        if BITS < 16:
            score_low *= tl.load(key_scales + at * 2, mask=there, other=0.0).to(tl.float32)[None, :]
            score_high *= tl.load(key_scales + at * 2 + 1, mask=there, other=0.0).to(tl.float32)[None, :]
        score = tl.where(there[None, :], score_low + score_high, -1.0e30)
        higher = tl.maximum(best, tl.max(score, 1))
        weight, fade = tl.exp(score - higher[:, None]), tl.exp(best - higher)
        total = total * fade + tl.sum(weight, 1)
        v_low, v_high = read(values, at[:, None], there[:, None], HALF, BITS, TYPE)
        weight_low, weight_high = weight, weight
        if BITS < 16:
            weight_low *= tl.load(value_scales + at * 2, mask=there, other=0.0).to(tl.float32)[None, :]
            weight_high *= tl.load(value_scales + at * 2 + 1, mask=there, other=0.0).to(tl.float32)[None, :]
        y_low = tl.dot(weight_low.to(TYPE), v_low, y_low * fade[:, None])
        y_high = tl.dot(weight_high.to(TYPE), v_high, y_high * fade[:, None])
        best = higher

    mine = (h < GROUP)[:, None]
    here = ((row * KV + head) * SPLITS + split) * GROUP + h
    tl.store(part_max + here, best, mask=h < GROUP)
    tl.store(part_sum + here, total, mask=h < GROUP)
    tl.store(part_out + here[:, None] * D + d[None, :], y_low, mask=mine)
    tl.store(part_out + here[:, None] * D + HALF + d[None, :], y_high, mask=mine)
    tl.debug_barrier()  # what this program's other threads wrote goes before the count
    if tl.atomic_add(finished + row * KV + head, 1, sem="acq_rel") == SPLITS - 1:
        best = tl.full([H], -1.0e30, tl.float32)
        total = tl.zeros([H], tl.float32)
        y_low, y_high = tl.zeros([H, HALF], tl.float32), tl.zeros([H, HALF], tl.float32)
        for other in tl.range(SPLITS):
            here = ((row * KV + head) * SPLITS + other) * GROUP + h
            there = part_out + here[:, None] * D + d[None, :]
            theirs = tl.load(part_max + here, mask=h < GROUP, other=-1.0e30, cache_modifier=".cg")
            theirs_sum = tl.load(part_sum + here, mask=h < GROUP, other=0.0, cache_modifier=".cg")
            higher = tl.maximum(best, theirs)
            fade, weight = tl.exp(best - higher), tl.exp(theirs - higher)
            total = total * fade + weight * theirs_sum
            y_low = y_low * fade[:, None] + weight[:, None] * tl.load(
                there, mask=mine, other=0.0, cache_modifier=".cg"
            )
            y_high = y_high * fade[:, None] + weight[:, None] * tl.load(
                there + HALF, mask=mine, other=0.0, cache_modifier=".cg"
            )
            best = higher
        share = 1.0 / tl.maximum(total, 1e-30)[:, None]
        y_low, y_high = y_low * share, y_high * share
        if BITS < 16:  # the rotation is its own inverse
            y_low, y_high = tl.dot(y_low, turn), tl.dot(y_high, turn)
        i = (head * GROUP + h)[:, None] * D + d[None, :]
        result = out + row * HEADS * D
        tl.store(result + place(i, NEXT), y_low.to(TYPE), mask=mine)
        tl.store(result + place(i + HALF, NEXT), y_high.to(TYPE), mask=mine)
        tl.store(finished + row * KV + head, 0)
