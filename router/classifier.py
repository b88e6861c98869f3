"""The head that turns a vector into calibrated probabilities: fitted by scikit-learn, run by numpy alone."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from adapters.errors import UnavailableError
from router.route import NONE

FORMAT = 1
THRESHOLD = 0.5  # a domain less likely than this is not chosen
FLOOR = 0.15  # a question further than this from everything stored is not routed
STRENGTH = 1.0  # inverse of the ridge penalty
TOLERANCE = 1e-4  # of the gradient, where a head is kept
ROUGH = 1e-3  # the same for heads that only serve the calibration: half the time
FOLDS = 5


@dataclass(frozen=True)
class Head:
    """softmax((W x + b) / temperature) over `labels`, and where to abstain."""

    labels: tuple[str, ...]
    coef: np.ndarray  # float32 [k, d]
    intercept: np.ndarray  # float32 [k]
    temperature: float
    encoder: str
    data: str  # digest of everything it was fitted on
    threshold: float = THRESHOLD
    floor: float = FLOOR

    def probabilities(self, x: np.ndarray) -> np.ndarray:
        """Calibrated probabilities: x [n, d] -> [n, k]."""
        return softmax((x @ self.coef.T + self.intercept) / self.temperature)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Rows that sum to one."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def fit(
    x: np.ndarray,
    y: Sequence[str],
    encoder: str = "",
    data: str = "",
    fold: np.ndarray | None = None,
    temperature: float | None = None,
) -> Head:
    """The head for vectors x [n, d] with labels y, its temperature set on folds it had not seen.

    `fold` [n] says which rows are held out together, -1 never; None deals every class over the folds.
    A `temperature` given is kept, which takes a third of the time.
    """
    labels = tuple(sorted(set(y) - {NONE})) + (NONE,)
    index = np.array([labels.index(label) for label in y])
    if len(set(y)) < 2:  # nothing to tell apart
        return Head(
            labels, np.zeros((len(labels), x.shape[1]), np.float32), _only(labels, y), 1.0, encoder, data
        )
    coef, intercept = _solve(x, index)
    if temperature is None:
        fold = dealt(index) if fold is None else fold
        temperature = _temperature(held_out_logits(x, index, fold), index)
    return Head(labels, coef, intercept, temperature, encoder, data)


def dealt(index: np.ndarray) -> np.ndarray:
    """Folds [n] over which every class is dealt in turn, in shuffled order."""
    fold = np.zeros(len(index), dtype=int)
    for label in np.unique(index):
        rows = np.flatnonzero(index == label)
        fold[np.random.default_rng(0).permutation(rows)] = np.arange(len(rows)) % FOLDS
    return fold


def held_out_logits(x: np.ndarray, index: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Logits of every row by a head fitted on the other folds; NaN where there is no such head."""
    logits = np.full((len(index), int(index.max()) + 1), np.nan, dtype=np.float32)
    for held in np.unique(fold[fold >= 0]):
        rest = fold != held
        if np.array_equal(np.unique(index[rest]), np.unique(index)):
            coef, intercept = _solve(x[rest], index[rest], ROUGH)
            logits[~rest] = x[~rest] @ coef.T + intercept
    return logits


def save_head(path: Path, head: Head) -> None:
    """Nothing; the file is written beside its place, read back, compared and renamed."""
    from safetensors.numpy import save_file

    # safetensors writes memory order: a Fortran-ordered coef_ would come back as garbage.
    tensors = {name: np.ascontiguousarray(getattr(head, name), np.float32) for name in ("coef", "intercept")}
    facts = {k: v for k, v in asdict(head).items() if k not in tensors}
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        save_file(tensors, draft, {"head": json.dumps({"format": FORMAT, **facts})})
        back = load_head(draft)
        assert all(np.array_equal(getattr(back, name), tensors[name]) for name in tensors), "head round trip"
        draft.chmod(0o644)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def load_head(path: Path) -> Head:
    """The head stored at path. Raises UnavailableError where it is missing or damaged."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "np") as file:
            facts = json.loads((file.metadata() or {})["head"])
            coef, intercept = file.get_tensor("coef"), file.get_tensor("intercept")
        if facts.pop("format") != FORMAT:
            raise ValueError("another format")
        head = Head(coef=coef, intercept=intercept, **{**facts, "labels": tuple(facts["labels"])})
        if coef.shape[0] != len(head.labels) or intercept.shape != (len(head.labels),):
            raise ValueError("labels and weights disagree")
    except (OSError, SafetensorError, KeyError, ValueError, TypeError) as error:
        raise UnavailableError(f"router head {path} cannot be used ({error})") from None
    return head


def _solve(x: np.ndarray, index: np.ndarray, tolerance: float = TOLERANCE) -> tuple[np.ndarray, np.ndarray]:
    """Weights [k, d] and intercepts [k] of a balanced multinomial logistic regression."""
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    # One thread: the matrices are small, and threads that wait for each other cost a hundredfold.
    with threadpool_limits(1):
        model = LogisticRegression(C=STRENGTH, tol=tolerance, max_iter=500, class_weight="balanced")
        model.fit(x, index)
    coef, intercept = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two classes
        coef, intercept = np.vstack([-coef, coef]) / 2, np.concatenate([-intercept, intercept]) / 2
    return np.ascontiguousarray(coef, np.float32), np.ascontiguousarray(intercept, np.float32)


def _temperature(logits: np.ndarray, index: np.ndarray) -> float:
    """The temperature, from a fine grid, with the least squared error of held-out probabilities."""
    seen = ~np.isnan(logits).any(axis=1)
    if not seen.any():
        return 1.0
    logits, index = logits[seen], index[seen]
    truth = np.eye(logits.shape[1])[index]

    def loss(temperature: float) -> float:
        return float(((softmax(logits / temperature) - truth) ** 2).sum())

    return float(min(np.geomspace(0.2, 5.0, 130), key=loss))


def _only(labels: tuple[str, ...], y: Sequence[str]) -> np.ndarray:
    return np.array([0.0 if label in y else -20.0 for label in labels], np.float32)
