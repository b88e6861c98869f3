"""Question in, route out: the encoder, the head and the exemplars put together."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np

from adapters.errors import MoeliteError, UsageError
from adapters.pack import Pack, check_name, exemplars
from adapters.registry import BUNDLED, home
from router.bank import Bank, Vectors, coarse, collect, inputs, learn, load_public, read_texts
from router.classifier import Head, load_head, save_head
from router.encoder import Encoder
from router.route import NONE, Exemplar, Route

HERE = Path(__file__).parent
HEAD = HERE / "head.safetensors"
VECTORS = HERE / "exemplars.safetensors"
PUBLIC = HERE / "public.safetensors"
NOTHING = HERE / "none.jsonl"
NEAREST = 3
DOMAINS = ("arithmetic", "logic", "symbolic")


class Router:
    """Routes questions. `add` and `remove` refit from stored vectors; a route in flight keeps its head."""

    def __init__(self, encoder: Encoder, vectors: Vectors, bank: Bank, head: Head) -> None:
        self.encoder, self._vectors, self._lock = encoder, vectors, Lock()
        self._state = (bank, head, _Nearest(bank, encoder.dim))

    @classmethod
    def load(cls, packs: Sequence[Pack] | None = None, encoder: str | Path | Encoder | None = None) -> Router:
        """A router for those packs' domains (None: the three bundled ones), refitted only if need be."""
        if not isinstance(encoder, Encoder):
            encoder = Encoder.load(encoder)
        cache = home() / "router"
        vectors = Vectors(encoder, [VECTORS])
        known = bundled() if packs is None else {pack.name: exemplars(pack) for pack in packs}
        texts = {**dict(sorted(known.items())), NONE: read_texts(NOTHING)}  # one order, one digest
        own = [text for rows in texts.values() for text in rows]
        if not vectors.has(own):
            vectors.read(cache / "vectors.safetensors")
        new = not vectors.has(own)
        bank = collect(texts, vectors).plus(load_public(PUBLIC, encoder).only(texts))
        digest = bank.digest(encoder.make)
        head = _stored(digest, cache)
        if head is None:
            head = learn(bank, encoder.make)
            _keep(cache, head, vectors if new else None, own)
        return cls(encoder, vectors, bank, head)

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains it can choose, without "none"."""
        return tuple(label for label in self._state[1].labels if label != NONE)

    @property
    def bank(self) -> Bank:
        """Everything the head in use was fitted on."""
        return self._state[0]

    @property
    def head(self) -> Head:
        """The head in use."""
        return self._state[1]

    def route(self, text: str) -> Route:
        """Where the question should go."""
        start = time.perf_counter()
        _, head, near = self._state
        vector = coarse(self.encoder.embed([text]))
        p = head.probabilities(inputs([text], vector))[0]
        nearest, closest = near.find(vector[0, : self.encoder.dim])
        best = int(p.argmax())
        chosen = head.labels[best]
        abstain = not text.strip() or chosen == NONE or p[best] < head.threshold or closest < head.floor
        ranked = np.sort(p)[::-1]
        return Route(
            domain=None if abstain else chosen,
            probabilities={label: float(value) for label, value in zip(head.labels, p, strict=True)},
            threshold=head.threshold,
            margin=float(ranked[0] - ranked[1]) if len(ranked) > 1 else 1.0,
            nearest=nearest,
            ms=1000 * (time.perf_counter() - start),
        )

    def add(self, domain: str, texts: Sequence[str]) -> None:
        """Nothing; the domain is learned, or its exemplars are replaced, and the head refitted."""
        rows = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
        if check_name(domain) and len(rows) < 2:
            raise UsageError(
                f"domain {domain!r} needs exemplar questions to be routed to (30 or more work well)"
            )
        with self._lock:
            self._refit(self._state[0].without(domain).plus(collect({domain: rows}, self._vectors)))

    def remove(self, domain: str) -> None:
        """Nothing; the domain is forgotten and the head refitted."""
        if domain not in self.domains:
            raise UsageError(
                f"the router knows no domain {domain!r} (it knows: {', '.join(self.domains) or 'none'})"
            )
        with self._lock:
            self._refit(self._state[0].without(domain))

    def _refit(self, bank: Bank) -> None:
        # One domain more or less hardly changes how sure to be; waiting a second for it would be felt.
        head = learn(bank, self.encoder.make, self.head.temperature if self.domains else None)
        self._state = (bank, head, _Nearest(bank, self.encoder.dim))


class _Nearest:
    """Search over stored vectors: a matrix product."""

    def __init__(self, bank: Bank, dim: int) -> None:
        self._bank, self._vectors = bank, np.ascontiguousarray(bank.x[:, :dim])
        self._shown = np.array([text is not None for text in bank.texts])

    def find(self, vector: np.ndarray) -> tuple[tuple[Exemplar, ...], float]:
        """The nearest exemplars that have a text, and the best similarity of any."""
        similarity = self._vectors @ vector
        ranked = np.argsort(np.where(self._shown, -similarity, 2.0), kind="stable")[:NEAREST]
        bank = self._bank
        shown = tuple(
            Exemplar(bank.texts[i] or "", bank.domains[i], float(similarity[i]))
            for i in ranked
            if self._shown[i]
        )
        return shown, min(1.0, float(similarity.max(initial=-1.0)))


def bundled() -> dict[str, list[str]]:
    """The exemplars of the three domains that come with moelite."""
    return {name: read_texts(BUNDLED / name / "exemplars.jsonl") for name in DOMAINS}


def _stored(digest: str, cache: Path) -> Head | None:
    """The head fitted on exactly that data, shipped or cached, if there is one."""
    for path in (HEAD, cache / f"head-{digest}.safetensors"):
        if not path.is_file():
            continue
        try:
            head = load_head(path)
        except MoeliteError:
            continue  # a damaged head is fitted again
        if head.data == digest:
            return head
    return None


def _keep(cache: Path, head: Head, vectors: Vectors | None, texts: list[str]) -> None:
    """Nothing; the fit is kept for next time where the folder can be written."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        for old in cache.glob("head-*.safetensors"):
            old.unlink(missing_ok=True)
        save_head(cache / f"head-{head.data}.safetensors", head)
        if vectors is not None:
            vectors.save(cache / "vectors.safetensors", texts)
    except OSError:
        return
