"""What the head's and the cache's precision cost: `python benchmarks/perplexity.py --workers 2`.

The bundled micro backbone on a CPU, each domain with its own adapter, reads the worked chains of held-out
problems (the first of the bundled "numbers" sets, their chains drawn with them). A loss falls on every
token of the completion. Documents go side by side through `Model.forward`, one token each at a time from
the first of the prompt on: so every key and value is written to the cache in its precision, and read back
from it by all later tokens. Weights are float32 of the NF4 numbers, and what is called "bf16" keeps the
float32 that the model computes in on a CPU.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from operator import eq
from pathlib import Path
from random import Random
from typing import Any

import click
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs where the package is not installed

from adapters.registry import installed
from runtime import backbone as backbones
from runtime import chat
from runtime.cache import CACHE_PRECISIONS, CachePrecision, new_cache
from runtime.model import Model
from runtime.tables import PRECISIONS, Precision
from trainers.heldout import DOMAINS, held_out

ROWS = 20  # documents side by side
RESAMPLES = 10_000
Loss = tuple[float, int]  # of a document: the sum in nats, and its tokens
Arm = tuple[Precision, CachePrecision]  # of the head, of the cache
PLAIN: Arm = ("bf16", "bf16")
ARMS: tuple[Arm, ...] = (
    *((head, "bf16") for head in PRECISIONS),
    *(("bf16", cache) for cache in CACHE_PRECISIONS if cache != "bf16"),
    ("nf4", "int4"),
)


@dataclass(frozen=True, slots=True)
class Document:
    """Token ids of a question and its worked answer; the completion begins at `start`."""

    ids: tuple[int, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Score:
    """The summed loss of a document's completion in nats, and the likeliest token at each of its places."""

    loss: float
    picks: tuple[int, ...]


def documents(tokenizer: Any, domain: str, count: int) -> list[Document]:
    """The first `count` held-out problems of the domain, worked out."""
    found = []
    for item in held_out(domain, "numbers", count):
        prompt = chat.prompt_ids(tokenizer, item.question)
        text = chat.completion_text("\n".join(item.steps), f"\\boxed{{{item.answer}}}").rstrip()
        completion = tokenizer.encode(text, add_special_tokens=False)
        found.append(Document((*prompt, *completion), len(prompt)))
    return found


@lru_cache(1)
def load(head: Precision, cache: CachePrecision) -> Model:
    """The micro backbone with every installed adapter made for it; kept for the next call."""
    checkpoint = backbones.read(None)
    print_ = backbones.fingerprint(checkpoint)
    packs = [pack for pack in installed() if pack.backbone == print_]
    return Model(checkpoint, packs, torch.float32, "cpu", head=head, cache=cache)


@torch.inference_mode()
def scores(model: Model, docs: Sequence[Document], slot: int) -> list[Score]:
    """The score of each document, read token by token through the cache with the adapter in `slot`."""
    length = max(len(doc.ids) for doc in docs) - 1
    cache = new_cache(model.shape, len(docs), length, model.dtype, model.device, model.cache)
    # A row that is over reads zeros: what it sees or writes is no other row's.
    ids = torch.tensor([doc.ids + (0,) * (length + 1 - len(doc.ids)) for doc in docs])
    slots = torch.tensor([slot])
    losses, picks = torch.zeros(2, len(docs), length, dtype=torch.float64)
    for place in range(length):
        positions = torch.full((len(docs), 1), place)
        logits = model.forward(ids[:, place, None], positions, slots, cache, place + 1)
        chances = logits.double().log_softmax(dim=-1)
        losses[:, place] = -chances.gather(1, ids[:, place + 1, None])[:, 0]
        picks[:, place] = logits.argmax(dim=-1)
    found = []
    for row, doc in enumerate(docs):
        told = slice(doc.start - 1, len(doc.ids) - 1)  # the places whose next token is of the completion
        found.append(Score(float(losses[row, told].sum()), tuple(picks[row, told].int().tolist())))
    return found


def _work(arm: Arm, domain: str, docs: Sequence[Document]) -> list[Score]:
    torch.set_num_threads(1)
    model = load(*arm)
    return scores(model, docs, model.slots.slot(domain))


