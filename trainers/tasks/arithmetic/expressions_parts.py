"""Task families: fractions and mixed numbers, percentages, averages."""

from fractions import Fraction
from math import gcd
from random import Random

from trainers.tasks import working
from trainers.tasks.arithmetic import expressions_percent_words as percent_words
from trainers.tasks.arithmetic import numbers_decimals as decimals
from trainers.tasks.arithmetic.expressions_fractions import operate, reduce
from trainers.tasks.arithmetic.expressions_wording import (
    ASKS,
    ASKS_KEPT_OUT,
    NAMES,
    by_kind,
    signed,
    spread,
    told,
    whole,
)
from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import short

DOMAIN = "arithmetic"


def _fraction(rng: Random, top: int, bottom: int, negative: float) -> Fraction:
    value = Fraction(rng.randint(1, top), rng.randint(2, bottom))
    return -value if rng.random() < negative else value


def _mixed(value: Fraction) -> str:
    """A positive fraction above one as a mixed number: "2 1/3"."""
    whole_part, rest = divmod(value.numerator, value.denominator)
    return f"{whole_part} {rest}/{value.denominator}"


def _unmixed(value: Fraction) -> list[str]:
    whole_part, rest = divmod(value.numerator, value.denominator)
    times = working.multiply(whole_part, value.denominator)
    return [f"{_mixed(value)}: {times[-1]}, + {rest} = {value.numerator}, so {value}"]


def make_fraction_op(rng: Random, level: int) -> Problem:
    """Two fractions (or mixed numbers) added, subtracted, multiplied or divided."""
    top, bottom = ((6, 8), (12, 12), (30, 24))[level - 1]
    negative = (0.0, 0.15, 0.25)[level - 1]
    op = rng.choice("+-*/")
    a, b = _fraction(rng, top, bottom, negative), _fraction(rng, top, bottom, negative)
    if rng.random() < 0.12:
        a = Fraction(rng.randint(1, 12))
    steps: list[str] = []
    if level > 1 and rng.random() < 0.3:
        a = rng.randint(1, 9) + Fraction(rng.randint(1, 8), 9 if level == 3 else 5)
        b = rng.randint(1, 9) + Fraction(rng.randint(1, 7), rng.choice((2, 4, 8)))
        if min(a.denominator, b.denominator) > 1 and min(a, b) > 1:
            expression = f"{_mixed(a)} {op} {_mixed(b)}"
            steps = [*_unmixed(a), *_unmixed(b)]
    if not steps:
        tight = op in "*/"
        one = f"({a})" if tight and a.denominator > 1 and rng.random() < 0.5 else str(a)
        other = f"({b})" if b < 0 or (tight and b.denominator > 1) else str(b)
        expression = f"{one} {op} {other}"
    lines, result = operate(a, op, b)
    first = f"{expression} ="
    return Problem({"e": expression}, (first, *steps, *lines), str(result), f"{a} {op} {b}")


def make_simplify(rng: Random, level: int) -> Problem:
    """A fraction brought to lowest terms."""
    limits, common = ((9, 9), (20, 15), (45, 30))[level - 1]
    while True:
        p, q, k = rng.randint(1, limits), rng.randint(2, limits), rng.randint(2, common)
        if gcd(p, q) == 1:
            break
    top, bottom = signed(rng, p * k, 0.0 if level == 1 else 0.15), q * k
    steps = [f"Lowest terms of {top}/{bottom}:", *reduce(top, bottom)]
    return Problem({"a": top, "b": bottom}, tuple(steps), str(Fraction(top, bottom)))


def _percent(rng: Random, level: int) -> Fraction:
    if level == 1:
        return Fraction(rng.choice((5, 10, 20, 25, 50, 75, 30, 40, 60, 80, 15, 90)))
    if level == 3 and rng.random() < 0.3:
        return Fraction(rng.randint(1, 400), rng.choice((2, 10)))
    return Fraction(rng.randint(1, 99) if rng.random() < 0.85 else rng.randint(101, 250))


def _share(rng: Random, level: int) -> tuple[Fraction, Fraction, list[str], Fraction]:
    """A percentage, a base, the lines of their share, and the share."""
    p = _percent(rng, level)
    n = Fraction(whole(rng, 4 if level == 3 and p.numerator < 100 else 3, 2))
    if level == 1:
        n = Fraction(20 * rng.randint(1, 40))
    elif level == 3 and rng.random() < 0.25:
        n /= 10
    product, share = p * n, p * n / 100
    name, number = decimals.decimal(p), decimals.decimal(n)
    lines = [f"{name}% of {number} is {name} * {number} / 100", *decimals.multiply(p, n)]
    lines.append(f"{decimals.decimal(product)} / 100 = {decimals.decimal(share)}")
    return p, n, lines, share


def make_percent_of(rng: Random, level: int) -> Problem:
    """p percent of n."""
    p, n, lines, share = _share(rng, level)
    slots = {"p": decimals.decimal(p), "n": decimals.decimal(n)}
    return Problem(slots, tuple(lines), decimals.decimal(share))


