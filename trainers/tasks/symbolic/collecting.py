"""Terms out of order and repeated, and the written collecting of like terms."""

from collections.abc import Sequence
from random import Random

from trainers.tasks.symbolic.chains import total
from trainers.tasks.symbolic.notation import Expression, Number, Term, fraction, write_power, write_sum
from trainers.tasks.symbolic.polynomial import Polynomial, monomial, nonzero, poly


def scattered(value: Polynomial, letter: str, rng: Random, extra: int, size: int = 0) -> list[Term]:
    """The terms of the polynomial broken up by `extra` splits and shuffled; the sum stays the same."""
    size = size or 9
    pieces: list[tuple[Number, int]] = [(c, p) for p, c in enumerate(value.coefficients) if c]
    powers = list(range(value.degree + 1))
    for _ in range(extra):
        power = rng.choice(powers)
        part = nonzero(rng, size)
        same = [i for i, piece in enumerate(pieces) if piece[1] == power]
        if same and rng.random() < 0.8:
            i = rng.choice(same)
            pieces[i] = (pieces[i][0] - part, power)
            pieces.append((part, power))
        else:
            pieces += [(part, power), (-part, power)]
    rng.shuffle(pieces)
    return [monomial(c, letter, p) for c, p in pieces] or [monomial(0, letter, 0)]


def sum_of(terms: Sequence[Term]) -> Polynomial:
    """The polynomial that terms in one letter add up to."""
    result = poly(0)
    for coefficient, factors in terms:
        power = factors[0][1] if factors else 0
        result += poly(coefficient, *(0,) * power)
    return result


def written(terms: Sequence[Term]) -> Expression:
    """The terms in their order, in whichever notation the question uses."""
    return lambda notation: write_sum(terms, notation)


def by_power(terms: Sequence[Term]) -> dict[int, list[Number]]:
    """The coefficients of each power in their order, highest power first."""
    groups: dict[int, list[Number]] = {}
    for coefficient, factors in terms:
        groups.setdefault(factors[0][1] if factors else 0, []).append(coefficient)
    return dict(sorted(groups.items(), reverse=True))


def power_name(letter: str, power: int) -> str:
    """What a line calls the terms of one power: "x^2", "x", "constant"."""
    return write_power(letter, power) if power else "constant"


def collect_lines(terms: Sequence[Term], letter: str, result: bool = True) -> list[str]:
    """Lines that gather and add the terms power by power; with `result` the collected form closes them."""
    lines = []
    for power, coefficients in by_power(terms).items():
        if len(coefficients) > 1 or result:
            lines += gathered_lines(coefficients, letter, power)
    return [*lines, f"total: {sum_of(terms).text(letter)}"] if result else lines


def gathered_lines(coefficients: Sequence[Number], letter: str, power: int) -> list[str]:
    """The terms of one power copied side by side, added one at a time: "x^2: 3x^2 - 5x^2", "3 - 5 = -2"."""
    name = power_name(letter, power)
    if len(coefficients) == 1:
        return [f"{name}: {fraction(coefficients[0])}"]
    gathered = write_sum(monomial(c, letter, power) for c in coefficients)
    return [
        f"{name}: {gathered}",
        *total(coefficients)[len(coefficients) > 2 :],
        f"{name}: {fraction(sum(coefficients))}",
    ]


def is_canonical(terms: Sequence[Term], letter: str) -> bool:
    """Whether the terms already are the canonical form of their sum."""
    return write_sum(terms) == sum_of(terms).text(letter)
