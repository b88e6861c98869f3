"""Logical steps: what follows from the premises, what contradicts them, and what does neither."""

from runtime.checkers.logic.checker import check, verify

__all__ = ["check", "verify"]
