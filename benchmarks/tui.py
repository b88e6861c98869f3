"""What the screen costs: `python benchmarks/tui.py`. The real program in a pseudo-terminal, micro backbone.

First paint: from starting the process to the question box. Echo: from a key press to its character on the
terminal while tokens stream. Cost: tokens a second of the same questions with the screen and without it, in
turns. Search: over a store of many turns. `--check` exits 1 where a bar is missed.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import click
import pexpect

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs where the package is not installed

PROGRAM = [sys.executable, "-c", "import sys; from tui.cli import main; sys.exit(main(sys.argv[1:]))"]
BOX = "sk a question. Enter sends"  # what the empty question box says; the cursor stands on its first letter
READY = "cpu"  # in the header, once the backbone is there
SIZE = (40, 120)
KEYS = "¡¢£¤¥¦§¨©ª«¬®¯°±´µ¶¸¹º»¼½¾¿ÆÐØÞßæðøþ"  # that no model of ours writes
BARS = {"first paint, s": 0.6, "echo, ms": 50.0, "cost, %": 10.0, "search, ms": 100.0}

# In a process of its own, as the screen's: it prints each answer's tokens and its tokens a second.
BARE = """
import json, sys
from runtime import Runtime
from runtime.events import Finished
runtime = Runtime.load()
for question in json.load(sys.stdin):
    for event in runtime.solve(question):
        match event:
            case Finished():
                print(event.tokens, event.tok_s)
