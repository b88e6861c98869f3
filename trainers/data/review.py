"""What of the rows is learned from, and why the rest is not: said before anything is loaded or trained."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.errors import UsageError
from trainers.data.render import Rendered, render, texts
from trainers.data.rows import Row, Rows, told_of
from trainers.data.similar import contained, runs_of, words
from trainers.progress import Example, Read, Refused
from trainers.sets import bundled, read_set

HELDOUT = 0.05  # share of the rows that is measured on
ALIKE = 0.7  # Jaccard's likeness from which two rows are near duplicates: a word changed in about 35
HELD = 0.8  # share of an evaluation question's runs in a row, or of a row's in a question, that is an overlap
_LAST = 5  # words that near duplicates end with alike


@dataclass(frozen=True, slots=True)
class Review:
    """The rows to learn from, in step with `rendered`, those to measure on, and what is to be told."""

    kept: tuple[Row, ...]
    rendered: tuple[Rendered, ...]
    heldout: tuple[Row, ...]
    read: Read
    examples: tuple[Example, ...]
    sha256: str  # of the kept rows' texts


def review(
    rows: Rows,
    tokenizer: Any,
    *,
    max_tokens: int,
    heldout: float = HELDOUT,
    against: Sequence[str] | None = None,
) -> Review:
    """The rows without those that are too long, repeat an earlier one or stand in an evaluation set.

    `against`: names or files of question sets, all the bundled ones where None. Raises UsageError where
    nothing is left to learn from. A row is held out by the hash of its question, so that it stays on its
    side whatever is added, as do other solutions of the same question.
    """
    words_of = [[words(content) for _, content in row.messages] for row in rows]
    repeats = _repeats(rows.rows, words_of)
    seen = _overlap(rows.rows, words_of, _questions(against)) - repeats
    refused = list(rows.refused)
    kept: list[Row] = []
    kept_rendered: list[Rendered] = []
    measured: list[Row] = []
    left = [i for i in range(len(rows)) if i not in repeats and i not in seen]
    for i, found in zip(left, render(tokenizer, (rows.rows[i] for i in left)), strict=True):
        row = rows.rows[i]
        if len(found.ids) > max_tokens:
            refused.append(Refused(row.file, row.line, _too_long(found, max_tokens)))
        elif _share(words_of[i]) < heldout:
            measured.append(row)
        else:
            kept.append(row)
            kept_rendered.append(found)
    told = Read(
        rows.source,
        rows=len(rows) + len(rows.refused),
        kept=len(kept),
        heldout=len(measured),
        refused=tuple(refused),
        duplicates=len(repeats),
        overlap=len(seen),
    )
    if not kept:
        raise UsageError(_nothing(told))
    shown = [kept[i] for i in sorted({0, len(kept) // 2, len(kept) - 1})]
    examples = tuple(
        Example(*texts(tokenizer, row), tokens=len(found.ids))
        for row, found in zip(shown, render(tokenizer, shown), strict=True)
    )
    return Review(tuple(kept), tuple(kept_rendered), tuple(measured), told, examples, _sha256(kept))


def _too_long(found: Rendered, max_tokens: int) -> str:
    if found.prompt >= max_tokens:
        return f"the question alone has {found.prompt:,} tokens of {max_tokens:,}; no answer would be left"
    return f"{len(found.ids):,} tokens; at most {max_tokens:,} fit"


def _nothing(told: Read) -> str:
    counts = (
        (told.heldout, "held out"),
        (len(told.refused), "refused"),
        (told.duplicates, "duplicates"),
        (told.overlap, "in an evaluation set"),
    )
    why = ", ".join(f"{n:,} {what}" for n, what in counts if n)
    first = f"; {told_of(told.refused[0])}" if told.refused else ""
    return f"no row of {told.source!r} is left to learn from: {why}{first}"


def _repeats(rows: Sequence[Row], turns: Sequence[Sequence[Sequence[str]]]) -> set[int]:
    """Rows that repeat an earlier one: the same words throughout, or nearly.

    Nearly: the turns are alike by `ALIKE`, and so are the words of the reasoning; the question's numbers and
    last words and the answer are the same. Other solutions of one question, and one form with other numbers,
    are no duplicates.
    """
    first: dict[bytes, int] = {}
    solutions = [(words(row.thought), tuple(words(row.answer))) for row in rows]
    repeats = {
        i
        for i, (asked, (thought, answer)) in enumerate(zip(turns, solutions, strict=True))
        if first.setdefault(_digest([*asked, thought, answer]), i) != i
    }
    left = [i for i in range(len(rows)) if i not in repeats]
    runs = runs_of(
        (_joined(turns[i]), (_numbers(turns[i][-1]), tuple(turns[i][-1][-_LAST:]), solutions[i][1]))
        for i in left
    )
    for i, j, likeness in contained(runs, runs, ALIKE):
        one, other = (set(solutions[left[k]][0]) for k in (i, j))
        if i < j and likeness >= ALIKE and len(one & other) >= ALIKE * len(one | other):
            repeats.add(left[j])
    return repeats


def _overlap(
    rows: Sequence[Row], turns: Sequence[Sequence[Sequence[str]]], questions: Sequence[Sequence[str]]
) -> set[int]:
    """Rows with a question of the evaluation sets: the same words, or most of its runs and its numbers."""
    exact = {_digest([question]) for question in questions}
    found = {
        i
        for i, row in enumerate(rows)
        if any(
            role == "user" and _digest([asked]) in exact
            for (role, _), asked in zip(row.messages, turns[i], strict=True)
        )
    }
    asked = [_joined(of_row) for of_row in turns]
    row_runs, set_runs = (runs_of((text, None) for text in group) for group in (asked, questions))
    pairs = [(j, i) for i, j, _ in contained(set_runs, row_runs, HELD)]
    pairs += [(i, j) for i, j, _ in contained(row_runs, set_runs, HELD)]
    for i, j in pairs:
        mine, theirs = Counter(_numbers(asked[i])), Counter(_numbers(questions[j]))
        if mine <= theirs or theirs <= mine:
            found.add(i)
    return found


def _questions(names: Sequence[str] | None) -> list[list[str]]:
    return [
        words(question.text)
        for name in (bundled() if names is None else names)
        for question in read_set(name).questions
    ]


def _joined(turns: Iterable[Sequence[str]]) -> list[str]:
    return [word for turn in turns for word in turn]


def _numbers(text: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in text if word[0].isdigit())


def _digest(parts: Iterable[Sequence[str]]) -> bytes:
    return hashlib.blake2b("\n".join(" ".join(part) for part in parts).encode(), digest_size=16).digest()


def _share(turns: Iterable[Sequence[str]]) -> float:
    """A number from 0 to 1 that the question alone decides."""
    return int.from_bytes(_digest(turns)[:8], "big") / 2**64


def _sha256(rows: Iterable[Row]) -> str:
    found = hashlib.sha256()
    for row in rows:
        found.update(repr((row.messages, row.thought, row.answer)).encode())
    return found.hexdigest()
