"""Functions of whole numbers that steps write by name: "gcd(12, 18) = 6"."""

from collections.abc import Callable
from math import comb, gcd, lcm

MOST = 10_000  # of a binomial coefficient; a greater one takes too long

FUNCTIONS: dict[str, Callable[..., int]] = {
    **dict.fromkeys(("gcd", "GCD", "hcf", "HCF", "gcf", "GCF"), gcd),
    **dict.fromkeys(("lcm", "LCM"), lcm),
    "C": comb,
}


def apply(name: str, arguments: list[int]) -> int | None:
    """What the function comes to, None where it is not defined or has too few arguments."""
    if len(arguments) < 2:
        return None
    if name == "C":
        within = len(arguments) == 2 and 0 <= arguments[1] <= arguments[0] <= MOST
        return comb(*arguments) if within else None
    return FUNCTIONS[name](*arguments)