def measure(
    arms: Sequence[Arm], limit: int, workers: int, say: Callable[[str], None]
) -> dict[Arm, list[Score]]:
    """The scores of `limit` documents a domain in every arm, in the same order; `say` hears how far."""
    tokenizer = backbones.load_tokenizer(backbones.MICRO)
    texts = []  # of like lengths together: no row waits long for another
    for domain in DOMAINS:
        docs = sorted(documents(tokenizer, domain, limit), key=lambda doc: len(doc.ids))
        texts += [(domain, docs[i : i + ROWS]) for i in range(0, len(docs), ROWS)]
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        futures = {arm: [pool.submit(_work, arm, *text) for text in texts] for arm in arms}
        parts = [future for group in futures.values() for future in group]
        began = time.monotonic()
        for number, _ in enumerate(as_completed(parts), 1):
            left = (time.monotonic() - began) / number * (len(parts) - number)
            say(f"{number} of {len(parts)}, {left / 60:.1f} min left")
        return {arm: [s for future in group for s in future.result()] for arm, group in futures.items()}


def perplexity(losses: Sequence[Loss]) -> float:
    """Of all tokens together."""
    return exp(sum(loss for loss, _ in losses) / sum(tokens for _, tokens in losses))


def change(found: Sequence[Loss], plain: Sequence[Loss], seed: int = 0) -> tuple[float, float, float]:
    """The change of the perplexity against `plain` on the same documents, a share, and where it may lie.

    The latter two bound the 95 % interval of a bootstrap over documents.
    """
    gaps = [(a - b, tokens) for (a, tokens), (b, _) in zip(found, plain, strict=True)]
    rng = Random(seed)
    drawn = sorted(perplexity(rng.choices(gaps, k=len(gaps))) - 1 for _ in range(RESAMPLES))
    return perplexity(gaps) - 1, drawn[int(0.025 * RESAMPLES)], drawn[int(0.975 * RESAMPLES)]


def row(arm: Arm, found: Sequence[Score], plain: Sequence[Score]) -> dict[str, Any]:
    """A line of the table. agreement: the share of places with the same likeliest token as in `plain`."""
    losses, plain_losses = ([(s.loss, len(s.picks)) for s in group] for group in (found, plain))
    picks, plain_picks = ([pick for s in group for pick in s.picks] for group in (found, plain))
    middle, low, high = change(losses, plain_losses)
    return {
        "head": arm[0],
        "cache": arm[1],
        "documents": len(found),
        "tokens": len(picks),
        "perplexity": perplexity(losses),
        "change": middle,
        "low": low,
        "high": high,
        "agreement": sum(map(eq, picks, plain_picks)) / len(picks),
    }


def line_of(line: Mapping[str, Any]) -> str:
    """A line of the table as text."""
    start = "{head:6}{cache:6}{tokens:8,}  {perplexity:.5f}".format(**line)
    if (line["head"], line["cache"]) == PLAIN:
        return start
    return start + "  {change:+8.3%} ({low:+.3%} to {high:+.3%})  {agreement:8.3%}".format(**line)


def _arm(text: str) -> Arm:
    found = {"+".join(pair): pair for pair in ((h, c) for h in PRECISIONS for c in CACHE_PRECISIONS)}
    if text not in found:
        raise click.UsageError(f"no arm {text!r}: give some of {', '.join(found)}")
    return found[text]


@click.command()
@click.option("--only", multiple=True, help='Head and cache, such as "nf4+int4"; may be repeated.')
@click.option("--limit", type=click.IntRange(1), default=60, show_default=True, help="Documents a domain.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@click.option("--json", "as_json", is_flag=True)
def main(only: tuple[str, ...], limit: int, workers: int, as_json: bool) -> None:
    """Measure the perplexity of each precision of head and cache against "bf16" of both."""
    chosen = list(dict.fromkeys((PLAIN, *map(_arm, only)))) if only else ARMS
    found = measure(chosen, limit, workers, lambda text: click.echo(text, err=True))
    if not as_json:
        click.echo("head  cache   tokens  perplexity  change (95 % interval)  same top token")
    for arm in chosen:
        line = row(arm, found[arm], found[PLAIN])
        click.echo(json.dumps(line) if as_json else line_of(line))


if __name__ == "__main__":
    sys.exit(main())
