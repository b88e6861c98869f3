"""How arithmetic is put into words: combined phrasings, notations, drawn operands."""

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from trainers.tasks.item import Phrasing

ASKS = (
    "What is {e}?", "Calculate {e}.", "Work out {e}.", "Compute {e}", "Evaluate {e}.", "{e}", "{e} =",
    "{e} = ?", "Find {e}.", "What does {e} equal?", "What do you get for {e}?", "How much is {e}?",
    "What's {e}?", "whats {e}", "Can you work out {e}?", "Give the value of {e}.",
    "What is the value of {e}?", "I need the result of {e}.", "Tell me what {e} comes to.", "Solve: {e}",
    "Determine {e}.", "Do this calculation: {e}", "Please calculate {e} for me.",
    "Fill in the blank: {e} = __", "What number equals {e}?", "My calculator is broken. What is {e}?",
    "State the exact value of {e}.", "Find the value of the following: {e}", "calc {e}",
    "Simplify {e} to a single number.", "Let x = {e}. What is x?", "If y = {e}, what is the value of y?",
    "{e}?", "Please give the exact result of {e}.", "Work this out: {e}", "Which number do you get from {e}?",
    "Give the number that {e} comes to.", "Find the exact value of {e} for me.", "What value does {e} have?",
    "Do {e} for me, please.", "Give me the result: {e}",
)  # fmt: skip
ASKS_KEPT_OUT = (
    "Please find the exact result of {e}.",
    "What number do you get for {e}?",
    "Give me the value that {e} comes to.",
    "Work this out for me: {e}",
)
WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
NAMES = (
    "Mia", "Omar", "Lena", "Tariq", "Sofia", "Noah", "Priya", "Jonas", "Aiko", "Carlos", "Ruth", "Ivan",
    "Zara", "Felix", "Nadia", "Ben", "Chloe", "Dmitri", "Eva", "Hassan", "Grace", "Luca", "Maya", "Peter",
    "Wei",
)  # fmt: skip


def spread(prefixes: Sequence[str], cores: Sequence[str]) -> tuple[str, ...]:
    """Every prefix before every core, as templates."""
    return tuple(f"{prefix}{core}" for prefix in prefixes for core in cores)


def told(*templates: str) -> tuple[Phrasing, ...]:
    """Phrasings that show the slot `e` in one of many notations."""

    def phrasing(template: str) -> Phrasing:
        return lambda slots, rng: template.format(**{**slots, "e": notation(slots["e"], rng)})

    return tuple(phrasing(template) for template in templates)


def by_kind(*choices: Mapping[str, str | Sequence[str]]) -> tuple[Phrasing, ...]:
    """Phrasings that pick their template by the slot `kind`."""

    def phrasing(choice: Mapping[str, str | Sequence[str]]) -> Phrasing:
        def say(slots: Mapping[str, Any], rng: Random) -> str:
            template = choice[slots["kind"]]
            return (template if isinstance(template, str) else rng.choice(template)).format(**slots)

        return say

    return tuple(phrasing(choice) for choice in choices)


def notation(expression: str, rng: Random) -> str:
    """The expression as someone might write it: spaced or tight, * or ×, brackets or none, or in LaTeX."""
    style = rng.choices(
        ("plain", "bare", "tight", "products", "cross", "dot", "latex", "power"), (6, 5, 3, 2, 2, 1, 2, 1)
    )[0]
    match style:
        case "bare":
            return _bare(expression)
        case "tight":
            text = _bare(expression) if rng.random() < 0.5 else expression
            return re.sub(r"(?<!\d) | (?!\d)", "", text)  # "2 8/9" keeps its space: it is no 28/9
        case "products":
            return _bare(expression).replace(" * ", "*").replace(" / ", "/")
        case "cross":
            return expression.replace("*", "×").replace(" / ", " ÷ ")
        case "dot":
            return expression.replace("*", "·")
        case "latex":
            times = rng.choice((r"\times", r"\cdot"))
            text = re.sub(r"(?<![\d.)/])(\d+)/(\d+)", r"\\frac{\1}{\2}", expression)
            text = re.sub(r"\^(\d+)", r"^{\1}", text).replace("*", times).replace(" / ", r" \div ")
            return f"${text}$"
        case "power":
            return expression.replace("^", "**")
        case _:
            return expression


def _bare(expression: str) -> str:
    """Negative second operands of + - * without their brackets: "5 - -3"."""
    return re.sub(r"([-+*] )\((-\d[\d.]*)\)", r"\1\2", expression)


def whole(rng: Random, most: int, least: int = 1) -> int:
    """A positive whole number whose length is drawn first, from `least` to `most` digits."""
    digits = rng.randint(least, most)
    return rng.randrange(10 ** (digits - 1), 10**digits)


def signed(rng: Random, n: int, share: float = 0.3) -> int:
    """n, made negative in this share of the draws."""
    return -n if rng.random() < share else n
