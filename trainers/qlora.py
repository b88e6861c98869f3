"""Train a LoRA adapter on frozen NF4 weights (QLoRA, arXiv 2305.14314), or every weight, on packed rows.

`Trainer.steps` yields a progress event a step. Between two of them the run can be saved; `load` in a new
process goes on to the same weights, bit for bit, as if it had never stopped.
"""

import hashlib
import math
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import embedding

from adapters.errors import MoeliteError, UnavailableError, UsageError
from runtime.backbone import Checkpoint, usable_device
from trainers import base, checkpoint
from trainers.cost import measured_peak
from trainers.forward import Documents, Forward, inner_as, rms_norm
from trainers.loop import Plan, rate
from trainers.loss import cross_entropy_sum
from trainers.packing import IGNORED, Bin, Document, Packing
from trainers.plan import TrainPlan
from trainers.progress import Stepped
from trainers.weights import Lora, layers_of

STATE, BEST = "checkpoint.safetensors", "best.safetensors"


class Trainer:
    """A run: the model, its data and optimiser, and the folder that its state is kept in.

    `model` is PEFT's, or transformers' where every weight is trained; `lora` its adapter, or None then.
    `note` is whatever else belongs to the run, as JSON; it is saved and loaded with it.
    """

    def __init__(
        self,
        source: Checkpoint,
        plan: TrainPlan,
        rows: Sequence[Document],
        folder: Path,
        *,
        device: str | None = None,
        kernels: str = "",
    ) -> None:
        """Load the backbone. `kernels`: how a layer runs (`inner_as`); "" is graph on a GPU, eager on a CPU.

        Raises UsageError where a row is too long or none teaches, UnavailableError where memory is short.
        """
        self.plan, self.rows, self.folder = plan, rows, folder
        self.device = usable_device(device)
        on_gpu = self.device.startswith("cuda")
        self.packing = Packing(rows, plan, padded=on_gpu)
        with _memory_errors():
            self.model, lora = self._load(source)
        inner = self.model.get_base_model() if lora else self.model
        self.lora, self._layers = lora, layers_of(inner)
        self._norm, self._embedding = inner.model.norm.weight, inner.model.embed_tokens.weight
        self._head = inner.lm_head.weight
        kernels = kernels or ("graph" if on_gpu else "eager")
        self._forward = Forward(source.shape, inner_as(kernels), plan.recomputes(self.device))
        self.trained = [lora.flat] if lora else list(inner.parameters())
        self._graph = None
        if kernels == "graph":
            self._graph = Graph(self._hidden, self.trained[0], self.packing.most_documents)
            # A gradient of their own: else it would be the graph's, which its next replay overwrites.
            for parameter in self.trained:
                parameter.grad = torch.zeros_like(parameter)
        self.optimizer = optimizer_for(self.trained, plan.lr)
        self.note: dict[str, Any] = {}
        self._done = 0

    def _load(self, source: Checkpoint) -> tuple[Any, Lora | None]:
        if self.plan.method == "full":
            whole = base.filled(source, False, base.compute_type(self.device), self.device)
            return whole.requires_grad_(True), None
        model = base.adapted(base.frozen(source, self.device), self.plan)
        return model, Lora(model)

    def steps(self, start: int = 0) -> Iterator[Stepped]:
        """An event for every step from `start` on, each after the weights have changed.

        Raises MoeliteError before they do where the loss or the gradient is no finite number.
        """
        plan, began = self.plan, time.monotonic()
        for step in range(start, plan.steps):
            first = time.monotonic()
            bins = self.packing.batch(step)
            lr = plan.lr * rate(
                Plan(plan.steps, plan.lr, warmup=plan.warmup, decay=plan.decay), (step + 1) / (plan.steps + 1)
            )
            with _memory_errors():
                loss = self._step(bins, lr, step + 1)
            self._done = step + 1
            now = time.monotonic()
            yield Stepped(
                step=step + 1,
                steps=plan.steps,
                loss=loss,
                lr=lr,
                tok_s=sum(each.tokens for each in bins) / (now - first),
                seconds=now - began,
                left_s=(plan.steps - step - 1) * (now - began) / (step + 1 - start),
                memory_bytes=measured_peak(self.device),
            )

    def gradient(self, bins: Sequence[Bin]) -> Tensor:
        """The mean loss over the bins' learned tokens, float32 []; its gradient is added where it belongs."""
        count = max(1, sum(each.learned for each in bins))
        total = torch.zeros((), device=self.device)
        for each in bins:
            loss = self._loss(each) / count
            loss.backward()
            total += loss.detach()
        return total

    def _step(self, bins: Sequence[Bin], lr: float, number: int) -> float:
        loss = self.gradient(bins)
        norm = nn.utils.clip_grad_norm_(self.trained, self.plan.clip)
        value, size = torch.stack((loss, norm.float())).tolist()
        if not math.isfinite(value + size):
            self.optimizer.zero_grad(set_to_none=self._graph is None)
            what = "loss" if not math.isfinite(value) else "gradient"
            raise MoeliteError(
                f"the {what} is no finite number at step {number}; the weights of the last save are kept, "
                f"try a lower learning rate than {self.plan.lr:g}"
            )
        for group in self.optimizer.param_groups:
            group["lr"] = lr
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=self._graph is None)
        return value

    def _loss(self, packed: Bin) -> Tensor:
        """The summed loss of a bin."""
        x = embedding(packed.ids.to(self.device), self._embedding)
        positions, bounds = packed.positions.to(self.device), packed.bounds
        if self._graph is None:
            hidden = self._hidden(x, self.trained[0], positions, bounds.to(self.device), packed.lengths)
        else:
            hidden = self._graph(x, positions, bounds)
        taught = (packed.labels != IGNORED).nonzero()[:, 0]
        hidden = rms_norm(hidden[taught.to(self.device)], self._norm, self._forward.shape.eps)
        return cross_entropy_sum(hidden, self._head, packed.labels[taught].to(self.device))

    def _hidden(
        self, x: Tensor, flat: Tensor, positions: Tensor, bounds: Tensor, lengths: tuple[int, ...] = ()
    ) -> Tensor:
        """The layers' output [tokens, hidden] of embedded tokens x, with the adapter in `flat`."""
        layers = self.lora.beside(self._layers, flat.to(x.dtype)) if self.lora else self._layers
        return self._forward(layers, x, positions, Documents(lengths, bounds, self.plan.max_tokens))

    def save(self) -> None:
        """Put all of the run on the disk. Raises UnavailableError where that fails; the last state stays."""
        tensors = {f"trained.{index}": _copy(part) for index, part in enumerate(self.trained)}
        numbers: list[dict[str, Any]] = []
        for index, parameter in enumerate(self.trained):
            numbers.append({})
            for key, value in self.optimizer.state[parameter].items():
                if isinstance(value, Tensor):
                    tensors[f"optimizer.{index}.{key}"] = _copy(value)
                else:
                    numbers[-1][key] = value
        tensors["random.cpu"] = torch.get_rng_state()
        if self.device.startswith("cuda"):
            tensors["random.cuda"] = torch.cuda.get_rng_state()
        state = {"step": self._done, "numbers": numbers, "note": self.note, **self._identity()}
        checkpoint.save(self.folder / STATE, tensors, state)

    def load(self) -> int:
        """The step that the saved run goes on from, now in the model and the optimiser; 0 where none is.

        Raises UnavailableError where the state is damaged and UsageError where it is another run's.
        """
        if (saved := checkpoint.load(self.folder / STATE)) is None:
            return 0
        tensors, state = saved
        for key, value in self._identity().items():
            if state.get(key) != value:
                raise UsageError(f"the run in {self.folder} has another {key} than this one; start it anew")
        self._fill(tensors)
        for index, parameter in enumerate(self.trained):
            prefix = f"optimizer.{index}."
            parts = {k.removeprefix(prefix): t for k, t in tensors.items() if k.startswith(prefix)}
            _restore(self.optimizer, index, parameter, parts, state["numbers"][index])
        torch.set_rng_state(tensors["random.cpu"])
        if self.device.startswith("cuda"):
            torch.cuda.set_rng_state(tensors["random.cuda"])
        self._done, self.note = state["step"], state["note"]
        return self._done

    def keep(self) -> None:
        """Put the weights as they are on the disk as the best so far. Raises as `save` does."""
        tensors = {f"trained.{index}": _copy(part) for index, part in enumerate(self.trained)}
        checkpoint.save(self.folder / BEST, tensors, {"step": self._done})

    def recall(self) -> int:
        """The step of the best weights so far, now in the model; the present one where none were kept."""
        if (saved := checkpoint.load(self.folder / BEST)) is None:
            return self._done
        self._fill(saved[0])
        return saved[1]["step"]

    @torch.no_grad()
    def _fill(self, tensors: dict[str, Tensor]) -> None:
        for index, parameter in enumerate(self.trained):
            parameter.copy_(tensors[f"trained.{index}"])

    def _identity(self) -> dict[str, Any]:
        """What must not change between the parts of a run."""
        digest = hashlib.sha256()
        for row in self.rows:
            digest.update(array("q", row.ids).tobytes() + bytes(row.learned))
        plan = asdict(self.plan) | {"targets": list(self.plan.targets)}
        return {"plan": plan, "data": digest.hexdigest()[:16]}


