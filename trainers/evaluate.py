"""Measure systems on question sets: the bare backbone, each adapter, routed, oracle; all decoded alike.

Every system gets the same prompt, answer format and token limit. A (question, adapter) pair is decoded
once, whichever systems need it, so routed and oracle differ by the route alone.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from adapters.errors import UsageError
from adapters.pack import load_pack
from runtime import Runtime
from runtime.chat import boxed, extract_answer, split
from trainers.sets import Question, QuestionSet, bundled, read_set
from trainers.statistics import mcnemar, wilson

BARE, ROUTED, ORACLE = "bare", "routed", "oracle"
REFUSED = "refused"  # in place of an adapter: routed nowhere, on a backbone that then declines
MAX_NEW_TOKENS = 512

Decoded = tuple[str, bool]  # the text, and whether it ended by itself


@dataclass(frozen=True, slots=True)
class Outcome:
    """One decoded answer. `unanswered`: cut off by the limit, or without an answer in the asked form."""

    text: str
    answer: str
    right: bool
    unanswered: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One system on one set. `p` is McNemar's exact p against routed; `low`, `high` Wilson's interval."""

    set: str
    system: str
    n: int
    right: int
    accuracy: float
    low: float
    high: float
    unanswered: int
    p: float | None
    routed_away: int  # questions that the router sent elsewhere than their set's domain
    sha256: str
    groups: Mapping[str, tuple[int, int]]  # right and n by family or module


def systems_of(runtime: Runtime) -> tuple[str, ...]:
    """Every system there is on this runtime."""
    return (BARE, *runtime.domains, ROUTED, ORACLE)


