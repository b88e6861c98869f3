"""Host one backbone with its adapters and answer questions as a stream of events.

`from runtime import Runtime, Sampling` is all that a caller needs. Importing this package is cheap:
torch is loaded with `Runtime` only.
"""

from typing import TYPE_CHECKING, Any

from runtime.sampling import Sampling as Sampling

if TYPE_CHECKING:
    from runtime.runtime import Runtime as Runtime


def __getattr__(name: str) -> Any:
    if name == "Runtime":
        from runtime.runtime import Runtime

        return Runtime
    raise AttributeError(f"module 'runtime' has no attribute {name!r}")
