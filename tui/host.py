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
    """`Runtime`, `RemoteRuntime` or `FakeRuntime`."""

    @property
    def info(self) -> Info: ...
    @property
    def domains(self) -> tuple[str, ...]: ...
    @property
    def packs(self) -> tuple[Pack, ...]: ...

    @property
    def memory(self) -> int: ...

    def close(self) -> None: ...

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
    """The runtime that `target` names, in this process. Takes seconds: the imports alone are heavy."""
    if target.fake:
        return _fake()
    progress("starting")
    from runtime import Runtime

    return Runtime.load(target.backbone, device=target.device, **target.precision, progress=progress)


def load_beside(target: Target, progress: Progress) -> Host:
    """The runtime that `target` names, in a process of its own, so that it and a screen do not share one."""
    if target.fake:
        return _fake()
    progress("starting")
    from runtime.remote import RemoteRuntime

    return RemoteRuntime.load(
        backbone=target.backbone, device=target.device, **target.precision, progress=progress
    )


def _fake() -> Host:
    from runtime.fake import FakeRuntime

    return FakeRuntime()
