"""Muon: momentum whose update is orthogonalised (Jordan et al. 2024), matrices of one shape in one batch.

torch.optim.Muon walks matrix by matrix; for a small model that is thousands of launches and a third of
the step. Here equal shapes are stacked, so a step of the micro backbone takes seven batched products.
"""

from collections import defaultdict
from collections.abc import Iterable

import torch
from torch import Tensor

# Quintic Newton-Schulz coefficients of the original; five steps bring singular values close to 1.
_COEFFICIENTS, _STEPS = (3.4445, -4.7750, 2.0315), 5


class Muon(torch.optim.Optimizer):
    """Muon with Nesterov momentum and decoupled weight decay, its update scaled to AdamW's size."""

    def __init__(
        self, matrices: Iterable[Tensor], lr: float, momentum: float = 0.95, decay: float = 0.1
    ) -> None:
        by_shape: dict[torch.Size, list[Tensor]] = defaultdict(list)
        for matrix in matrices:
            by_shape[matrix.shape].append(matrix)
        groups = [{"params": group} for group in by_shape.values()]
        super().__init__(groups, {"lr": lr, "momentum": momentum, "decay": decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Update every matrix that has a gradient."""
        for group in self.param_groups:
            matrices = [p for p in group["params"] if p.grad is not None]
            if not matrices:
                continue
            gradients = torch.stack([p.grad for p in matrices if p.grad is not None])
            state = self.state[matrices[0]]
            if "momentum" not in state:
                state["momentum"] = torch.zeros_like(gradients)
            momentum = state["momentum"].lerp_(gradients, 1 - group["momentum"])
            update = orthogonal(gradients.lerp(momentum, group["momentum"]))
            # 0.2 sqrt(max(rows, columns)) gives the update the RMS of AdamW's (arXiv 2502.16982).
            scale = 0.2 * max(update.shape[-2:]) ** 0.5
            torch._foreach_mul_(matrices, 1 - group["lr"] * group["decay"])
            torch._foreach_add_(
                matrices, list(update.to(matrices[0].dtype).unbind()), alpha=-group["lr"] * scale
            )


def orthogonal(matrices: Tensor) -> Tensor:
    """Matrices [n, rows, columns] with their singular values driven to about 1 (bfloat16)."""
    a, b, c = _COEFFICIENTS
    x = matrices.bfloat16()
    tall = x.shape[-2] > x.shape[-1]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(_STEPS):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.mT if tall else x
