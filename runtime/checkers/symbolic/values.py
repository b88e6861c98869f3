"""What formulas are worth: exact where they are rational, else to forty digits; and whether two agree.

Two formulas are told apart by their values at rational points, which is quick, bounded, and gives a reason
that a person can verify. Formulas that agree at every point are taken to be equal.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import comb, factorial, isqrt
from typing import Any, Literal

from runtime.checkers.symbolic.formula import Node, number

_BITS = 20_000  # of an exact power
_POINTS = 7
_TRIGONOMETRIC = ("sin", "cos", "tan", "cot", "sec", "csc")
Value = Any  # Fraction, or a real or complex number of mpmath


class Undefined(ArithmeticError):
    """The formula has no value here, or none that is quick to find."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to take what can be taken in two ways."""

    imaginary: bool = False  # i is the imaginary unit, not a letter
    euler: bool = False  # e is the base of the natural logarithm, not a letter
    radians: Fraction | None = None  # what a degree is worth; None: pi / 180
    percent: Fraction = Fraction(1, 100)
    mixed: bool = True  # 2 1/3 is a mixed number, not a product
    bare: bool = False  # the sine of a bare number is that of so many degrees
    natural: bool = False  # log is the natural logarithm, not the one to base ten


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether two formulas agree; where they differ, a point and both values there."""

    kind: Literal["same", "different", "unsure"]
    point: tuple[tuple[str, Value], ...] = ()
    left: Value = None
    right: Value = None


def symbols(node: Node) -> frozenset[str]:
    """The names of the letters in a formula."""
    return frozenset(part.name for part in node.walk() if part.kind == "symbol")


def show(value: Value) -> str:
    """The value as a person writes it."""
    if isinstance(value, Fraction):
        return str(value)
    return str(_context().nstr(value, 8))


@lru_cache(maxsize=1)
def _context() -> Any:
    from mpmath.ctx_mp import MPContext

    context = MPContext()  # one of our own: the shared one belongs to whoever else computes
    context.dps = 40
    return context


def _real(value: Value) -> Any:
    mp = _context()
    if isinstance(value, Fraction):
        return mp.mpf(value.numerator) / mp.mpf(value.denominator)
    return value


def evaluate(node: Node, point: Mapping[str, Value], reading: Reading = Reading()) -> Value:  # noqa: B008
    """The value of a formula at a point. Raises Undefined where there is none."""
    try:
        value = _evaluate(node, point, reading)
        if not isinstance(value, Fraction) and not _context().isfinite(value):
            raise Undefined("not finite")
        return value
    except (ZeroDivisionError, OverflowError, ValueError, TypeError, RecursionError) as error:
        raise Undefined(str(error)) from error


def _evaluate(node: Node, point: Mapping[str, Value], reading: Reading) -> Value:
    kind = node.kind
    if kind == "number":
        return node.value
    if kind == "symbol":
        if node.name == "i" and reading.imaginary:
            return _context().mpc(0, 1)
        if node.name == "e" and reading.euler:
            return _context().e + 0
        if node.name not in point:
            raise Undefined(f"{node.name} has no value")
        return point[node.name]
    if kind == "pi":
        return _context().pi + 0
    args = [_evaluate(arg, point, reading) for arg in node.args]
    if kind in ("add", "mul", "div", "mixed"):
        if not all(isinstance(arg, Fraction) for arg in args):
            args = [_real(arg) for arg in args]
        if kind == "mixed":
            return args[0] + args[1] if reading.mixed else args[0] * args[1]
        if kind == "add":
            return sum(args[1:], args[0])
        return args[0] * args[1] if kind == "mul" else args[0] / args[1]
    if kind == "neg":
        return -args[0]
    if kind == "group":
        return args[0]
    if kind == "pow":
        return _power(args[0], args[1])
    if kind == "root":
        return _root(args[0], args[1])
    if kind == "percent":
        exact = isinstance(args[0], Fraction)
        return args[0] * (reading.percent if exact else _real(reading.percent))
    if kind == "degree":
        if reading.radians is not None:
            return args[0]
        return _real(args[0]) * _context().pi / 180
    if kind == "abs":
        return abs(args[0])
    if kind in ("factorial", "choose"):
        return _counted(kind, args)
    if kind == "function":
        return _function(node.name, args, reading)
    raise Undefined(f"{node.name or kind} is not defined")


def _counted(kind: str, args: list[Value]) -> Value:
    if not all(isinstance(arg, Fraction) and arg.denominator == 1 and 0 <= arg <= 300 for arg in args):
        raise Undefined("not a small whole number")
    return Fraction(factorial(int(args[0])) if kind == "factorial" else comb(int(args[0]), int(args[1])))


def _power(base: Value, exponent: Value) -> Value:
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        size = int(exponent)
        if base == 0 and size <= 0:
            raise Undefined("zero to a power that is not positive")
        if isinstance(base, Fraction):
            bits = max(base.numerator.bit_length(), base.denominator.bit_length())
            if abs(size) * bits <= _BITS:
                return base**size
        if abs(size) > 10**6:
            raise Undefined("a huge power")
        return _context().power(_real(base), size)
    if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator < 100:
        if base > 0:
            return _power(_root(base, Fraction(exponent.denominator)), Fraction(exponent.numerator))
        if exponent.denominator % 2:
            raise Undefined("a fractional power of a negative number")
    exponent = _real(exponent)
    if abs(exponent) > 10**6:
        raise Undefined("a huge power")
    return _context().power(_real(base), exponent)


def _root(base: Value, index: Value) -> Value:
    if not isinstance(index, Fraction) or index.denominator != 1 or not 2 <= index <= 100:
        if index != 1:
            raise Undefined("the index of a root")
        return base
    k = int(index)
    if isinstance(base, Fraction):
        if base < 0 and k % 2:
            return -_root(-base, index)
        if base >= 0:
            above, below = _whole_root(base.numerator, k), _whole_root(base.denominator, k)
            if above is not None and below is not None:
                return Fraction(above, below)
    elif k % 2 and _context().im(base) == 0 and _context().re(base) < 0:
        return -_context().root(-_context().re(base), k)
    return _context().sqrt(_real(base)) if k == 2 else _context().root(_real(base), k)


def _whole_root(n: int, k: int) -> int | None:
    if k == 2:
        root = isqrt(n)
    else:
        if n.bit_length() > 1000:
            return None
        root = int(_context().nint(_context().root(n, k)))
    return root if root**k == n else None


def _function(name: str, args: list[Value], reading: Reading) -> Value:
    mp = _context()
    x = _real(args[0])
    if name in ("floor", "ceil"):
        whole = mp.floor(x) if name == "floor" else mp.ceil(x)
        return Fraction(int(whole))
    if name == "abs":
        return abs(args[0])
    if name in ("log", "ln"):
        if len(args) > 1:
            value = mp.log(x) / mp.log(_real(args[1]))
        else:
            value = mp.log(x) if name == "ln" or reading.natural else mp.log(x) / mp.log(10)
        return value
    if name == "exp" and abs(x) > 10**6:
        raise Undefined("a huge power")
    named: dict[str, Callable[[Any], Any]] = {
        **{"sin": mp.sin, "cos": mp.cos, "tan": mp.tan, "cot": mp.cot, "sec": mp.sec, "csc": mp.csc},
        **{"exp": mp.exp, "arcsin": mp.asin, "arccos": mp.acos, "arctan": mp.atan},
    }
    if reading.bare and isinstance(args[0], Fraction) and name in _TRIGONOMETRIC:
        x = x * mp.pi / 180
    value = named[name](x)
    if abs(value) > 10**25:  # tan 90 degrees, to forty digits
        raise Undefined("a pole")
    return value


def readings(*nodes: Node) -> Iterator[Reading]:
    """Every way to take the formulas, the likeliest first."""
    parts = [part for node in nodes for part in node.walk()]
    names = {part.name for part in parts if part.kind in ("symbol", "function")}
    kinds = {part.kind for part in parts}
    trigonometric = bool(names & set(_TRIGONOMETRIC))
    degrees: tuple[Fraction | None, ...] = (None, Fraction(1)) if trigonometric else (Fraction(1), None)
    for imaginary, euler, radians, percent, mixed, bare, natural in product(
        (False, True) if "i" in names else (False,),
        (False, True) if "e" in names else (False,),
        degrees if "degree" in kinds else (None,),
        (Fraction(1, 100), Fraction(1)) if "percent" in kinds else (Fraction(1, 100),),
        (True, False) if "mixed" in kinds else (True,),
        (False, True) if trigonometric and "pi" not in kinds else (False,),
        (False, True) if "log" in names else (False,),
    ):
        yield Reading(imaginary, euler, radians, percent, mixed, bare, natural)


def agree(a: Value, b: Value) -> bool | None:
    """Whether two values are the same; None where they are too near to tell."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a == b
    a, b = _real(a), _real(b)
    distance, size = abs(a - b), 1 + abs(a) + abs(b)
    return True if distance < size * 1e-28 else False if distance > size * 1e-12 else None


