"""What checking gains: `python benchmarks/restarts.py`. The same questions and seeds with it and without.

Every question of the bundled held-out sets is asked at temperature 0.7 with its own adapter: without
checking, with either policy, and by whole answers drawn anew until they have taken at least as many tokens
as `resample` did (so never fewer): the commonest of them, and the first that the checker verifies.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import click

from runtime import Runtime, Sampling
from runtime.checking import OFF, Checking
from runtime.events import Answer, Finished
from trainers.sets import Question, bundled, read_set
from trainers.statistics import mcnemar, wilson

DOMAINS = ("arithmetic", "symbolic", "logic")
ARMS = ("off", "resample", "hint", "commonest", "first verified")


@dataclass(frozen=True, slots=True)
class Result:
    """One answer: as graded, whether it is right, the tokens decoded for it, and how often it restarted."""

    text: str
    right: bool
    tokens: int
    restarts: int = 0


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
    return Result(text, question.graded(text), tokens, restarts)


def arms_of(runtime: Runtime, question: Question, seed: int, temperature: float) -> dict[str, Result]:
    """The answer of every arm."""
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
    return found


def row_of(domain: str, arm: str, results: Sequence[Result], off: Sequence[Result]) -> dict[str, object]:
    """One line of the table. `p` is McNemar's exact p against no checking."""
    right = sum(result.right for result in results)
    low, high = wilson(right, len(results))
    pairs = [(a.right, b.right) for a, b in zip(results, off, strict=True)]
    gained, lost = pairs.count((True, False)), pairs.count((False, True))
    return {
        "domain": domain,
        "arm": arm,
        "n": len(results),
        "accuracy": right / len(results),
        "low": low,
        "high": high,
        "gained": gained,
        "lost": lost,
        "p": mcnemar(gained, lost),
        "tokens": sum(result.tokens for result in results) / len(results),
        "restarts": sum(result.restarts for result in results),
    }


def table(results: dict[str, list[dict[str, Result]]]) -> list[dict[str, object]]:
    """A line for every domain and arm, and for all domains together where there are several."""
    groups = dict(results)
    if len(groups) > 1:
        groups["all"] = [question for domain in results.values() for question in domain]
    return [
        row_of(domain, arm, [q[arm] for q in questions], [q["off"] for q in questions])
        for domain, questions in groups.items()
        for arm in ARMS
        if questions
    ]


@click.command()
@click.option("--domains", default=",".join(DOMAINS), show_default=True)
@click.option("--limit", default=50, show_default=True, help="Questions of each set.")
@click.option("--temperature", default=0.7, show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def main(domains: str, limit: int, temperature: float, seed: int, as_json: bool) -> None:
    """Measure accuracy and tokens with checking and without."""
    chosen = domains.split(",")
    questions = [
        question
        for name in bundled()
        if name.split(".")[0] in chosen
        for question in read_set(name, limit).questions
    ]
    runtime = Runtime.load()
    results: dict[str, list[dict[str, Result]]] = {domain: [] for domain in chosen}
    began = time.monotonic()
    for number, question in enumerate(questions, 1):
        results[question.domain].append(arms_of(runtime, question, seed + number, temperature))
        left = (time.monotonic() - began) / number * (len(questions) - number)
        click.echo(f"{number} of {len(questions)}, {left / 60:.0f} min left", err=True)
    for row in table(results):
        if as_json:
            click.echo(json.dumps(row))
        else:
            click.echo(
                "{domain:12}{arm:16}{n:5} {accuracy:6.1%} ({low:.1%}-{high:.1%})  +{gained} -{lost} p={p:.3f}"
                "  {tokens:7.1f} tokens  {restarts} restarts".format(**row)
            )


if __name__ == "__main__":
    sys.exit(main())
