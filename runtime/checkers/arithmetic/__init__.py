"""Arithmetic steps: the equalities that they state, decided with exact fractions."""

from runtime.checkers.arithmetic.checker import check, verify

__all__ = ["check", "verify"]
