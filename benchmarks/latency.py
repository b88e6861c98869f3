"""How long a person waits: `python benchmarks/latency.py`. Prints a table; --json writes one object.

Cold: from starting the process `moelite ask` to its first token. Warm: from a question to its first token in
a loaded runtime, routing included. Medians over the bundled held-out questions named below.
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import click

from runtime import Runtime
from runtime.events import Finished, Token
from trainers.sets import bundled, read_set

QUESTION = "Expand (x+2)(x-7)."


def cold_s(question: str) -> float:
    """Seconds from starting a fresh process to its first token."""
    command = [str(Path(sys.executable).with_name("moelite")), "ask", "--json", question]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line)["event"] == "Token":
                first = time.perf_counter() - began
                process.communicate()
                return first
    raise RuntimeError("no token came")


def warm(runtime: Runtime, questions: list[str]) -> tuple[list[float], list[float]]:
    """Seconds to the first token, and tokens a second, of each question that is answered."""
    first, rate = [], []
    for question in questions:
        began, seen = time.perf_counter(), None
        for event in runtime.solve(question):
            match event:
                case Token() if seen is None:
                    seen = time.perf_counter() - began
                case Finished() if seen is not None:
                    first.append(seen)
                    rate.append(event.tok_s)
                case _:
                    pass
    return first, rate


@click.command()
@click.option("--runs", default=5, show_default=True, help="Cold starts.")
@click.option("--questions", default=10, show_default=True, help="Warm questions of each set.")
@click.option("--json", "as_json", is_flag=True)
def main(runs: int, questions: int, as_json: bool) -> None:
    """Measure cold and warm times to the first token, routing time and speed."""
    cold = [cold_s(QUESTION) for _ in range(runs)]
    runtime = Runtime.load()
    texts = [q.text for name in bundled() for q in read_set(name, questions).questions]
    routing = [runtime.route(text).ms for text in texts]
    first, rate = warm(runtime, texts)
    row = {
        "cold first token, s": (min(cold), statistics.median(cold), max(cold)),
        "warm first token, s": (min(first), statistics.median(first), max(first)),
        "routing, ms": (min(routing), statistics.median(routing), max(routing)),
        "tokens a second": (min(rate), statistics.median(rate), max(rate)),
    }
    if as_json:
        click.echo(json.dumps(row))
        return
    click.echo(f"{'':24}{'min':>9}{'median':>9}{'max':>9}")
    for name, values in row.items():
        click.echo(f"{name:24}" + "".join(f"{value:9.2f}" for value in values))


if __name__ == "__main__":
    main()
