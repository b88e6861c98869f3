"""Training's forward: NF4 products without kept weights, and attention that stays in its document."""

from pathlib import Path

import pytest
import torch
from torch import Tensor
from torch.nn.functional import linear

from runtime.backbone import read
from trainers.base import linear4bit
from trainers.forward import Documents, Nf4, Projection, attend, expand, project
from trainers.weights import weight_of

NAME = "model.layers.0.mlp.gate_proj.weight"


@pytest.fixture
def packed(nano: Path) -> Nf4:
    """A weight of nano as bitsandbytes holds it."""
    weight = weight_of(linear4bit(read(str(nano)), NAME, torch.float32, "cpu"))
    assert isinstance(weight, Nf4)
    return weight


def test_an_nf4_weight_expands_to_the_numbers_of_the_checkpoint(nano: Path, packed: Nf4) -> None:
    wanted = read(str(nano)).weight(NAME)
    assert torch.equal(expand(packed, torch.bfloat16), wanted.bfloat16())


def test_a_product_with_nf4_is_that_with_the_expanded_weight(packed: Nf4) -> None:
    generator = torch.Generator().manual_seed(0)
    plain = expand(packed, torch.float32)
    a = torch.randn(4, plain.shape[1], generator=generator)
    b = torch.randn(plain.shape[0], 4, generator=generator)
    results = []
    for weight in (packed, plain):
        inputs = [t.clone().requires_grad_() for t in (torch.ones(3, plain.shape[1]), a, b)]
        y = project(Projection(weight, inputs[1], inputs[2], 0.5), inputs[0])
        slopes = torch.autograd.grad(y.square().sum(), inputs)
        results.append((y, *slopes))
    for got, wanted in zip(*results, strict=True):
        assert torch.allclose(got, wanted, rtol=1e-5, atol=1e-5)
    x = torch.ones(3, plain.shape[1])
    assert torch.allclose(results[0][0], linear(x, plain + 0.5 * b @ a), rtol=1e-4, atol=1e-4)


def test_nothing_of_a_document_reaches_another() -> None:
    generator = torch.Generator().manual_seed(1)

    def heads(count: int) -> Tensor:
        return torch.randn(12, count, 8, generator=generator).requires_grad_()

    q, k, v = heads(4), heads(2), heads(2)
    bounds = torch.tensor([0, 5, 6, 12], dtype=torch.int32)
    seen = attend(q, k, v, Documents((5, 1, 6), bounds, 6))
    assert seen.shape == q.shape
    for tensor in torch.autograd.grad(seen[5:6].sum() + seen[8:9].sum(), (k, v)):
        touched = (tensor != 0).flatten(1).any(1)
        assert not touched[:5].any() and not touched[9:].any()  # neither others' nor the future
        assert touched[6:9].any()