def points(names: frozenset[str]) -> Iterator[dict[str, Value]]:
    """Points to compare formulas at: small and large, positive and negative, some whole."""
    ordered = sorted(names)
    for turn in range(_POINTS):
        point: dict[str, Value] = {}
        for place, name in enumerate(ordered):
            whole = 23 + (5 * place + 3 * turn) % 11 + turn % 2
            part = Fraction(6 * place + 4 * turn + 3, 2 * place + 7)  # never 0 or 1, where powers coincide
            point[name] = (
                Fraction(whole),
                Fraction(whole + 4),
                part,
                -part - Fraction(1, 3),
                part / (part + 2),
                Fraction(whole + 7),
                -Fraction(whole) / 3 if place % 2 else part + 3,
            )[turn]
        yield point


def compare(left: Node, right: Node) -> Comparison:
    """Whether the two formulas agree, in one of their readings, at every point where they have a value."""
    first: Comparison | None = None
    for reading in readings(left, right):
        found = _compare(left, right, reading)
        if found.kind == "same":
            return found
        if found.kind == "unsure" or first is None or first.kind != "unsure":
            first = found if first is None or found.kind == "unsure" else first
    return first or Comparison("unsure")


def _compare(left: Node, right: Node, reading: Reading) -> Comparison:
    names = symbols(left) | symbols(right)
    names -= {"i"} if reading.imaginary else frozenset()
    names -= {"e"} if reading.euler else frozenset()
    if len(names) > 8:
        return Comparison("unsure")
    same = different = 0
    shown: Comparison | None = None
    for point in points(names) if names else iter(({},)):
        try:
            a, b = evaluate(left, point, reading), evaluate(right, point, reading)
        except Undefined:
            continue
        equal = agree(a, b)
        if equal is None:
            return Comparison("unsure")
        same, different = same + equal, different + (not equal)
        if not equal and shown is None:
            shown = Comparison("different", tuple(sorted(point.items())), a, b)
        if same and different:
            return Comparison("unsure")
    needed = 3 if names else 1
    if same >= needed:
        return Comparison("same")
    if shown and names:  # a person checks more easily at x = 2
        small = {name: Fraction(2 + place) for place, name in enumerate(sorted(names))}
        with suppress(Undefined):
            a, b = evaluate(left, small, reading), evaluate(right, small, reading)
            if agree(a, b) is False:
                shown = Comparison("different", tuple(sorted(small.items())), a, b)
    return shown if shown and different >= needed else Comparison("unsure")


