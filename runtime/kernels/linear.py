"""Triton: multiply by NF4 weights, with the LoRA of each row and what comes before and after it, in one go.

A product needs no pass of its own for RMSNorm: the kernel that writes the residual stream multiplies it by
the next norm's weights and leaves sums of squares; the next product is scaled by their inverse root.
Weights are read in the layout of `runtime.packed`: lane l of a warp holds the code book's entry l % 16, and a
warp shuffle by the next four bits of a word is the table lookup. Inputs lie in the order in which lanes meet
them (`place`), so that a warp reads neighbours: every kernel here writes its output like that.
"""

import triton
import triton.language as tl


@triton.jit
def place(k, G: tl.constexpr):
    """Where input k of a vector lies that is read in chunks of G blocks of 32."""
    return k // (32 * G) * (32 * G) + k // 4 % 8 * (4 * G) + k // 32 % G * 4 + k % 4


@triton.jit
def _book(book, SHUFFLE: tl.constexpr):
    """The code book as `_lookup` wants it: this lane's entry, or where the book lies."""
    if SHUFFLE:
        lane = tl.inline_asm_elementwise(
            "mov.u32 $0, %laneid;", "=r,r", [tl.program_id(0)], dtype=tl.int32, is_pure=True, pack=1
        )
        return tl.load(book + (lane & 15))
    else:
        return book


@triton.jit
def _lookup(words, book, SHUFFLE: tl.constexpr):
    """The eight values of each word, lowest four bits first."""
    if SHUFFLE:
        return tl.inline_asm_elementwise(
            """{
            .reg .b32 c<7>;
            shfl.sync.idx.b32 $0, $9, $8, 31, -1;
            shr.u32 c0, $8, 4;
            shfl.sync.idx.b32 $1, $9, c0, 31, -1;
            shr.u32 c1, $8, 8;
            shfl.sync.idx.b32 $2, $9, c1, 31, -1;
            shr.u32 c2, $8, 12;
            shfl.sync.idx.b32 $3, $9, c2, 31, -1;
            shr.u32 c3, $8, 16;
            shfl.sync.idx.b32 $4, $9, c3, 31, -1;
            shr.u32 c4, $8, 20;
            shfl.sync.idx.b32 $5, $9, c4, 31, -1;
            shr.u32 c5, $8, 24;
            shfl.sync.idx.b32 $6, $9, c5, 31, -1;
            shr.u32 c6, $8, 28;
            shfl.sync.idx.b32 $7, $9, c6, 31, -1;
            }""",
            "=r,=r,=r,=r,=r,=r,=r,=r,r,r",
            [words, book],
            dtype=(tl.float32,) * 8,
            is_pure=True,
            pack=1,
        )
    else:
        return (
            tl.load(book + (words & 15)),
            tl.load(book + ((words >> 4) & 15)),
            tl.load(book + ((words >> 8) & 15)),
            tl.load(book + ((words >> 12) & 15)),
            tl.load(book + ((words >> 16) & 15)),
            tl.load(book + ((words >> 20) & 15)),
            tl.load(book + ((words >> 24) & 15)),
            tl.load(book + ((words >> 28) & 15)),
        )


