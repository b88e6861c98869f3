r"""Where a text says that formulas are equal: `chains("so $x = \frac{6}{2} = 3$")` gives its equalities."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from runtime.checkers.symbolic.formula import FUNCTIONS, cleaned

_MATH = re.compile(
    r"\$\$(.+?)\$\$|\$(.+?)\$|\\\[(.+?)\\\]|\\\((.+?)\\\)"
    r"|\\begin\{((?:align|gather|eqnarray|equation)\*?)\}(.+?)\\end\{\5\}",
    re.DOTALL,
)
_LAYOUT = re.compile(r"\\(?:begin|end)\{(?:align|aligned|gather|gathered|eqnarray|equation|split)\*?\}")
_ROW = re.compile(r"\\\\(?:\s*\[[^\]]*\])?")
_TEXT = re.compile(r"\\(?:text|mbox|textbf|textit|textrm|hbox|tag)\*?\s*\{([^{}]*)\}")
_BREAK = re.compile(
    r"\\(?:q?quad|implies|[Ll]ongrightarrow|[Rr]ightarrow|Longleftrightarrow|Leftrightarrow|iff|therefore"
    r"|because|hfill|newline)(?![A-Za-z])|;"
)
_RELATION = re.compile(
    r"(\\(?:leq?|geq?|neq?|lt|gt|approx|equiv|sim|simeq|cong|to|rightarrow|in|mid|nmid|propto|leqslant"
    r"|geqslant|ne|not|subset|subseteq|pmod|bmod|mod|cap|cup|perp|parallel)(?![A-Za-z])"
    r"|->|<=|>=| != |==|:=|[=<>≤≥≠≈≡→])"
)
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}'?(?![A-Za-z])")
_NO_WORD = frozenset((*FUNCTIONS, "pi", "choose"))
# A word after a number that makes it another number.
_COUNTS = re.compile(
    r"\W{0,4}(?:times|dozen|hundred|thousand|million|billion|trillion|percent|cents?|half|halves|squared|cubed|mod"
    r"|remainder|r|R|tenths?|hundredths?|thousandths?|degrees|base|plus|minus|more|less|divided|multiplied|of)\b",
)
_POSED = re.compile(
    r"(?:\b(?:if|when|where|let|letting|set|setting|suppose|assume|unless|whether|want|need|equations?|solve|solving"
    r"|plug(?:ging)?(?: in)?|substitut\w+|try|case|condition)\b[^.$]{0,12})$",
    re.IGNORECASE,
)
_JOINS = re.compile(
    r"(?:and|or|so|then|thus|hence|if|for|where|when|because|since|but|as|while|with|which|therefore|is|gives|we"
    r"|by|from|that|to|implies)\b|\W*$",
    re.IGNORECASE,
)
_BROKEN = "\x00"  # in place of a text: what stands right beside it may be a part of something else


@dataclass(frozen=True, slots=True)
class Chain:
    """Formulas as written, and the sign between each and the next; "" is a formula that cannot be read."""

    members: tuple[str, ...]
    signs: tuple[str, ...] = ()
    whole: bool = False  # nothing but this chain stands in its line
    posed: bool = False  # the words before it pose it: "if", "let", "we set"

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each two neighbours said to be equal."""
        for i, sign in enumerate(self.signs):
            if sign == "=":
                yield self.members[i], self.members[i + 1]


@lru_cache(maxsize=2048)
def chains(text: str) -> tuple[Chain, ...]:
    """The formulas and chains of equalities of a text, in order."""
    text = re.sub(r"(?<=\d)(?:,\\!|\\!,|\{,\})(?=\d{3})", ",", text.replace("\\$", ""))
    found: list[Chain] = []
    for math, before, after, latex in _segments(text):
        alone = not before.strip() and not after.strip(" .\n")
        posed = bool(_POSED.search(before))
        for statement, whole in _statements(math, after, latex):
            if chain := _chain(statement, alone and whole, posed):
                found.append(chain)
            posed = posed and latex and "\n" not in math
    return tuple(found)


def normal(formula: str) -> str:
    """The formula without spaces and layout, to see whether it is written again."""
    text = re.sub(r"\\(?:boxed|fbox)\{(.*)\}", r"\1", cleaned(formula))
    return re.sub(r"\s|\\cdot|\*", "", text).strip(".,")


def _segments(text: str) -> Iterator[tuple[str, str, str, bool]]:
    """Each piece of mathematics, what stands before and after it, and whether it was marked as such."""
    matches = list(_MATH.finditer(text))
    money = any(re.search(r"[-+*/=]\s*$|^\s*[\d,.]+\s[a-z]{2}", m[2]) for m in matches if m[2])
    if not matches or money:
        for line in text.replace("$", "").splitlines() if matches else text.splitlines():
            yield line, "", "", False
        return
    for match in matches:
        math = next(group for group in (match[1], match[2], match[3], match[4], match[6]) if group)
        yield math, text[: match.start()], text[match.end() :], True