class Graph:
    """The layers' forward and backward, captured in CUDA graphs at the first bin: no launches to pay for."""

    def __init__(self, hidden: Callable[..., Tensor], flat: nn.Parameter, most_documents: int) -> None:
        self._hidden, self._flat, self._places = hidden, flat, most_documents + 1
        self._captured: Any = None

    def __call__(self, x: Tensor, positions: Tensor, bounds: Tensor) -> Tensor:
        """As `Trainer._hidden`; empty documents at the end make up the number that was captured."""
        bounds = torch.cat((bounds, bounds[-1:].expand(self._places - len(bounds)))).to(x.device)
        if self._captured is None:
            # the gradient is kept on the stream that made it, before anything was captured
            torch.autograd.graph.set_warn_on_accumulate_grad_stream_mismatch(False)
            samples = (x.clone(), self._flat, positions.clone(), bounds.clone())
            self._captured = torch.cuda.make_graphed_callables(self._hidden, samples)
        return self._captured(x, self._flat, positions, bounds)


def optimizer_for(parameters: Sequence[nn.Parameter], lr: float) -> torch.optim.Optimizer:
    """AdamW without weight decay: paged with 8-bit state (arXiv 2110.02861) on a GPU, torch's on a CPU."""
    if parameters[0].is_cuda:
        from bitsandbytes.optim import PagedAdamW8bit

        return PagedAdamW8bit(list(parameters), lr=lr, betas=(0.9, 0.95), weight_decay=0.0)
    return torch.optim.AdamW(parameters, lr=lr, betas=(0.9, 0.95), weight_decay=0.0)


def _restore(
    optimizer: torch.optim.Optimizer,
    index: int,
    parameter: nn.Parameter,
    tensors: dict[str, Tensor],
    numbers: dict[str, Any],
) -> None:
    """Give the optimiser its state of `parameter` back.

    bitsandbytes' own loading would move paged state into the GPU's memory; so its buffers are filled.
    """
    from bitsandbytes.optim.optimizer import Optimizer8bit

    if not tensors:
        return
    if isinstance(optimizer, Optimizer8bit):
        optimizer.init_state(optimizer.param_groups[0], parameter, 0, index)
        for key, tensor in tensors.items():
            optimizer.state[parameter][key].copy_(tensor)
    else:
        optimizer.state[parameter].update(tensors)
    optimizer.state[parameter].update(numbers)


def _copy(tensor: Tensor) -> Tensor:
    return tensor.detach().to("cpu", copy=True).contiguous()


@contextmanager
def _memory_errors() -> Iterator[None]:
    """Within it a lack of GPU memory is an error of one line."""
    try:
        yield
    except torch.OutOfMemoryError as error:
        raise UnavailableError(
            "the GPU has no memory left; set micro_tokens lower, or take a smaller backbone"
        ) from error
