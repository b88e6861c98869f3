"""Task families: sums, differences, products, quotients, powers, and expressions that mix them."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from trainers.tasks import working
from trainers.tasks.arithmetic import numbers_decimals as decimals
from trainers.tasks.arithmetic.expressions_fractions import operate
from trainers.tasks.arithmetic.expressions_phrasings import (
    ADD_SUB,
    ADD_SUB_KEPT_OUT,
    DIFFERENCE,
    DIV,
    MUL,
    POWER,
    POWER_KEPT_OUT,
    QUOTIENT,
)
from trainers.tasks.arithmetic.expressions_wording import ASKS, ASKS_KEPT_OUT, signed, told, whole
from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import short, tokens

DOMAIN = "arithmetic"


@dataclass(frozen=True, slots=True)
class Operation:
    """A node of an expression; leaves are Fractions."""

    op: str
    left: "Operation | Fraction"
    right: "Operation | Fraction"


Node = Operation | Fraction
BINDS = {"+": 1, "-": 1, "*": 2, "/": 2}


def text(node: Node, op: str = "", right: bool = False) -> str:
    """The expression with no more brackets than it needs, as an operand of `op`."""
    if isinstance(node, Fraction):
        tight = op in ("*", "/") and node.denominator > 1
        return f"({node})" if tight or (right and node < 0) else str(node)
    inner = f"{text(node.left, node.op)} {node.op} {text(node.right, node.op, True)}"
    looser = op and BINDS[node.op] < BINDS[op]
    return f"({inner})" if looser or (right and BINDS[node.op] == BINDS[op]) else inner


def evaluate(node: Node) -> tuple[list[str], Fraction]:
    """Lines that do one operation after another, the whole expression rewritten after each, and the value."""
    lines: list[str] = []
    while isinstance(node, Operation):
        work, node = _reduce(node)
        lines.extend(work)
        if isinstance(node, Operation):
            lines.append(f"= {text(node)}")
    return lines, node


def _reduce(node: Operation) -> tuple[list[str], Node]:
    """The leftmost operation that is ready, done."""
    if isinstance(node.left, Operation):
        work, left = _reduce(node.left)
        return work, Operation(node.op, left, node.right)
    if isinstance(node.right, Operation):
        work, right = _reduce(node.right)
        return work, Operation(node.op, node.left, right)
    return operate(node.left, node.op, node.right)


def _operations(node: Node) -> Iterator[Operation]:
    if isinstance(node, Operation):
        yield node
        yield from _operations(node.left)
        yield from _operations(node.right)


def value(node: Node) -> Fraction | None:
    """The value, or None where something is divided by zero."""
    if isinstance(node, Fraction):
        return node
    left, right = value(node.left), value(node.right)
    if left is None or right is None:
        return None
    match node.op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right if right else None


def _expression_problem(node: Node) -> Problem:
    expression = text(node)
    lines, result = evaluate(node)
    opening = () if len(lines) == 1 else (expression,)
    return Problem({"e": expression}, (*opening, *lines), str(result))


def tree(rng: Random, ops: str, leaves: int, most: int, negative: float) -> Node:
    """A random expression of so many leaves with up to `most` digits each."""
    if leaves == 1:
        if ops == "*/" and most > 1:
            size = rng.randint(1, 12) * rng.randint(1, 12)  # numbers that cancel against one another
        else:
            size = 0 if rng.random() < 0.03 else whole(rng, most)
        return Fraction(signed(rng, size, negative))
    left = leaves - 1 if rng.random() < 0.45 else rng.randint(1, leaves - 1)
    return Operation(
        rng.choice(ops),
        tree(rng, ops, left, most, negative),
        tree(rng, ops, leaves - left, most, negative),
    )


def _draw_tree(rng: Random, ops: str, leaves: int, most: int, negative: float, size: int) -> Node:
    """A random expression whose values on the way stay below `size` (tops and bottoms alike)."""
    while True:
        node = tree(rng, ops, leaves, most, negative)
        parts = [value(part) for part in _operations(node)]
        if all(v is not None and abs(v.numerator) < size and v.denominator < 200 for v in parts) and (
            ops != "+-*/" or sum(v is not None and v.denominator > 1 for v in parts) < 3
        ):
            return node


def make_add_sub(rng: Random, level: int) -> Problem:
    """a + b or a - b; from level 2 on with signs and decimals."""
    op = rng.choice("+-")
    most = (2, 4, 8 if rng.random() < 0.2 else 5)[level - 1]
    x, y = whole(rng, most, max(1, level - 1)), whole(rng, most, 1)
    if level == 1:
        x, y = (max(x, y), min(x, y)) if rng.random() < 0.7 else (x, y)
    else:
        x, y = signed(rng, x), signed(rng, y)
    p, q = (rng.randint(0, level), rng.randint(0, level)) if level > 1 and rng.random() < 0.4 else (0, 0)
    a, b = Fraction(x, 10**p), Fraction(y, 10**q)
    one, other = decimals.decimal(a), decimals.decimal(b)
    steps = decimals.add(a, b) if op == "+" else decimals.subtract(a, b)
    if level > 1:
        steps.insert(0, f"{one} {op} {decimals.bracketed(other)}")
    slots = {"a": one, "b": other, "kind": op, "e": f"{one} {op} {decimals.bracketed(other)}"}
    return Problem(slots, tuple(steps), decimals.decimal(a + b if op == "+" else a - b))


def make_difference(rng: Random, level: int) -> Problem:
    """How far apart two numbers are: the bigger minus the smaller."""
    most = (2, 4, 5)[level - 1]
    count = rng.choice((0, 0, 1, level)) if level > 1 else 0
    share = (0.0, 0.2, 0.35)[level - 1]
    a = Fraction(signed(rng, whole(rng, most), share), 10 ** rng.choice((0, count)))
    b = Fraction(signed(rng, whole(rng, most), share), 10**count)
    big, small = max(a, b), min(a, b)
    one, other, p, q = (decimals.decimal(v) for v in (a, b, big, small))
    first = f"{p} = {q}" if big == small else f"The bigger is {p}, the smaller {q}."
    steps = (f"Difference of {one} and {other}:", first, *decimals.subtract(big, small))
    return Problem({"a": one, "b": other}, steps, decimals.decimal(big - small), f"{p} {q}")


def make_add_sub_multiple(rng: Random, level: int) -> Problem:
    """A sum of several signed terms, with and without brackets."""
    leaves = (3, rng.randint(3, 4), rng.randint(4, 6))[level - 1]
    most = (1, 2, rng.choice((2, 2, 3)))[level - 1]
    return _expression_problem(tree(rng, "+-", leaves, most, (0.0, 0.25, 0.3)[level - 1]))


def make_mul(rng: Random, level: int) -> Problem:
    """a * b, from one-digit factors to three by three digits, with signs and decimals."""
    longer = (2, 3, rng.choice((3, 3, 4)))[level - 1]
    shorter = (1, 2, 2 if longer == 4 else 3)[level - 1]
    x, y = whole(rng, longer, level if level < 3 else 3), whole(rng, shorter, level - 1 or 1)
    if level > 1:
        x, y = signed(rng, x, 0.2), signed(rng, y, 0.2)
    p, q = (rng.randint(0, level), rng.randint(0, 2)) if level > 1 and rng.random() < 0.35 else (0, 0)
    a, b = Fraction(x, 10**p), Fraction(y, 10**q)
    if rng.random() < 0.5:
        a, b = b, a
    one, other = decimals.decimal(a), decimals.decimal(b)
    slots = {"a": one, "b": other, "e": f"{one} * {decimals.bracketed(other)}"}
    return Problem(slots, tuple(decimals.multiply(a, b)), decimals.decimal(a * b))


def _divisor(rng: Random, level: int) -> int:
    """A divisor of up to two digits, at level 3 now and then of three."""
    if level == 3 and rng.random() < 0.2:
        return whole(rng, 3, 3)
    return max(2, whole(rng, min(level, 2), 1 if level < 3 else 2))


def make_div(rng: Random, level: int) -> Problem:
    """a / b: whole, or a fraction in lowest terms."""
    b = _divisor(rng, level)
    if rng.random() < 0.7:
        a = b * whole(rng, (1, 2, 3 if b < 100 else 2)[level - 1], (1, 1, 2)[level - 1])
    else:
        a = whole(rng, (2, 3, 4)[level - 1])
    if level > 1:
        a, b = signed(rng, a, 0.2), signed(rng, b, 0.2)
    lines, result = operate(Fraction(a), "/", Fraction(b))
    slots = {"a": a, "b": b, "e": f"{a} / {working.term(b)}"}
    return Problem(slots, (f"{a} / {working.term(b)} =", *lines), str(result))


def make_quotient(rng: Random, level: int) -> Problem:
    """Division with remainder: "23 remainder 4"."""
    b = _divisor(rng, level)
    quotient, remainder = whole(rng, (1, 2, 3 if b < 100 else 2)[level - 1]), rng.randrange(1, b)
    a = b * quotient + remainder
    steps = (f"Quotient and remainder of {a} / {b}:", *working.divide(a, b))
    return Problem({"a": a, "b": b}, steps, f"{quotient} remainder {remainder}")


def make_mul_div_multiple(rng: Random, level: int) -> Problem:
    """Several products and quotients in a row, often with a fraction as the result."""
    leaves = (3, 3, 4)[level - 1]
    most, size = ((1, 200), (2, 500), (2, 999))[level - 1]
    while True:
        problem = _expression_problem(_draw_tree(rng, "*/", leaves, most, (0.0, 0.2, 0.25)[level - 1], size))
        if tokens(problem.steps) < 290:
            return problem


def make_expression(rng: Random, level: int) -> Problem:
    """Brackets and precedence; three in ten of the harder ones divide, with fractions on the way."""
    ops = "+-*/" if level > 1 and rng.random() < 0.35 else "+-*"
    leaves = (3, rng.randint(3, 4), rng.randint(4, 7 if ops == "+-*" else 6))[level - 1]
    most, size = ((1, 200), (rng.choice((1, 2)), 2000), (rng.choice((1, 2, 2)), 20000))[level - 1]
    return _expression_problem(_draw_tree(rng, ops, leaves, most, (0.0, 0.15, 0.2)[level - 1], size))


def make_power(rng: Random, level: int) -> Problem:
    """Squares, cubes and small powers, of negative numbers and fractions too."""
    limits = (
        {2: 12, 3: 5},
        {2: 40, 3: 12, 4: 6, 5: 4, 6: 3},
        {2: 999, 3: 60, 4: 20, 5: 12, 6: 9, 7: 7, 8: 5},
    )
    exponents = limits[level - 1]
    n = 2 if rng.random() < 0.3 else rng.choice(tuple(exponents))
    if level > 1 and rng.random() < 0.15:
        n = min(n, 4)
        base = Fraction(rng.randint(1, 20 // n), rng.randint(2, 20 // n))
    else:
        base = Fraction(rng.randint(2 if level < 3 else 3, exponents[n]))
    if level > 1 and rng.random() < 0.25:
        base = -base
    symbol = f"({base})" if base < 0 or base.denominator > 1 else str(base)
    expression = f"{symbol}^{n}"
    steps, total = [f"{expression} = {' * '.join([symbol] * n)}"], base
    for _ in range(n - 1):
        lines, total = operate(total, "*", base)
        steps.extend(lines)
    kind = "square" if n == 2 else "cube" if n == 3 else "power"
    slots = {"a": str(base), "n": n, "kind": kind, "e": expression, "s": symbol}
    return Problem(slots, tuple(steps), str(total))


_SHOWN, _SHOWN_KEPT_OUT = told(*ASKS), told(*ASKS_KEPT_OUT)
FAMILIES: tuple[Family, ...] = (
    Family("add_sub", DOMAIN, make_add_sub, _SHOWN + ADD_SUB * 2, _SHOWN_KEPT_OUT + ADD_SUB_KEPT_OUT, 1.5),
    Family(
        "difference",
        DOMAIN,
        make_difference,
        DIFFERENCE,
        (
            "What is the distance from {a} to {b}?",
            "How much do {a} and {b} differ by?",
            "Find how far apart {a} and {b} are.",
        ),
        0.8,
    ),
    Family("add_sub_multiple", DOMAIN, short(make_add_sub_multiple, 290), _SHOWN, _SHOWN_KEPT_OUT, 1.5),
    Family(
        "mul",
        DOMAIN,
        make_mul,
        _SHOWN + MUL * 2,
        (
            *_SHOWN_KEPT_OUT,
            "What is {a} multiplied by {b}?",
            "Find {a} times {b}.",
            "Compute the product of {a} and {b}.",
        ),
        1.5,
    ),
    Family(
        "div",
        DOMAIN,
        short(make_div, 290),
        _SHOWN + DIV * 2,
        (
            *_SHOWN_KEPT_OUT,
            "Find {a} divided by {b}.",
            "How much is {a} divided by {b}?",
            "Compute {a} over {b}.",
        ),
        2.0,
    ),
    Family(
        "quotient_remainder",
        DOMAIN,
        short(make_quotient, 290),
        QUOTIENT,
        (
            "State the quotient and remainder of {a} / {b}.",
            "What do you get when {a} is divided by {b}, with quotient and remainder?",
            "How many times does {b} fit into {a}, and what is the remainder?",
        ),
        1.2,
    ),
    Family("mul_div_multiple", DOMAIN, make_mul_div_multiple, _SHOWN, _SHOWN_KEPT_OUT, 2.5),
    Family("expression", DOMAIN, short(make_expression, 290), _SHOWN, _SHOWN_KEPT_OUT, 2.5),
    Family("power", DOMAIN, short(make_power, 290), POWER, POWER_KEPT_OUT),
)
