"""Equations, polynomials, calculus, and tasks composed of them."""
