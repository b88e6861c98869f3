"""The exemplar bank: questions of known domain, and vectors kept so that each is embedded once."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from adapters.errors import UnavailableError
from router.classifier import FOLDS, Head, fit
from router.encoder import Encoder
from router.features import SURFACE, surface, surface_digest

STRETCH = 20  # neighbours in an exemplar file that are held out together


@dataclass(frozen=True)
class Bank:
    """Rows of (text, domain, vector); text None where only the vector is stored."""

    texts: tuple[str | None, ...]
    domains: tuple[str, ...]
    x: np.ndarray  # float32 [n, width + SURFACE]

    def without(self, domain: str) -> Bank:
        """The bank less one domain."""
        return self.rows([i for i, name in enumerate(self.domains) if name != domain])

    def rows(self, keep: Sequence[int]) -> Bank:
        """The bank's rows at those places."""
        texts, domains = tuple(self.texts[i] for i in keep), tuple(self.domains[i] for i in keep)
        return Bank(texts, domains, self.x[np.array(keep, int)])

    def only(self, domains: Iterable[str]) -> Bank:
        """The bank's rows of those domains."""
        bank = self
        for domain in set(self.domains) - set(domains):
            bank = bank.without(domain)
        return bank

    def plus(self, other: Bank) -> Bank:
        """Both banks, this one first."""
        return Bank(self.texts + other.texts, self.domains + other.domains, np.vstack([self.x, other.x]))

    def folds(self, n: int) -> np.ndarray:
        """Which of n folds each row is held out in; -1, never, where only the vector is stored.

        What people type is like the texts here, not like a benchmark. Stretches of a file are held out
        together: neighbours were written in one sitting, and would vouch for each other.
        """
        out = np.full(len(self.domains), -1)
        for domain in set(self.domains):
            rows = [i for i, name in enumerate(self.domains) if name == domain and self.texts[i] is not None]
            out[rows] = np.arange(len(rows)) // STRETCH % n
        return out

    def digest(self, encoder: str) -> str:
        """A hash of everything a head is fitted on."""
        facts = [encoder, surface_digest(), self.texts, self.domains]
        digest = hashlib.sha256(json.dumps(facts).encode())
        hidden = [i for i, text in enumerate(self.texts) if text is None]
        digest.update(np.ascontiguousarray(self.x[hidden]).tobytes())
        return digest.hexdigest()[:32]


def learn(bank: Bank, encoder: str, temperature: float | None = None) -> Head:
    """The head fitted on the bank, calibrated on stretches of its texts held out, or at that temperature."""
    return fit(bank.x, bank.domains, encoder, bank.digest(encoder), bank.folds(FOLDS), temperature)


class Vectors:
    """Encoder vectors by content hash, kept in one safetensors file, eight bits a number."""

    def __init__(self, encoder: Encoder, paths: Iterable[Path] = ()) -> None:
        self.encoder = encoder
        self._known: dict[bytes, np.ndarray] = {}
        for path in paths:
            self.read(path)

    def has(self, texts: Sequence[str]) -> bool:
        """Whether nothing would have to be embedded for them."""
        return all(self._key(text) in self._known for text in texts)

    def of(self, texts: Sequence[str]) -> np.ndarray:
        """float32 [n, width]; only texts never seen before are embedded."""
        keys = [self._key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            self._known.update(zip(new, coarse(self.encoder.embed(list(new.values()))), strict=True))
        found = [self._known[key] for key in keys]
        return np.array(found, np.float32).reshape(len(found), self.encoder.width)

    def save(self, path: Path, texts: Sequence[str]) -> None:
        """Nothing; the vectors of those texts are written to path."""
        keys = dict.fromkeys(self._key(text) for text in texts)
        x = np.array([self._known[key] for key in keys], np.float32).reshape(len(keys), -1)
        tensors = {"keys": np.array([list(key) for key in keys], np.uint8).reshape(len(keys), 16)}
        write_tensors(path, tensors | packed(x), {"encoder": self.encoder.make})

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self.encoder.make}\n{text}".encode()).digest()[:16]

    def read(self, path: Path) -> None:
        """Nothing; the vectors in that file are known from now on, if it is there and of this encoder."""
        if not path.is_file():
            return
        tensors, facts = read_tensors(path)
        if facts.get("encoder") == self.encoder.make:
            rows = zip(tensors["keys"], restored(tensors), strict=True)
            self._known.update((bytes(key), vector) for key, vector in rows)