def _statements(math: str, after: str, latex: bool) -> Iterator[tuple[str, bool]]:
    """The statements in a piece of mathematics, and whether each is all of it."""
    math = _LAYOUT.sub(" ", math)
    if "\\begin" in math or re.search(r"\\pmod|\\bmod|\bmod\b|\\equiv|≡", math):
        return
    if not latex:
        math = re.sub(r"^\s*(?:\(\w\)|\d+[.)]|[-•*])\s+", "", math)
        math = re.sub(r":(?!=)", ";", math)
    math = re.sub(r"\\[,;:!]", " ", math)
    if latex:  # TeX reads x^23 as x^2 3, people mean either; and 1:2 is a ratio
        math = re.sub(r":(?!=)", "@", re.sub(r"\^(?=\d\d)", f"^{_BROKEN * 2}", math))
    math = _TEXT.sub(_text_break, math)
    if _COUNTS.match(after):
        math += _BROKEN * 2
    joined: list[str] = []
    for row in _ROW.split(math) if latex else [math]:
        indented = bool(re.match(r"\s*(?:&\s*)?(?:\\q?quad|&)", row))
        row = re.sub(r"^(?:\s|&(?!\w*\s*=)|\\q?quad)*", "", row.replace("\n", " "))
        row = re.sub(r"(?<!\\)&", " ", row).strip()
        if joined and _goes_on(row, joined[-1], indented):
            joined[-1] = joined[-1].rstrip(" ,.") + " " + row
        else:
            joined.append(row)
    for row in joined:
        row = _BREAK.sub("\n", row)
        if not latex:
            row = _without_words(row)
        row = re.sub(rf"(?<=[^\s{_BROKEN}])\s*({_BROKEN}+)\s*(?=[^\s{_BROKEN}])", r"\1\n\1", row)
        parts = [part for part in _at_commas(row) if part.strip(f" {_BROKEN}")]
        for part in parts:
            yield part, len(parts) == 1 and len(joined) == 1


def _text_break(match: re.Match[str]) -> str:
    """What stands for a text in a formula: a joining word ends a statement, another makes it unreadable."""
    joins = _JOINS.match(match[1].strip()) or not re.match(r"\s*[-+\w\\(\[{$]", match.string[match.end() :])
    return _BROKEN if joins and not _COUNTS.match(match[1]) else _BROKEN * 2


def _goes_on(row: str, before: str, indented: bool) -> bool:
    """Whether a row of a display is the rest of the row before it."""
    if re.match(r"=|\+|/|\\(?:cdot|times|div)(?![A-Za-z])", row):
        return True
    if re.search(r"[-+*/=(]$|\\(?:cdot|times)$", before):
        return True
    return row.startswith("-") and (indented or "=" not in before)


def _without_words(line: str) -> str:
    """A line of plain text with a break for each word."""

    def broken(match: re.Match[str]) -> str:
        word, start = match.group(), match.start()
        if word in _NO_WORD or re.search(r"d/$", line[:start]):
            return word
        glued = re.search(r"[\d)]$", line[:start]) or re.match(r"\^|\(", line[match.end() :])
        if glued and len(word) <= 3 and word not in ("gcd", "lcm"):
            return word
        return _BROKEN * 2 if _COUNTS.match(word) else _BROKEN

    line = _WORD.sub(broken, line)
    line = re.sub(r"(?<=\d)\s+(?=[\d(])(?!\(-?\d+\)\s*[-+*/=])", "\n", line)
    return re.sub(r"(?<=\d) [rR] (?=\d)", _BROKEN * 2, re.sub(r"[.?!](?=\s+[A-Z\x00\n]|\s*$)", "\n", line))


def _at_commas(text: str) -> Iterator[str]:
    """The parts between line ends and between commas outside brackets that are no thousands' commas."""
    depth, begin = 0, 0
    for i, sign in enumerate(text):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(sign, 0)
        thousands = re.match(r",\d{3}(?!\d)", text[i : i + 5]) and text[i - 1 : i].isdigit()
        if sign == "\n" or (sign == "," and depth <= 0 and not thousands):
            yield text[begin:i]
            begin = i + 1
    yield text[begin:]


def _chain(statement: str, whole: bool, posed: bool) -> Chain | None:
    parts = _RELATION.split(statement)
    members = [_member(part) for part in parts[::2]]
    if not any(members):
        return None
    return Chain(tuple(members), tuple(part.strip() for part in parts[1::2]), whole, posed)


def _member(text: str) -> str:
    """The formula of a member; "" where a text stands in it, save a unit after it or a word before it."""
    text = text.strip()
    text = text.removesuffix(".").strip() if not text.endswith("..") else ""
    if _BROKEN not in text:
        return text
    pieces = [piece.strip() for piece in text.split(_BROKEN)]
    filled = [piece for piece in pieces if piece]
    if len(filled) != 1 or _BROKEN * 2 in text:
        return ""
    formula = filled[0]
    if pieces[0] != formula and re.match(r"[-+*/^_|)!]|\\(?:cdot|times)", formula):
        return ""
    if re.search(rf"{_BROKEN}[(\[]", text):  # what a name is called with
        return ""
    return formula
