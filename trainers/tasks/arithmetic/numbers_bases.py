"""Task families: numbers written in other bases, from 2 to 16."""

from collections.abc import Mapping
from random import Random
from typing import Any

from trainers.tasks import working
from trainers.tasks.item import Family, Phrasing, Problem
from trainers.tasks.lengths import tokens

DOMAIN = "arithmetic"
DIGITS = "0123456789abcdef"


def in_base(n: int, base: int) -> str:
    """n written in a base from 2 to 16, with a to f as digits."""
    text, rest = "", abs(n)
    while rest or not text:
        text = DIGITS[rest % base] + text
        rest //= base
    return f"-{text}" if n < 0 else text


def _letters(text: str) -> str:
    """What all letters up to the highest among the digits stand for: "a = 10, b = 11", or nothing."""
    highest = max((DIGITS.index(c) for c in text if c.isalnum()), default=0)
    return ", ".join(f"{DIGITS[i]} = {i}" for i in range(10, highest + 1))


def _from_base(text: str, base: int) -> list[str]:
    """Lines that turn digits in a base into an ordinary number: times the base, plus the next digit."""
    value = int(text[0], 16)
    lines = [f"{text} from base {base}, digits {' '.join(str(int(c, 16)) for c in text)}:"]
    for character in text[1:]:
        digit, raised = int(character, 16), value * base
        *work, last = working.multiply(value, base)
        total = working.add(raised, digit)
        outright = ":" not in total[0]
        lines.extend((*work, f"{last}, + {digit} = {raised + digit}") if outright else (*work, last, *total))
        value = raised + digit
    return [*lines, f"{text} in base {base} is {value}"]