def evaluate(
    runtime: Runtime,
    sets: Sequence[QuestionSet],
    systems: Sequence[str],
    *,
    rows: int = 16,
    max_new_tokens: int = MAX_NEW_TOKENS,
    decoded: dict[tuple[str, str], Decoded] | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[list[Row], dict[tuple[str, str], Outcome]]:
    """A row for every set and system, and the outcome of every decoded (question, adapter).

    `decoded` holds what an earlier run decoded with the same backbone and packs; it is added to.
    """
    decoded = {} if decoded is None else decoded
    for system in systems:
        if system not in (known := systems_of(runtime)):
            raise UsageError(f"unknown system {system!r}; there is {', '.join(known)}")
    questions = {q.text: q for s in sets for q in s.questions}
    routes = _routes(runtime, questions) if ROUTED in systems else {}
    pairs = list(
        dict.fromkeys(
            (q.text, adapter)
            for s in sets
            for q in s.questions
            for system in systems
            if (adapter := _adapter(system, q, routes)) not in (None, REFUSED)
        )
    )
    missing = [pair for pair in pairs if pair not in decoded]
    done = 0

    def keep(index: int, text: str, finished: bool) -> None:
        nonlocal done
        done += 1
        decoded[missing[index]] = (text, finished)
        on_progress(done, len(missing))

    runtime.complete(missing, max_new_tokens=max_new_tokens, rows=rows, on_done=keep)
    outcomes = {pair: _outcome(questions[pair[0]], *decoded[pair]) for pair in pairs}
    table = []
    for s in sets:
        taken = {system: [_taken(q, system, routes, outcomes) for q in s.questions] for system in systems}
        for system, results in taken.items():
            if all(result is None for result in results):
                continue
            table.append(_row(s, system, results, taken.get(ROUTED), routes))
    return table, outcomes


def _routes(runtime: Runtime, questions: Mapping[str, Question]) -> dict[str, str]:
    """The adapter that the router picks for each question."""
    nowhere = REFUSED if runtime.info.micro else "none"
    return {text: runtime.routed(text).adapter or nowhere for text in questions}


def _adapter(system: str, question: Question, routes: Mapping[str, str]) -> str | None:
    """The adapter with which the system answers; None where it has none (oracle without a domain)."""
    match system:
        case "bare":
            return "none"
        case "routed":
            return routes[question.text]
        case "oracle":
            return question.domain or None
        case _:
            return system


def _outcome(question: Question, text: str, finished: bool) -> Outcome:
    answer = extract_answer(text)
    formed = finished and (boxed(split(text)[1]) is not None)
    return Outcome(text, answer, question.graded(answer), not formed)


def _taken(
    question: Question, system: str, routes: Mapping[str, str], outcomes: Mapping[tuple[str, str], Outcome]
) -> Outcome | None:
    adapter = _adapter(system, question, routes)
    if adapter == REFUSED:
        return Outcome("", "", False, True)
    return None if adapter is None else outcomes[(question.text, adapter)]


def _row(
    s: QuestionSet,
    system: str,
    results: Sequence[Outcome | None],
    routed: Sequence[Outcome | None] | None,
    routes: Mapping[str, str],
) -> Row:
    judged = [(q, r) for q, r in zip(s.questions, results, strict=True) if r is not None]
    right, n = sum(r.right for _, r in judged), len(judged)
    groups: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for q, r in judged:
        groups[q.group][0] += r.right
        groups[q.group][1] += 1
    p = None
    if routed is not None and system != ROUTED:
        both = [
            (a.right, b.right)
            for a, b in zip(results, routed, strict=True)
            if a is not None and b is not None
        ]
        p = mcnemar(both.count((True, False)), both.count((False, True)))
    away = sum(routes[q.text] != q.domain for q, _ in judged if q.domain) if system == ROUTED else 0
    low, high = wilson(right, n)
    by_group = {group: (hit, total) for group, (hit, total) in sorted(groups.items())}
    return Row(
        s.name,
        system,
        n,
        right,
        right / n,
        low,
        high,
        sum(r.unanswered for _, r in judged),
        p,
        away,
        s.sha256,
        by_group,
    )


def _stamp(runtime: Runtime) -> dict[str, str]:
    """What decoded answers depend on: the backbone, the content of every pack, and precision below bf16."""
    held = {"--head": runtime.info.head, "--kv-cache": runtime.info.cache}  # no pack has such a name
    lossy = {option: precision for option, precision in held.items() if precision != "bf16"}
    return {"backbone": runtime.info.fingerprint, **{p.name: p.digest for p in runtime.packs}, **lossy}


def read_cache(file: Path, runtime: Runtime) -> dict[tuple[str, str], Decoded]:
    """The decoded answers in `file`; none where it is missing. Raises UsageError where they are others'."""
    if not file.exists():
        return {}
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            stamp, *rows = [json.loads(line) for line in lines]
    except (OSError, EOFError, ValueError) as error:
        raise UsageError(f"{file} is no file of decoded answers ({error}); give another name") from error
    if stamp != _stamp(runtime):
        raise UsageError(f"{file} was decoded with another backbone or other packs; give another name")
    return {(row[0], row[1]): (row[2], row[3]) for row in rows}


def write_cache(file: Path, runtime: Runtime, decoded: Mapping[tuple[str, str], Decoded]) -> None:
    """Write the decoded answers beside `file` and put them in its place."""
    new = file.with_name(f"{file.name}.new")
    with gzip.open(new, "wt", encoding="utf-8") as out:
        out.write(json.dumps(_stamp(runtime)) + "\n")
        out.writelines(
            json.dumps([*pair, *value], ensure_ascii=False) + "\n" for pair, value in decoded.items()
        )
    new.replace(file)


def run(
    systems: Sequence[str],
    sets: Sequence[str],
    limit: int | None = None,
    backbone: str | None = None,
    device: str | None = None,
    on_row: Callable[[dict[str, Any]], None] = lambda row: None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    cache: Path | None = None,
    joint: Sequence[Path] = (),
    precision: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """The rows of an evaluation as plain dicts; no systems or sets given means all of them.

    `cache`: a file of decoded answers (JSON lines, gzip) to go on from and to write to; `joint`: pack
    folders to measure beside the installed ones; the router never picks those. `precision`: `head` and
    `cache` of `Runtime.load`.
    """
    loaded = [read_set(name, limit) for name in (sets or bundled())]
    guests = [load_pack(folder) for folder in joint]
    runtime = Runtime.load(backbone, device=device, guests=guests, **(precision or {}))
    decoded = read_cache(cache, runtime) if cache else {}
    rows = 1024 if runtime.info.device.startswith("cuda") and runtime.info.micro else 16
    wanted = list(systems) or list(systems_of(runtime))
    try:
        table, _ = evaluate(runtime, loaded, wanted, rows=rows, decoded=decoded, on_progress=on_progress)
    finally:
        if cache:
            write_cache(cache, runtime, decoded)
    dicts = [asdict(row) for row in table]
    for row in dicts:
        on_row(row)
    return dicts