def make_percent_change(rng: Random, level: int) -> Problem:
    """n made p percent bigger or smaller."""
    kind = rng.choice(("up", "down"))
    while True:
        p, n, lines, share = _share(rng, level)
        if kind == "up" or p < 100:
            break
    result = n + share if kind == "up" else n - share
    number, said = decimals.decimal(n), "plus" if kind == "up" else "minus"
    lines.insert(0, f"{number} {said} {decimals.decimal(p)}%")
    lines.extend(decimals.add(n, share) if kind == "up" else decimals.subtract(n, share))
    slots = {"p": decimals.decimal(p), "n": decimals.decimal(n), "kind": kind, "name": rng.choice(NAMES)}
    return Problem(slots, tuple(lines), decimals.decimal(result))


def make_what_percent(rng: Random, level: int) -> Problem:
    """Which percentage of n a given part is."""
    while True:
        p = rng.choice((5, 10, 20, 25, 50, 75)) if level == 1 else rng.randint(1, 99)
        n = whole(rng, 2 if level == 1 else 3, 2) * (rng.choice((1, 1, 10)) if level == 3 else 1)
        if p * n % 100 == 0:
            break
    part = p * n // 100
    lines = [f"The part is {part}, the whole {n}: {part} * 100 / {n}"]
    top, bottom = part * 100, n
    lines.extend(working.multiply(part, 100))
    while top % 10 == bottom % 10 == 0:
        top, bottom = top // 10, bottom // 10
    if bottom != n:
        lines.append(f"{part * 100} / {n} = {top} / {bottom}")
    lines.extend(working.divide(top, bottom))
    return Problem({"a": part, "n": n}, (*lines, f"That is {p}%."), str(p))


def make_average(rng: Random, level: int) -> Problem:
    """The mean of a list; now and then a fraction."""
    count = (rng.randint(2, 3), rng.randint(3, 4), rng.randint(4, 6))[level - 1]
    most = (20, 100, rng.choice((100, 300)))[level - 1]
    values = [signed(rng, rng.randint(1, most), 0.0 if level == 1 else 0.12) for _ in range(count)]
    if rng.random() < 0.75:
        values[-1] -= sum(values) % count
    steps, total = [], values[0]
    for value in values[1:]:
        steps.extend(working.add(total, value))
        total += value
    lines, mean = operate(Fraction(total), "/", Fraction(count))
    shown = ", ".join(map(str, values))
    last = ", ".join(map(str, values[:-1])) + f" and {values[-1]}"
    slots = {"list": shown, "list_and": last, "count": count, "name": rng.choice(NAMES)}
    opening = f"Mean of the {count} numbers {shown}: their sum, divided by {count}"
    return Problem(slots, (opening, *steps, f"{total} / {count} =", *lines), str(mean))


