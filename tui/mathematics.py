r"""Mathematics as a terminal can show it: the LaTeX that models write, and powers like x^2, in Unicode.

One pass over the tokens, so its time is linear in the text. What is not known stays as it was written.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from tui.text import unboxed

DEEPEST = 40  # nested groups; below that the text stays as it is
TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}^_&~$]|[^\\{}^_&~$]+|\\", re.DOTALL)
CODE = re.compile(r"(```.{0,20000}?```|`[^`\n]{1,400}`)", re.DOTALL)
INLINE = re.compile(r"(?<![\w$\\])\$(?![\s$])[^$\n]{0,400}(?<![\s\\])\$(?![\d$])")


def _table(text: str) -> dict[str, str]:
    words = text.split()
    return dict(list(pairwise(words))[::2])


SYMBOLS = _table(
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ "
    "lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ "
    "chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω "
    "infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ neg ¬ lnot ¬ angle ∠ "
    "degree ° circ ∘ prime ′ ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ sum ∑ prod ∏ int ∫ oint ∮ ell ℓ hbar ℏ "
    "Re ℜ Im ℑ aleph ℵ triangle △ square □ bullet • star ⋆ dagger † checkmark ✓ therefore ∴ because ∵ "
    "top ⊤ bot ⊥ langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lbrace { rbrace } vert | mid | Vert ‖ "
    "sin sin cos cos tan tan cot cot sec sec csc csc arcsin arcsin arccos arccos arctan arctan sinh sinh "
    "cosh cosh tanh tanh log log ln ln exp exp lim lim max max min min sup sup inf inf gcd gcd lcm lcm "
    "det det dim dim ker ker deg deg arg arg Pr Pr"
)
FUNCTIONS = frozenset(name for name, shown in SYMBOLS.items() if name == shown)
OPERATORS = _table(
    "cdot · times × div ÷ pm ± mp ∓ ast * le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ne ≠ neq ≠ approx ≈ "
    "equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ ll ≪ gg ≫ lt < gt > in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ "
    "subseteq ⊆ supseteq ⊇ cup ∪ cap ∩ setminus ∖ land ∧ wedge ∧ lor ∨ vee ∨ oplus ⊕ otimes ⊗ to → gets ← "
    "rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⇒ iff ⇔ "
    "longrightarrow → Longrightarrow ⇒ mapsto ↦ perp ⊥ parallel ∥ bmod mod"
)
BLACKBOARD = _table("N ℕ Z ℤ Q ℚ R ℝ C ℂ P ℙ H ℍ E 𝔼")
PLAIN = frozenset(
    [
        "text",
        "textbf",
        "textit",
        "textrm",
        "texttt",
        "textsf",
        "mathrm",
        "mathbf",
        "mathit",
        "mathsf",
        "mathcal",
        "mathtt",
        "boldsymbol",
        "bm",
        "operatorname",
        "operatorname*",
        "mbox",
        "hbox",
        "emph",
        "overline",
        "underline",
        "boxed",
        "fbox",
        "tag",
    ]
)
DROPPED = frozenset(
    [
        "left",
        "right",
        "big",
        "Big",
        "bigg",
        "Bigg",
        "bigl",
        "bigr",
        "Bigl",
        "Bigr",
        "displaystyle",
        "textstyle",
        "limits",
        "nolimits",
        "hline",
    ]
)
FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
SPACES = {"quad": " ", "qquad": "  ", ",": " ", ";": " ", ":": " ", " ": " ", "!": "", "\n": " "}
BRACKETS = {"pmatrix": "()", "bmatrix": "[]", "vmatrix": "||", "Bmatrix": "{}", "Vmatrix": "‖‖"}
CLOSERS = {"(": "\\)", "[": "\\]"}
ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
UP = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzT",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ",
)
DOWN = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
# what needs no brackets around it below a line, under a root or in a power: a number, a letter, a word
WHOLE = re.compile(r"(\d+(\.\d+)?|[^\W\d_]|[^\W\d_]{3,}|∞)[′°⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ₀-₉]*|\([^()]*\)")
ABOVE = re.compile(rf"[\w.√]+|{WHOLE.pattern}")  # and above a line


def readable(text: str) -> str:
    """`text` without boxes and with its mathematics in Unicode; code stays as it is."""
    parts = CODE.split(unboxed(text))
    return "".join(part if i % 2 else _prose(part) for i, part in enumerate(parts))


def _prose(text: str) -> str:
    if not any(mark in text for mark in "\\^_$"):
        return text
    shown, at = [], 0
    for found in INLINE.finditer(text):
        shown += [_Reader(text[at : found.start()], False).all(), _Reader(found[0][1:-1], True).all()]
        at = found.end()
    return "".join([*shown, _Reader(text[at:], False).all()])


class _Reader:
    """Reads tokens one after the other. `maths`: whether it stands within \\( \\), \\[ \\] or dollars."""

    def __init__(self, text: str, maths: bool, depth: int = 0) -> None:
        self._tokens = TOKEN.findall(text)
        self._ends = _groups(self._tokens)
        self._closed = {token: at for at, token in enumerate(self._tokens) if token in CLOSERS.values()}
        self._at, self._maths, self._depth = 0, maths, depth
        self._shown: list[str] = []
        self._rows: list[str] = []  # the environments that are open

    def all(self) -> str:
        """The whole text."""
        while self._at < len(self._tokens):
            self._one()
        return "".join(self._shown)

    def _one(self) -> None:
        token = self._tokens[self._at]
        self._at += 1
        match token:
            case "^" | "_":
                self._script(token)
            case "&" if self._rows:
                self._show("" if self._last().isspace() else " ")
            case "~" if self._maths:
                self._show(" ")
            case "{" | "}" if self._maths:
                pass
            case "$" if self._next() == "$" or (self._maths and self._last() == "$"):
                self._at += self._next() == "$"
                self._maths = not self._maths
            case _ if token.startswith("\\") and len(token) > 1:
                self._command(token[1:])
            case _:
                self._show(token)

    def _command(self, name: str) -> None:
        if name in "([" and self._closed.get(CLOSERS[name], -1) >= self._at:
            self._maths = True
        elif name in ")]" and self._maths:
            self._maths = False
        elif name in SYMBOLS:
            self._show(SYMBOLS[name])
        elif name in OPERATORS:
            self._operator(OPERATORS[name])
        elif name in SPACES and (self._maths or name.isalpha() or name in ",;!"):
            self._show(SPACES[name])
        elif name in DROPPED:
            if self._next().startswith("."):
                self._tokens[self._at] = self._next()[1:]  # \left. is no bracket
        elif name in PLAIN:
            self._show(self._argument() or "")
        elif name == "mathbb":
            letters = self._argument() or ""
            self._show("".join(BLACKBOARD.get(letter, letter) for letter in letters))
        elif name in FRACTIONS:
            self._fraction()
        elif name == "sqrt":
            self._root()
        elif name in ("binom", "dbinom"):
            self._show(f"C({self._argument() or ''}, {self._argument() or ''})")
        elif name in ("begin", "end"):
            self._environment(name, self._argument() or "")
        elif name == "\\" and (self._rows or self._maths):
            self._show("; " if self._rows and self._rows[-1] in BRACKETS else "\n")
        elif name in "{}%$_#&|":
            self._show("‖" if name == "|" else name)
        else:
            self._show("\\" + name)

    def _environment(self, which: str, name: str) -> None:
        brackets = BRACKETS.get(name, ("", ""))
        if which == "begin":
            self._rows.append(name)
            if name == "array":
                self._argument()
            self._show(brackets[0])
        else:
            if self._rows:
                self._rows.pop()
            self._show(brackets[1])

    def _fraction(self) -> None:
        above, below = self._argument(), self._argument()
        if above is None or below is None:
            self._show("\\frac" if above is None else f"\\frac{{{above}}}")
            return
        text = f"{_bracketed(above, ABOVE)}/{_bracketed(below)}"
        if self._last().isdigit():
            text = f" {text}"
        elif self._next()[:1].isalnum():
            text = f"({text})"
        self._show(text)

    def _root(self) -> None:
        degree = ""
        if (text := self._next()).startswith("[") and "]" in text:
            degree, _, rest = text[1:].partition("]")
            self._tokens[self._at] = rest
            self._at += not rest
        of = self._argument()
        sign = ROOTS.get(degree) or f"{degree.translate(UP)}√"
        self._show(f"{sign}{_bracketed(of)}" if of is not None else "\\sqrt")

    def _script(self, mark: str) -> None:
        base, following = self._last(), self._next()
        if not self._maths and mark == "_" and not self._is_index(following):
            self._show(mark)
            return
        if not base or base.isspace() or not following or following[0].isspace():
            self._show(mark)
            return
        if following in ("\\circ", "\\degree", "\\prime"):
            self._at += 1
            self._show("′" if following == "\\prime" else "°")
            return
        if found := re.match(r"-?\d+", following):  # x^10 is meant as it is read
            self._tokens[self._at] = following[found.end() :]
            self._at += found.end() == len(following)
            argument: str | None = found[0]
        else:
            argument = self._argument()
        self._show(mark if argument is None else _scripted(mark, argument))

    def _is_index(self, following: str) -> bool:
        """Whether text outside of mathematics means an index: x_1 and a_n do, file_1 does not."""
        if following == "{":
            return True
        before = "".join(self._shown[-2:])[-2:]
        single = before[-1:].isalpha() and not (before[:-1].isalnum() or before[:-1] == "_")
        known = bool(self._shown) and self._shown[-1] in FUNCTIONS
        return (single or known) and bool(re.match(r"(\d+|[a-z])(?!\w)", following))

    def _argument(self) -> str | None:
        """The next group, command or character, converted; None where there is none."""
        following = self._next()
        if following == "{":
            end = self._ends.get(self._at)
            if end is None or self._depth >= DEEPEST:
                return None
            inner = "".join(self._tokens[self._at + 1 : end])
            self._at = end + 1
            return _Reader(inner, True, self._depth + 1).all().strip()
        if not following or following in "}^_&":
            return None
        self._at += 1
        if following.startswith("\\"):
            return _Reader(following, True, self._depth + 1).all()
        text = following.lstrip()
        if not text:
            return None
        if text[1:]:
            self._at -= 1
            self._tokens[self._at] = text[1:]
        return text[0]

    def _operator(self, sign: str) -> None:
        before = "" if not self._last() or self._last().isspace() else " "
        after = "" if not self._next() or self._next()[:1].isspace() else " "
        self._show(f"{before}{sign}{after}")

    def _show(self, text: str) -> None:
        if text:
            self._shown.append(text)

    def _last(self) -> str:
        return self._shown[-1][-1] if self._shown else ""

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""


def _groups(tokens: Sequence[str]) -> dict[int, int]:
    """For each brace that opens a group, where the one that closes it stands."""
    ends, open_ = {}, []
    for at, token in enumerate(tokens):
        if token == "{":
            open_.append(at)
        elif token == "}" and open_:
            ends[open_.pop()] = at
    return ends


def _bracketed(text: str, whole: re.Pattern[str] = WHOLE) -> str:
    return text if whole.fullmatch(text) else f"({text})"


def _scripted(mark: str, text: str) -> str:
    """A power or an index: small characters where there are such for all of it."""
    table = UP if mark == "^" else DOWN
    packed = text.replace(" ", "")
    if packed and all(ord(char) in table for char in packed):
        return packed.translate(table)
    return f"{mark}{_bracketed(text)}"
