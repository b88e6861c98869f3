"""Question sets to measure on: the bundled held-out ones, and any JSONL of a public benchmark."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.errors import UsageError
from trainers.grading import equal, equal_option

BUNDLED = Path(__file__).parent / "sets"
_TEXTS = ("question", "problem", "input", "Question", "text", "conclusion")
_CONTEXTS = ("context", "Body", "premises", "passage")
_GOLDS = ("final_answer", "answer", "target", "label")


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its gold answer. `group` is the family or module it belongs to."""

    text: str
    gold: str
    domain: str
    group: str
    options: tuple[str, ...] = ()

    def graded(self, answer: str) -> bool:
        """Whether the answer is right."""
        if self.options and len(self.gold) == 1:
            return equal_option(self.gold, answer, self.options)
        return equal(self.gold, answer)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A named set and the SHA-256 of the file it came from."""

    name: str
    sha256: str
    questions: tuple[Question, ...]


def bundled() -> tuple[str, ...]:
    """Names of the bundled sets, such as "arithmetic.numbers"."""
    return tuple(sorted(file.name.removesuffix(".jsonl") for file in BUNDLED.glob("*.jsonl")))


def read_set(name: str, limit: int | None = None) -> QuestionSet:
    """The bundled set of that name, or the JSONL file at that path. Raises UsageError naming the bad line."""
    file = BUNDLED / f"{name}.jsonl" if name in bundled() else Path(name)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"no set {name!r}: give a JSONL file or one of {', '.join(bundled())}") from error
    questions: list[Question] = []
    for number, line in enumerate(io.StringIO(data.decode("utf-8", "replace")), start=1):
        if limit is not None and len(questions) >= limit:
            break
        try:
            questions.append(_question(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f"{file}, line {number}: not a question ({error})") from error
    label = name if name in bundled() else f"{file.parent.name}/{file.stem}"
    return QuestionSet(label, hashlib.sha256(data).hexdigest(), tuple(questions))


def _question(row: Mapping[str, Any]) -> Question:
    """A row of any of the known forms: text and gold under their usual names, context before the question."""
    body = next((str(row[key]) for key in _TEXTS if row.get(key)), None)
    if body is None:
        raise ValueError(f"no question; expected one of {', '.join(_TEXTS)}")
    gold = next((row[key] for key in _GOLDS if row.get(key) is not None), None)
    if gold is None:
        raise ValueError(f"no answer; expected one of {', '.join(_GOLDS)}")
    options = tuple(str(option) for option in row.get("options") or ())
    if options and type(gold) is int and 0 <= gold < len(options):
        gold = chr(65 + gold)  # LogiQA 2 counts its options from 0
    contexts = (*_CONTEXTS, "text") if options and row.get("question") else _CONTEXTS
    context = next((row[key] for key in contexts if row.get(key)), "")
    lead = "\n".join(context) if isinstance(context, list) else str(context)
    shown = [
        o if o[:2] in (f"{chr(65 + i)})", f"{chr(65 + i)}.") else f"{chr(65 + i)}) {o}"
        for i, o in enumerate(options)
    ]
    text = (
        "\n".join(part for part in (lead, body, *shown) if part)
        if options or "\n" in lead
        else f"{lead} {body}".strip()
    )
    group = str(row.get("family") or row.get("module") or row.get("type") or "")
    return Question(text, str(gold), str(row.get("domain") or ""), group, options)
