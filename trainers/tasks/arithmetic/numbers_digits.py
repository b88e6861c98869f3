"""Task families: the digits of numbers, rounding, and roots to the nearest integer."""

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt
from random import Random
from typing import Any

from trainers.tasks import working
from trainers.tasks.arithmetic.expressions_wording import WORDS, spread, whole
from trainers.tasks.arithmetic.numbers import DECIMAL_PLACES, PLACES, worked_place_value, worked_round
from trainers.tasks.arithmetic.numbers_decimals import decimal
from trainers.tasks.item import Family, Phrasing, Problem
from trainers.tasks.lengths import short

DOMAIN = "arithmetic"


def make_place_value(rng: Random, level: int) -> Problem:
    """The digit of a number at a named place."""
    n = whole(rng, (4, 6, 9)[level - 1], (2, 3, 5)[level - 1])
    written = str(n)
    if level > 1 and rng.random() < 0.3:
        written = decimal(Fraction(n, 10 ** rng.randint(1, min(4, len(written)))))
    fraction = len(written.partition(".")[2])
    if fraction and rng.random() < 0.5:
        place = -rng.randint(1, fraction)
    else:
        place = rng.randrange(len(written.partition(".")[0]))
    worked = worked_place_value(written, place)
    name = PLACES[place] if place >= 0 else DECIMAL_PLACES[-place - 1]
    slots = {"n": written, "place": name.replace("units", rng.choice(("units", "units", "ones")))}
    return Problem(slots, worked.steps, worked.answer, f"{written} {place}")


def make_round(rng: Random, level: int) -> Problem:
    """A number rounded to a power of ten, a whole number, or some decimal places."""
    if rng.random() < (0.7, 0.5, 0.45)[level - 1]:
        n = Fraction(whole(rng, (3, 6, 9)[level - 1], 2))
        k = rng.randint(1, min(len(str(n)), 6))
        if level > 1 and rng.random() < 0.3:
            n += Fraction(rng.randint(1, 99), 10 ** rng.randint(1, 2))
    else:
        places = rng.randint(1, (2, 4, 7)[level - 1])
        n = Fraction(whole(rng, (2, 5, 7)[level - 1]), 10**places)
        k = -rng.randint(0, places - 1 if places < 4 else 6 if places == 7 else places)
    n = -n if rng.random() < (0.0, 0.25, 0.35)[level - 1] else n
    if abs(n) % Fraction(10) ** k * 2 == Fraction(10) ** k:
        n += Fraction(10) ** (k - 1) * (1 if n > 0 else -1)  # no exact halves: conventions differ
    written = decimal(n)
    worked = worked_round(written, k)
    return Problem({"n": written, "k": k}, worked.steps, worked.answer, f"{written} {k}")


TENS = {1: "ten", 2: "hundred", 3: "thousand", 4: "ten thousand", 5: "hundred thousand", 6: "million"}


def _to(k: int, rng: Random) -> str:
    """Where to round to: "the nearest 1000", "two decimal places"."""
    if k > 0:
        return f"the nearest {rng.choice((TENS[k], TENS[k], 10**k, 10**k, f'multiple of {10**k}'))}"
    if k == 0:
        return rng.choice(
            ("the nearest integer", "the nearest whole number", "the nearest one", "0 decimal places")
        )
    count = rng.choice((str(-k), str(-k), WORDS[-k]))
    plural = "" if k == -1 else "s"
    near = (
        ("the nearest tenth", "the nearest hundredth", "the nearest thousandth")[-k - 1 : -k]
        if k > -4
        else ()
    )
    ways = (f"{count} decimal place{plural}", f"{count} decimal place{plural}", f"{count} decimal{plural}")
    return rng.choice((*ways, f"{count} dp{rng.choice(('', plural))}", *near))


def _rounding(*templates: str) -> tuple[Phrasing, ...]:
    def phrasing(template: str) -> Phrasing:
        return lambda slots, rng: template.format(n=slots["n"], to=_to(slots["k"], rng))

    return tuple(phrasing(template) for template in templates)