def _to_base(n: int, base: int) -> list[str]:
    """Lines that divide by the base until nothing is left; the remainders backwards are the digits."""
    lines, rest, values = [f"{n} to base {base}:"], n, ""
    if n // base >= 10 and base > 10:
        lines.append(f"Multiples: {working.multiples(base)}")
    while rest:
        quotient, remainder = divmod(rest, base)
        work = working.divide(rest, base, listed=n // base >= 10)[0]
        values = f"{remainder} {values}".strip()
        lines.append(f"{work if remainder else f'{work} remainder 0'}; digits {values}")
        rest = quotient
    return [*lines, f"{n} in base {base} is {in_base(n, base)}"]


def make_base_conversion(rng: Random, level: int) -> Problem:
    """A number rewritten from one base into another, through base ten where neither is ten."""
    while True:
        problem = _conversion(rng, level)
        if tokens(problem.steps) < 290:
            return problem


def conversion_plan(text: str, source: int, target: int) -> list[str]:
    """The first lines: from which base into which, through base ten, and what the letters stand for."""
    through = "" if 10 in (source, target) else " through base 10"
    letters = _letters(text) if source > 10 else ""
    plan = f"{text}: from base {source} to base {target}{through}"
    return [plan, letters] if letters else [plan]


def _conversion(rng: Random, level: int) -> Problem:
    n = rng.randint(*((4, 63), (20, 999), (300, 3999))[level - 1])
    bases = ((2, 3, 4, 5, 8), range(2, 17), range(2, 17))[level - 1]
    source, target = rng.choice(
        ((10, rng.choice(bases)), (rng.choice(bases), 10), tuple(rng.sample(bases, 2)))
    )
    while target == source:
        target = rng.choice(bases)
    if level < 3 and 10 not in (source, target) and rng.random() < 0.7:
        source = 10
    text, result = in_base(n, source), in_base(n, target)
    steps = conversion_plan(text, source, target)
    steps += _from_base(text, source) if source != 10 else []
    steps += _to_base(n, target) if target != 10 else []
    if target > 10 and _letters(result):
        steps.insert(len(steps) - 1, _letters(result))
    minus = "-" if level > 1 and rng.random() < 0.1 else ""
    if minus:
        steps.append("The sign stays: negative.")
    slots = {"n": minus + text, "source": source, "target": target}
    return Problem(slots, tuple(steps), minus + result, f"{minus}{text} {source} {target}")


def _values(text: str, count: int) -> list[int]:
    """The values of the digits, led by zeros to so many."""
    return [int(c, 16) for c in text.rjust(count, "0")]


def _columns(x: str, y: str, base: int, op: str) -> list[str]:
    """Lines that add or subtract column by column from the right, the digits so far behind each."""
    one, other = _values(x, len(x)), _values(y, len(x))
    lines = [f"{x}: {' '.join(map(str, one))}", f"{y}: {' '.join(map(str, other))}"]
    carry, result = 0, ""
    for p, q in zip(reversed(one), reversed(other), strict=True):
        if op == "+":
            total = p + q + carry
            text = f"{p} + {q}" + (" + 1" if carry else "") + f" = {total}"
            carry, digit = divmod(total, base)
            text += f", {total} - {base} = {digit}, carry 1" if carry else ""
        else:
            less = q + carry
            text = f"{q} + 1 = {less}, " if carry else ""
            carry = int(p < less)
            digit = p + base * carry - less
            text += f"{p} + {base} = {p + base}, borrow 1, " if carry else ""
            text += f"{p + base * carry} - {less} = {digit}"
        result = f"{digit} {result}".strip()
        lines.append(f"{text}; digits {result}")
    return [*lines, *([f"The carry 1 goes in front: 1 {result}"] if carry else [])]


def make_in_base(rng: Random, level: int) -> Problem:
    """A sum or difference worked out digit by digit in another base."""
    base = rng.choice((2, 3, 4, 5, 8) if level == 1 else range(2, 17))
    if base == 10:
        base = 12
    most = base ** ((3, 4, 5) if base > 2 else (3, 5, 7))[level - 1]
    a, b = (max(1, int(most ** rng.uniform(0.3 if level < 3 else 0.5, 1)) - 1) for _ in range(2))
    if level > 1:
        a, b = (-n if rng.random() < 0.2 else n for n in (a, b))
    op = rng.choice("+-")
    total = a + b if op == "+" else a - b
    second = b if op == "+" else -b
    x, y = sorted((abs(a), abs(b)), reverse=True)
    big, small = in_base(x, base), in_base(y, base)
    shown, letters = in_base(b, base), _letters(in_base(base - 1, base)) if base > 10 else ""
    steps = [f"Base {base}: {in_base(a, base)} {op} {shown if b >= 0 else f'({shown})'}"]
    steps += [letters] if letters else []
    if (a < 0) == (second < 0):
        if min(a, b) < 0:
            steps.append(f"Both parts are {'negative' if a < 0 else 'positive'}: {big} + {small} in size")
        steps.extend(_columns(big, small, base, "+"))
    else:
        if a < 0 or b < 0 or total < 0:
            sign = "negative" if total < 0 else "positive"
            steps.append(
                f"The signs differ: {big} - {small} in size"
                + (f", and the result is {sign}" if total else "")
            )
        steps.extend(_columns(big, small, base, "-"))
    answer = in_base(total, base)
    one, other = in_base(a, base), in_base(b, base)
    steps.append(f"In base {base}: {one} {op} {f'({other})' if b < 0 else other} = {answer}")
    slots = {"a": one, "b": other, "op": op, "base": base, "said": "plus" if op == "+" else "minus"}
    return Problem(slots, tuple(steps), answer)


def _based(template: str) -> Phrasing:
    """A phrasing with the slot `number`: the number together with its base."""

    def say(slots: Mapping[str, Any], rng: Random) -> str:
        n, base = slots["n"], slots["source"]
        ways = [
            f"{n} (base {base})",
            f"{n} (base {base})",
            f"{n} in base {base}",
            f"{n}_{base}",
            f"the base {base} number {n}",
        ]
        names = {2: "binary", 8: "octal", 10: "decimal", 16: "hexadecimal"}
        if base in names:
            ways.append(f"the {names[base]} number {n}")
        return template.format(number=rng.choice(ways), target=slots["target"])

    return say


_CONVERSION = tuple(
    _based(template)
    for template in (
        "Convert {number} so that it is in base {target}.",
        "What is {number} in base {target}?",
        "{number} -> base {target}",
        "Write {number} in base {target}.",
        "Express {number} in base {target}.",
        "{number} in base {target}",
        "Change {number} into base {target}.",
        "How do you write {number} in base {target}?",
        "Rewrite {number} in base {target}.",
        "Find the base {target} form of {number}.",
        "What does {number} look like in base {target}?",
        "convert {number} into base {target}",
        "Turn {number} into a base {target} number.",
        "Give {number} in base {target}.",
        "Translate {number} to base {target}.",
        "Which base {target} number equals {number}?",
        "How does {number} read in base {target}?",
        "Look at {number}. What is it in base {target}?",
        "Work out how {number} is written in base {target}.",
    )
)
_CONVERSION_KEPT_OUT = tuple(
    _based(template)
    for template in (
        "Give the base {target} form of {number}.",
        "How does {number} look in base {target}?",
        "Work out {number} as a base {target} number.",
    )
)
_IN_BASE = (
    "In base {base}, what do you get for {a} {op} {b}?", "In base {base}, what is {a} {said} {b}?",
    "In base {base}, calculate {a} {op} {b}.", "Work out {a} {op} {b} in base {base}.",
    "What is {a} {op} {b} in base {base}?", "Compute {a} {op} {b} (base {base}).",
    "{a} {op} {b} in base {base}", "All numbers are in base {base}. What is {a} {op} {b}?",
    "Using base {base}, find {a} {op} {b}.", "Both numbers are written in base {base}: {a} {op} {b} = ?",
    "base {base}: {a} {op} {b}", "Evaluate {a} {op} {b} in base {base}.",
    "In the base {base} system, how much is {a} {said} {b}?", "Do the base {base} calculation {a} {op} {b}.",
    "{a}_{base} {op} {b}_{base} = ?", "Someone counts in base {base}. What is {a} {said} {b} for them?",
)  # fmt: skip
FAMILIES: tuple[Family, ...] = (
    Family("base_conversion", DOMAIN, make_base_conversion, _CONVERSION, _CONVERSION_KEPT_OUT, 2.0),
    Family(
        "add_in_base",
        DOMAIN,
        make_in_base,
        _IN_BASE,
        (
            "Find {a} {op} {b} in base {base}.",
            "In base {base}, how much is {a} {op} {b}?",
            "Calculate {a} {said} {b}, using base {base}.",
        ),
        2.0,
    ),
)
