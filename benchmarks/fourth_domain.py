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
from dataclasses import asdict, dataclass, replace
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
HELD_OUT = 400
THREE = ("domain arithmetic", "domain symbolic", "domain logic")
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


@dataclass(frozen=True)
class Asked:
    """A question, its domain, and the set that it is from."""

    text: str
    domain: str
    group: str


def others(limit: int) -> list[Asked]:
    """Questions of the other domains: typed by people, and the first `limit` of each bundled set."""
    typed = [Asked(text, domain, "typed") for text, domain in zip(*read_typed(TYPED), strict=True)]
    return typed + [
        Asked(q.text, q.domain, name) for name in bundled() for q in read_set(name, limit).questions
    ]


def routed(router: Router, questions: Sequence[Asked]) -> dict[str, Share]:
    """How many questions go where they belong: of each set, of each domain, and of all."""
    right = [(router.route(asked.text).domain or "none") == asked.domain for asked in questions]
    found: dict[str, list[bool]] = {}
    for asked, is_right in zip(questions, right, strict=True):
        for name in (asked.group, f"domain {asked.domain}", "all"):
            found.setdefault(name, []).append(is_right)
    return {name: Share(name, sum(rights), len(rights)) for name, rights in sorted(found.items())}


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
        questions = others(asked.limit)
        without = routed(Router.load(installed()), questions)
        done = trained(Path(folder), learned, asked.options)
        runtime = Runtime.load()
        answers = [
            answered(runtime, "held-out questions right, bare backbone", "none", held),
            answered(runtime, f"held-out questions right, {DOMAIN}", DOMAIN, held),
        ]
        own = routed(runtime.router, [Asked(row["question"], DOMAIN, DOMAIN) for row in held])["all"]
        with_it = routed(runtime.router, questions)
        runtime.close()
    print(f"{done['steps']} steps, {done['tokens']:,} tokens")
    print(
        f"{done['clock_s'] / 60:.1f} min by the clock, {done['processor_s'] / 60:.1f} min of processor time"
    )
    for share in (*answers, replace(own, name=f"held-out questions routed to {DOMAIN}")):
        print(share)
    print("routed right without the new domain and with it:")
    for name, share in without.items():
        print(f"  {name:<24}{share.share:8.2%} -> {with_it[name].share:8.2%}  (n {share.n:,})")
    lost = max(without[name].share - with_it[name].share for name in without if name in THREE)
    bars = {
        f"in under {MINUTES:g} minutes": done["clock_s"] < 60 * MINUTES,
        "better than before": answers[1].right > answers[0].right,
        f"at least {ROUTED:.0%} routed": own.share >= ROUTED,
        f"at most {LOST:.0%} lost of any of the three": lost <= LOST,
    }
    missed = [bar for bar, met in bars.items() if not met]
    print(f"missed: {', '.join(missed)}" if missed else "every bar met")
    if asked.json:
        shares = {"answers": answers, "own": [own], "without": without.values(), "with": with_it.values()}
        figures = {name: [asdict(share) for share in part] for name, part in shares.items()}
        asked.json.write_text(json.dumps({"done": done, **figures, "bars": bars}, indent=2) + "\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
