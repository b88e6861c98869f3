"""A fourth domain by the documented commands, on a CPU: what it learns, and what routing costs the others.

    python benchmarks/fourth_domain.py

Calendar questions (examples/dates.py) are split by their problems; `moelite train` sees one part, the other
is answered before and after and routed. The other three domains' questions are routed with and without it.
Everything lies in a temporary folder. Exit code 1 where a bar is missed.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from adapters.registry import HOME_VARIABLE, installed
from router import Router
from router.evaluate import TYPED
from router.evaluate import read as read_typed
from runtime import Runtime
from runtime.chat import extract_answer
from trainers.grading import equal
from trainers.sets import bundled, read_set
from trainers.statistics import wilson

ROOT = Path(__file__).resolve().parents[1]
DOMAIN = "dates"
HELD_OUT = 300
MINUTES, ROUTED, LOST = 10.0, 0.95, 0.01  # the bars


@dataclass(frozen=True)
class Share:
    """How many of `n`, with Wilson's 95 % interval."""

    name: str
    right: int
    n: int

    @property
    def share(self) -> float:
        return self.right / self.n

    def __str__(self) -> str:
        low, high = wilson(self.right, self.n)
        return f"{self.name:<44}{self.share:8.1%}  ({low:.1%} to {high:.1%}, n {self.n:,})"


def split(rows: Sequence[dict[str, str]]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Rows to learn from, and the last ones whose problem, in whatever words, is not among those."""
    learned, rest = list(rows[:-HELD_OUT]), rows[-HELD_OUT:]
    known = {(row["reasoning"], row["answer"]) for row in learned}
    return learned, [row for row in rest if (row["reasoning"], row["answer"]) not in known]


def labelled(limit: int) -> dict[str, list[tuple[str, str]]]:
    """(question, domain) of the other domains, by set: typed by people, and the first of each bundled set."""
    texts, domains = read_typed(TYPED)
    found = {"typed": list(zip(texts, domains, strict=True))}
    for name in bundled():
        found[name] = [(q.text, q.domain) for q in read_set(name, limit).questions]
    return found


def routed(router: Router, name: str, questions: Sequence[tuple[str, str]]) -> Share:
    """How many questions go where they belong."""
    right = sum((router.route(text).domain or "none") == domain for text, domain in questions)
    return Share(name, right, len(questions))


def answered(runtime: Runtime, name: str, adapter: str, rows: Sequence[dict[str, str]]) -> Share:
    """How many questions the adapter, or "none", answers right."""
    texts = runtime.complete([(row["question"], adapter) for row in rows], max_new_tokens=256)
    right = sum(
        equal(row["answer"], extract_answer(text)) for row, (text, _) in zip(rows, texts, strict=True)
    )
    return Share(name, right, len(rows))


def trained(home: Path, learned: Sequence[dict[str, str]], options: Sequence[str]) -> dict[str, Any]:
    """What `moelite train` told last, and the seconds of the clock and of the processor that it took."""
    data = home / "dates.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in learned))
    config = ["--config", str(ROOT / "examples" / "dates.toml")]
    command = [
        sys.executable,
        "-m",
        "tui.cli",
        "train",
        DOMAIN,
        "--data",
        str(data),
        *config,
        *options,
        "--json",
    ]
    print(" ".join(["moelite", *command[3:]]), file=sys.stderr)
    used, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        event: dict[str, Any] = {}
        for line in process.stdout:
            event = json.loads(line)
            if event["event"] in ("Measured", "Stepped"):
                print(f"\r{line.strip()[:100]}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    if process.returncode or event.get("event") != "Done":
        sys.exit(f"moelite train ended with {process.returncode}")
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = spent.ru_utime + spent.ru_stime - used.ru_utime - used.ru_stime
    return event | {"clock_s": time.monotonic() - began, "processor_s": processor}


def main() -> int:
    """Exit code 0 where every bar is met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--limit", type=int, default=200, help="questions of each bundled set")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("options", nargs="*", help="more options of moelite train, after --")
    asked = parser.parse_args()
    example = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "dates.py")], check=True, capture_output=True, text=True
    )
    learned, held = split([json.loads(line) for line in example.stdout.splitlines()])
    with tempfile.TemporaryDirectory(prefix="moelite-") as folder:
        os.environ[HOME_VARIABLE] = folder
        before = Router.load(installed())
        others = labelled(asked.limit)
        without = [routed(before, name, rows) for name, rows in others.items()]
        done = trained(Path(folder), learned, asked.options)
        runtime = Runtime.load()
        answers = [
            answered(runtime, "held-out questions right, bare backbone", "none", held),
            answered(runtime, f"held-out questions right, {DOMAIN}", DOMAIN, held),
        ]
        own = routed(
            runtime.router, f"held-out questions routed to {DOMAIN}", [(r["question"], DOMAIN) for r in held]
        )
        with_it = [routed(runtime.router, name, rows) for name, rows in others.items()]
        runtime.close()
    every = [
        Share("all others", sum(s.right for s in part), sum(s.n for s in part)) for part in (without, with_it)
    ]
    lost = max(a.share - b.share for a, b in zip([*without, every[0]], [*with_it, every[1]], strict=True))
    print(f"{done['steps']} steps, {done['tokens']:,} tokens")
    print(
        f"{done['clock_s'] / 60:.1f} min by the clock, {done['processor_s'] / 60:.1f} min of processor time"
    )
    for share in (*answers, own):
        print(share)
    for a, b in zip([*without, every[0]], [*with_it, every[1]], strict=True):
        print(f"routed right without and with, {a.name:<24} {a.share:.2%} -> {b.share:.2%} (n {a.n:,})")
    bars = {
        f"in under {MINUTES:g} minutes": done["clock_s"] < 60 * MINUTES,
        "better than before": answers[1].right > answers[0].right,
        f"at least {ROUTED:.0%} routed": own.share >= ROUTED,
        f"at most {LOST:.0%} lost in any set": lost <= LOST,
    }
    print(
        "every bar met"
        if all(bars.values())
        else f"missed: {', '.join(b for b, met in bars.items() if not met)}"
    )
    if asked.json:
        shares = {"answers": answers, "own": [own], "without": without, "with": with_it}
        figures = {name: [asdict(share) for share in part] for name, part in shares.items()}
        asked.json.write_text(json.dumps({"done": done, **figures, "bars": bars}, indent=2) + "\n")
    return 0 if all(bars.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
