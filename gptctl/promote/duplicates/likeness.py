"""Sketches of rows, and how alike two of them really are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.duplicates import sketch
from gptctl.promote.tokens.pieces import Counted

SEED = 1
"""Of the sketches that curation works with; what checks them uses another."""


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


def jaccard(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    """The share of different token 5-grams that both have; 0.0 when either is shorter than that."""
    return overlap(shingles(one), shingles(other))


def shingles(ids: NDArray[np.uint32]) -> sketch.Hashes:
    """The different 5-grams, sorted."""
    return _distinct(sketch.grams(ids, SEED))


def many(texts: Sequence[NDArray[np.uint32]]) -> list[sketch.Hashes]:
    """`shingles` of each."""
    lengths = np.asarray([len(ids) for ids in texts], dtype=np.int64)
    inside = np.maximum(lengths - sketch.WORDS + 1, 0)
    if not inside.any():
        return [np.empty(0, np.uint64) for _ in texts]
    hashes = sketch.grams(np.concatenate(texts), SEED)
    ends = np.cumsum(lengths)
    return [
        _distinct(hashes[end - size : end - size + own]) for end, size, own in zip(ends, lengths, inside, strict=True)
    ]


def _distinct(hashes: sketch.Hashes) -> sketch.Hashes:
    """Sorted, each once."""
    hashes = np.sort(hashes)
    different: sketch.Hashes = hashes[np.concatenate([[True], hashes[1:] != hashes[:-1]])[: len(hashes)]]
    return different


def overlap(one: sketch.Hashes, other: sketch.Hashes) -> float:
    """The Jaccard of two results of `shingles`."""
    if not len(one) or not len(other):
        return 0.0
    places = np.minimum(np.searchsorted(one, other), len(one) - 1)
    both = np.count_nonzero(one[places] == other)
    return float(both / (len(one) + len(other) - both))
