"""Symbolic steps: rewritings, derivatives, integrals and roots, decided by exact evaluation."""

from runtime.checkers.symbolic.checker import check, verify

__all__ = ["check", "verify"]
