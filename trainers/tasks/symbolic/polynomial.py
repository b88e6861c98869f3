"""Exact polynomials in one letter over whole numbers and fractions."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from trainers.tasks.symbolic.notation import PLAIN, Expression, Notation, Number, Term, write_sum


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A polynomial by its coefficients, constant first, without trailing zeros. Build it with `poly`."""

    coefficients: tuple[Number, ...]

    @property
    def degree(self) -> int:
        """The highest power; 0 for constants, zero included."""
        return max(len(self.coefficients) - 1, 0)

    @property
    def leading(self) -> Number:
        """The coefficient of the highest power."""
        return self.coefficients[-1] if self.coefficients else 0

    def coefficient(self, power: int) -> Number:
        """The coefficient of a power, 0 where there is none."""
        return self.coefficients[power] if power < len(self.coefficients) else 0

    def __add__(self, other: "Polynomial") -> "Polynomial":
        length = max(len(self.coefficients), len(other.coefficients))
        return _trimmed(self.coefficient(p) + other.coefficient(p) for p in range(length))

    def __neg__(self) -> "Polynomial":
        return _trimmed(-c for c in self.coefficients)

    def __sub__(self, other: "Polynomial") -> "Polynomial":
        return self + (-other)

    def __mul__(self, other: "Polynomial | Number") -> "Polynomial":
        if not isinstance(other, Polynomial):
            return _trimmed(c * other for c in self.coefficients)
        result: list[Number] = [0] * (len(self.coefficients) + len(other.coefficients))
        for p, c in enumerate(self.coefficients):
            for q, d in enumerate(other.coefficients):
                result[p + q] += c * d
        return _trimmed(result)

    def __pow__(self, exponent: int) -> "Polynomial":
        result = poly(1)
        for _ in range(exponent):
            result = result * self
        return result

    def __call__(self, value: Number) -> Number:
        """The value at a number, by Horner's rule."""
        result: Number = 0
        for c in reversed(self.coefficients):
            result = result * value + c
        return _plain(result)

    def compose(self, inner: "Polynomial") -> "Polynomial":
        """self(inner(x))."""
        result = poly(0)
        for c in reversed(self.coefficients):
            result = result * inner + poly(c)
        return result

    def derivative(self, order: int = 1) -> "Polynomial":
        """The derivative of the given order."""
        result = self
        for _ in range(order):
            result = _trimmed(p * c for p, c in enumerate(result.coefficients) if p)
        return result

    def integral(self) -> "Polynomial":
        """The antiderivative with constant 0."""
        return _trimmed([0, *(Fraction(c) / (p + 1) for p, c in enumerate(self.coefficients))])

    def terms(self, letter: str = "x") -> list[Term]:
        """Its terms other than 0, highest power first."""
        powers = range(len(self.coefficients) - 1, -1, -1)
        return [monomial(self.coefficients[p], letter, p) for p in powers if self.coefficients[p]]

    def text(self, letter: str = "x", notation: Notation = PLAIN) -> str:
        """The canonical form, highest power first: "x^2 - 5x - 14"."""
        return write_sum(self.terms(letter), notation)

    def written(self, letter: str = "x") -> Expression:
        """The canonical form for a question, in whichever notation the question uses."""
        return lambda notation: self.text(letter, notation)

    def bracket(self, letter: str = "x", notation: Notation = PLAIN) -> str:
        """The text in brackets, or bare where it is a single power of the letter with coefficient 1."""
        text = self.text(letter, notation)
        return text if len(self.terms()) == 1 and self.leading == 1 and self.degree else f"({text})"


def poly(*coefficients: Number) -> Polynomial:
    """The polynomial with these coefficients, highest power first: poly(1, -5, 6) is x^2 - 5x + 6."""
    return _trimmed(reversed(coefficients))


def monomial(coefficient: Number, letter: str, power: int) -> Term:
    """The term coefficient * letter^power."""
    return coefficient, ((letter, power),) if power else ()


def random_polynomial(rng: Random, degree: int, size: int, sparse: float = 0.0) -> Polynomial:
    """A polynomial of that degree, |coefficients| <= size; lower terms missing with chance `sparse`."""
    leading = nonzero(rng, size)
    return poly(leading, *(0 if rng.random() < sparse else rng.randint(-size, size) for _ in range(degree)))


def nonzero(rng: Random, size: int) -> int:
    """A whole number from -size to size other than 0."""
    return rng.choice((-1, 1)) * rng.randint(1, size)


def _trimmed(coefficients: Iterable[Number]) -> Polynomial:
    kept = [_plain(c) for c in coefficients]
    while kept and not kept[-1]:
        kept.pop()
    return Polynomial(tuple(kept))


def _plain(value: Number) -> Number:
    return value.numerator if value.denominator == 1 else value
