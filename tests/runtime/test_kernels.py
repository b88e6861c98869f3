"""Each Triton kernel against plain PyTorch on fresh random inputs: on a card, or under its interpreter.

Without a card: `TRITON_INTERPRET=1 pytest tests/runtime/test_kernels.py` where Triton is installed.
"""

import copy
import os

import pytest
import torch
from torch import Tensor

from runtime import nf4
from runtime.backbone import Shape
from runtime.cache import CACHE_PRECISIONS, CachePrecision, new_cache
from runtime.kernels import reference
from runtime.lora import Lora
from runtime.packed import Packed, pack

pytest.importorskip("triton")
INTERPRETED = os.environ.get("TRITON_INTERPRET") == "1"
if not (INTERPRETED or torch.cuda.is_available()):
    pytest.skip("needs a GPU, or TRITON_INTERPRET=1", allow_module_level=True)

from runtime.kernels import launch  # noqa: E402

DEVICE = "cpu" if INTERPRETED else "cuda"
DTYPE = torch.float32 if INTERPRETED else torch.bfloat16  # whose products it gets wrong
EPS = 1e-6
ROWS = [1, 3, 16]


@pytest.fixture(autouse=True)
def _lookup(monkeypatch: pytest.MonkeyPatch) -> None:
    if INTERPRETED:  # it has no lanes to shuffle between
        monkeypatch.setattr(launch, "SHUFFLE", False)


@pytest.fixture(autouse=True)
def _fresh() -> int:
    seed = int.from_bytes(os.urandom(4))
    print(f"seed {seed}")  # shown where a test fails
    torch.manual_seed(seed)
    return seed


def packed(*outs: int, width: int) -> Packed:
    tensors: dict[str, Tensor] = {}
    for index, out in enumerate(outs):
        tensors |= nf4.quantise(f"w{index}", torch.randn(out, width) * 0.05)
    return pack(tensors, [f"w{index}" for index in range(len(outs))], DEVICE)


def random(*size: int) -> Tensor:
    return torch.randn(*size, device=DEVICE)


def lora(widths: tuple[int, ...], width: int, rank: int = 8, slots: int = 3) -> Lora:
    a, b = random(slots, len(widths) * rank, width), random(slots, sum(widths), rank)
    return Lora(a.to(DTYPE), b.to(DTYPE) * 0.1, widths)


def slots_of(rows: int) -> Tensor:
    return torch.randint(0, 4, (rows,), device=DEVICE)


def close(got: Tensor, wanted: Tensor, tolerance: float = 2e-2) -> None:
    """Relative to the size of what is wanted; bfloat16 has eight bits."""
    assert torch.isfinite(got.float()).all()
    assert (got.float() - wanted.float()).norm() <= tolerance * wanted.float().norm()


def lowered(x: Tensor, adapter: Lora, slots: Tensor) -> Tensor:
    low = torch.zeros(len(x), adapter.a.shape[1], device=DEVICE)
    reference.shrink(x, adapter, slots, low)
    return low


def test_expand() -> None:
    weight = packed(64, 32, width=384)
    for start, stop in ((0, 96), (5, 70)):
        got, wanted = (torch.zeros(stop - start, 384, device=DEVICE) for _ in range(2))
        launch.expand(weight, start, got)
        reference.expand(weight, start, wanted)
        close(launch.natural(got), wanted, 1e-6)


def test_prompt_gate() -> None:
    got, wanted = (torch.zeros(5, 384, device=DEVICE, dtype=DTYPE) for _ in range(2))
    for first, count in ((0, 200), (200, 184)):
        both = random(2, 5, count).to(DTYPE)
        launch.prompt_gate(both, got, first)
        reference.prompt_gate(both, wanted, first)
    close(launch.natural(got), wanted)


