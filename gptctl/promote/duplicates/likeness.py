"""Sketches of rows, and how alike two of them really are."""

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
    return np.unique(sketch.grams(ids, SEED))


def overlap(one: sketch.Hashes, other: sketch.Hashes) -> float:
    """The Jaccard of two results of `shingles`."""
    if not len(one) or not len(other):
        return 0.0
    both = np.intersect1d(one, other, assume_unique=True).size
    return float(both / (len(one) + len(other) - both))
