r"""Formulas in plain text and in LaTeX as small trees: `parse("\frac{1}{2}x^2")`, without `eval` or sympy.

A tree says what was written, not what it means: whether `i` is a number or a letter, `2\frac13` a mixed
number or a product is for `values.py`, which tries each reading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

LONGEST = 600  # characters of one formula
_DEEPEST = 40  # brackets in brackets
_DIGITS = 40  # of one number


class NotAFormula(ValueError):
    """The text cannot be read as one formula."""


@dataclass(frozen=True, slots=True)
class Node:
    """A formula: its kind, the formulas in it, and the name or number that it shows."""

    kind: str  # number, symbol, add, mul, div, neg, pow, root, mixed, percent, degree, factorial, call, ...
    args: tuple["Node", ...] = ()
    name: str = ""
    value: Fraction = Fraction(0)

    def walk(self) -> Iterator["Node"]:
        """The node and every node below it."""
        yield self
        for arg in self.args:
            yield from arg.walk()


FUNCTIONS = (
    *("sin", "cos", "tan", "cot", "sec", "csc", "log", "ln", "exp", "sqrt", "abs"),
    *("arcsin", "arccos", "arctan", "floor", "ceil"),
)
_GREEK = frozenset(
    (
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "varepsilon",
        "theta",
        "lambda",
        "mu",
        "nu",
        "rho",
        "sigma",
    )
    + ("tau", "phi", "varphi", "omega", "psi")
)
_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:(?:,|\{,\}|\\!,)\d{3})+(?!\d)(?:\.\d+)?|\d+\.\d+|\d+|\.\d+)"
    r"|(?P<command>\\[A-Za-z]+|\\[%|{}\\])"
    rf"|(?P<word>{'|'.join(sorted(FUNCTIONS, key=len, reverse=True))}|pi|choose)(?![A-Za-z])"
    r"|(?P<name>[A-Za-z](?:_(?:\{\w+\}|[A-Za-z0-9]))?'{0,2})"
    r"|(?P<mark>[-+*/^(){}\[\]|!%_√°])"
)
_REPLACED = (
    *(("**", "^"), ("\u2212", "-"), ("\u2013", "-"), ("×", "*"), ("·", "*"), ("÷", "/"), ("∙", "*")),
    *(("²", "^2"), ("³", "^3"), ("⁴", "^4"), ("π", " pi "), ("∫", "\\int "), ("½", "(1/2)")),
)
_SPACES = re.compile(
    r"\\left(?![A-Za-z])|\\right(?![A-Za-z])|\\(?:displaystyle|limits|[bB]igg?[lr]?)(?![A-Za-z])|~|(?<!\\)&"
    r"|\\[,;:! ]|\\(?:phantom|hspace)\*?\{[^{}]*\}|\$"
)


def cleaned(text: str) -> str:
    """The text with one sign for each operator and without marks of layout."""
    for old, new in _REPLACED:
        text = text.replace(old, new)
    text = re.sub(r"\\[dt]frac(?![A-Za-z])", r"\\frac", text)
    return _SPACES.sub(" ", text)


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The formula that the whole text writes. Raises NotAFormula where it is none or not certain."""
    if len(text) > LONGEST:
        raise NotAFormula("too long")
    parser = _Parser(cleaned(text))
    node = parser.sum()
    if parser.kind:
        raise NotAFormula(f"{parser.text!r} is left over")
    return node


def number(value: int | Fraction) -> Node:
    """The formula that is this number."""
    return Node("number", value=Fraction(value))


