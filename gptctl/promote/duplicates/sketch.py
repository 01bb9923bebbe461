"""Sketches: 64 small numbers from which the likeness (Jaccard) of two sets of token 5-grams can be told.

One-permutation hashing (Li, Owen and Zhang 2012) with rotation for bins that stay empty (Shrivastava and Li 2014):
each 5-gram is hashed once, falls into one of 64 bins, and each bin keeps its least hash. All rows of a batch at once.
"""

import numpy as np
from numpy.typing import NDArray

WORDS = 5
BINS = 64
BANDS = 16

Hashes = NDArray[np.uint64]
Sketches = NDArray[np.uint16]
"""(rows, 64)"""

_EMPTY = np.uint32(0xFFFFFFFF)
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(32)
_FAR = np.uint32(0x85EBCA6B)
"""Added for each bin that a borrowed number comes from afar, so that equal numbers were borrowed alike."""


def grams(ids: NDArray[np.uint32], seed: int) -> Hashes:
    """One hash for each 5-gram, by where it begins; shorter by 4 than `ids`."""
    wide = ids.astype(np.uint64) + np.uint64(seed)
    size = max(len(ids) - WORDS + 1, 0)
    hashes = wide[:size].copy()
    for offset in range(1, WORDS):
        hashes *= _PRIME
        hashes ^= hashes >> _SHIFT
        hashes += wide[offset : size + offset]
    hashes *= _MIX
    hashes ^= hashes >> _SHIFT
    hashes *= _PRIME
    return hashes


def least(hashes: Hashes, owners: NDArray[np.int64], count: int) -> NDArray[np.uint32]:
    """(count, 64): the least hash in each bin of each owner, `_EMPTY` where none fell in.

    `owners` are multiples of 64; what belongs to `count * 64` belongs to nobody.
    """
    found = np.full((count + 1) * BINS, _EMPTY, dtype=np.uint32)
    values = (hashes >> np.uint64(16)).astype(np.uint32)
    values &= np.uint32(0xFFFFFFFE)
    np.minimum.at(found, owners + (hashes >> np.uint64(58)).view(np.int64), values)
    return found[: count * BINS].reshape(count, BINS)


def sketches(found: NDArray[np.uint32]) -> Sketches:
    """The sketches of such bins. Of nothing at all it is all zeros."""
    empty = found == _EMPTY
    filled = found.copy()
    rows = np.flatnonzero(empty.any(axis=1))
    if len(rows):
        filled[rows] = _rotated(found[rows], empty[rows])
    return filled.astype(np.uint16)


def bands(of: Sketches) -> NDArray[np.uint64]:
    """(16, rows): four numbers of a sketch in one; rows that share a band are worth comparing."""
    return np.ascontiguousarray(np.ascontiguousarray(of).view(np.uint64).T)


def _rotated(found: NDArray[np.uint32], empty: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """Each empty bin borrows from the next that is not, going round."""
    size = found.shape[1]
    places = np.where(np.concatenate([empty, empty], axis=1), 2 * size, np.arange(2 * size))
    nearest = np.minimum.accumulate(places[:, ::-1], axis=1)[:, ::-1][:, :size]
    nothing = nearest == 2 * size
    far = np.where(nothing, 0, nearest - np.arange(size)).astype(np.uint32)
    borrowed = np.take_along_axis(found, nearest % size, axis=1) + far * _FAR
    return np.where(nothing, np.uint32(0), borrowed)
