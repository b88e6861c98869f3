"""Rebuilds what the router stores: `python -m router.build [--public DATA]`.

Without --public the stored public vectors are kept, and only exemplar vectors and the head are made again.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from router.bank import Vectors, collect, inputs, learn, load_public, read_texts, save_public
from router.classifier import Head, save_head
from router.encoder import Encoder
from router.route import NONE
from router.router import HEAD, NOTHING, PUBLIC, VECTORS, bundled

Row = dict[str, Any]
A_SOURCE = 400
NUMBER_MODULES = ("arithmetic", "numbers", "comparison", "measurement", "probability")


def main(argv: list[str] | None = None) -> int:
    """Exit code 0 once everything is written."""
    parser = argparse.ArgumentParser(prog="python -m router.build", description=__doc__)
    parser.add_argument(
        "--public", type=Path, help="folder of the public sets (train and valid files are read)"
    )
    options = parser.parse_args(argv)
    encoder = Encoder.load()
    if options.public:
        rows = public_rows(options.public)
        write_public(PUBLIC, rows, encoder)
        print(f"public: {len(rows)} questions, vectors only")
    head = build(encoder)
    print(f"head: {', '.join(head.labels)}; temperature {head.temperature:.2f}")
    return 0


def build(encoder: Encoder) -> Head:
    """The shipped head, fitted on the bundled exemplars and the stored public vectors; both are written."""
    vectors = Vectors(encoder, [VECTORS])
    texts = {**bundled(), NONE: read_texts(NOTHING)}
    own = collect(texts, vectors)
    bank = own.plus(load_public(PUBLIC, encoder))
    head = learn(bank, encoder.make)
    vectors.save(VECTORS, [text for text in own.texts if text is not None])
    save_head(HEAD, head)
    return head


def write_public(path: Path, rows: list[tuple[str, str]], encoder: Encoder) -> None:
    """Nothing; vectors and surfaces of (text, domain) rows are written, never the texts."""
    texts, domains = [text for text, _ in rows], [domain for _, domain in rows]
    save_public(path, inputs(texts, encoder.embed(texts)), domains, encoder)


def public_rows(root: Path) -> list[tuple[str, str]]:
    """(question, domain) from the train and valid files under root, up to 800 a source.

    Only sets under MIT, Apache or CC-BY: what is shipped must not learn from others.
    """

    rng = random.Random(0)

    def draw(
        file: str,
        domain: str,
        text: Callable[[Row], str],
        keep: Callable[[Row], bool] = bool,
        n: int = A_SOURCE,
    ):
        with (root / file).open(encoding="utf-8") as lines:
            rows = [row for row in map(json.loads, lines) if keep(row)]
        return [(text(row), domain) for row in rng.sample(rows, min(n, len(rows)))]

    def numbers(row: Row) -> bool:
        return row["module"].split("__")[0] in NUMBER_MODULES and "composed" not in row["module"]

    def advanced(row: Row) -> bool:
        return row["type"] != "Prealgebra"  # that is sums, whatever its source

    out: list[tuple[str, str]] = []
    out += draw("gsm8k/train.jsonl", "arithmetic", _question)
    out += draw("deepmind_math/train.jsonl", "arithmetic", _question, numbers)
    out += draw("aqua/valid.jsonl", "arithmetic", _options)
    out += draw("deepmind_math/train.jsonl", "symbolic", _question, lambda row: not numbers(row))
    out += draw("math/train.jsonl", "symbolic", _problem, advanced, n=2 * A_SOURCE)
    for file in ("proofwriter/train", "logical_deduction/train"):
        out += draw(f"{file}.jsonl", "logic", _options, n=2 * A_SOURCE)
    # Roots are simplified by the rules of symbolic mathematics, whatever that set files them under.
    return [(text, "symbolic" if "sqrt(" in text else domain) for text, domain in out]


def _question(row: Row) -> str:
    return row["question"]


def _problem(row: Row) -> str:
    return row["problem"]


def _options(row: Row) -> str:
    context = row.get("context") or row.get("text") or ""
    return "\n".join(part for part in (context, row["question"], *_lettered(row["options"])) if part)


def _lettered(options: Iterable[str]) -> list[str]:
    """Options with letters, where they have none of their own."""
    return [
        option if option[1:2] == ")" else f"{letter}. {option}"
        for letter, option in zip("ABCDEFGHIJ", options, strict=False)
    ]


if __name__ == "__main__":
    raise SystemExit(main())
