"""Gold steps for the symbolic checker: the solutions of MATH's training split, and false copies of them."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from benchmarks.gold import Gold
from runtime.checkers import Context
from runtime.checkers.symbolic.claims import chains
from runtime.checkers.symbolic.scope import Scope
from runtime.checkers.symbolic.values import compare

# A display or a formula in a line is one piece, so that no full stop in it ends a sentence.
_PIECE = re.compile(
    r"\$\$.*?\$\$|\\\[.*?\\\]|\\begin\{(align|gather|eqnarray)(\*?)\}.*?\\end\{\1\2\}|\$[^$]*\$|\[asy\].*?\[/asy\]|.",
    re.DOTALL,
)
_NUMBER = re.compile(r"(?<![\d.,_A-Za-z{\\])\d+(?![\d.]|,\d)")


def math_steps(data: Path) -> Iterator[Gold]:
    """Each sentence of each gold solution of MATH's training split."""
    with open(data / "math" / "train.jsonl", encoding="utf-8") as lines:
        for row, line in enumerate(lines):
            item = json.loads(line)
            steps = sentences(item["solution"])
            for i, step in enumerate(steps):
                yield Gold(step, Context(item["problem"], tuple(steps[:i])), row, i)


SETS: dict[str, Callable[[Path], Iterator[Gold]]] = {"math": math_steps}


def sentences(solution: str) -> list[str]:
    """The sentences of a solution, displayed equations whole, pictures left out."""
    found: list[str] = []
    current = ""
    for match in _PIECE.finditer(solution.replace("\\$", "\\dollar ")):
        piece = match.group()
        if piece.startswith("[asy]"):
            continue
        ends = current.rstrip().endswith((".", "?", "!")) or (
            piece.isspace() and "\n" in piece and current.endswith("\n")
        )
        shown = re.search(r"[.?!]\s*(?:\\\]|\$\$?|\\end\{\w+\*?\})\s*$", current)
        if (ends and piece.isspace()) or (shown and (piece.isspace() or piece.isupper())):
            found.append(current)
            current = ""
        current += piece
    return [text for part in (*found, current) if (text := part.strip().replace("\\dollar ", "\\$"))]


def corrupt(step: str, rng: Random) -> str | None:
    """The step with one number or sign of a true equality changed, so that it is false; None without one."""
    found: list[str] = []
    for chain in chains(step):
        for pair in chain.pairs():
            if _compared(*pair) == "same":
                found += _falsified(step, pair, rng)
    return rng.choice(found) if found else None


def _falsified(step: str, pair: tuple[str, str], rng: Random) -> Iterator[str]:
    """The step with one change in either member of the pair that makes the two differ."""
    for side, member in enumerate(pair):
        start = step.find(member)
        if start < 0 or step.count(member) > 1:
            continue
        for begin, end, new in _changes(member, rng):
            changed = member[:begin] + new + member[end:]
            if _compared(*(changed if i == side else other for i, other in enumerate(pair))) == "different":
                yield step[: start + begin] + new + step[start + end :]


def _changes(member: str, rng: Random) -> Iterator[tuple[int, int, str]]:
    for match in _NUMBER.finditer(member):
        value = int(match.group())
        yield *match.span(), str(value + rng.choice((1, 2, -1)) if value > 1 else value + 1)
    for match in re.finditer(r"(?<=[\w)}])\s*([-+])\s*(?=[\w\\(])", member):
        yield *match.span(1), "-" if match[1] == "+" else "+"


def _compared(left: str, right: str) -> str:
    nodes = [Scope().read(member) for member in (left, right)]
    if nodes[0] is None or nodes[1] is None or left == right:
        return ""
    return compare(nodes[0], nodes[1]).kind
