"""Read tales and draw numbers for them.

A row: `tell`, the tellings with slots; `steps`, pairs of a label and a formula over slots and earlier
labels; `ranges` of the slots. Numbers are drawn until every step is a whole positive number.
"""

import ast
import json
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from trainers.tasks import working
from trainers.tasks.arithmetic.story_words import HE, SHE

FOLDER = Path(__file__).parent
LARGEST = 100_000
_SIGNS: dict[type, tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
}


@dataclass(frozen=True, slots=True)
class Tale:
    """One row. `kept` is a telling that is never trained on, "" where all are."""

    tell: tuple[str, ...]
    kept: str
    steps: tuple[tuple[str, str], ...]
    ranges: Mapping[str, tuple[int, int]]

    @property
    def labels(self) -> tuple[str, ...]:
        """What the steps are called."""
        return tuple(label for label, _ in self.steps)


def parse(row: Mapping[str, Any], number: int) -> Tale:
    """The tale of a row; of every sixth row with several tellings the last one is kept out."""
    tell = tuple(row["tell"])
    keep = len(tell) > 1 and number % 6 == 0
    return Tale(
        tell[:-1] if keep else tell,
        tell[-1] if keep else "",
        tuple((label, formula) for label, formula in row["steps"]),
        {slot: (low, high) for slot, (low, high) in row["ranges"].items()},
    )


@cache
def tales() -> tuple[Tale, ...]:
    """Every tale of every file, files by name."""
    rows = [
        line
        for file in sorted(FOLDER.glob("*.jsonl"))
        for line in file.read_text("utf-8").split("\n")
        if line
    ]
    return tuple(parse(json.loads(line), number) for number, line in enumerate(rows))


def numbers(tale: Tale, rng: Random) -> dict[str, int] | None:
    """Values of slots and labels; None where forty draws gave no whole positive ones."""
    for _ in range(40):
        values: dict[str, Fraction] = {
            s: Fraction(_draw(low, high, rng)) for s, (low, high) in tale.ranges.items()
        }
        for label, formula in tale.steps:
            value = _value(_tree(formula), values)
            if value <= 0 or value.denominator != 1 or value > LARGEST:
                break
            values[label] = value
        else:
            return {name: int(value) for name, value in values.items()}
    return None


def lines(
    tale: Tale,
    values: Mapping[str, int],
    named: Callable[[str], str] = lambda label: label,
    order: str = "",
) -> list[str]:
    """The worked steps: the plan of a step with its numbers, then its working where it needs any.

    `named` says how a label is called where the tale is told in other words. `order` holds the slots in the
    order of the text: two told numbers are added and multiplied in it.
    """
    out = []
    for name, formula in tale.steps:
        label = named(name)
        tree = _as_told(_tree(formula), order)
        plan = _text(tree, values)
        operations = _operations(tree, values)
        if len(operations) == 1 and len(operations[0]) == 1 and " so " not in operations[0][0]:
            out.append(f"{label}: {operations[0][0]}")
            continue
        out.append(f"{label}: {plan}")
        out += [line for operation in operations for line in operation]
    return out


def people(rng: Random) -> dict[str, str]:
    """The slots of a tale's people: three names, and the pronouns of the first."""
    man = rng.random() < 0.5
    n, m, p = rng.sample(HE if man else SHE, 3)
    he, him, his = ("he", "him", "his") if man else ("she", "her", "her")
    return {"N": n, "M": m, "P": p, "he": he, "him": him, "his": his, "He": he.title(), "His": his.title()}


def slots_in(text: str) -> set[str]:
    """The slots that a telling uses."""
    return set(re.findall(r"\{(\w+)\}", text))


@cache
def _tree(formula: str) -> ast.expr:
    return ast.parse(formula, mode="eval").body


def _draw(low: int, high: int, rng: Random) -> int:
    """A number of the range, small ones as often as large ones."""
    return rng.randint(low, min(high, low + 12)) if rng.random() < 0.3 else rng.randint(low, high)


def _value(node: ast.expr, values: Mapping[str, Any]) -> Fraction:
    match node:
        case ast.BinOp(left, op, right):
            a, b = _value(left, values), _value(right, values)
            return Fraction(-1) if isinstance(op, ast.Div) and b == 0 else _SIGNS[type(op)][1](a, b)
        case ast.Name(name):
            return Fraction(values[name])
        case ast.Constant(int(number)):
            return Fraction(number)
    raise ValueError(f"a formula may hold slots, labels, whole numbers and + - * /, not {ast.dump(node)}")


def _as_told(node: ast.expr, order: str) -> ast.expr:
    match node:
        case ast.BinOp(ast.Name(a) as left, ast.Add() | ast.Mult() as op, ast.Name(b) as right) if order:
            return ast.BinOp(right, op, left) if 0 <= order.find(b) < order.find(a) else node
        case ast.BinOp(left, op, right):
            return ast.BinOp(_as_told(left, order), op, _as_told(right, order))
    return node


def _text(node: ast.expr, values: Mapping[str, int], inner: bool = False) -> str:
    """The formula with its numbers put in."""
    if isinstance(node, ast.BinOp):
        sign = _SIGNS[type(node.op)][0]
        text = f"{_text(node.left, values, True)} {sign} {_text(node.right, values, True)}"
        return f"({text})" if inner else text
    return str(_value(node, values))


def _operations(node: ast.expr, values: Mapping[str, int]) -> list[list[str]]:
    """The working of each operation, innermost first."""
    if not isinstance(node, ast.BinOp):
        return []
    a, b = _value(node.left, values), _value(node.right, values)
    work = {"+": working.add, "-": working.subtract, "*": working.multiply, "/": working.divide}
    return [
        *_operations(node.left, values),
        *_operations(node.right, values),
        work[_SIGNS[type(node.op)][0]](int(a), int(b)),
    ]