_SIMPLIFY = (
    *spread(
        ("Simplify ", "Reduce ", "Cancel ", "Simplify the fraction ", "Reduce the fraction "), ("{a}/{b}.",)
    ),
    *spread(
        ("Write {a}/{b} ", "Give {a}/{b} ", "Express {a}/{b} "), ("in lowest terms.", "in simplest form.")
    ),
    "What is {a}/{b} in lowest terms?",
    "Bring {a}/{b} to lowest terms.",
    "simplify {a}/{b}",
    r"Simplify $\frac{{{a}}}{{{b}}}$.",
    "What is the simplest form of {a}/{b}?",
    "Can {a}/{b} be reduced? Give the result.",
    "Make the fraction {a}/{b} as simple as possible.",
    "{a}/{b} in lowest terms",
)
_PERCENT_OF = (
    "What is {p}% of {n}?", "Find {p}% of {n}.", "Calculate {p}% of {n}.", "{p}% of {n}", "whats {p}% of {n}",
    "How much is {p}% of {n}?", "What is {p} percent of {n}?", "Work out {p} percent of {n}.",
    "Compute {p} per cent of {n}.", "Take {p}% of {n}.", "{p} percent of {n}",
    "Of {n} hectares, {p}% are forest. How many hectares of forest?", "{p}% of {n} = ?",
    "A shop takes {p}% off a price of {n}. How big is the discount?",
    "The tax is {p}% of {n}. How much tax is that?", "Find ${p}\\%$ of {n}.",
    "Interest of {p}% is paid on {n}. How much is the interest?", "Give {p}% of {n} as a number.",
    "A tip of {p}% on a bill of {n}: how much is it?",
    "{n} grams of a mixture contain {p}% salt. How many grams of salt?",
)  # fmt: skip
_PERCENT_CHANGE = by_kind(
    {"up": "Increase {n} by {p}%.", "down": "Decrease {n} by {p}%."},
    {"up": "What is {n} increased by {p}%?", "down": "What is {n} decreased by {p}%?"},
    {"up": "Add {p}% to {n}.", "down": "Take {p}% off {n}."},
    {"up": "{n} plus {p}%", "down": "{n} minus {p}%"},
    {
        "up": "A price of {n} rises by {p}%. What is it now?",
        "down": "A price of {n} falls by {p}%. What is it now?",
    },
    {
        "up": "{name} earns {n} and gets a rise of {p}%. What does {name} earn now?",
        "down": "{name} earned {n} and now gets {p}% less. What does {name} earn now?",
    },
    {
        "up": "A debt of {n} grew by {p}%. How big is it now?",
        "down": "A debt of {n} shrank by {p}%. How big is it now?",
    },
    {"up": "Raise {n} by {p} percent.", "down": "Reduce {n} by {p} percent."},
    {"up": "What number is {p}% more than {n}?", "down": "What number is {p}% less than {n}?"},
    {
        "up": "Without tax it costs {n}; the tax adds {p}%. What is the full price?",
        "down": "A coat costs {n} before a discount of {p}%. What does it cost after the discount?",
    },
    {"up": "increase {n} by {p} percent", "down": "decrease {n} by {p} percent"},
    {"up": "Work out {n} plus {p}% of it.", "down": "Work out {n} less {p}% of it."},
    {
        "up": "{name} saves {n} and gets {p}% interest. How much is there now?",
        "down": "A car worth {n} loses {p}% of its value. What is it worth now?",
    },
)
_WHAT_PERCENT = (
    "What percent of {n} is {a}?", "What percentage of {n} is {a}?", "{a} is what percent of {n}?",
    "{a} out of {n} in percent", "Write {a} out of {n} as a percentage.",
    "Express {a} as a percentage of {n}.", "How many percent of {n} is {a}?",
    "{a} of {n} pupils cycle to school. What percentage is that?",
    "Someone scored {a} out of {n}. What percent is this?", "Find the percentage that {a} is of {n}.",
    "what percent is {a} of {n}", "Which percentage of {n} gives {a}?",
    "Out of {n} seats {a} are taken. How many percent are taken?", "Give {a}/{n} as a percentage.",
    "{a} is which percentage of {n}?", "Of {n} parts, {a} were faulty. What percentage was faulty?",
)  # fmt: skip
_AVERAGE = (
    *spread(
        ("What is the ", "Find the ", "Calculate the ", "Work out the ", "Give the ", "the "),
        ("average of {list}", "mean of {list}", "average of {list_and}", "mean of the numbers {list}"),
    ),
    "average of {list}",
    "mean({list})",
    "Take the average of these numbers: {list}.",
    "The data are {list}. What is the mean?",
    "{name} scored {list_and} points. What is the average score?",
    "On {count} days it was {list_and} degrees. Find the mean.",
    "What is the arithmetic mean of {list_and}?",
    "{name} ran {list_and} km. How many km is that on average?",
    "Compute the mean value of the {count} numbers {list}.",
    "Average these {count} values: {list}",
    "How big are {list_and} on average?",
    "What are the values {list} on average?",
    "On average, what is {list_and}?",
    "Mean value of {list}?",
    "mean of these numbers: {list}",
    "The average of these values: {list}?",
)
_SHOWN, _SHOWN_KEPT_OUT = told(*ASKS), told(*ASKS_KEPT_OUT)
FAMILIES: tuple[Family, ...] = (
    Family("fraction_op", DOMAIN, short(make_fraction_op, 290), _SHOWN, _SHOWN_KEPT_OUT, 2.5),
    Family(
        "simplify_fraction",
        DOMAIN,
        short(make_simplify, 290),
        _SIMPLIFY,
        (
            "Give the fraction {a}/{b} in its simplest form.",
            "Cancel {a}/{b} as far as possible.",
            "What does {a}/{b} reduce to?",
        ),
        1.5,
    ),
    Family(
        "percent_of",
        DOMAIN,
        short(make_percent_of, 290),
        _PERCENT_OF,
        (
            "Give {p} percent of {n}.",
            "How much do you get for {p}% of {n}?",
            "Work out how big {p}% of {n} is.",
        ),
    ),
    Family(
        "percent_change",
        DOMAIN,
        short(make_percent_change, 290),
        _PERCENT_CHANGE + percent_words.CHANGE,
        by_kind(
            {
                "up": "What do you get when {n} goes up by {p}%?",
                "down": "What do you get when {n} goes down by {p}%?",
            },
            {"up": "Find {n} with {p}% added.", "down": "Find {n} with {p}% taken off."},
            {
                "up": "If {n} is raised by {p}%, what is it now?",
                "down": "If {n} is reduced by {p}%, what is it now?",
            },
        ),
    ),
    Family(
        "what_percent",
        DOMAIN,
        short(make_what_percent, 290),
        _WHAT_PERCENT + percent_words.WHAT,
        (
            "Give the percentage of {n} that {a} is.",
            "How many percent is {a} out of {n}?",
            "As a percentage of {n}, what is {a}?",
        ),
        0.7,
    ),
    Family(
        "average",
        DOMAIN,
        short(make_average, 290),
        _AVERAGE,
        (
            "Find the average value of the numbers {list}.",
            "On average, how big are {list_and}?",
            "Mean of these values: {list}?",
        ),
        1.5,
    ),
)