def collect(exemplars: Mapping[str, Sequence[str]], vectors: Vectors) -> Bank:
    """The bank of those texts by domain."""
    texts = [text for rows in exemplars.values() for text in rows]
    domains = [domain for domain, rows in exemplars.items() for _ in rows]
    return Bank(tuple(texts), tuple(domains), inputs(texts, vectors.of(texts)))


def inputs(texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
    """What the head reads: the encoder's vectors, then what the surface shows."""
    return np.hstack([vectors, surface(texts)]).astype(np.float32)


def packed(x: np.ndarray) -> dict[str, np.ndarray]:
    """Tensors that hold x in a quarter of the bytes: int8 "vectors" and the float32 "step" of each row."""
    step = np.abs(x).max(axis=1, keepdims=True, initial=1e-12).astype(np.float32) / 127
    return {"vectors": np.rint(x / step).astype(np.int8), "step": step}


def restored(tensors: Mapping[str, np.ndarray]) -> np.ndarray:
    """The float32 [n, width] that `packed` made the tensors of, to a 254th of each row's largest number."""
    return tensors["vectors"].astype(np.float32) * tensors["step"]


def coarse(x: np.ndarray) -> np.ndarray:
    """x as it comes back from storage, so that a stored and a fresh vector fit alike."""
    return restored(packed(x))


def save_public(path: Path, x: np.ndarray, domains: Sequence[str], encoder: Encoder) -> None:
    """Nothing; rows of what the head reads, and their domains, are written: vectors alone, never a text."""
    from scipy.sparse import csr_array

    names = sorted(set(domains))
    surfaces = csr_array(x[:, encoder.width :])  # nearly all zeros
    tensors = packed(x[:, : encoder.width]) | {
        "domain": np.array([names.index(domain) for domain in domains], np.uint8),
        "surface": surfaces.data.astype(np.float16),
        "surface_columns": surfaces.indices.astype(np.uint16),
        "surface_ends": surfaces.indptr.astype(np.int32),
    }
    facts = {"encoder": encoder.make, "surface": surface_digest(), "domains": json.dumps(names)}
    write_tensors(path, tensors, facts)


def load_public(path: Path, encoder: Encoder) -> Bank:
    """Public-set questions as vectors alone: empty for another encoder."""
    from scipy.sparse import csr_array

    empty = Bank((), (), np.zeros((0, encoder.width + SURFACE), np.float32))
    if not path.is_file():
        return empty
    tensors, facts = read_tensors(path)
    if (facts.get("encoder"), facts.get("surface")) != (encoder.make, surface_digest()):
        return empty
    names = json.loads(facts["domains"])
    domains = tuple(names[i] for i in tensors["domain"])
    data, columns = tensors["surface"].astype(np.float32), tensors["surface_columns"].astype(np.int32)
    surfaces = csr_array((data, columns, tensors["surface_ends"]), shape=(len(domains), SURFACE)).toarray()
    return Bank((None,) * len(domains), domains, np.hstack([restored(tensors), surfaces]))


def read_texts(path: Path) -> list[str]:
    """The texts of an exemplar file, one {"text": ...} a line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        return [json.loads(line)["text"] for line in lines if line.strip()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnavailableError(f"exemplars {path} cannot be read ({error})") from None


def write_tensors(path: Path, tensors: Mapping[str, np.ndarray], facts: dict[str, str]) -> None:
    """Nothing; the safetensors file is written beside its place and renamed."""
    from safetensors.numpy import save_file

    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        save_file({name: np.ascontiguousarray(x) for name, x in tensors.items()}, draft, facts)
        draft.chmod(0o644)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read_tensors(path: Path) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Tensors and metadata of a safetensors file."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "np") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}  # noqa: SIM118
    except (OSError, SafetensorError) as error:
        raise UnavailableError(f"router file {path} cannot be read ({error})") from None
