"""A composed problem from its final task: letters defined one after the other, then the task itself."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from trainers.tasks.item import Problem
from trainers.tasks.symbolic.composed_definitions import (
    EXPRESSIONS,
    FROM_KNOWN,
    TRIVIAL,
    Builder,
    Definition,
    Letters,
    decimal,
    mentioned,
    nonzero,
)
from trainers.tasks.symbolic.composed_equations import CHAINED, EQUATIONS
from trainers.tasks.symbolic.composed_fractions import FRACTIONS, decimal_sum, fraction_sum

Value = int | Fraction | tuple[int, int]  # a tuple is a decimal: units of the last place, and places

LONGEST = 370  # tokens of definitions, steps and answer together; the final question comes on top


# Kinds of definitions that the final task may hold itself, and what remains to be said before it.
INLINED = {"value": "nothing", "function": "function alone", "derivative": "derivative alone"}


@dataclass(frozen=True, slots=True)
class Final:
    """The task that the definitions lead up to. `hidden` letters get definitions; steps start from values.

    `asked` says in one fixed form what is asked, with letters still in it: a template over math and words.
    """

    hidden: Mapping[str, Value]
    math: Mapping[str, str]
    words: Mapping[str, str]
    asked: str
    steps: tuple[str, ...]
    answer: str


FinalMaker = Callable[[Random, int, Letters], Final]
Definer = Callable[[Random, int, Letters, Mapping[str, Value]], tuple[Definition, ...]]


def maker(final: FinalMaker, definer: Definer | None = None) -> Callable[[Random, int], Problem]:
    """A family's `make`: drawn again while definitions and working together are too long."""
    define = definer or _defined

    def make(rng: Random, level: int) -> Problem:
        while True:
            letters = Letters(rng)
            task = final(rng, level, letters)
            definitions = define(rng, level, letters, task.hidden)
            later: dict[str, tuple[str, ...]] = {}
            if level > 1:
                definitions, task, later = _inlined(rng, definitions, task)
            steps = _steps(definitions, task, later)
            texts = (*(part for d in definitions for part in d.parts), *steps, task.answer)
            if sum(map(tokens, texts)) <= LONGEST:
                break
        slots = {"definitions": definitions, "math": task.math, "words": task.words}
        return Problem(slots, steps, task.answer, _nameless("\n".join(steps)))

    return make


def _steps(
    definitions: tuple[Definition, ...], task: Final, later: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """The letters' values found, what is asked, what the question itself holds, all values, and the task."""
    steps = [step for d in definitions for step in d.steps]
    steps.append(task.asked.format(**task.math, **task.words))
    steps += [step for lines in later.values() for step in lines]
    values = ", ".join(f"{name} = {text_of(value)}" for name, value in task.hidden.items())
    steps = [*steps, values, *task.steps]
    return tuple(step for i, step in enumerate(steps) if i == 0 or step != steps[i - 1])


def _inlined(
    rng: Random, definitions: tuple[Definition, ...], task: Final
) -> tuple[tuple[Definition, ...], Final, dict[str, tuple[str, ...]]]:
    """Sometimes the final task says "w(-5)" or "(3 - 8)" itself where a letter would stand for it.

    Its working then comes after what is asked.
    """
    math, kept, hidden = dict(task.math), list(definitions), dict(task.hidden)
    moved: dict[str, tuple[str, ...]] = {}
    for i, d in enumerate(definitions):
        slot = next((s for s, text in task.math.items() if text == d.name), "")
        later = (*(part for other in definitions[i + 1 :] for part in other.parts), *task.steps, task.answer)
        if not slot or d.kind not in INLINED or rng.random() > 0.3 or mentioned(d.name, " ".join(later)):
            continue
        math[slot] = f"({d.parts[0]})" if d.kind == "value" else f"{d.parts[0]}({d.parts[3]})"
        steps = [step.removeprefix(f"{d.name} = ") for step in d.steps]
        if re.fullmatch(r"-?[\d./]+", steps[-1]):
            steps.pop()
        # A bare "w(-5)" has no letter to put a value in for: the next line says it again.
        steps = steps if d.kind == "value" else [step for step in steps if step != math[slot]]
        moved[math[slot]] = tuple(steps)
        hidden = {math[slot] if name == d.name else name: value for name, value in hidden.items()}
        kept[i] = replace(d, kind=INLINED[d.kind], steps=())
    return tuple(kept), replace(task, math=math, hidden=hidden), moved


def tokens(text: str) -> int:
    """About how many tokens the text is: digits one each, other characters 2.6 to one."""
    digits = sum(map(text.count, "0123456789"))
    return digits + 1 + (5 * (len(text) - digits)) // 13


def text_of(value: Value) -> str:
    """The value as it is written in steps."""
    return decimal(*value) if isinstance(value, tuple) else str(value)


def exact(value: Value) -> Fraction:
    """The value as an exact number."""
    return Fraction(value[0], 10 ** value[1]) if isinstance(value, tuple) else Fraction(value)


def hide(
    rng: Random, level: int, letters: Letters, values: Mapping[str, Value]
) -> tuple[dict[str, Value], dict[str, str]]:
    """Letters for one of the values (for one or two on level 3), and every slot's text, letters put in."""
    count = 1 if level < 3 or len(values) == 1 else rng.choice((1, 2, 2))
    chosen = set(rng.sample(list(values), count))
    hidden: dict[str, Value] = {}
    shown: dict[str, str] = {}
    for slot, value in values.items():
        if slot in chosen:
            shown[slot] = letters.take()
            hidden[shown[slot]] = value
        else:
            shown[slot] = text_of(value)
    return hidden, shown


def _defined(
    rng: Random, level: int, letters: Letters, hidden: Mapping[str, Value]
) -> tuple[Definition, ...]:
    """Definitions of the hidden letters; on level 3 after those of helper letters, two to four in all."""
    definitions: list[Definition] = []
    known: dict[str, int] = {}
    unused: dict[str, int] = {}
    total = 1 if level < 3 else rng.choice((2, 2, 2, 3, 3, 4))
    helpers = {letters.take(): nonzero(rng, 12) for _ in range(total - len(hidden))}
    for name, value in (*helpers.items(), *hidden.items()):
        within = unused or known
        definition = _definition(rng, level, letters, name, value, within)
        said = " ".join(definition.parts)
        unused = {k: v for k, v in unused.items() if not mentioned(k, said)}
        if isinstance(value, int):
            known[name] = value
            if name in helpers:
                unused[name] = value
        definitions.append(definition)
    return tuple(definitions)


def _definition(
    rng: Random, level: int, letters: Letters, name: str, value: Value, known: Mapping[str, int]
) -> Definition:
    if isinstance(value, tuple):
        return decimal_sum(rng, letters, name, *value)
    if isinstance(value, Fraction):
        return fraction_sum(rng, letters, name, value, known, easy=level == 1)
    builders: tuple[Builder, ...]
    if level == 1:
        builders = TRIVIAL
    elif known and rng.random() < 0.85:
        builders = FROM_KNOWN if rng.random() < 0.4 else CHAINED
    else:
        builders = (*EXPRESSIONS, *FRACTIONS) if rng.random() < 0.45 else EQUATIONS
    return rng.choice(builders)(rng, letters, name, value, known)


def _nameless(text: str) -> str:
    """The text with its single letters renamed in order of appearance."""
    names: dict[str, str] = {}
    return re.sub(r"(?<![A-Za-z])[a-z](?![A-Za-z])", lambda m: names.setdefault(m[0], f"v{len(names)}"), text)
