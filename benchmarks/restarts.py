"""What checking gains: `python benchmarks/restarts.py`. The same questions and seeds with it and without.

Every question of the bundled held-out sets is asked at temperature 0.7 with its own adapter: without
checking, with either policy, and by whole answers drawn anew until they have taken at least as many tokens
as `resample` did (so never fewer): the commonest of them, and the first that the checker verifies.
With --out FILE a run that was cut off keeps what it had and goes on there; --table FILE prints its table.
"""

import json
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs where the package is not installed

from adapters.errors import UsageError
from runtime import Runtime, Sampling
from runtime.checking import OFF, Checking
from runtime.events import Answer, Finished
from trainers.sets import Question, bundled, read_set
from trainers.statistics import paired, wilson

ARMS = ("off", "resample", "hint", "commonest", "first verified")
RIVALS = ("commonest", "first verified")  # what `resample` has to beat: the same tokens spent otherwise


@dataclass(frozen=True, slots=True)
class Task:
    """One question, where it stands (`set`, 0-based `row`) and how it is drawn."""

    set: str
    row: int
    question: Question
    seed: int
    temperature: float

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells its results from those of every other task."""
        return self.set, self.row, self.seed, self.temperature


@dataclass(frozen=True, slots=True)
class Result:
    """One answer: as graded, whether it is right, the tokens decoded for it, and how often it restarted."""

    text: str
    right: bool
    tokens: int
    restarts: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer of every arm to one question. `key` is the task's."""

    key: tuple[Any, ...]
    domain: str
    arms: Mapping[str, Result]


def answered(
    runtime: Runtime, question: Question, seed: int, temperature: float, checking: Checking
) -> Result:
    """One answer to the question with its own adapter."""
    sampling = Sampling(temperature=temperature, seed=seed)
    text, tokens, restarts = "", 0, 0
    events = runtime.solve(question.text, domain=question.domain, sampling=sampling, checking=checking)
    for event in events:
        match event:
            case Answer():
                text = event.text
            case Finished():
                tokens, restarts = event.tokens, event.restarts
    return Result(text, _graded(question, text), tokens, restarts)


def _graded(question: Question, text: str) -> bool:
    try:
        return question.graded(text)
    except ImportError:  # LaTeX needs math-verify; without it such an answer is wrong in every arm alike
        return False


def arms_of(runtime: Runtime, task: Task) -> Asked:
    """The answer of every arm."""
    question, seed, temperature = task.question, task.seed, task.temperature
    found = {
        "off": answered(runtime, question, seed, temperature, OFF),
        "resample": answered(runtime, question, seed, temperature, Checking("resample")),
        "hint": answered(runtime, question, seed, temperature, Checking("hint")),
    }
    drawn, spent = [found["off"]], found["off"].tokens
    while spent < found["resample"].tokens:
        drawn.append(answered(runtime, question, seed + 1_000_003 * len(drawn), temperature, OFF))
        spent += drawn[-1].tokens
    texts = Counter(result.text for result in drawn)
    commonest = max(drawn, key=lambda result: texts[result.text])  # the first of equals
    checker = runtime.checker(question.domain)
    verdicts = [checker.verify(r.text, question.text) if checker else None for r in drawn]
    order = sorted(range(len(drawn)), key=lambda i: {True: 0, None: 1, False: 2}[verdicts[i]])
    found["commonest"] = Result(commonest.text, commonest.right, spent)
    found["first verified"] = Result(drawn[order[0]].text, drawn[order[0]].right, spent)
    return Asked(task.key, question.domain, found)


def tasks_of(names: str, limit: int | None, seed: int, temperature: float) -> list[Task]:
    """The questions of the bundled sets named, a comma between: "logic.numbers", or "logic" for all of them.

    Each has a seed of its own that no other choice of sets or limit changes. Raises UsageError.
    """
    chosen = dict.fromkeys(name for part in names.split(",") for name in _sets_of(part.strip()))
    return [
        Task(name, row, question, seed + row, temperature)
        for name in chosen
        for row, question in enumerate(read_set(name, limit).questions)
    ]


def _sets_of(part: str) -> list[str]:
    found = [name for name in bundled() if part in ("all", name, name.split(".")[0])]
    if not found:
        raise UsageError(f"no set {part!r}: give some of {', '.join(bundled())}")
    return found


def ask(tasks: Sequence[Task], workers: int, device: str) -> Iterator[Asked]:
    """The results of the tasks as they come, from that many processes; they end with this iterator."""
    pool = ProcessPoolExecutor(
        workers,
        multiprocessing.get_context("spawn"),  # torch's threads do not survive a fork
        initializer=_begin,
        initargs=(device,),
    )
    try:
        for future in as_completed([pool.submit(_ask, task) for task in tasks]):
            yield future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()  # nobody waits for an answer that is half written