@triton.jit
def _scales(absmax, outer, nested, n, g, K: tl.constexpr, EVERY: tl.constexpr):
    """The scale of 32 weights: [groups, n]. A block of 64 has one, EVERY blocks a scale and offset."""
    block = n[None, :] * (K // 64) + (g // 2)[:, None]
    coarse = outer + (block // EVERY) * 2
    return tl.load(nested + tl.load(absmax + block).to(tl.int32)) * tl.load(coarse) + tl.load(coarse + 1)


@triton.jit
def _product(
    x,
    codes,
    absmax,
    outer,
    nested,
    book,
    n,
    rows,
    K: tl.constexpr,
    M: tl.constexpr,
    BN: tl.constexpr,
    G: tl.constexpr,
    EVERY: tl.constexpr,
    SHUFFLE: tl.constexpr,
    C: tl.constexpr,
    UNROLL: tl.constexpr,
):
    """x [rows, K] times the weights' rows n: float32 [M, BN]; one row by lanes, more by tensor cores.

    A chunk is G blocks of 32 inputs; one row takes C chunks at a time, which are more warps for few outputs.
    """
    table = _book(book, SHUFFLE)
    if M == 1:
        i = tl.arange(0, C * G * 4)
        x += i // (4 * G) * (32 * G) + i % (4 * G)
        sums = tl.zeros([C * G, BN], tl.float32)
        for k in tl.range(0, K // 32, C * G, loop_unroll_factor=UNROLL):
            g = k + tl.arange(0, C * G)
            if (K // 32) % (C * G) > 0:  # the last chunks may lie behind the end: their inputs count as zero
                inside = k * 4 + i < K // 8
                g = tl.minimum(g, K // 32 - 1)
            else:
                inside = i < C * G * 4
            words = tl.load(
                codes + n[None, :] * (K // 8) + (k * 4 + i)[:, None],
                mask=inside[:, None],
                other=0,
                eviction_policy="evict_first",
            )
            scales = _scales(absmax, outer, nested, n, g, K, EVERY)
            values = _lookup(words, table, SHUFFLE)
            part = tl.zeros([C * G * 4, BN], tl.float32)
            for j in tl.static_range(8):
                xj = tl.load(x + k * 32 + j * (4 * G), mask=inside, other=0.0).to(tl.float32)
                part += values[j] * xj[:, None]
            sums += tl.sum(tl.reshape(part, [C * G, 4, BN]), 1) * scales
        return tl.sum(sums, 0)[None, :]
    else:
        i = tl.arange(0, G * 4)
        m = tl.arange(0, M)
        acc = tl.zeros([M, BN], tl.float32)
        for k in tl.range(0, K // 32, G):
            words = tl.load(
                codes + n[None, :] * (K // 8) + (k * 4 + i)[:, None], eviction_policy="evict_first"
            )
            scales = _scales(absmax, outer, nested, n, k + tl.arange(0, G), K, EVERY)
            scales = tl.reshape(tl.broadcast_to(scales[:, None, :], [G, 4, BN]), [G * 4, BN])
            values = _lookup(words, table, SHUFFLE)
            for j in tl.static_range(8):
                xj = tl.load(
                    x + m[:, None] * K + (k * 32 + j * (4 * G) + i)[None, :],
                    mask=(m < rows)[:, None],
                    other=0.0,
                )
                acc = tl.dot(xj, (values[j] * scales).to(x.dtype.element_ty), acc)
        return acc


@triton.jit
def _expand(
    low,
    b,
    slot,
    n,
    part,
    rows,
    N: tl.constexpr,
    R: tl.constexpr,
    R_TILE: tl.constexpr,
    PARTS: tl.constexpr,
    M: tl.constexpr,
):
    """What each row's adapter adds to outputs n of its part: B of the slot times `low`, [M, BN]."""
    m, r = tl.arange(0, M), tl.arange(0, R_TILE)
    s = tl.load(slot + m, mask=m < rows, other=0)
    mine = (s > 0)[:, None, None] & (r < R)[None, None, :]
    where = m[:, None, None] * (PARTS * R) + part[None, :, None] * R + r[None, None, :]
    up = (s - 1)[:, None, None] * (N * R) + n[None, :, None] * R + r[None, None, :]
    return tl.sum(tl.load(low + where, mask=mine, other=0.0) * tl.load(b + up, mask=mine, other=0.0), 2)


@triton.jit
def inverse_rms(
    squares,
    rows,
    COUNT: tl.constexpr,
    TILE: tl.constexpr,
    K: tl.constexpr,
    EPS: tl.constexpr,
    M: tl.constexpr,
):
    """1 / sqrt(mean of squares + eps) of each row, [M, 1]; `squares` [rows, COUNT] holds partial sums."""
    m, i = tl.arange(0, M), tl.arange(0, TILE)
    mask = (m < rows)[:, None] & (i < COUNT)[None, :]
    total = tl.sum(tl.load(squares + m[:, None] * COUNT + i[None, :], mask=mask, other=0.0), 1)
    return tl.rsqrt(total / K + EPS)[:, None]


@triton.jit
def shrink(
    x,
    a,
    slot,
    low,
    K: tl.constexpr,
    ROWS_A: tl.constexpr,
    K_TILE: tl.constexpr,
    G: tl.constexpr,
):
    """low [rows, ROWS_A] = the slot's A times x; untouched where the row is in slot 0."""
    r, row = tl.program_id(0), tl.program_id(1)
    s = tl.load(slot + row)
    if s > 0:
        sums = tl.zeros([K_TILE], tl.float32)
        for start in tl.static_range(0, K, K_TILE):
            k = start + tl.arange(0, K_TILE)
            down = tl.load(a + ((s - 1) * ROWS_A + r) * K + k, mask=k < K, other=0.0).to(tl.float32)
            sums += down * tl.load(x + row * K + place(k, G), mask=k < K, other=0.0).to(tl.float32)
        tl.store(low + row * ROWS_A + r, tl.sum(sums, 0))


@triton.jit
def project(
    x,
    codes,
    absmax,
    outer,
    nested,
    book,
    squares,
    low,
    b,
    slot,
    out,
    rows,
    K: tl.constexpr,
    N: tl.constexpr,
    COUNT: tl.constexpr,
    COUNT_TILE: tl.constexpr,
    EPS: tl.constexpr,
    FIRST: tl.constexpr,
    SECOND: tl.constexpr,
    PARTS: tl.constexpr,
    R: tl.constexpr,
    R_TILE: tl.constexpr,
    M: tl.constexpr,
    BN: tl.constexpr,
    G: tl.constexpr,
    EVERY: tl.constexpr,
    SHUFFLE: tl.constexpr,
    C: tl.constexpr,
    UNROLL: tl.constexpr,
):
    """out [rows, N], float32 = norm(x) W^T + LoRA. Parts end at outputs FIRST and SECOND. R 0: no LoRA."""
    n = tl.program_id(0) * BN + tl.arange(0, BN)
    y = _product(x, codes, absmax, outer, nested, book, n, rows, K, M, BN, G, EVERY, SHUFFLE, C, UNROLL)
    if R > 0:
        part = (n >= FIRST).to(tl.int32) + (n >= SECOND).to(tl.int32)
        y += _expand(low, b, slot, n, part, rows, N, R, R_TILE, PARTS, M)
    if COUNT > 0:
        y *= inverse_rms(squares, rows, COUNT, COUNT_TILE, K, EPS, M)
    m = tl.arange(0, M)
    tl.store(out + m[:, None] * N + n[None, :], y, mask=(m < rows)[:, None] & (n < N)[None, :])


@triton.jit
def project_gated(
    x,
    codes,
    absmax,
    outer,
    nested,
    book,
    squares,
    low,
    b,
    slot,
    out,
    rows,
    K: tl.constexpr,
    N: tl.constexpr,
    COUNT: tl.constexpr,
    COUNT_TILE: tl.constexpr,
    EPS: tl.constexpr,
    R: tl.constexpr,
    R_TILE: tl.constexpr,
    M: tl.constexpr,
    BN: tl.constexpr,
    G: tl.constexpr,
    NEXT: tl.constexpr,
    EVERY: tl.constexpr,
    SHUFFLE: tl.constexpr,
    C: tl.constexpr,
    UNROLL: tl.constexpr,
):
    """out [rows, N] = silu(gate) * up, both of norm(x); the weights' rows are N gates, then N ups."""
    n = tl.program_id(0) * BN + tl.arange(0, BN)
    gate = _product(x, codes, absmax, outer, nested, book, n, rows, K, M, BN, G, EVERY, SHUFFLE, C, UNROLL)
    up = _product(x, codes, absmax, outer, nested, book, n + N, rows, K, M, BN, G, EVERY, SHUFFLE, C, UNROLL)
    if R > 0:
        zero = tl.zeros([BN], tl.int32)
        gate += _expand(low, b, slot, n, zero, rows, 2 * N, R, R_TILE, 2, M)
        up += _expand(low, b, slot, n + N, zero + 1, rows, 2 * N, R, R_TILE, 2, M)
    scale = inverse_rms(squares, rows, COUNT, COUNT_TILE, K, EPS, M)
    gate *= scale
    m = tl.arange(0, M)
    y = gate * tl.sigmoid(gate) * (up * scale)
    tl.store(
        out + m[:, None] * N + place(n, NEXT)[None, :],
        y.to(out.dtype.element_ty),
        mask=(m < rows)[:, None] & (n < N)[None, :],
    )


@triton.jit
def project_residual(
    x,
    codes,
    absmax,
    outer,
    nested,
    book,
    low,
    b,
    slot,
    hidden,
    norm,
    normed,
    squares,
    rows,
    K: tl.constexpr,
    N: tl.constexpr,
    COUNT: tl.constexpr,
    R: tl.constexpr,
    R_TILE: tl.constexpr,
    M: tl.constexpr,
    BN: tl.constexpr,
    G: tl.constexpr,
    NEXT: tl.constexpr,
    EVERY: tl.constexpr,
    SHUFFLE: tl.constexpr,
    C: tl.constexpr,
    UNROLL: tl.constexpr,
):
    """Adds x W^T + LoRA to hidden [rows, N], float32, and leaves what the next norm needs.

    normed [rows, N], bfloat16: hidden times the norm's weights; squares [rows, COUNT]: a sum a program.
    """
    n = tl.program_id(0) * BN + tl.arange(0, BN)
    m = tl.arange(0, M)
    here = m[:, None] * N + n[None, :]
    mask = (m < rows)[:, None] & (n < N)[None, :]
    y = _product(x, codes, absmax, outer, nested, book, n, rows, K, M, BN, G, EVERY, SHUFFLE, C, UNROLL)
    if R > 0:
        y += _expand(low, b, slot, n, tl.zeros([BN], tl.int32), rows, N, R, R_TILE, 1, M)
    y += tl.load(hidden + here, mask=mask, other=0.0)
    tl.store(hidden + here, y, mask=mask)
    y = tl.where(mask, y, 0.0)
    tl.store(
        normed + m[:, None] * N + place(n, NEXT)[None, :],
        (y * tl.load(norm + n, mask=n < N, other=0.0).to(tl.float32)[None, :]).to(normed.dtype.element_ty),
        mask=mask,
    )
    tl.store(squares + m * COUNT + tl.program_id(0), tl.sum(y * y, 1), mask=m < rows)


@triton.jit
def expand(
    codes,
    absmax,
    outer,
    nested,
    book,
    out,
    start,
    stop,
    K: tl.constexpr,
    BN: tl.constexpr,
    G: tl.constexpr,
    EVERY: tl.constexpr,
    SHUFFLE: tl.constexpr,
):
    """out [stop - start, K] = the weights' rows from start on, as floats; inputs in the order of `place`."""
    n = start + tl.program_id(0) * BN + tl.arange(0, BN)
    inside = n < stop
    n = tl.where(inside, n, start)
    table = _book(book, SHUFFLE)
    i = tl.arange(0, G * 4)
    k = tl.program_id(1) * G
    words = tl.load(codes + n[None, :] * (K // 8) + (k * 4 + i)[:, None], eviction_policy="evict_first")
    scales = _scales(absmax, outer, nested, n, k + tl.arange(0, G), K, EVERY)
    scales = tl.reshape(tl.broadcast_to(scales[:, None, :], [G, 4, BN]), [G * 4, BN])
    values = _lookup(words, table, SHUFFLE)
    to = out + (n - start)[None, :] * K + (k * 32 + i)[:, None]
    for j in tl.static_range(8):
        tl.store(to + j * (4 * G), (values[j] * scales).to(out.dtype.element_ty), mask=inside[None, :])