@pytest.mark.parametrize("rows", ROWS)
def test_shrink(rows: int) -> None:
    x, adapter, slots = random(rows, 384).to(DTYPE), lora((64, 32), 384), slots_of(rows)
    low = torch.zeros(rows, 16, device=DEVICE)
    launch.shrink(launch.ordered(x), adapter, slots, low)
    kept = slots > 0
    close(low[kept], lowered(x, adapter, slots)[kept])


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("adapted", [False, True])
def test_project(rows: int, adapted: bool) -> None:
    weight = packed(128, 64, 64, width=512)
    x, squares, slots = random(rows, 512).to(DTYPE), random(rows, 5).abs() * 100, slots_of(rows)
    adapter = lora((128, 64, 64), 512) if adapted else None
    low = lowered(x, adapter, slots) if adapter else torch.zeros(1, device=DEVICE)
    got, wanted = (torch.zeros(rows, 256, device=DEVICE) for _ in range(2))
    launch.project(launch.ordered(x), weight, squares, adapter, slots, low, got, EPS)
    reference.project(x, weight, squares, adapter, slots, low, wanted, EPS)
    close(got, wanted, 1e-2)


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("adapted", [False, True])
def test_gated(rows: int, adapted: bool) -> None:
    weight = packed(192, 192, width=256)
    x, squares, slots = random(rows, 256).to(DTYPE), random(rows, 5).abs() * 100, slots_of(rows)
    adapter = lora((192, 192), 256) if adapted else None
    low = lowered(x, adapter, slots) if adapter else torch.zeros(1, device=DEVICE)
    got, wanted = (torch.zeros(rows, 192, device=DEVICE, dtype=DTYPE) for _ in range(2))
    launch.gated(launch.ordered(x), weight, squares, adapter, slots, low, got, EPS)
    reference.gated(x, weight, squares, adapter, slots, low, wanted, EPS)
    close(launch.natural(got), wanted)


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("adapted", [False, True])
def test_residual(rows: int, adapted: bool) -> None:
    weight = packed(128, width=384)
    x, slots, norm = random(rows, 384).to(DTYPE), slots_of(rows), (random(128) + 1).to(DTYPE)
    adapter = lora((128,), 384) if adapted else None
    low = lowered(x, adapter, slots) if adapter else torch.zeros(1, device=DEVICE)
    hidden = random(rows, 128)
    results = []
    for ops in (launch, reference):
        stream = hidden.clone()
        normed = torch.zeros(rows, 128, device=DEVICE, dtype=DTYPE)
        squares = torch.zeros(rows, ops.squares_width(128, rows), device=DEVICE)
        ops.residual(ops.ordered(x), weight, adapter, slots, low, stream, norm, normed, squares)
        results.append((stream, launch.natural(normed) if ops is launch else normed, squares.sum(dim=1)))
    for got, wanted in zip(*results, strict=True):
        close(got, wanted, 1e-2)


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("precision", CACHE_PRECISIONS)
@pytest.mark.parametrize("most", [1, 40, 200])
def test_attend(rows: int, precision: CachePrecision, most: int) -> None:
    heads, kv_heads, head_dim, context = 6, 2, 64, 200
    shape = Shape(2, 384, heads, kv_heads, head_dim, 100, EPS, 1e4, context)
    cache = new_cache(shape, rows, context, DTYPE, DEVICE, precision)
    every, places = torch.arange(rows, device=DEVICE)[:, None], torch.arange(context, device=DEVICE)[None]
    past = (rows, context, kv_heads, head_dim)
    cache.write(1, every, places.expand(rows, -1), random(*past).to(DTYPE), random(*past).to(DTYPE))
    qkv, norms = random(rows, (heads + 2 * kv_heads) * head_dim), (random(2, head_dim) + 1).to(DTYPE)
    angles = random(context, head_dim // 2)
    positions = torch.randint(0, most, (rows,), device=DEVICE)
    outs, caches = [], []
    for ops in (launch, reference):
        mine = copy.deepcopy(cache)
        out = torch.zeros(rows, heads * head_dim, device=DEVICE, dtype=DTYPE)
        room = ops.scratch(rows, heads, kv_heads, head_dim, DEVICE)
        for _ in range(2):  # what counts the stretches is as before
            ops.attend(
                qkv, norms[0], norms[1], (angles.cos(), angles.sin()), positions, mine, 1, out, room, EPS
            )
        outs.append(launch.natural(out) if ops is launch else out)
        caches.append(mine.read(1, context, DTYPE))
    tolerance = 5e-2 if precision == "int4" else 2e-2  # where two roundings differ, by a seventh
    close(outs[0], outs[1], tolerance)
    for got, wanted in zip(*caches, strict=True):
        close(got, wanted, tolerance)


@pytest.mark.parametrize("precision", CACHE_PRECISIONS)
@pytest.mark.parametrize(("start", "count"), [(0, 128), (0, 1), (37, 100), (130, 63)])
def test_prompt_attend(precision: CachePrecision, start: int, count: int) -> None:
    heads, kv_heads, head_dim, context, tokens = 6, 2, 64, 200, 128
    shape = Shape(2, 384, heads, kv_heads, head_dim, 100, EPS, 1e4, context)
    cache = new_cache(shape, 3, context, DTYPE, DEVICE, precision)
    every, places = torch.arange(3, device=DEVICE)[:, None], torch.arange(context, device=DEVICE)[None]
    past = (3, context, kv_heads, head_dim)
    cache.write(1, every, places.expand(3, -1), random(*past).to(DTYPE), random(*past).to(DTYPE))
    qkv = random(tokens, (heads + 2 * kv_heads) * head_dim).to(DTYPE)
    norms, angles = (random(2, head_dim) + 1).to(DTYPE), random(context, head_dim // 2)
    spot = torch.tensor([2, start, count], device=DEVICE)
    outs, caches = [], []
    for ops in (launch, reference):
        mine, asked = copy.deepcopy(cache), qkv.clone()
        out = torch.zeros(tokens, heads * head_dim, device=DEVICE, dtype=DTYPE)
        ops.prompt_attend(asked, norms[0], norms[1], (angles.cos(), angles.sin()), spot, mine, 1, out, EPS)
        assert torch.isfinite(out).all()
        outs.append((launch.natural(out) if ops is launch else out)[:count])
        caches.append(mine.read(1, context, DTYPE))
    tolerance = 5e-2 if precision == "int4" else 2e-2
    close(outs[0], outs[1], tolerance)
    for got, wanted in zip(*caches, strict=True):
        close(got, wanted, tolerance)


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("int8", [False, True])
def test_logits(rows: int, int8: bool) -> None:
    x, squares, weight = random(rows, 384).to(DTYPE), random(rows, 5).abs() * 100, random(1000, 384)
    scale = weight.abs().amax(dim=1) / 127 if int8 else None
    stored = weight.to(DTYPE) if scale is None else (weight / scale[:, None]).round().to(torch.int8)
    got, wanted = (torch.zeros(rows, 1000, device=DEVICE) for _ in range(2))
    launch.logits(launch.ordered(x), stored, scale, squares, got, EPS)
    reference.logits(x, stored, scale, squares, wanted, EPS)
    close(got, wanted, 1e-2)
