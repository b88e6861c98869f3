"""Text to train on: mixes of task items, rendered as chat documents, encoded and packed in rows."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from runtime.chat import completion_text
from trainers.tasks import FAMILIES
from trainers.tasks.item import Family, Item, draw
from trainers.tasks.retry import Line, with_retries

IGNORED = -100  # label of a token that no loss falls on


@dataclass(frozen=True, slots=True)
class Mix:
    """Which documents, in what shares. `levels` are the weights of levels 1, 2 and 3."""

    domains: tuple[tuple[str, float], ...]
    levels: tuple[float, float, float]
    retry_documents: float = 0.5  # share of documents that may carry retries
    retry_steps: float = 0.2  # share of their steps that go wrong first
    direct: float = 0.03  # share of documents answered without thinking aloud


BACKBONE = Mix(
    (("general", 0.16), ("arithmetic", 0.30), ("symbolic", 0.30), ("logic", 0.24)), (0.30, 0.69, 0.01)
)


def adapter_mix(*domains: str) -> Mix:
    """The mix an adapter learns from: its domains at full difficulty, few retries, always thinking."""
    return Mix(tuple((domain, 1.0) for domain in domains), (0.08, 0.22, 0.70), 0.15, 0.15, 0.0)


@dataclass(frozen=True, slots=True)
class Document:
    """One rendered item: text pieces, each with whether a loss falls on it."""

    pieces: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """The whole document."""
        return "".join(piece for piece, _ in self.pieces)


def render(item: Item, lines: Sequence[Line], *, thinking: bool = True) -> Document:
    """The item as the chat template writes it; the prompt and wrong lines carry no loss."""
    pieces = [(f"<|im_start|>user\n{item.question}<|im_end|>\n<|im_start|>assistant\n", False)]
    answer = item.answer if item.domain == "general" else f"\\boxed{{{item.answer}}}"
    if not thinking:
        pieces[0] = (pieces[0][0] + "<think>\n\n</think>\n\n", False)
        return Document((*pieces, (f"{answer}<|im_end|>\n", True)))
    if all(right for _, right in lines):
        return Document((*pieces, (completion_text("\n".join(text for text, _ in lines), answer), True)))
    pieces.append(("<think>\n", True))
    pieces += [(f"{text}\n", right) for text, right in lines]
    pieces.append((f"</think>\n\n{answer}<|im_end|>\n", True))
    return Document(tuple(pieces))


def documents(mix: Mix, rng: Random) -> Iterator[Document]:
    """Endless documents of a mix."""
    domains = [domain for domain, _ in mix.domains]
    families = {domain: [f for f in FAMILIES if f.domain == domain] for domain in domains}
    weights = {domain: [f.weight for f in families[domain]] for domain in domains}
    shares = [share for _, share in mix.domains]
    while True:
        domain = rng.choices(domains, shares)[0]
        family: Family = rng.choices(families[domain], weights[domain])[0]
        item = draw(family, rng, rng.choices((1, 2, 3), mix.levels)[0])
        thinking = rng.random() >= mix.direct
        retried = rng.random() < mix.retry_documents
        lines = with_retries(item.steps, rng, mix.retry_steps) if retried else [(s, True) for s in item.steps]
        yield render(item, lines, thinking=thinking)


@dataclass(frozen=True, slots=True)
class Rows:
    """Packed rows. `ids` uint16 [rows, length + 1]; `loss` bool, whether a loss falls on each token."""

    ids: np.ndarray
    loss: np.ndarray


def pack(encoder: Any, source: Iterator[Document], rows: int, length: int, pad: int) -> Rows:
    """`rows` rows of whole documents, `length` + 1 tokens each (inputs and the labels one to the right).

    Best fit over a pool: the longest document that still fits goes in next, so little is padding and
    no document is cut. A document longer than a row is left out.
    """
    ids = np.full((rows, length + 1), pad, dtype=np.uint16)
    loss = np.zeros((rows, length + 1), dtype=bool)
    pool: list[tuple[list[int], list[bool]]] = []
    for row in range(rows):
        at = 0
        while True:
            if len(pool) < 64:
                pool += _encoded(encoder, [next(source) for _ in range(192)], length)
            best = max(
                (i for i, (doc, _) in enumerate(pool) if len(doc) <= length + 1 - at),
                key=lambda i: len(pool[i][0]) if at else i,
                default=None,
            )
            if best is None:
                break
            doc, mask = pool.pop(best)
            ids[row, at : at + len(doc)], loss[row, at : at + len(doc)] = doc, mask
            at += len(doc)
    return Rows(ids, loss)


def _encoded(encoder: Any, docs: Sequence[Document], length: int) -> list[tuple[list[int], list[bool]]]:
    """Token ids and loss flags of each document; a piece boundary is always a token boundary."""
    pieces = [piece for doc in docs for piece in doc.pieces]
    encodings = iter(encoder.encode_batch_fast([text for text, _ in pieces], add_special_tokens=False))
    out = []
    for doc in docs:
        ids: list[int] = []
        loss: list[bool] = []
        for _, learn in doc.pieces:
            piece_ids = next(encodings).ids
            ids += piece_ids
            loss += [learn] * len(piece_ids)
        if len(ids) <= length:
            out.append((ids, loss))
    return out


def load_encoder(tokenizer_file: Path) -> Any:
    """The fast tokenizer in a tokenizer.json, one thread (workers are processes)."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(tokenizer_file))


@dataclass(frozen=True, slots=True)
class Stream:
    """A reproducible endless supply of packed rows: shard `i` depends on the seed and `i` alone."""

    mix: Mix
    tokenizer_file: Path
    seed: int
    length: int = 512
    rows: int = 64
    extra: tuple[str, ...] = ()  # rendered documents of a public set, mixed in by `extra_share`
    extra_share: float = 0.0

    def shard(self, index: int) -> Rows:
        """Shard number `index`: `rows` packed rows."""
        encoder = load_encoder(self.tokenizer_file)
        rng = Random(f"{self.seed}/{index}")
        source = documents(self.mix, rng)
        if self.extra:
            source = _blend(source, self.extra, self.extra_share, rng)
        return pack(encoder, source, self.rows, self.length, encoder.token_to_id("<|endoftext|>"))

    def shards(self, start: int, stop: int, workers: int) -> Iterator[Rows]:
        """Shards start to stop in order, made by `workers` processes (0: by this one)."""
        if workers == 0:
            yield from map(self.shard, range(start, stop))
            return
        # Each worker is given the stream once; a bounded queue keeps them from running far ahead.
        with get_context("spawn").Pool(workers, _adopt, (self,)) as pool:
            pending: deque[Any] = deque()
            for index in range(start, stop):
                pending.append(pool.apply_async(_adopted_shard, (index,)))
                if len(pending) > 8 * workers:
                    yield pending.popleft().get()
            while pending:
                yield pending.popleft().get()


_adopted: Stream | None = None  # the stream of a worker process


def _adopt(stream: Stream) -> None:
    global _adopted
    _adopted = stream
    os.nice(5)  # the training process launches kernels and must not wait for a core


def _adopted_shard(index: int) -> Rows:
    assert _adopted is not None
    return _adopted.shard(index)


def _blend(source: Iterator[Document], extra: Sequence[str], share: float, rng: Random) -> Iterator[Document]:
    while True:
        yield Document(((rng.choice(extra), True),)) if rng.random() < share else next(source)
