"""How composed questions are worded: a sentence or two for every definition, then the final task."""

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from trainers.tasks.item import Phrasing
from trainers.tasks.symbolic.composed_definitions import Definition
from trainers.tasks.symbolic.notation import NOTATIONS, SUPERSCRIPTS, Notation

Sentences = Mapping[str, Sequence[str]]

# {n} is the letter; the numbered slots are the parts of its Definition; $...$ is mathematics.
SENTENCES: Sentences = {
    "value": (
        "Let ${n}$ be ${0}$.",
        "Let ${n}$ be ${0}$.",
        "Let ${n} = {0}$.",
        "Let ${n} = {0}$.",
        "Set ${n} = {0}$.",
        "Put ${n} = {0}$.",
        "${n} = {0}$.",
        "${n}$ is ${0}$.",
        "Define ${n}$ as ${0}$.",
        "Say ${n}$ equals ${0}$.",
        "Take ${n}$ to be ${0}$.",
        "Write ${n}$ for ${0}$.",
        "We have ${n} = {0}$.",
        "Let ${n}$ denote ${0}$.",
        "Suppose ${n} = {0}$.",
        "Work out ${0}$ and call it ${n}$.",
        "The letter ${n}$ stands for ${0}$.",
        "Let the number ${n}$ be ${0}$.",
        "Let ${n}$ be equal to ${0}$.",
        "The letter ${n}$ is ${0}$.",
        "Let the value of ${n}$ be ${0}$.",
        "Assume ${n} = {0}$.",
        "Suppose that ${n}$ is ${0}$.",
        "Suppose ${n}$ equals ${0}$.",
        "Here ${n}$ equals ${0}$.",
    ),
    "equation": (
        "Suppose ${0}$.",
        "Suppose ${0}$.",
        "Suppose ${0}$.",
        "Suppose that ${0}$.",
        "Let ${n}$ satisfy ${0}$.",
        "Let ${n}$ be the solution of ${0}$.",
        "Assume ${0}$.",
        "We know that ${0}$.",
        "${n}$ solves ${0}$.",
        "Solve ${0}$ for ${n}$.",
        "Let ${0}$.",
        "The number ${n}$ fulfils ${0}$.",
        "${n}$ comes from the equation ${0}$.",
        "Assume ${0}$ holds.",
        "Let ${n}$ be the number with ${0}$.",
        "Let ${n}$ be what solves ${0}$.",
        "Assume that ${n}$ solves ${0}$.",
        "We are told that ${0}$.",
        "Take the ${n}$ for which ${0}$.",
        "It is given that ${0}$.",
        "Assume that ${n}$ is a number with ${0}$.",
        "${n}$ is the number that solves ${0}$.",
    ),
    "system": (
        "Suppose ${0}$, ${1}$.",
        "Suppose ${0}$, ${1}$.",
        "Suppose ${0}$ and ${1}$.",
        "Let ${n}$ and ${2}$ satisfy ${0}$ and ${1}$.",
        "Assume ${0}$ and ${1}$.",
        "We know that ${0}$ and that ${1}$.",
        "The numbers ${n}$ and ${2}$ fulfil both ${0}$ and ${1}$.",
        "${0}$, ${1}$.",
        "${n}$ and ${2}$ solve ${0}$, ${1}$.",
        "Assume that ${n}$ and ${2}$ satisfy ${0}$ and ${1}$.",
        "Let ${0}$ and ${1}$.",
        "Let ${0}$, and let ${1}$.",
        "Both ${0}$ and ${1}$ hold.",
        "Suppose that both ${0}$ and ${1}$.",
        "We are told that ${0}$ and that ${1}$.",
        "Assume ${0}$ and that ${1}$.",
    ),
    "function": (
        "Let ${0}({1}) = {2}$. Let ${n}$ be ${0}({3})$.",
        "Let ${0}({1}) = {2}$. Let ${n}$ be ${0}({3})$.",
        "Let ${0}({1}) = {2}$. Let ${n} = {0}({3})$.",
        "Define ${0}({1}) = {2}$ and let ${n}$ be ${0}({3})$.",
        "Take the function ${0}({1}) = {2}$. Set ${n} = {0}({3})$.",
        "With ${0}({1}) = {2}$, let ${n}$ be ${0}({3})$.",
        "${0}({1}) = {2}$ and ${n} = {0}({3})$.",
        "If ${0}({1}) = {2}$, then ${n}$ is ${0}({3})$.",
        "Let ${n}$ be the value of ${0}({1}) = {2}$ at ${1} = {3}$.",
        "Suppose ${0}({1}) = {2}$, and let ${n}$ be ${0}({3})$.",
        "Suppose ${0}({1}) = {2}$. Let ${n}$ denote ${0}({3})$.",
        "Let ${0}({1}) = {2}$, and let ${n}$ denote ${0}({3})$.",
        "Given ${0}({1}) = {2}$, let ${n} = {0}({3})$.",
        "Suppose ${0}({1}) = {2}$ and ${n} = {0}({3})$.",
        "Suppose that ${0}({1}) = {2}$. Put ${n} = {0}({3})$.",
        "Assume ${0}({1}) = {2}$, and write ${n}$ for ${0}({3})$.",
    ),
    "derivative": (
        "Let ${0}({1})$ be the first derivative of ${2}$. Let ${n}$ be ${0}({3})$.",
        "Let ${0}({1})$ be the first derivative of ${2}$. Let ${n}$ be ${0}({3})$.",
        "Let ${0}({1})$ be the derivative of ${2}$. Let ${n} = {0}({3})$.",
        "Let ${0}({1})$ denote the derivative of ${2}$, and set ${n} = {0}({3})$.",
        "Differentiate ${2}$ to get ${0}({1})$. Put ${n} = {0}({3})$.",
        "The derivative of ${2}$ with respect to ${1}$ is ${0}({1})$, and ${n}$ is ${0}({3})$.",
        "Suppose ${0}({1})$ is the first derivative of ${2}$, and let ${n}$ be ${0}({3})$.",
        "Suppose that ${0}({1})$ is the derivative of ${2}$, and ${n} = {0}({3})$.",
        "Let ${0}({1})$ be the derivative of ${2}$, and let ${n}$ denote ${0}({3})$.",
        "${0}({1})$ is the derivative of ${2}$. Let ${n}$ be ${0}({3})$.",
        "Let ${n}$ be the value at ${1} = {3}$ of ${0}({1})$, the derivative of ${2}$.",
        "Suppose ${0}({1})$ comes from differentiating ${2}$. Let ${n} = {0}({3})$.",
    ),
    "function alone": (
        "Let ${0}({1}) = {2}$.",
        "Let ${0}({1}) = {2}$.",
        "Let ${0}({1}) = {2}$.",
        "Define ${0}({1}) = {2}$.",
        "Take the function ${0}({1}) = {2}$.",
        "Consider ${0}({1}) = {2}$.",
        "We have ${0}({1}) = {2}$.",
        "Suppose ${0}({1}) = {2}$.",
        "Take ${0}$ with ${0}({1}) = {2}$.",
        "Say ${0}({1}) = {2}$.",
        "Given is ${0}({1}) = {2}$.",
    ),
    "derivative alone": (
        "Let ${0}({1})$ be the first derivative of ${2}$.",
        "Let ${0}({1})$ be the first derivative of ${2}$.",
        "Let ${0}({1})$ be the derivative of ${2}$.",
        "The derivative of ${2}$ is ${0}({1})$.",
        "Differentiate ${2}$ to get ${0}({1})$.",
        "Let ${0}$ denote the derivative of ${2}$ with respect to ${1}$.",
        "Suppose ${0}({1})$ is the first derivative of ${2}$.",
        "Suppose that ${0}({1})$ is the derivative of ${2}$.",
        "${0}({1})$ is the derivative of ${2}$.",
    ),
    "larger": (
        "Let ${n}$ be the larger root of ${0}$.",
        "${n}$ is the larger solution of ${0}$.",
        "Of the two solutions of ${0}$, call the larger one ${n}$.",
        "The bigger of the two roots of ${0}$ is ${n}$.",
        "Let ${n}$ be the greater of the numbers that solve ${0}$.",
        "Suppose ${n}$ is the larger root of ${0}$.",
        "${n}$ is the bigger root of ${0}$.",
        "Suppose that ${n}$ is the greater root of ${0}$.",
    ),
    "smaller": (
        "Let ${n}$ be the smaller root of ${0}$.",
        "${n}$ is the smaller solution of ${0}$.",
        "Of the two solutions of ${0}$, call the smaller one ${n}$.",
        "The lesser of the two roots of ${0}$ is ${n}$.",
        "Let ${n}$ be the smaller of the numbers that solve ${0}$.",
        "Suppose ${n}$ is the smaller root of ${0}$.",
        "${n}$ is the lesser root of ${0}$.",
        "Let ${n}$ be the lesser root of ${0}$.",
    ),
}

