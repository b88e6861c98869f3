"""Triton: what a prompt needs beside matrix products.

Attention: its tokens enter the cache, then each attends to all up to itself.

`spot` [3], int64, says where the prompt goes: the cache's row, the first token's place, and how many of the
tokens count; the rest only fill the tensors up, so that one captured graph reads prompts of any length.
"""

import triton
import triton.language as tl

from runtime.kernels.attention import normed, read, stored
from runtime.kernels.linear import place


@triton.jit
def enter(
    qkv,
    q_norm,
    k_norm,
    cos,
    sin,
    spot,
    keys,
    values,
    key_scales,
    value_scales,
    rotation,
    CONTEXT: tl.constexpr,
    HEADS: tl.constexpr,
    KV: tl.constexpr,
    D: tl.constexpr,
    EPS: tl.constexpr,
    BITS: tl.constexpr,
):
    """Keys and values of qkv [tokens, (HEADS + 2 KV) D] in the cache; its queries ready in their place.

    A program takes one token and one key-value head with its query heads.
    """
    token, head = tl.program_id(0), tl.program_id(1)
    row, start, count = tl.load(spot).to(tl.int32), tl.load(spot + 1).to(tl.int32), tl.load(spot + 2)
    GROUP: tl.constexpr = HEADS // KV
    HALF: tl.constexpr = D // 2
    H: tl.constexpr = 16  # the smallest tile of a tensor core
    if token < count:
        h, d, one = tl.arange(0, H), tl.arange(0, HALF), tl.arange(0, 1)
        qkv += token * (HEADS + 2 * KV) * D
        c = tl.load(cos + (start + token) * HALF + d)[None, :]
        s = tl.load(sin + (start + token) * HALF + d)[None, :]
        where, mine = (head * GROUP + h) * D, h < GROUP
        low, high = normed(qkv, where, q_norm, mine, D, EPS)
        q_low, q_high = (low * c - high * s) * D**-0.5, (high * c + low * s) * D**-0.5
        low, high = normed(qkv, (HEADS + head + one) * D, k_norm, one < 1, D, EPS)
        k_low, k_high = tl.sum(low * c - high * s, 0), tl.sum(high * c + low * s, 0)
        v_low = tl.load(qkv + (HEADS + KV + head) * D + d).to(tl.float32)
        v_high = tl.load(qkv + (HEADS + KV + head) * D + HALF + d).to(tl.float32)
        if BITS < 16:
            turn = tl.load(rotation + d[:, None] * HALF + d[None, :])
            q_low, q_high = tl.dot(q_low, turn), tl.dot(q_high, turn)
            k_low, k_high = tl.sum(k_low[:, None] * turn, 0), tl.sum(k_high[:, None] * turn, 0)
            v_low, v_high = tl.sum(v_low[:, None] * turn, 0), tl.sum(v_high[:, None] * turn, 0)
        to = (row * KV + head) * CONTEXT + start + token
        stored(keys, key_scales, to, k_low, k_high, HALF, BITS)
        stored(values, value_scales, to, v_low, v_high, HALF, BITS)
        to = qkv + where[:, None] + d[None, :]
        tl.store(to, q_low.to(qkv.dtype.element_ty), mask=mine[:, None])
        tl.store(to + HALF, q_high.to(qkv.dtype.element_ty), mask=mine[:, None])


@triton.jit
def attend(
    qkv,
    spot,
    keys,
    values,
    key_scales,
    value_scales,
    rotation,
    out,
    CONTEXT: tl.constexpr,
    HEADS: tl.constexpr,
    KV: tl.constexpr,
    D: tl.constexpr,
    BITS: tl.constexpr,
    BT: tl.constexpr,
    BS: tl.constexpr,
    NEXT: tl.constexpr,
):
    """out [tokens, HEADS * D]: what the queries that `enter` left find in the cache, online softmax.

    A program takes BT tokens of one query head and goes through the cache in stretches of BS.
    """
    tile, head = tl.program_id(0), tl.program_id(1)
    row, start = tl.load(spot).to(tl.int32), tl.load(spot + 1).to(tl.int32)
    count = tl.load(spot + 2).to(tl.int32)
    HALF: tl.constexpr = D // 2
    TYPE: tl.constexpr = out.dtype.element_ty
    if tile * BT < count:
        t, d = tile * BT + tl.arange(0, BT), tl.arange(0, HALF)
        asked = qkv + (t * (HEADS + 2 * KV) * D + head * D)[:, None] + d[None, :]
        q_low, q_high = tl.load(asked), tl.load(asked + HALF)
        line = (row * KV + head // (HEADS // KV)) * CONTEXT
        best = tl.full([BT], -1.0e30, tl.float32)
        total = tl.zeros([BT], tl.float32)
        y_low, y_high = tl.zeros([BT, HALF], tl.float32), tl.zeros([BT, HALF], tl.float32)
        end = start + tl.minimum(count, (tile + 1) * BT)
        for begin in tl.range(0, end, BS):
            k = begin + tl.arange(0, BS)
            there = k < end
            at = line + k
            k_low, k_high = read(keys, at[None, :], there[None, :], HALF, BITS, TYPE)
            score, score_high = tl.dot(q_low, k_low), tl.dot(q_high, k_high)
            if BITS < 16:
                scale = key_scales + at * 2
                score *= tl.load(scale, mask=there, other=0.0).to(tl.float32)[None, :]
                score_high *= tl.load(scale + 1, mask=there, other=0.0).to(tl.float32)[None, :]
            before = (k[None, :] <= (start + t)[:, None]) & there[None, :]
            score = tl.where(before, score + score_high, -1.0e30)
            higher = tl.maximum(best, tl.max(score, 1))
            weight, fade = tl.exp(score - higher[:, None]), tl.exp(best - higher)
            total = total * fade + tl.sum(weight, 1)
            v_low, v_high = read(values, at[:, None], there[:, None], HALF, BITS, TYPE)
            weight_high = weight
            if BITS < 16:
                weight *= tl.load(value_scales + at * 2, mask=there, other=0.0).to(tl.float32)[None, :]
                weight_high *= tl.load(value_scales + at * 2 + 1, mask=there, other=0.0).to(tl.float32)[
                    None, :
                ]
            y_low = tl.dot(weight.to(TYPE), v_low, y_low * fade[:, None])
            y_high = tl.dot(weight_high.to(TYPE), v_high, y_high * fade[:, None])
            best = higher
        y_low, y_high = y_low / total[:, None], y_high / total[:, None]
        if BITS < 16:  # the rotation is its own inverse
            turn = tl.load(rotation + d[:, None] * HALF + d[None, :])
            y_low, y_high = tl.dot(y_low, turn), tl.dot(y_high, turn)
        result, i = out + t[:, None] * (HEADS * D), (head * D + d)[None, :]
        tl.store(result + place(i, NEXT), y_low.to(TYPE))
        tl.store(result + place(i + HALF, NEXT), y_high.to(TYPE))


@triton.jit
def gate(both, out, first, count, tokens, N: tl.constexpr, NEXT: tl.constexpr, BLOCK: tl.constexpr):
    """Columns `first` to `first` + count of out [tokens, N] = silu(gate) * up of both [2, tokens, count]."""
    token, n = tl.program_id(0), tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
    inside = n < count
    x = tl.load(both + token * count + n, mask=inside, other=0.0).to(tl.float32)
    up = tl.load(both + (tokens + token) * count + n, mask=inside, other=0.0).to(tl.float32)
    y = x * tl.sigmoid(x) * up
    tl.store(out + token * N + place(first + n, NEXT), y.to(out.dtype.element_ty), mask=inside)
