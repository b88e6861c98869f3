"""Is an answer right? By its text, else by value, else by symbolic equivalence; never times 100."""

import re
import threading
from collections.abc import Sequence
from fractions import Fraction
from tokenize import TokenError
from typing import Any

_WORDS = {"yes": "true", "no": "false", "uncertain": "unknown", "undetermined": "unknown"}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:/\d+)?")
_FUNCTIONS = ("sqrt", "frac", "log", "sin", "cos", "tan", "exp")
# Only characters of formulas reach sympy's parser, and no power that would take it for ever.
_PLAIN = re.compile(r"(?:sqrt|[a-z]|\d+(?:\.\d+)?|[-+*/^()])+")
_HUGE_POWER = re.compile(r"\^[-(]*\d{4}|\^[^+*/-]*\^")
_LONGEST = 300  # characters; longer answers are compared as text only


def equal(gold: str, answer: str) -> bool:
    """Whether `answer` says the same as `gold`."""
    a, b = _normal(gold), _normal(answer)
    if a == b:
        return True
    if not b or len(b) > _LONGEST:
        return False
    x, y = _number(a), _number(b)
    if x is not None and y is not None:
        return x == y
    if "," in a or "," in b:
        left, right = a.split(","), b.split(",")
        return len(left) == len(right) and len(left) > 1 and all(map(equal, left, right))
    if ("=" in a) != ("=" in b):
        return equal(a.rsplit("=", 1)[-1], b.rsplit("=", 1)[-1])
    return _algebraic(a) and _algebraic(b) and _equivalent(a, b)


def equal_option(gold: str, answer: str, options: Sequence[str]) -> bool:
    """Whether `answer` picks the option with the letter `gold`: by its letter, or by its text alone."""
    letter = re.fullmatch(r"\W*([A-Z])\b[\W_]*(.*)", answer.strip(), re.DOTALL)
    if letter and (not letter[2] or letter[2].startswith(option_text(options, letter[1]))):
        return letter[1] == gold.upper()
    return equal(option_text(options, gold), answer)


def option_text(options: Sequence[str], letter: str) -> str:
    """The text of the option with that letter, its own mark ("A) ") left out; "" where there is none."""
    index = ord(letter.upper()) - ord("A")
    if not 0 <= index < len(options):
        return ""
    return re.sub(r"^\(?[A-Z][).:]\s*", "", options[index]).strip()


def _normal(text: str) -> str:
    text = text.strip().strip("$").replace("\u2212", "-").replace("**", "^")
    text = re.sub(r"\\(?:left|right|,|!|;|\s)", "", text)
    text = re.sub(r"\\text\{([^}]*)\}", r"\1", text)
    text = re.sub(r"\\[dt]?frac\{(-?\d+)\}\{(\d+)\}", r"\1/\2", text)
    text = re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))(?!\s)", "", text)
    text = re.sub(r"[\s]+", "", text).rstrip(".%").lstrip("$").casefold()
    return _WORDS.get(text, text)


def _number(text: str) -> Fraction | None:
    if not _NUMBER.fullmatch(text):
        return None
    whole, _, below = text.partition("/")
    return Fraction(whole) / Fraction(below) if below and int(below) else None if below else Fraction(whole)


def _algebraic(text: str) -> bool:
    """Whether the text may be a formula: functions and products of up to four letters, no words."""
    words = [word for word in re.findall(r"[a-z]+", text) if word not in _FUNCTIONS]
    return all(len(word) <= 2 or (len(word) <= 4 and re.search(r"[-+*/^=]", text)) for word in words)


def _equivalent(gold: str, answer: str) -> bool:
    """Symbolic equality: sympy for plain formulas, math-verify where there is LaTeX."""
    if "\\" in gold + answer:
        from math_verify import parse, verify

        limit = 5 if threading.current_thread() is threading.main_thread() else None
        parsed = [parse(f"${text}$", parsing_timeout=limit) for text in (gold, answer)]
        return all(parsed) and bool(verify(parsed[0], parsed[1], timeout_seconds=limit))
    a, b = _formula(gold), _formula(answer)
    if a is None or b is None or a.free_symbols != b.free_symbols:
        return False
    difference = a - b
    # Unequal formulas differ at a point: that is a thousand times faster to see than to prove.
    point = {symbol: Fraction(7 + 4 * i, 5 + i) for i, symbol in enumerate(sorted(a.free_symbols, key=str))}
    value = difference.evalf(subs=point)
    if value.is_number and abs(complex(value)) > 1e-6 * (1 + abs(complex(a.evalf(subs=point)))):
        return False
    difference = difference.expand()
    return bool(difference == 0 or difference.simplify() == 0)


def _formula(text: str) -> Any:
    """The sympy expression of a plain formula such as 3x^2 - sqrt(2); None where it is none."""
    if not _PLAIN.fullmatch(text) or _HUGE_POWER.search(text):
        return None
    from sympy import Symbol, sqrt
    from sympy.parsing import sympy_parser as parser

    letters = {
        letter: Symbol(letter, positive=True) for letter in re.sub("sqrt", "", text) if letter.isalpha()
    }
    split = (
        *parser.standard_transformations,
        parser.convert_xor,
        parser.split_symbols,
        parser.implicit_multiplication,
    )
    try:
        return parser.parse_expr(text, local_dict={**letters, "sqrt": sqrt}, transformations=split)
    except (SyntaxError, TypeError, ValueError, AttributeError, TokenError):
        return None  # TokenError: a bracket without its partner
