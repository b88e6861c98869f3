"""How well the router routes: `python -m router.evaluate [--dev FILE] [--json]`.

Accuracy is of the likeliest class. The file given by --dev is only ever measured on: its folds train
throw-away heads, never the stored one.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from router.bank import Bank, coarse, inputs, learn
from router.classifier import FOLDS, Head, dealt, fit
from router.route import NONE
from router.router import HERE, Router

TYPED = HERE / "typed.jsonl"
BINS = 15
BAR = {"cv": 0.97, "typed": 0.95, "ece": 0.03, "auroc": 0.97, "ms": 15.0}


@dataclass(frozen=True)
class Score:
    """One set under one head."""

    name: str
    n: int
    accuracy: float
    macro: float
    ece: float
    auroc_none: float


def main(argv: list[str] | None = None) -> int:
    """Exit code 0 where every bar that was measured is met, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m router.evaluate", description=__doc__)
    parser.add_argument(
        "--dev", type=Path, help='labelled questions, {"text", "domain"} a line, cross-validated'
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args(argv)
    router = Router.load()
    bank, head = router.bank, router.head
    shown = [i for i, text in enumerate(bank.texts) if text is not None]
    own = bank.rows(shown)
    own_head = fit(own.x, own.domains)

    typed, typed_y = read(TYPED)
    x = embed(router, typed)
    scores = [
        score("typed, exemplars only", own_head, x, typed_y),
        score("typed, shipped head", head, x, typed_y),
    ]
    bars = {"typed": scores[-1].accuracy >= BAR["typed"], "typed ece": scores[-1].ece <= BAR["ece"]}
    bars["typed auroc"] = scores[-1].auroc_none >= BAR["auroc"]
    texts = typed
    if options.dev:
        texts, y = read(options.dev)
        x = embed(router, texts)
        scores.append(score("dev, exemplars only", own_head, x, y))
        scores.append(score("dev, shipped head", head, x, y))
        scores.append(cross_validated(bank, x, y))
        bars |= {"dev cv": scores[-1].accuracy >= BAR["cv"], "dev ece": scores[-1].ece <= BAR["ece"]}
        bars["dev auroc"] = scores[-1].auroc_none >= BAR["auroc"]
    least, middle = timing(router, texts[:: max(1, len(texts) // 100)])
    bars["ms"] = middle <= BAR["ms"]
    if options.json:
        facts = {"scores": [asdict(s) for s in scores], "ms": {"min": least, "median": middle}, "bars": bars}
        print(json.dumps(facts))
    else:
        print(f"{'':28}{'n':>5}{'accuracy':>10}{'macro':>8}{'ECE':>8}{'AUROC none':>12}")
        for s in scores:
            print(f"{s.name:28}{s.n:5}{s.accuracy:10.4f}{s.macro:8.4f}{s.ece:8.4f}{s.auroc_none:12.4f}")
        print(f"{least:.1f} ms least, {middle:.1f} ms median a question")
        missed = [name for name, met in bars.items() if not met]
        print("every bar met" if not missed else f"below the bar: {', '.join(missed)}", file=sys.stderr)
    return 0 if all(bars.values()) else 1


def read(path: Path) -> tuple[list[str], list[str]]:
    """Texts and domains of a labelled file; "other" reads as "none"."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    names = [NONE if row["domain"] == "other" else row["domain"] for row in rows]
    return [row["text"] for row in rows], names


def embed(router: Router, texts: Sequence[str]) -> np.ndarray:
    """What the head reads for those texts."""
    return inputs(texts, coarse(router.encoder.embed(texts)))


def score(name: str, head: Head, x: np.ndarray, y: Sequence[str]) -> Score:
    """The score of a head on vectors with known classes."""
    return measure(name, head.labels, head.probabilities(x), y)


def cross_validated(bank: Bank, x: np.ndarray, y: list[str]) -> Score:
    """Each fold under a head that was fitted on the bank and the other folds."""
    fold = dealt(np.array(y))
    out, labels = np.zeros((len(y), 0)), tuple[str, ...]()
    for held in range(FOLDS):
        rest = np.flatnonzero(fold != held)
        head = learn(bank.plus(Bank((None,) * len(rest), tuple(y[i] for i in rest), x[rest])), "")
        if not labels:
            out, labels = np.zeros((len(y), len(head.labels))), head.labels
        out[fold == held] = head.probabilities(x[fold == held])
    return measure("dev, cross-validated", labels, out, y)


def measure(name: str, labels: tuple[str, ...], p: np.ndarray, y: Sequence[str]) -> Score:
    """Accuracy, macro accuracy over classes, calibration error and how well "none" is told apart."""
    truth = np.array(y)
    right = np.array(labels)[p.argmax(axis=1)] == truth
    macro = float(np.mean([right[truth == label].mean() for label in sorted(set(y))]))
    none = p[:, labels.index(NONE)]
    area = auroc(none, truth == NONE)
    return Score(name, len(y), float(right.mean()), macro, ece(p.max(axis=1), right), area)


def ece(confidence: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error over equal-width bins of the top probability."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [
        abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
        for b in np.unique(bins)
    ]
    return float(np.sum(gaps))


def auroc(scores: np.ndarray, positive: np.ndarray) -> float:
    """The chance that a positive scores above a negative, ties counting half."""
    high, low = scores[positive][:, None], scores[~positive][None, :]
    return float(((high > low) + 0.5 * (high == low)).mean())


def timing(router: Router, texts: Sequence[str]) -> tuple[float, float]:
    """Least and median milliseconds of a route, over texts one at a time."""
    router.route(texts[0])
    took = []
    for text in texts:
        start = time.perf_counter()
        router.route(text)
        took.append(1000 * (time.perf_counter() - start))
    return min(took), float(np.median(took))


if __name__ == "__main__":
    raise SystemExit(main())
