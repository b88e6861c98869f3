"""What the terminal needs of a runtime, and where it gets one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from concurrent.futures import Future

    from adapters.pack import Pack
    from router.route import Route
    from runtime.checking import Checking
    from runtime.events import Event
    from runtime.sampling import Sampling

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Target:
    """Which runtime the user asked for on the command line."""

    backbone: str | None = None
    device: str | None = None
    fake: bool = False
    head: str | None = None
    kv_cache: str | None = None

    @property
    def precision(self) -> dict[str, Any]:
        """How the token table and the keys and values are held, as options of `Runtime.load`."""
        return {"head": self.head or "bf16", "cache": self.kv_cache or "bf16"}


class Info(Protocol):
    """The part of `BackboneInfo` that is shown."""

    @property
    def name(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def parameters(self) -> int: ...
    @property
    def device(self) -> str: ...
    @property
    def context(self) -> int: ...


class Host(Protocol):
    """`Runtime` or `FakeRuntime`."""

    @property
    def info(self) -> Info: ...
    @property
    def domains(self) -> tuple[str, ...]: ...
    @property
    def packs(self) -> tuple[Pack, ...]: ...

    def add(self, pack: Pack) -> Future[Any]: ...

    def remove(self, name: str) -> Future[Any]: ...

    def route(self, question: str) -> Route: ...

    def solve(
        self,
        question: str,
        *,
        domain: str | None = None,
        sampling: Sampling | None = None,
        checking: Checking | None = None,
        cancelled: Callable[[], bool] = ...,
    ) -> Iterator[Event]: ...


def load(target: Target, progress: Progress) -> Host:
    """The runtime that `target` names. Takes seconds: the imports alone are heavy."""
    if target.fake:
        from runtime.fake import FakeRuntime

        return FakeRuntime()
    progress("starting")
    from runtime import Runtime

    return Runtime.load(target.backbone, device=target.device, **target.precision, progress=progress)


def memory(device: str) -> int:
    """Bytes that this process holds: of the GPU where that computes, else of main memory."""
    if device.startswith("cuda"):
        import torch

        return torch.cuda.memory_reserved(device)
    import psutil

    return psutil.Process().memory_info().rss