def make_integer_root(rng: Random, level: int) -> Problem:
    """The square or cube root to the nearest integer."""
    if rng.random() < 0.3:
        return _cube_root(rng, level)
    low, high = ((2, 12), (13, 60), (30, 99))[level - 1]
    if level == 3 and rng.random() < 0.3:
        low, high = 100, 400
    root = rng.randint(low, high)
    n = root * root + (0 if rng.random() < 0.15 else rng.randint(-root + 1, 2 * root))
    lines = [f"Square root of {n}:"]
    pairs = f"{n:0{len(str(n)) + len(str(n)) % 2}d}"
    head = int(pairs[:2])
    floor = isqrt(head)
    if len(pairs) > 2:
        lines.append(f"In pairs: {' '.join(pairs[i : i + 2] for i in range(0, len(pairs), 2))}")
    lines.append(f"{floor}^2 = {floor**2} <= {head} < {(floor + 1) ** 2} = {floor + 1}^2: digit {floor}")
    left = head - floor * floor
    for i in range(2, len(pairs), 2):
        rest = left * 100 + int(pairs[i : i + 2])
        digit = max(d for d in range(10) if (20 * floor + d) * d <= rest)
        lines.append(f"Left {left}, next pair {pairs[i : i + 2]}: {rest}; twice {floor} is {2 * floor}")
        guess = min(9, rest // (20 * floor))
        lines.append(f"{rest // 10} / {2 * floor}: digit {guess}")
        for tried in range(guess, digit, -1):
            product = (20 * floor + tried) * tried
            lines.extend([*working.multiply(20 * floor + tried, tried), f"{product} > {rest}, too big"])
        lines.extend(working.multiply(20 * floor + digit, digit))
        left = rest - (20 * floor + digit) * digit
        lines.extend(working.subtract(rest, (20 * floor + digit) * digit))
        floor = 10 * floor + digit
        lines.append(f"So far {floor}, left {left}")
    if len(pairs) == 2:
        lines.extend(working.subtract(head, floor * floor))
    nearest = floor + (left > floor)
    way = f"{left} > {floor}: one up" if left > floor else f"{left} <= {floor}: stay"
    lines.append(f"{way}, so the nearest integer is {nearest}.")
    return Problem({"n": n, "k": 2}, tuple(lines), str(nearest))


def _cube_root(rng: Random, level: int) -> Problem:
    low, high = ((2, 6), (4, 10), (6, 20))[level - 1]
    while True:
        n = rng.randint(low**3, high**3)
        if rng.random() < 0.3:
            n = max(1, rng.randint(low, high) ** 3 + rng.choice((0, 0, -3, 4, 11, -20)))
        floor = round(n ** (1 / 3))
        floor -= floor**3 > n
        below, above = n - floor**3, (floor + 1) ** 3 - n
        if (below < above) == (8 * n < (2 * floor + 1) ** 3):
            break
    start = max(1, floor // 5 * 5)
    listed = ", ".join(f"{i}^3 = {i**3}" for i in range(start, floor + 2))
    lines = [f"Cube root of {n}:", f"Cubes: {listed} > {n}"]
    lines.extend([*working.subtract(n, floor**3), *working.subtract((floor + 1) ** 3, n)])
    nearest = floor if below < above else floor + 1
    sign = "<" if below < above else ">"
    lines.append(f"{below} {sign} {above}, so the nearest integer is {nearest}.")
    return Problem({"n": n, "k": 3}, tuple(lines), str(nearest))


def _root(*templates: str) -> tuple[Phrasing, ...]:
    """Phrasings with the slot `root`: the root in words or symbols."""

    def phrasing(template: str) -> Phrasing:
        def say(slots: Mapping[str, Any], rng: Random) -> str:
            n, square = slots["n"], slots["k"] == 2
            named = f"the {'square' if square else 'cube'} root of {n}"
            other = f"{n} to the power of 1/{slots['k']}"
            symbol = f"sqrt({n})" if square else f"cbrt({n})"
            return template.format(root=rng.choice((named, named, named, other, symbol)), n=n)

        return say

    return tuple(phrasing(template) for template in templates)


_PLACE = (
    *spread(
        ("Which is the ", "Give the ", "Find the ", "Name the ", "State the ", "the "),
        ("{place} digit of {n}", "{place} digit in {n}"),
    ),
    "What do you see as the {place} digit of {n}?",
    "Which digit of {n} is in the {place} place?",
    "In the number {n}, which digit stands for the {place}?",
    "Look at {n}. Which digit is in the {place} column?",
    "Which digit is at the {place} place in {n}?",
    "{n}: {place} digit?",
    "whats the {place} digit of {n}",
    "What digit does {n} have in the {place} position?",
    "Read off the {place} digit of {n}.",
    "Which digit shows the {place} in {n}?",
)
_ROUND = _rounding(
    "Please round {n} to {to}.",
    "What is {n} rounded to {to}?",
    "{n} to {to}",
    "Give {n} to {to}.",
    "round off {n} to {to}",
    "Write {n} correct to {to}.",
    "Round the number {n} to {to}.",
    "What do you get when {n} is rounded to {to}?",
    "Can you round {n} to {to}?",
    "Express {n} to {to}.",
    "State {n} rounded to {to}.",
    "rounded to {to}: {n}",
    "A scale shows {n}. What is that to {to}?",
    "Approximate {n} to {to}.",
    "Find the value of {n} to {to}.",
    "The measurement was {n}. Round it to {to}.",
    "How much is {n} to {to}?",
)
_ROOTS = _root(
    "What is {root}, rounded to the nearest integer?",
    "As the nearest integer, what is {root}?",
    "Round {root} to the nearest integer.",
    "Find {root} to the nearest whole number.",
    "Which integer is closest to {root}?",
    "{root} to the nearest integer",
    "Give {root} rounded to the nearest integer.",
    "Estimate {root} to the nearest whole number.",
    "Nearest integer to {root}?",
    "Which whole number is nearest to {root}?",
    "Work out {root} and round it to an integer.",
    "approximately what integer is {root}",
    "Calculate {root} to the nearest integer.",
    "Without a calculator, find the integer nearest to {root}.",
    "State the integer closest to {root}.",
    "To the nearest whole number, how big is {root}?",
)
FAMILIES: tuple[Family, ...] = (
    Family(
        "place_value",
        DOMAIN,
        make_place_value,
        _PLACE,
        (
            "What digit is in the {place} place of {n}?",
            "Tell me the {place} digit of {n}.",
            "Which digit of {n} stands at the {place} position?",
        ),
        0.7,
    ),
    Family(
        "round_number",
        DOMAIN,
        make_round,
        _ROUND,
        _rounding(
            "Please give the number {n} to {to}.",
            "When you round {n} to {to}, what do you get?",
            "Find {n} rounded to {to}.",
        ),
    ),
    Family(
        "integer_root",
        DOMAIN,
        short(make_integer_root, 290),
        _ROOTS,
        _root(
            "What integer is closest to {root}?",
            "Find the whole number nearest to {root}.",
            "How big is {root} to the nearest integer?",
        ),
        2.0,
    ),
)
