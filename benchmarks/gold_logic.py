"""Gold steps of logic: what ProofWriter and FOLIO label, and the chains of the project's own ontologies.

ProofWriter (as distributed here) and FOLIO hold no written-out chains: a conclusion labelled True is the step
"So <conclusion>", one labelled False the step "So it is not true that <conclusion>", Unknown gives none.
ProntoQA has no training file here; "prontoqa style" is the chain of each of our ontology tasks, in sentences.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from benchmarks.gold import Gold
from runtime.checkers import Context


def proofwriter(data: Path) -> Iterator[Gold]:
    """A step for each labelled statement of the training file."""
    labels = {"A": "True", "B": "False"}
    for number, row in _rows(data / "proofwriter" / "train.jsonl"):
        statement = row["question"].rpartition("? ")[2]
        question = f"{row['context']}\n{row['question']}"
        yield from _labelled(statement, labels.get(row["final_answer"], ""), question, number)


def folio(data: Path) -> Iterator[Gold]:
    """A step for each labelled conclusion of the training file."""
    for number, row in _rows(data / "folio" / "train.jsonl"):
        question = "\n".join(premise.strip() for premise in row["premises"])
        yield from _labelled(row["conclusion"].strip(), row["final_answer"], question, number)


def prontoqa_style(data: Path) -> Iterator[Gold]:
    """The chains of 500 of our own ontology tasks as sentences: fact, rule, conclusion, and so on.

    They have no file: the row of a step is the seed of its task.
    """
    from trainers.tasks.item import draw
    from trainers.tasks.logic.ontology import FAMILIES

    for seed in range(500):
        item = draw(FAMILIES[0], Random(seed), 1 + seed % 3)
        name, start = re.match(r"(\w[\w-]*): ([\w-]+)\.", item.steps[1]).groups()  # type: ignore[union-attr]
        said = [f"{name} is {_a(start)}."]
        here = start
        for line in item.steps[2:-1]:
            kind, above = re.match(r"([\w-]+): (.+)\.", line).groups()  # type: ignore[union-attr]
            if kind != here:
                break  # the walk turned back from a side branch
            for upper in above.split(", "):
                if upper == "nothing":
                    continue
                word = upper if upper.startswith("not ") or _property(upper, item.question) else _a(upper)
                said += [f"Every {kind} is {word}.", f"So {name} is {word}."]
                here = upper if word.startswith("a") and not upper.startswith("not ") else here
        for index, step in enumerate(said):
            yield Gold(step, Context(item.question, tuple(said[:index])), seed, index)


SETS: dict[str, Callable[[Path], Iterator[Gold]]] = {
    "proofwriter": proofwriter,
    "folio": folio,
    "prontoqa style": prontoqa_style,
}


def _property(word: str, question: str) -> bool:
    from trainers.tasks.logic.logic_words import PROPERTIES

    return word in PROPERTIES


def _a(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _rows(path: Path) -> Iterator[tuple[int, dict]]:
    with path.open() as lines:
        yield from enumerate(map(json.loads, lines))


def _labelled(statement: str, label: str, question: str, row: int) -> Iterator[Gold]:
    inside = statement.rstrip(".")
    first = inside.split()[0]
    if first in ("The", "A", "An", "All", "Some", "No", "Every", "If", "Not", "Either", "There", "Each"):
        inside = inside[0].lower() + inside[1:]
    match label:
        case "True":
            yield Gold(f"So {inside}.", Context(question), row)
        case "False":
            yield Gold(f"So it is not true that {inside}.", Context(question), row)


_SWAPS = (
    (r"\bit is not true that ", ""),
    (r"\b(is|are|can) not\b", r"\1"),
    (r"\bcannot\b", "can"),
    (r"\bdoes not (\w+)\b", r"\1s"),
    (r"\bdo not\b", ""),
    (r"\b(is|are|can)\b", r"\1 not"),
    (r"\b(likes|chases|sees|visits|needs|eats|helps|follows|trusts|knows|calls|fears)\b", None),
)


def corrupt(step: str, rng: Random) -> str | None:
    """The step with a quantifier or negation changed so that it denies itself; None if it has none."""
    quantified = re.match(r"(So |Therefore )?(all|every|each|no|some)\b", step, re.IGNORECASE)
    if quantified:
        return _requantified(step, quantified, rng)
    for pattern, swap in _SWAPS:
        if match := re.search(pattern, step):
            if swap is None:
                return f"{step[: match.start()]}does not {match[0].removesuffix('s')}{step[match.end() :]}"
            return f"{step[: match.start()]}{match.expand(swap)}{step[match.end() :]}"
    return None


def _requantified(step: str, match: re.Match[str], rng: Random) -> str | None:
    before, quantifier, after = step[: match.start(2)], match[2].lower(), step[match.end(2) :]
    new = {"all": "not all", "every": "not every", "each": "not every", "no": "some", "some": "no"}[
        quantifier
    ]
    if quantifier == "some" and re.search(r"\bnot\b|\bcannot\b", after):
        new, after = "all", re.sub(r"\bnot |(?<=\bcan)not\b", "", after, count=1)
    return f"{before}{new}{after}"