# Wordings that no training question uses.
KEPT_OUT_SENTENCES: Sentences = {
    "value": ("Let ${n}$ equal ${0}$.", "Let the letter ${n}$ be ${0}$."),
    "equation": ("Assume that ${0}$.", "Let ${n}$ be the number that solves ${0}$."),
    "system": ("Assume that ${0}$ and that ${1}$.", "Let both ${0}$ and ${1}$."),
    "function": ("Suppose ${0}({1}) = {2}$, and let ${n}$ denote ${0}({3})$.",),
    "derivative": ("Suppose ${0}({1})$ is the derivative of ${2}$. Let ${n}$ denote ${0}({3})$.",),
    "function alone": ("Take ${0}({1}) = {2}$.",),
    "derivative alone": ("Suppose ${0}({1})$ is the derivative of ${2}$.",),
    "larger": ("Suppose ${n}$ is the bigger root of ${0}$.",),
    "smaller": ("Suppose ${n}$ is the lesser root of ${0}$.",),
}


def rewritten(text: str, notation: Notation, bare: bool) -> str:
    """Canonical mathematics in another notation; `bare` drops the brackets of "- (-3)"."""
    if bare:
        text = re.sub(r"(?<=[+-] )\((-[\d.]+)\)(?![/^])", r"\1", text)
    if notation.times or notation.power == "**":
        text = re.sub(r"(?<=\d)(?=[a-z])", "*", text).replace(" * ", "*")
    if notation.power == "sup":
        text = re.sub(r"\^(\d+)", lambda m: m[1].translate(SUPERSCRIPTS), text)
    elif notation.power == "**":
        text = text.replace("^", "**")
    elif notation.power == "{}":
        text = re.sub(r"\^([a-z]|\d+)", r"^{\1}", text).replace(" * ", " \\cdot ")
    if not notation.spaces:
        text = re.sub(r" ([-+*]) ", r"\1", text)
    return f"{notation.dollars}{text}{notation.dollars}"


