"""Sketches of rows, and how alike two of them really are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.duplicates import sketch
from gptctl.promote.tokens.pieces import Counted

SEED = 1
"""Of the sketches that curation works with; what checks them uses another."""

Shingles: TypeAlias = NDArray[np.uint32]
"""Hashes, sorted, each once."""

_AT_ONCE = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketched:
    """`contexts` of all before the last target, `wholes` of everything: rows by 64 numbers."""

    contexts: sketch.Sketches
    wholes: sketch.Sketches


def sketched(rows: Counted, seed: int = SEED) -> Sketched:
    """Both sketches of each row. A 5-gram belongs to the context when all of it does, and to a row likewise.

    What begins in one row and ends in the next belongs to nobody.
    """
    lengths = np.diff(rows.starts)
    inside = np.maximum(lengths - sketch.WORDS + 1, 0)
    before = np.clip(rows.contexts - sketch.WORDS + 1, 0, inside)
    places = np.arange(2 * len(lengths)).reshape(-1, 2)
    owners = np.concatenate([places, np.full((len(lengths), 1), 2 * len(lengths))], axis=1) * sketch.BINS
    sizes = np.stack([before, inside - before, lengths - inside], axis=1)
    hashes = sketch.grams(rows.ids, seed)
    found = sketch.least(hashes, np.repeat(owners.ravel(), sizes.ravel())[: len(hashes)], 2 * len(lengths))
    contexts, rest = found[0::2], found[1::2]
    return Sketched(contexts=sketch.sketches(contexts), wholes=sketch.sketches(np.minimum(contexts, rest)))


def shingles(ids: NDArray[np.uint32]) -> Shingles:
    """The different 5-grams."""
    return next(many([ids]))


def many(texts: Iterable[NDArray[np.uint32]]) -> Iterator[Shingles]:
    """The different 5-grams of each text, some hundred texts at a time."""
    waiting = iter(texts)
    while some := list(islice(waiting, _AT_ONCE)):
        ids = np.concatenate([*some, np.zeros(sketch.WORDS, np.uint32)])
        hashes = (sketch.grams(ids, SEED) >> np.uint64(32)).astype(np.uint32)
        end = 0
        for text in some:
            start, end = end, end + len(text)
            yield _distinct(hashes[start : max(start, end - sketch.WORDS + 1)])


def overlap(one: Shingles, other: Shingles) -> float:
    """The share of different 5-grams that both have (Jaccard); 0.0 when either has none."""
    if not len(one) or not len(other):
        return 0.0
    places = np.minimum(np.searchsorted(one, other), len(one) - 1)
    both = np.count_nonzero(one[places] == other)
    return float(both / (len(one) + len(other) - both))


def _distinct(hashes: Shingles) -> Shingles:
    hashes = np.sort(hashes)
    different: Shingles = hashes[np.concatenate([[True], hashes[1:] != hashes[:-1]])[: len(hashes)]]
    return different