def substitute(node: Node, by: Mapping[str, Node]) -> Node:
    """The formula with formulas put for letters."""
    if node.kind == "symbol" and node.name in by:
        return by[node.name]
    if not node.args:
        return node
    return Node(node.kind, tuple(substitute(arg, by) for arg in node.args), node.name, node.value)


def derivative(node: Node, name: str) -> Node:
    """The derivative of a formula by a letter. Raises Undefined where no rule here gives it."""
    if name not in symbols(node):
        return number(0)
    args = node.args
    if node.kind == "symbol":
        return number(1)
    if node.kind in ("add", "neg", "group"):
        return Node(node.kind, tuple(derivative(arg, name) for arg in args))
    if node.kind == "mul":
        a, b = args
        return Node("add", (Node("mul", (derivative(a, name), b)), Node("mul", (a, derivative(b, name)))))
    if node.kind == "div":
        a, b = args
        above = Node("mul", (derivative(a, name), b)), Node("neg", (Node("mul", (a, derivative(b, name))),))
        return Node("div", (Node("add", above), Node("pow", (b, number(2)))))
    if node.kind == "root":
        return derivative(Node("pow", (args[0], Node("div", (number(1), args[1])))), name)
    if node.kind == "pow":
        base, power = args
        inner = derivative(base, name)
        if name not in symbols(power):
            lower = Node("pow", (base, Node("add", (power, number(-1)))))
            return Node("mul", (Node("mul", (power, lower)), inner))
        rate = Node("function", (base,), "ln")
        if name in symbols(base):
            return Node("mul", (node, derivative(Node("mul", (power, rate)), name)))
        if base.kind == "symbol" and base.name == "e":
            return Node("mul", (node, derivative(power, name)))
        return Node("mul", (Node("mul", (node, rate)), derivative(power, name)))
    if node.kind == "function" and len(args) == 1 and node.name in ("sin", "cos", "tan", "exp", "ln"):
        return Node("mul", (_outer(node), derivative(args[0], name)))
    raise Undefined(f"no rule for the derivative of {node.name or node.kind}")


def _outer(node: Node) -> Node:
    x = node.args[0]
    match node.name:
        case "sin":
            return Node("function", (x,), "cos")
        case "cos":
            return Node("neg", (Node("function", (x,), "sin"),))
        case "tan":
            return Node("pow", (Node("function", (x,), "sec"), number(2)))
        case "ln":
            return Node("div", (number(1), x))
        case _:
            return node
