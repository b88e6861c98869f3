"""Arithmetic steps: the equalities that they state, decided with exact fractions."""

from runtime.checkers.arithmetic.checker import check
from runtime.checkers.arithmetic.verifying import verify

__all__ = ["check", "verify"]
