"""Question in, route out: which domain, how sure, and why."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from router.router import Router

__all__ = ["Router"]


def __getattr__(name: str) -> Any:
    # Everybody imports router.route for its records; numpy waits until somebody routes.
    if name == "Router":
        from router.router import Router

        return Router
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
