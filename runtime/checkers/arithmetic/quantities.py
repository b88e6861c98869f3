"""Quantities in running text: which stretches of a line are arithmetic, and what each is worth, exactly.

`Line` cuts a text into tokens once; every maximal stretch that is an expression ("3 apples * 4", "20% of 50",
"$5/hour x 8 hours") becomes a Quantity. What may be read in two ways is marked as unsure, what is only a part
of something longer (a variable, a function, an operator without its operand) as cut.
"""

from dataclasses import dataclass
from fractions import Fraction

from runtime.checkers.arithmetic.functions import FUNCTIONS, apply
from runtime.checkers.arithmetic.measures import words
from runtime.checkers.arithmetic.tokens import number, tokens

MAX_BITS = 8_000  # of any value on the way
MAX_DEPTH = 20
MAX_UNIT_WORDS = 6
NEAR_WORDS = 2  # of those, how many name the unit

_ONE_LETTER = {"a", "A", "I"}
_GLUED = words(  # units written right behind a number
    "kg mg cm mm km in ft mph kph lb lbs oz ml hr hrs min mins sec yd gal sq kwh cents cent pm am st nd rd th"
)
_DOUBTFUL = words(  # words that calculate without a sign, and numbers in words
    "half third fourth quarter fifth sixth tenth twice double doubled triple tripled thrice quadruple "
    "square squared cube cubed less fewer than root sqrt log ln sin cos tan gcd lcm gcf hcf mod "
    "modulo abs percent factorial average mean st nd rd am pm one two "
    "three four five six seven eight nine ten eleven twelve twenty thirty"
)
_REMAINDER = words("r rem remainder")
_PARTS = words("halves thirds fourths quarters fifths sixths eighths tenths")
_PROSE = words(  # words that end a phrase: "9 because 18/2 = 9"
    "then so because is are was were gives give equals and or if which that since where thus "
    "therefore means while but when there makes make leaves"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An expression in a line, from token `first` up to token `last`, and what it is worth."""

    first: int
    last: int
    value: Fraction
    text: str
    single: bool = False  # one number and no more
    unit: Fraction = Fraction(1)  # what its last digit stands for, where it is single
    quotient: tuple[int, int] | None = None  # of "197/43"
    leading: Fraction | None = None  # the number it begins with
    units: frozenset[str] = frozenset()  # the words next to its numbers, "$" among them
    worded: bool = False  # its numbers count something
    percent: bool = False
    added: bool = False  # a sum or difference is in it
    spelled: bool = False  # a word of it calculates: "of", "times"
    recurring: bool = False  # "8.333..."
    cut: bool = False  # goes on with something that is no number
    unsure: bool = False  # may be read in another way


class Line:
    """A text, its tokens, and the quantities in it."""

    def __init__(self, text: str, percent: Fraction = Fraction(1, 100)) -> None:
        """Read `text` (already normal) with "%" standing for `percent`."""
        self.text = text
        self.tokens = tokens(text)
        self.percent = percent
        self.quantities: list[Quantity] = []
        i = 0
        while i < len(self.tokens):
            quantity = self._quantity(i)
            if quantity is not None:
                self.quantities.append(quantity)
            i = quantity.last if quantity is not None else i + 1

    def kind(self, i: int) -> str:
        """The kind of token `i`, "" outside the line."""
        return self.tokens[i].kind if 0 <= i < len(self.tokens) else ""

    def sign(self, i: int) -> str:
        """The text of token `i` where it is a sign of calculation, else ""."""
        return self.tokens[i].text if self.kind(i) == "op" else ""

    def glued(self, i: int) -> bool:
        """Whether nothing stands between token `i` and the next one."""
        return 0 <= i < len(self.tokens) - 1 and self.tokens[i].end == self.tokens[i + 1].start

    def function(self, i: int) -> bool:
        """Whether a function of whole numbers begins at token `i`: "gcd(12, 18)"."""
        return self.kind(i) == "word" and self.tokens[i].text in FUNCTIONS and self._opens(i)

    def _opens(self, i: int) -> bool:
        return self.glued(i) and self.kind(i + 1) == "open" and not self.glued(i - 1)

    def _quantity(self, i: int) -> Quantity | None:
        starts = self.kind(i) in ("number", "open", "currency") or self.function(i)
        # "-5" after a space is a number, "a - 5" and "a-5" are differences
        signed = (
            self.sign(i) == "-" and self.glued(i) and not (self.glued(i - 1) and self.kind(i - 1) == "word")
        )
        if not (starts or signed) or (signed and self.kind(i + 1) not in ("number", "open", "currency")):
            return None
        parser = _Parser(self, i)
        try:
            value = parser.sum()
        except (ZeroDivisionError, OverflowError):
            return Quantity(i, max(parser.at, i + 1), Fraction(0), "", cut=True)
        if value is None:
            return None
        read = self.tokens[i : parser.at]
        numbers = [t.text for t in read if t.kind == "number"]
        percent = any(t.kind == "percent" for t in read)
        alone = len(numbers) == 1 and not parser.signs
        quotient = None
        if parser.signs == ["/"] and len(numbers) == 2 and not any("." in text for text in numbers):
            top, bottom = (int(text.replace(",", "")) for text in numbers)
            quotient = (top, bottom) if value * bottom == top else None
        return Quantity(
            first=i,
            last=parser.at,
            value=value,
            text=" ".join(self.text[read[0].start : read[-1].end].split()),
            single=alone,
            unit=Fraction(1, 10 ** len(numbers[0].partition(".")[2])) * (self.percent if percent else 1),
            quotient=quotient,
            leading=number(numbers[0]) if read[0].kind not in ("open", "word") else None,
            units=frozenset(parser.units),
            worded=bool(parser.units - {"$"}),
            percent=percent,
            added="+" in parser.signs or "-" in parser.signs,
            spelled="of" in parser.signs or any(t.kind == "op" and t.end - t.start > 2 for t in read),
            recurring=parser.recurring,
            cut=parser.cut,
            unsure=parser.unsure,
        )


class _Parser:
    """Reads the longest expression that begins at a token of a line."""

    def __init__(self, line: Line, at: int) -> None:
        self.line = line
        self.at = at
        self.depth = 0
        self.units: set[str] = set()
        self.signs: list[str] = []  # of the operations carried out
        self.cut = self.unsure = self.recurring = False

    def sum(self) -> Fraction | None:
        """A sum of terms; None where there is no first one. An operator without operand ends it as cut."""
        begin = self.at
        value = self._term()
        if value is None:
            return None
        bare = {self._bare_percent(begin)}
        while (sign := self.line.sign(self.at)) in ("+", "-"):
            before = self.at
            self.at += 1
            begin = self.at
            operand = self._term()
            if operand is None:
                self.at, self.cut = before, True
                break
            bare.add(self._bare_percent(begin))
            self.signs.append(sign)
            value = _sized(value + operand if sign == "+" else value - operand)
        self.unsure |= len(bare) > 1  # "10 + 20%" means 12 to some
        return value

    def _bare_percent(self, begin: int) -> bool:
        read = self.line.tokens[begin : self.at]
        return any(t.kind == "percent" for t in read) and not any(t.text in ("*", "/", "of") for t in read)

    def _term(self) -> Fraction | None:
        begin = self.at
        value = self._factor()
        if value is None:
            return None
        divided = loose = False
        while True:
            before, sign = self.at, self.line.sign(self.at)
            implied = (
                self.line.kind(self.at) == "open"
                and self.line.glued(self.at - 1)
                and self.line.kind(self.at - 1) in ("number", "close")
            )
            if implied:
                self.unsure |= divided  # 6/2(1+2)
            elif self._of(begin):
                sign = "of"
                self.at += 1
                self.unsure |= self.line.sign(self.at + 1) in ("+", "-")
            elif sign in ("*", "/"):
                tight = self.line.glued(self.at)
                self.unsure |= divided and loose and tight  # "6 / 1/30"
                self.unsure |= divided and sign == "/" and self._one()  # "6 / 1 / 30"
                loose = not tight and sign == "/"
                self.at += 1
            else:
                return value
            operand = self._factor()
            if operand is None:
                self.at, self.cut = before, True
                return value
            divided |= sign == "/"
            self.signs.append(sign or "*")
            value = _sized(value / operand if sign == "/" else value * operand)

    def _one(self) -> bool:
        """Whether the last number is 1, so that to divide by it would be idle."""
        token = self.line.tokens[self.at - 1]
        return token.kind == "number" and number(token.text) == 1

    def _of(self, begin: int) -> bool:
        """Whether "of" multiplies here: behind a percentage or a fraction, before a number."""
        line, i = self.line, self.at
        if line.kind(i) != "word" or line.tokens[i].text != "of":
            return False
        fraction = line.kind(i - 1) == "number" and line.sign(i - 2) == "/" and line.kind(i - 3) == "number"
        share = (
            line.kind(i - 1) == "percent" or (fraction and line.glued(i - 2)) or line.kind(i - 1) == "close"
        )
        return share and i > begin and line.kind(i + 1) in ("number", "currency", "open")

    def _factor(self) -> Fraction | None:
        self.depth += 1
        try:
            if self.depth > MAX_DEPTH:
                return None
            sign = self.line.sign(self.at)
            if sign in ("+", "-"):
                self.at += 1
                operand = self._factor()
                self.unsure |= self.line.sign(self.at - 2) in ("^", "**")  # -3^2
                return operand if operand is None or sign == "+" else -operand
            base = self._primary()
            if base is None or self.line.sign(self.at) not in ("^", "**"):
                return base
            before = self.at
            self.at += 1
            exponent = self._factor()
            if exponent is None:
                self.at, self.cut = before, True
                return base
            self.signs.append("^")
            return _power(base, exponent)
        finally:
            self.depth -= 1

    def _primary(self) -> Fraction | None:
        line = self.line
        if line.function(self.at):
            value = self._applied()
            if value is None:
                return None
        elif line.kind(self.at) == "open":
            self.at += 1
            value, cut = self.sum(), self.cut
            if value is None or cut or line.kind(self.at) != "close":
                return None
            self.at += 1
            self.signs.append("()")
        else:
            if line.kind(self.at) == "currency":
                self.at += 1
                self.units.add("$")
                if line.sign(self.at) == "-" and line.kind(self.at + 1) == "number":
                    self.at += 1
                    return self._negative()
            if line.kind(self.at) != "number":
                return None
            value = number(line.tokens[self.at].text) or Fraction(0)
            self.at += 1
            value += self._mixed(value)
            if line.kind(self.at) == "dots" and line.glued(self.at - 1):
                self.at += 1
                self.recurring = True
        if line.kind(self.at) == "currency" and line.glued(self.at - 1):
            self.at += 1
        if line.kind(self.at) == "percent":
            self.at += 1
            value *= line.percent
        self._units()
        return value

    def _applied(self) -> Fraction | None:
        """A function of whole numbers, from its name to the bracket behind its arguments."""
        line, name = self.line, self.line.tokens[self.at].text
        self.at += 1
        arguments: list[int] = []
        while line.kind(self.at) == "open" if not arguments else line.tokens[self.at].text == ",":
            self.at += 1
            value = self.sum()
            if value is None or self.cut or value.denominator > 1 or self.at >= len(line.tokens):
                return None
            arguments.append(int(value))
        if line.kind(self.at) != "close":
            return None
        self.at += 1
        self.signs.append("()")
        result = apply(name, arguments)
        return None if result is None else Fraction(result)

    def _negative(self) -> Fraction | None:
        value = self._primary()
        self.unsure |= self.line.sign(self.at) in ("^", "**")  # "$-3^2$"
        return None if value is None else -value

    def _mixed(self, whole: Fraction) -> Fraction:
        """The fraction of a mixed number, "1/2" in "3 1/2"; else 0."""
        line, i = self.line, self.at
        shape = [line.kind(i), line.sign(i + 1), line.kind(i + 2)]
        if (
            shape != ["number", "/", "number"]
            or line.glued(i - 1)
            or not (line.glued(i) and line.glued(i + 1))
        ):
            return Fraction(0)
        top, bottom = number(line.tokens[i].text), number(line.tokens[i + 2].text)
        if whole.denominator > 1 or not top or not bottom or top >= bottom:
            return Fraction(0)
        self.at += 3
        self.signs.append("/")
        # "4/2=2 1/3=0" is two equalities
        self.unsure |= line.kind(i - 2) == "relation" and line.kind(self.at) == "relation"
        return top / bottom

    def _units(self) -> None:
        """Go on over the words that say what was counted, where they lead to a sign or end the phrase."""
        line, i, words = self.line, self.at, 0
        while True:
            token = line.tokens[i] if i < len(line.tokens) else None
            hyphen = line.sign(i) == "-" and line.glued(i) and line.glued(i - 1)  # "a 125-coin set"
            if (hyphen or line.sign(i) == "/") and line.kind(i + 1) == "word":
                if len(line.tokens[i + 1].text) == 1:
                    break
                i += 1
                continue
            if token is None or token.kind != "word" or words == MAX_UNIT_WORDS:
                break
            word = token.text.lower()
            glued = line.glued(i - 1) and line.kind(i - 1) in ("number", "close")
            if (glued and word not in _GLUED) or (len(word) == 1 and token.text not in _ONE_LETTER):
                self.cut |= word not in _REMAINDER and word not in _PROSE
                return
            if word in _PROSE or word in _REMAINDER:
                return
            if words == 0 and word == "of" and self._of(0):
                return
            self.unsure |= word in _DOUBTFUL and line.kind(i + 1) in ("op", "relation", "number")
            self.unsure |= words == 0 and word in _PARTS
            if words < NEAR_WORDS or line.sign(i - 1) == "/":
                self.units.add(word)
            i, words = i + 1, words + 1
        if line.kind(i) in ("number", "currency", "open", "other", "percent") and i > self.at:
            self.unsure |= line.tokens[i - 1].text == "than"  # "2 less than 12"
            return
        self.at = i


def doubtful(word: str) -> bool:
    """Whether the word before an expression may calculate too: "half of", "twice", "less than"."""
    return word.lower() in _DOUBTFUL


def _sized(value: Fraction) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
        raise OverflowError
    return value


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    size = max(base.numerator.bit_length(), base.denominator.bit_length())
    if exponent.denominator > 1 or abs(exponent) * size > MAX_BITS:
        raise OverflowError
    return base ** int(exponent)