"""


def start(home: Path, *argv: str) -> pexpect.spawn:
    """The program on a terminal of its own."""
    env = {**os.environ, "TERM": "xterm-256color", "MOELITE_HOME": str(home)}
    child = pexpect.spawn(
        PROGRAM[0], [*PROGRAM[1:], *argv], dimensions=SIZE, env=env, encoding="utf-8", timeout=120
    )
    child.delaybeforesend = None  # else each key waits for 50 ms here
    return child


def leave(child: pexpect.spawn) -> None:
    """Quit as a person does."""
    child.send("\x04")
    child.expect(pexpect.EOF)
    child.close()
    if child.exitstatus != 0:
        raise RuntimeError(f"the screen ended with {child.exitstatus}")


def first_paint_s(home: Path) -> float:
    """Seconds from starting the process to the question box."""
    began = time.perf_counter()
    child = start(home)
    child.expect(BOX)
    painted = time.perf_counter() - began
    leave(child)
    return painted


def questions(count: int, seed: int) -> list[str]:
    """Long sums and products: some hundred tokens an answer."""
    random = Random(seed)
    return [
        f"What is {random.randint(1000, 9999)} * {random.randint(10, 99)} + {random.randint(1000, 9999)}?"
        for _ in range(count)
    ]


def bare(asked: Sequence[str]) -> float:
    """Tokens a second without a screen."""
    command = [sys.executable, "-c", BARE]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    return _rate([(int(tokens), float(rate)) for tokens, rate in map(str.split, done.stdout.splitlines())])


def _rate(answers: Sequence[tuple[int, float]]) -> float:
    """Tokens a second over all answers."""
    return sum(tokens for tokens, _ in answers) / sum(tokens / rate for tokens, rate in answers)


def on_screen(home: Path, asked: Sequence[str]) -> float:
    """Tokens a second with the screen; each question is asked when the one before is answered."""
    child = start(home)
    child.expect(BOX)
    child.expect(READY)
    for count, question in enumerate(asked, 1):
        child.send(question + "\r")
        while _ended(home) < count:
            _drain(child, 0.2)
    leave(child)
    return _rate(_answers(home))


def echoes_ms(home: Path, presses: int) -> list[float]:
    """Milliseconds of so many key presses, a few within each answer; those that came after its end do not
    count."""
    child = start(home)
    child.expect(BOX)
    child.expect(READY)
    random, taken, asked = Random(5), [], 0
    while len(taken) < presses:
        a, b, c, d = (random.randint(1000, 9999) for _ in range(4))
        child.send(f"/arithmetic What is {a} * {b % 900 + 100} + {c} * {d % 900 + 100} - {b}?\r")
        child.expect("thinking")
        echoes = [_echo_ms(child, key) for key in random.sample(KEYS, 4)]
        if _ended(home) == asked:
            taken += echoes
        asked += 1
        while _ended(home) < asked:
            _drain(child, 0.1)
        child.send("\x7f" * 4)
        _drain(child, 0.3)
    leave(child)
    return taken[:presses]


def _ended(home: Path) -> int:
    """How many answers of the latest session are over; cheap, as it is asked while another streams."""
    from tui.store import Store

    with closing(Store.open(home / "sessions.db")) as store:
        sessions = store.sessions(limit=1)
        return sum(turn.error is not None for turn in store.glance(sessions[0].id)) if sessions else 0


def _answers(home: Path) -> list[tuple[int, float]]:
    """Tokens and tokens a second of every answer of the latest session."""
    from runtime.events import Finished
    from tui.store import Store

    with closing(Store.open(home / "sessions.db")) as store:
        turns = store.turns(store.sessions(limit=1)[0].id)
    ends = [turn.events[-1].event for turn in turns]
    return [(end.tokens, end.tok_s) for end in ends if isinstance(end, Finished)]


def _echo_ms(child: pexpect.spawn, key: str) -> float:
    """Milliseconds from a key press to its character."""
    _drain(child, 0.05)
    began = time.perf_counter()
    child.send(key)
    child.expect_exact(key)
    return 1000 * (time.perf_counter() - began)


def _drain(child: pexpect.spawn, seconds: float) -> str:
    """What the program paints in that time; it must never wait for this side."""
    until, seen = time.perf_counter() + seconds, ""
    while (left := until - time.perf_counter()) > 0:
        try:
            seen += child.read_nonblocking(65536, timeout=left)
        except pexpect.TIMEOUT:
            break
    return seen


def searches_ms(file: Path, turns: int) -> list[float]:
    """Milliseconds of searches, common and rare words, in a store of so many turns."""
    from runtime.events import Answer, Finished, Step, Verdict
    from tui.desk import Timed
    from tui.store import Store

    random = Random(1)
    words = [f"{a}{b}" for a in ("sum", "cat", "root", "side", "apple") for b in range(200)]
    with closing(Store.open(file)) as store:
        for index in range(turns):
            if index % 20 == 0:
                session = store.begin_session("micro")
            question = f"Question {index}: {' '.join(random.choices(words, k=12))}?"
            turn = store.begin_turn(session, question, None)
            steps = [
                Step(i + 1, f"{' '.join(random.choices(words, k=6))} = {i}", Verdict("holds"))
                for i in range(5)
            ]
            end = Finished("stop", 20, 60, 0, 0.05, 0.3, 300.0)
            events = [*steps, Answer(str(index), rf"\boxed{{{index}}}"), end]
            store.append(turn, [Timed(i / 10, event) for i, event in enumerate(events)])
            store.end_turn(turn, "")
        taken = []
        for text in ("question", "apple19", "sum1 cat1", f"Question {turns // 2}", "nothing", '"', "s"):
            for _ in range(3):
                began = time.perf_counter()
                store.search(text)
                taken.append(1000 * (time.perf_counter() - began))
    return taken


@click.command()
@click.option("--starts", default=7, show_default=True)
@click.option("--asked", default=20, show_default=True, help="Questions of a round.")
@click.option("--rounds", default=3, show_default=True, help="With and without the screen, in turns.")
@click.option("--presses", default=100, show_default=True)
@click.option("--turns", default=10_000, show_default=True, help="In the store that is searched.")
@click.option("--check", is_flag=True, help="Exit with 1 where a bar is missed.")
@click.option("--json", "as_json", is_flag=True)
def main(starts: int, asked: int, rounds: int, presses: int, turns: int, check: bool, as_json: bool) -> None:
    """Measure first paint, echo, the cost of the screen and searches."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        first_paint_s(home)  # the files are in memory from here on
        paints = [first_paint_s(home) for _ in range(starts)]
        costs = []
        for seed in range(rounds):
            texts = questions(asked, seed)
            alone = bare(texts)
            shown = on_screen(home / str(seed), texts)
            click.echo(f"{alone:.0f} tok/s without the screen, {shown:.0f} with it", err=True)
            costs.append(100 * (1 - shown / alone))
        echoes = echoes_ms(home, presses)
        found = searches_ms(home / "many.db", turns)
    figures = {
        "first paint, s": statistics.median(paints),
        "echo, ms": statistics.quantiles(echoes, n=20)[-1],
        "cost, %": statistics.median(costs),
        "search, ms": max(found),
    }
    spread = {"first paint, s": paints, "echo, ms": echoes, "cost, %": costs, "search, ms": found}
    if as_json:
        click.echo(json.dumps({"figures": figures, "bars": BARS, "all": spread}))
    else:
        kinds = ("median", "95th percentile", "median", "slowest")
        click.echo(f"{'':16}{'':18}{'figure':>9}{'bar':>8}{'min':>9}{'max':>9}")
        for (name, value), kind in zip(figures.items(), kinds, strict=True):
            row = f"{value:9.2f}{BARS[name]:8.1f}{min(spread[name]):9.2f}{max(spread[name]):9.2f}"
            click.echo(f"{name:16}{kind:18}{row}")
    if check and any(value > BARS[name] for name, value in figures.items()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