class _Parser:
    """Recursive descent over the tokens; `kind` and `text` are those of the token ahead ("" at the end)."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str, bool]] = []
        at, spaced = 0, False
        while at < len(text):
            if text[at].isspace():
                at, spaced = at + 1, True
                continue
            match = _TOKEN.match(text, at)
            if not match:
                raise NotAFormula(f"{text[at]!r} is no part of a formula")
            self.tokens.append((match.lastgroup or "", match.group(), spaced))
            at, spaced = match.end(), False
        self.at = 0
        self.depth = 0
        self.bars = 0
        self._look()

    def _look(self) -> None:
        self.kind, self.text, self.spaced = (
            self.tokens[self.at] if self.at < len(self.tokens) else ("", "", False)
        )

    def take(self) -> str:
        text = self.text
        self.at += 1
        self._look()
        return text

    def expect(self, text: str) -> None:
        if self.text != text or not self.kind:
            raise NotAFormula(f"{text!r} expected")
        self.take()

    def sum(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotAFormula("too deep")
        terms = [self.term()]
        while self.text in ("+", "-"):
            sign = self.take()
            term = self.term()
            terms.append(Node("neg", (term,)) if sign == "-" else term)
        self.depth -= 1
        return terms[0] if len(terms) == 1 else Node("add", tuple(terms))

    def term(self) -> Node:
        node = self.signed()
        divided = False
        while True:
            if self.text in ("*", "\\cdot", "\\times"):
                self.take()
                node, divided = Node("mul", (node, self.signed())), False
            elif self.text in ("/", "\\div"):
                slash = self.take()
                node, divided = Node("div", (node, self.signed()), slash), slash == "/"
            elif self.begins():
                if divided:  # is 1/2x a half of x?
                    raise NotAFormula("a product right after a quotient is not certain")
                node = self.juxtaposed(node)
            else:
                return node

    def juxtaposed(self, left: Node) -> Node:
        if self.kind == "number" or self.text in ("\\boxed", "\\fbox"):
            raise NotAFormula("two numbers without a sign between them")
        return Node("mul", (left, self.power()))

    def begins(self) -> bool:
        """Whether the token ahead begins a factor."""
        if self.kind == "mark":
            return self.text in ("(", "[", "{", "√") or (self.text == "|" and not self.bars)
        if self.kind == "command":
            return self.text not in ("\\cdot", "\\times", "\\div", "\\choose", "\\|", "\\}") and (
                self.text not in ("\\rfloor", "\\rceil", "\\%", "\\circ", "\\rvert")
            )
        return bool(self.kind) and self.text != "choose"

    def signed(self) -> Node:
        if self.text == "-":
            self.take()
            self.depth += 1
            if self.depth > _DEEPEST:
                raise NotAFormula("too deep")
            node = Node("neg", (self.signed(),))
            self.depth -= 1
            return node
        if self.text == "+":
            self.take()
        return self.power()

    def power(self) -> Node:
        whole = self.kind == "number" and self.text.isdigit()
        base = self.atom()
        if not (whole and self.text == "\\frac"):
            return self.raised(self.postfix(base))
        fraction = self.atom()
        if all(part.kind == "number" for part in fraction.args):
            return self.postfix(Node("mixed", (base, fraction)))
        return Node("mul", (base, self.raised(fraction)))

    def postfix(self, node: Node) -> Node:
        while True:
            if self.text == "!":
                self.take()
                node = Node("factorial", (node,))
            elif self.text in ("%", "\\%"):
                self.take()
                node = Node("percent", (node,))
            elif self.text == "°":
                self.take()
                node = Node("degree", (node,))
            else:
                return node

    def raised(self, base: Node) -> Node:
        if self.text != "^":
            return base
        self.take()
        if self.text == "\\circ" or (
            self.text == "{" and [t[1] for t in self.tokens[self.at + 1 : self.at + 3]] == ["\\circ", "}"]
        ):
            for _ in range(1 if self.text == "\\circ" else 3):
                self.take()
            return self.postfix(Node("degree", (base,)))
        return self.postfix(Node("pow", (base, self.exponent())))

    def exponent(self) -> Node:
        if self.text == "-":
            self.take()
            return Node("neg", (self.exponent(),))
        if self.text == "{":
            return self.braced()
        if self.kind == "number":  # in LaTeX x^23 is x^2 3: nobody who writes it means that
            return self.raised(Node("number", value=_value(self.take())))
        return self.raised(self.symbol() if self.kind == "name" else self.atom())

    def braced(self) -> Node:
        self.expect("{")
        node = self.sum()
        self.expect("}")
        return node

    def argument(self) -> Node:
        r"""The argument of a command: braces, or the one digit or letter of \frac12."""
        if self.text == "{":
            return self.braced()
        if self.kind == "number" and self.text.isdigit():
            first, rest = self.text[0], self.text[1:]
            if rest:
                self.tokens[self.at] = ("number", rest, False)
                self._look()
            else:
                self.take()
            return Node("number", value=Fraction(int(first)))
        if self.kind == "name":
            return self.symbol()
        if self.kind == "command":
            return self.atom()
        raise NotAFormula("an argument expected")

    def atom(self) -> Node:
        kind, text = self.kind, self.text
        if kind == "number":
            self.take()
            return Node("number", value=_value(text), name=text)
        if kind == "name":
            return self.named()
        if kind == "word" or (kind == "command" and text[1:] in FUNCTIONS):
            return self.function(self.take().lstrip("\\"))
        if text in ("(", "[", "{"):
            self.take()
            bars, self.bars = self.bars, 0
            node = self.sum()
            if self.text in ("choose", "\\choose"):
                self.take()
                node = Node("choose", (node, self.sum()))
            self.bars = bars
            self.expect({"(": ")", "[": "]", "{": "}"}[text])
            return node if node.kind != "number" else Node("group", (node,))
        if text in ("|", "\\lvert"):
            self.take()
            self.bars += 1
            node = Node("abs", (self.sum(),))
            self.bars -= 1
            self.expect("|" if text == "|" else "\\rvert")
            return node
        if text == "√":
            self.take()
            return Node("root", (self.atom(), number(2)))
        if kind == "command":
            return self.command(self.take()[1:])
        raise NotAFormula(f"{text!r} begins no formula" if text else "the formula ends too early")

    def named(self) -> Node:
        text = self.take()
        if self.kind == "name" and not self.spaced and (text + self.text).isupper():
            raise NotAFormula("two capitals name a segment or are digits")
        # f(3): a call where f is defined, else a product, which is for the caller to tell.
        primed = text.endswith("'")
        if self.text == "(" and not self.spaced:
            self.take()
            bars, self.bars = self.bars, 0
            inner = self.sum()
            self.bars = bars
            self.expect(")")
            return Node("call", (inner,), name=text)
        if primed:
            raise NotAFormula("a derivative without its argument")
        return Node("symbol", name=text.replace("{", "").replace("}", ""))

    def symbol(self) -> Node:
        """The letter ahead, whatever follows it: in x^n(x + 1) the exponent is n."""
        return Node("symbol", name=self.take().replace("{", "").replace("}", ""))

    def function(self, name: str) -> Node:
        if name == "pi":
            return Node("pi")
        if name == "choose":
            raise NotAFormula("choose")
        if name == "sqrt":
            index = number(2)
            if self.text == "[":
                self.take()
                index = self.sum()
                self.expect("]")
            if self.text == "(":
                return Node("root", (self.atom(), index))
            return Node("root", (self.argument(), index))
        base: tuple[Node, ...] = ()
        if name == "log" and self.text == "_":
            self.take()
            base = (self.argument(),)
        power = None
        if self.text == "^":
            self.take()
            power = self.exponent()
            if power.kind == "neg":
                raise NotAFormula("an inverse function or a power")
        node = Node("function", (self.function_argument(), *base), name=name)
        return Node("pow", (node, power)) if power else node

    def function_argument(self) -> Node:
        r"""What \sin 2x stands before: brackets, or the product up to the next sign or function."""
        if self.text in ("(", "{", "["):
            return self.raised(self.atom())
        if self.text in ("-", "+", ""):
            raise NotAFormula("a function without an argument")
        node = self.power()
        while self.begins() and self.kind != "word" and self.text not in ("(", "[", "\\frac", "\\sqrt"):
            if self.kind == "command" and self.text[1:] in FUNCTIONS:
                break
            node = self.juxtaposed(node)
        called = any(part.kind == "call" for part in node.walk())
        goes_on = self.text in ("/", "\\sqrt", "\\frac") or (
            self.text in ("(", "[") and node.kind != "function"
        )
        if called or goes_on:
            raise NotAFormula("where the argument of the function ends is not certain")
        return node

    def command(self, name: str) -> Node:
        if name == "frac":
            return Node("div", (self.argument(), self.argument()))
        if name in ("binom", "dbinom", "tbinom"):
            return Node("choose", (self.argument(), self.argument()))
        if name == "pi":
            return Node("pi")
        if name in ("lfloor", "lceil"):
            node = Node("function", (self.sum(),), name="floor" if name == "lfloor" else "ceil")
            self.expect("\\r" + name[1:])
            return node
        if name in ("boxed", "fbox", "mathrm") and self.text == "{":
            return Node("group", (self.braced(),))
        if name in _GREEK:
            if self.text == "_":
                raise NotAFormula("an index")
            return Node("symbol", name=name)
        raise NotAFormula(f"\\{name} is not known")


def _value(text: str) -> Fraction:
    digits = re.sub(r"[^\d.]", "", text)
    if len(digits) > _DIGITS:
        raise NotAFormula("a number too long")
    return Fraction(digits)
