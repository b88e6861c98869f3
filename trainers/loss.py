"""Cross-entropy of a large vocabulary in pieces: logits [tokens, vocabulary] never exist as a whole.

Forward computes each piece's logits, its loss and at once the gradient of its hidden states, so backward
has nothing to compute again; a frozen head needs no more. (As Liger-Kernel's fused linear cross-entropy,
arXiv 2410.10989, in plain PyTorch.)
"""

from typing import Any

import torch
from torch import Tensor

PIECE_BYTES = 160_000_000  # of a piece's logits in float32


def rows_a_piece(vocab: int) -> int:
    """Hidden states whose logits are computed together."""
    return max(16, PIECE_BYTES // (4 * vocab) // 16 * 16)


class _PieceLoss(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, hidden: Tensor, head: Tensor, labels: Tensor, rows: int) -> Tensor:
        total = torch.zeros((), dtype=torch.float32, device=hidden.device)
        back = torch.empty_like(hidden) if ctx.needs_input_grad[0] else None
        head_back = torch.zeros_like(head, dtype=torch.float32) if ctx.needs_input_grad[1] else None
        for start in range(0, len(hidden), rows):
            piece, wanted = hidden[start : start + rows], labels[start : start + rows, None]
            logits = (piece @ head.t()).float()
            chosen = logits.gather(1, wanted)
            norm = logits.logsumexp(1, keepdim=True)
            total += (norm - chosen).sum()
            # the gradient of the logits, in their place: softmax minus one at the label
            slope = logits.sub_(norm).exp_().scatter_add_(1, wanted, torch.full_like(chosen, -1.0))
            slope = slope.to(hidden.dtype)
            if back is not None:
                torch.matmul(slope, head, out=back[start : start + rows])
            if head_back is not None:
                head_back += slope.t() @ piece
            del logits, slope
        ctx.save_for_backward(back, head_back)
        ctx.head_dtype = head.dtype
        return total

    @staticmethod
    def backward(ctx: Any, scale: Tensor) -> tuple[Tensor | None, Tensor | None, None, None]:  # type: ignore[override]
        back, head_back = ctx.saved_tensors
        return (
            None if back is None else back * scale.to(back.dtype),
            None if head_back is None else (head_back * scale).to(ctx.head_dtype),
            None,
            None,
        )


def cross_entropy_sum(hidden: Tensor, head: Tensor, labels: Tensor, rows: int = 0) -> Tensor:
    """The summed cross-entropy, float32 [], of hidden [tokens, width] through head [vocab, width].

    `labels` int64 [tokens], every one a token id; `rows`: of a piece, 0 for as many as PIECE_BYTES allow.
    """
    return _PieceLoss.apply(hidden, head, labels, rows or rows_a_piece(len(head)))
