"""The numbers, words and signs of a line of arithmetic, as plain text, LaTeX or Markdown write them."""

import re
from dataclasses import dataclass
from fractions import Fraction

MAX_DIGITS = 100  # of one number

_TOKEN = re.compile(
    r"(?P<number>\.?\d(?:[\d,.:]*\d)?)|(?P<word>[^\W\d_]+(?:[-'’][^\W\d_]+)*)"
    r"|(?P<relation>=>|->|[<>!:=]?==?|[<>≤≥≠≡≈≅~→⇒])|(?P<op>\*\*|[-+*/^])|(?P<open>[(\[])|(?P<close>[)\]])"
    r"|(?P<currency>[$€£¥])|(?P<percent>%)|(?P<dots>\.\.\.+|…)|(?P<stop>[,;:.!?\"“”])|(?P<other>[^\s])"
)
_NUMBER = re.compile(r"(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)?(?:\.\d+)?")
_SIGNS = str.maketrans("×·⋅∙÷−–—∕", "****/---/")
_LATEX = (
    (re.compile(r"(?<![\d.,}^])(\d+)\s*\\[dt]?frac\{(\d+)\}\{(\d+)\}"), r"(\1 \2/\3)"),  # a mixed number
    (re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}"), r"((\1)/(\2))"),
    (re.compile(r"\\(?:text|mathrm|mathbf|boxed)\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\(?:times|cdot)(?![a-z])"), "*"),
    (re.compile(r"\\div(?![a-z])"), "/"),
    (re.compile(r"\\approx(?![a-z])"), "≈"),
    (re.compile(r"\\(?:left|right)(?![a-z])|\\!"), ""),
    (re.compile(r"\\[,;()\[\]]"), " "),
    (re.compile(r"\\([%$])"), r"\1"),
    (re.compile(r"\{,\}"), ","),
)
_BOLD_PHRASE = re.compile(r"(?<![\w)*])\*\*(?=[^\s*])([^*\n]*)(?<=\S)\*\*(?![\w(*])")
_BOLD = re.compile(r"(?<![\d)\s*])\*\*(?!\*)|(?<!\*)\*\*(?![\d(\s*-])|(?<=[=:]\s)\*\*(?=[\d$])|^\*\*")
_WORD_OPS = {"plus": "+", "minus": "-", "times": "*"}
_WORD_OPS_BY = {"divided": "/", "multiplied": "*"}


@dataclass(frozen=True, slots=True)
class Token:
    """A sign, a number or a word, and where it stands in the line."""

    kind: str
    text: str
    start: int
    end: int


def normal(text: str) -> str:
    """The text with one spelling of each sign, LaTeX and bold print taken out."""
    text = text.translate(_SIGNS)
    if "\\" in text:
        for pattern, plain in _LATEX:
            text = pattern.sub(plain, text)
    if "**" in text:
        text = _BOLD.sub("", _BOLD_PHRASE.sub(r"\1", text))
    return text


def number(text: str) -> Fraction | None:
    """The value of a number as it is written, None where it is a time, a date, a list or too long."""
    if len(text) > MAX_DIGITS or not _NUMBER.fullmatch(text):
        return None
    return Fraction(text.replace(",", ""))


def tokens(text: str) -> list[Token]:
    """The tokens of a normal text. Words that calculate ("times", "divided by") come out as signs."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind, word = match.lastgroup or "other", match.group()
        start, end = match.span()
        if kind == "number" and number(word) is None:
            kind = "other"
        elif kind == "word":
            lower = word.lower()
            if lower in _WORD_OPS:
                kind, word = "op", _WORD_OPS[lower]
            elif lower == "by" and found and found[-1].text.lower() in _WORD_OPS_BY:
                verb = found.pop()
                kind, word, start = "op", _WORD_OPS_BY[verb.text.lower()], verb.start
            elif lower == "percent":
                kind, word = "percent", "%"
            elif lower == "equals" or (lower == "to" and found and found[-1].text.lower() == "equal"):
                if lower == "to":
                    found.pop()
                if found and found[-1].text in ("is", "are"):
                    found.pop()
                kind, word = "relation", "="
        found.append(Token(kind, word, start, end))
    for i, token in enumerate(found[1:-1], 1):
        if token.text in ("x", "X") and found[i + 1].kind in ("number", "open", "currency"):
            found[i] = Token("op", "*", token.start, token.end)
    return found
