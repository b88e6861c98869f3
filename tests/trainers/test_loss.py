"""Cross-entropy in pieces is cross-entropy."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn.functional import cross_entropy

from trainers.loss import PIECE_BYTES, cross_entropy_sum, rows_a_piece


@given(tokens=st.integers(1, 40), rows=st.integers(1, 50), seed=st.integers(0, 9))
@settings(deadline=None, max_examples=30)
def test_loss_and_gradients_are_those_of_all_logits_at_once(tokens: int, rows: int, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    hidden = torch.randn(tokens, 8, generator=generator).requires_grad_()
    head = torch.randn(30, 8, generator=generator).requires_grad_()
    labels = torch.randint(0, 30, (tokens,), generator=generator)
    found = cross_entropy_sum(hidden, head, labels, rows)
    wanted = cross_entropy(hidden @ head.t(), labels, reduction="sum")
    assert torch.allclose(found, wanted, rtol=1e-5)
    for got, reference in zip(
        torch.autograd.grad(0.5 * found, (hidden, head)),
        torch.autograd.grad(0.5 * wanted, (hidden, head)),
        strict=True,
    ):
        assert torch.allclose(got, reference, atol=1e-5)


def test_a_frozen_head_gets_no_gradient() -> None:
    hidden, head = torch.randn(3, 4, requires_grad=True), torch.randn(9, 4)
    (slope,) = torch.autograd.grad(cross_entropy_sum(hidden, head, torch.tensor([1, 2, 3])), hidden)
    assert slope.shape == hidden.shape and head.grad is None


@pytest.mark.parametrize("vocab", [2048, 151_936])
def test_a_pieces_logits_stay_small(vocab: int) -> None:
    assert rows_a_piece(vocab) >= 16 and 4 * vocab * rows_a_piece(vocab) <= PIECE_BYTES