_runtime: Runtime  # of a worker process


def _begin(device: str) -> None:
    global _runtime
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process
    threading.Thread(target=_end_with_parent, daemon=True).start()
    torch.set_num_threads(1)
    _runtime = Runtime.load(device=device)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()  # where it was killed, this process would wait for questions for ever
    os._exit(1)


def _ask(task: Task) -> Asked:
    return arms_of(_runtime, task)


def read(files: Iterable[Path]) -> list[Asked]:
    """The results in files that --out wrote, the later of equals; a line that was cut off is left out."""
    found: dict[tuple[Any, ...], Asked] = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            try:
                row = json.loads(line)
            except ValueError:
                continue
            arms = {arm: Result(**result) for arm, result in row["arms"].items()}
            key = tuple(row["key"])
            found[key] = Asked(key, row["domain"], arms)
    return list(found.values())


def table(asked: Sequence[Asked]) -> list[dict[str, Any]]:
    """A line for every domain and arm, then for `resample` against each rival; all domains come last.

    `against` names what the arm is compared with question by question: no checking, or the rival.
    """
    domains = list(dict.fromkeys(one.domain for one in asked))
    groups = {domain: [one.arms for one in asked if one.domain == domain] for domain in domains}
    if len(groups) > 1:
        groups["all"] = [one.arms for one in asked]
    pairs = [*((arm, "off") for arm in ARMS), *(("resample", rival) for rival in RIVALS)]
    return [_row(domain, arm, against, arms) for domain, arms in groups.items() for arm, against in pairs]


def _row(domain: str, arm: str, against: str, asked: Sequence[Mapping[str, Result]]) -> dict[str, Any]:
    results = [arms[arm] for arms in asked]
    right = sum(result.right for result in results)
    return {
        "domain": domain,
        "arm": arm,
        "n": len(results),
        "accuracy": right / len(results),
        "accuracy_interval": wilson(right, len(results)),
        "tokens": sum(result.tokens for result in results) / len(results),
        "restarts": sum(result.restarts for result in results),
        "against": against,
        **asdict(paired([result.right for result in results], [arms[against].right for arms in asked])),
    }


def line_of(row: Mapping[str, Any]) -> str:
    """A row of the table as text."""
    compared = "+{gained} -{lost} p={p:.3f}  {difference:+.1%} ({low:+.1%} to {high:+.1%})".format(**row)
    if row["against"] != "off":
        return f"{row['domain']:12}{row['arm']} against {row['against']}: {compared}"
    low, high = row["accuracy_interval"]
    start = "{domain:12}{arm:16}{n:5} {accuracy:6.1%}".format(**row)
    start += f" ({low:.1%}-{high:.1%})  {row['tokens']:7.1f} tokens  {row['restarts']:4} restarts"
    return start if row["arm"] == "off" else f"{start}  {compared}"


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--table", "only_table", is_flag=True, help="Ask nothing: the table of FILES that --out wrote.")
@click.option("--sets", default="all", show_default=True, help='Such as "arithmetic.long,logic".')
@click.option("--limit", type=int, default=50, show_default=True, help="Questions of each set.")
@click.option("--temperature", default=0.7, show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@click.option("--device", default="cpu", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Append every result here.")
@click.option("--json", "as_json", is_flag=True)
def main(
    files: tuple[Path, ...],
    only_table: bool,
    sets: str,
    limit: int,
    temperature: float,
    seed: int,
    workers: int,
    device: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """Measure accuracy and tokens with checking and without."""
    if only_table != bool(files):
        raise click.UsageError("--table wants FILES, and only --table does")
    if only_table:
        asked = read(files)
    else:
        try:
            tasks = tasks_of(sets, limit, seed, temperature)
        except UsageError as error:
            raise click.UsageError(str(error)) from error
        asked = run(tasks, workers, device, out)
    for row in table(asked):
        click.echo(json.dumps(row) if as_json else line_of(row))


def run(tasks: Sequence[Task], workers: int, device: str, out: Path | None) -> list[Asked]:
    """The results of the tasks in their order: those that are in `out` already, and the rest asked now."""
    results = {one.key: one for one in read([out] if out and out.exists() else [])}
    missing = [task for task in tasks if task.key not in results]
    began = time.monotonic()
    for number, one in enumerate(ask(missing, workers, device), 1):
        results[one.key] = one
        if out:
            with out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(one)) + "\n")
        left = (time.monotonic() - began) / number * (len(missing) - number)
        click.echo(f"{number} of {len(missing)}, {left / 60:.0f} min left", err=True)
    return [results[task.key] for task in tasks]


if __name__ == "__main__":
    sys.exit(main())
