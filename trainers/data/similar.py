"""Which texts say nearly the same: shared runs of five words, found without comparing all with all.

For two texts to share a given part of their runs, one of the rarest few runs of the first must stand in
the second (prefix filtering: Chaudhuri et al. 2006, Bayardo et al. 2007). So only texts that share a rare
run are compared, and no pair is missed.
"""

import re
import unicodedata
from array import array
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

RUN = 5  # words
LEAST = 8  # runs; shorter texts are compared as a whole only
# Runs that more texts than this hold are the wording of a form, not of a question.
COMMON = 32
# Numbers, words, and signs one by one, but for those that only divide or adorn.
_WORDS = re.compile(r"""\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s.,;:?"'`“”‘’«»$~\\#&@–—]""")


def words(text: str) -> list[str]:
    """The text's words, numbers and signs without punctuation, in one spelling (NFKC, small letters)."""
    folded = unicodedata.normalize("NFKC", text.replace("\u2212", "-")).casefold()
    return _WORDS.findall(folded)


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of many texts: `ids` int64 [n], each once a text, and `owner` int64 [n], ascending."""

    ids: np.ndarray
    owner: np.ndarray
    texts: int

    def of(self, text: int) -> np.ndarray:
        """The runs of one text."""
        return self.ids[np.searchsorted(self.owner, text) : np.searchsorted(self.owner, text, "right")]

    def where(self, chosen: np.ndarray) -> "Runs":
        """Only those that a mask over `ids` chooses."""
        return Runs(self.ids[chosen], self.owner[chosen], self.texts)


def runs_of(texts: Iterable[tuple[Sequence[str], Hashable]]) -> Runs:
    """The runs of each (words, mark): texts of different marks have none in common."""
    ids, owner = array("q"), array("q")
    count = 0
    for count, (text, mark) in enumerate(texts, start=1):
        shifted = [text[i:] for i in range(RUN)]
        found = {hash((mark, run)) for run in zip(*shifted, strict=False)}
        ids.extend(found)
        owner.extend([count - 1] * len(found))
    return Runs(np.array(ids, dtype=np.int64), np.array(owner, dtype=np.int64), count)


def contained(a: Runs, b: Runs, share: float) -> Iterator[tuple[int, int, float]]:
    """(i, j, likeness) where text j of `b` holds at least `share` of the runs of text i of `a`.

    Likeness is Jaccard's: runs in both by runs in either. Common runs count nowhere, and where a is b, no
    text is held against itself.
    """
    if not len(a.ids) or not len(b.ids):
        return
    order = np.argsort(b.ids, kind="stable")
    holders = b.owner[order]
    known, begins, counts = np.unique(b.ids[order], return_index=True, return_counts=True)
    at, times = _looked_up(a, known, counts)
    first = a.where(times <= COMMON)
    at, times = at[times <= COMMON], times[times <= COMMON]
    second = first if a is b else b.where(_looked_up(b, known, counts)[1] <= COMMON)

    sizes = np.bincount(first.owner, minlength=first.texts)
    rarest = np.lexsort((times, first.owner))  # within each text, the rarest in b first
    place = np.arange(len(rarest)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    needed = sizes - np.ceil(share * sizes).astype(np.int64) + 1
    owner = first.owner[rarest]
    probed = rarest[(place < needed[owner]) & (sizes[owner] >= LEAST)]

    lengths = times[probed]
    first_of = np.repeat(begins[at[probed]] - (np.cumsum(lengths) - lengths), lengths)
    met = holders[first_of + np.arange(lengths.sum())]
    asking = np.repeat(first.owner[probed], lengths)
    for pair in np.unique(asking * b.texts + met).tolist():
        i, j = divmod(pair, b.texts)
        if a is b and i == j:
            continue
        mine, theirs = first.of(i), second.of(j)
        both = len(np.intersect1d(mine, theirs, assume_unique=True))
        if both >= share * len(mine):
            yield i, j, both / (len(mine) + len(theirs) - both)


def _looked_up(runs: Runs, known: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each run stands among the `known` ones, and how often it occurs there (0: not at all)."""
    at = np.searchsorted(known, runs.ids).clip(max=len(known) - 1)
    return at, np.where(known[at] == runs.ids, counts[at], 0)
