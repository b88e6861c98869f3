"""Triton: logits from the head's weights, in bfloat16 or in int8 with a scale a row."""

import triton
import triton.language as tl

from runtime.kernels.linear import inverse_rms, place


@triton.jit
def logits(
    x,
    weight,
    scale,
    squares,
    out,
    rows,
    K: tl.constexpr,
    N: tl.constexpr,
    COUNT: tl.constexpr,
    COUNT_TILE: tl.constexpr,
    EPS: tl.constexpr,
    INT8: tl.constexpr,
    M: tl.constexpr,
    BN: tl.constexpr,
    BK: tl.constexpr,
    G: tl.constexpr,
):
    """out [rows, N], float32 = norm(x) W^T; x [rows, K] is multiplied by the norm's weights already."""
    n = tl.program_id(0) * BN + tl.arange(0, BN)
    m = tl.arange(0, M)
    there = (n < N)[None, :]
    sums = tl.zeros([BK if M == 1 else M, BN], tl.float32)
    for start in tl.range(0, K, BK):
        k = start + tl.arange(0, BK)
        w = tl.load(
            weight + n[None, :].to(tl.int64) * K + k[:, None],
            mask=there & (k < K)[:, None],
            other=0.0,
            eviction_policy="evict_first",
        )
        if M == 1:
            xk = tl.load(x + place(k, G), mask=k < K, other=0.0).to(tl.float32)
            sums += w.to(tl.float32) * xk[:, None]
        else:
            xk = tl.load(
                x + m[:, None] * K + place(k, G)[None, :],
                mask=(m < rows)[:, None] & (k < K)[None, :],
                other=0.0,
            )
            sums = tl.dot(xk, w.to(x.dtype.element_ty), sums)
    y = tl.sum(sums, 0)[None, :] if M == 1 else sums
    if INT8:
        y *= tl.load(scale + n, mask=n < N, other=0.0)[None, :]
    y *= inverse_rms(squares, rows, COUNT, COUNT_TILE, K, EPS, M)
    tl.store(out + m[:, None] * N + n[None, :], y, mask=(m < rows)[:, None] & there)
