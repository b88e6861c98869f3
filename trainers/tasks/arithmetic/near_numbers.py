"""Sums and differences of long numbers that nearly cancel: which one is bigger shows only late."""

from fractions import Fraction
from random import Random

from trainers.tasks.arithmetic import expressions
from trainers.tasks.arithmetic import numbers_decimals as decimals
from trainers.tasks.item import Family, Problem


def make_near_add_sub(rng: Random, level: int) -> Problem:
    """ "5539 - 5543", "-1772 + 1778", "84.01 - 83.99": little is left."""
    digits = rng.randint(*((3, 3), (3, 4), (4, 6))[level - 1])
    x = rng.randint(10 ** (digits - 1), 10**digits - 1)
    y = max(1, x + rng.choice((-1, 1)) * rng.randint(0, 10 ** rng.randint(1, max(1, digits - 2))))
    places = rng.choice((0, 0, rng.randint(1, level))) if level > 1 else 0
    a, b = Fraction(x, 10**places), Fraction(y, 10**places)
    op = "-"
    if level > 1 or rng.random() < 0.3:
        op, a, b = rng.choice((("-", a, b), ("-", a, b), ("+", a, -b), ("+", -a, b), ("-", -a, -b)))
    one, other = decimals.decimal(a), decimals.decimal(b)
    text = f"{one} {op} {decimals.bracketed(other)}"
    steps = decimals.add(a, b) if op == "+" else decimals.subtract(a, b)
    if level > 1:
        steps.insert(0, text)
    slots = {"a": one, "b": other, "kind": op, "e": text}
    return Problem(slots, tuple(steps), decimals.decimal(a + b if op == "+" else a - b))


_KNOWN = next(family for family in expressions.FAMILIES if family.name == "add_sub")
FAMILIES: tuple[Family, ...] = (
    Family("near_add_sub", _KNOWN.domain, make_near_add_sub, _KNOWN.phrasings, _KNOWN.kept_out, 1.0),
)