def composed(core: str, sentences: Sentences = SENTENCES) -> Phrasing:
    """A phrasing: every definition in a wording of its own, then the final task `core`."""

    def worded(slots: Mapping[str, Any], rng: Random) -> str:
        notation, bare = rng.choice(NOTATIONS), rng.random() < 0.5
        definitions = [d for d in slots["definitions"] if d.kind != "nothing"]
        math = {name: rewritten(text, notation, bare) for name, text in slots["math"].items()}
        task = core.format(**math, **slots["words"])
        plain = bool(definitions) and all(d.kind in ("value", "equation") for d in definitions)
        if plain and sentences is SENTENCES and rng.random() < 0.15:
            return _in_one_sentence(definitions, task, notation, bare, rng)
        said = [_said(d, sentences, notation, bare, rng) for d in definitions]
        return " ".join((*said, task))

    return worded


def _said(d: Definition, sentences: Sentences, notation: Notation, bare: bool, rng: Random) -> str:
    plain = Notation(notation.power, notation.times, notation.spaces)
    parts = [rewritten(part, plain, bare) for part in d.parts]
    return rng.choice(sentences[d.kind]).format(*parts, n=d.name).replace("$", notation.dollars)


def _in_one_sentence(
    definitions: Sequence[Definition], task: str, notation: Notation, bare: bool, rng: Random
) -> str:
    """ "What is the gcd of n and 8, where n = 3 + 9?" or "If n = 3 + 9, what is the gcd of n and 8?"."""
    given = [
        rewritten(f"{d.name} = {d.parts[0]}" if d.kind == "value" else d.parts[0], notation, bare)
        for d in definitions
    ]
    listed = " and ".join((", ".join(given[:-1]), given[-1])) if len(given) > 1 else given[0]
    end = task[-1] if task[-1] in ".?" else ""
    led = task.startswith(("If ", "Given ", "When ", "With ", "Knowing ", "Provided "))
    if end and (led or rng.random() < 0.6):
        word = rng.choice((", where", " if", ", given that", " when"))
        return f"{task[:-1]}{word} {listed}{end}"
    start = task if task[:2].strip().isupper() or not task[0].isalpha() else task[0].lower() + task[1:]
    return f"{rng.choice(('If', 'Given', 'With', 'Given that'))} {listed}, {start}"
