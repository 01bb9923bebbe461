"""Sketches: 128 small numbers from which the likeness (Jaccard) of two sets of token 5-grams can be told.

One-permutation hashing (Li, Owen and Zhang 2012): each 5-gram is hashed once, falls into one of 128 bins, and each bin
keeps its least hash. A bin that stays empty borrows from one that lies anywhere (optimal densification, Shrivastava
2017): from its neighbours, whole bands of a short text would be one number, and much would seem near. All rows of a
batch at once.
"""

import numpy as np
from numpy.typing import NDArray

WORDS = 5
BINS = 128
BANDS, WIDE = 18, 7
"""Of pairs as alike as 0.85, one in a thousand shares no band of 7 numbers; of those as alike as 0.9, one in 100,000.
Of pairs that have a sentence or two in common hardly any does, even among ten million rows."""

BITS = 9
"""Of each number, so that a band fits in 64."""

Hashes = NDArray[np.uint64]
Sketches = NDArray[np.uint16]
"""(rows, 128)"""

_EMPTY = np.uint32(0xFFFFFFFF)
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(32)
_FAR = 0x85EBCA6B
"""Added for each time that a bin asked another, so that equal numbers were borrowed alike."""

_ASKED = 48
"""Other bins that an empty one asks before it takes from the next that is not."""


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
    """(count, 128): the least hash in each bin of each owner, `_EMPTY` where none fell in.

    `owners` are multiples of 128; what belongs to `count * 128` belongs to nobody.
    """
    found = np.full((count + 1) * BINS, _EMPTY, dtype=np.uint32)
    values = (hashes >> np.uint64(16)).astype(np.uint32)
    values &= np.uint32(0xFFFFFFFE)
    np.minimum.at(found, owners + (hashes >> np.uint64(57)).view(np.int64), values)
    return found[: count * BINS].reshape(count, BINS)


def sketches(found: NDArray[np.uint32]) -> Sketches:
    """The sketches of such bins. Of nothing at all it is all zeros."""
    empty = found == _EMPTY
    rows = np.flatnonzero(empty.any(axis=1))
    if len(rows):
        found = found.copy()
        found[rows] = _rotated(_lent(found[rows]))
    return (found >> np.uint32(1)).astype(np.uint16) & np.uint16((1 << BITS) - 1)


def bands(of: Sketches) -> NDArray[np.uint64]:
    """(18, rows): seven numbers of a sketch in one; rows that share a band are worth comparing."""
    weights = np.uint64(1) << (np.arange(WIDE, dtype=np.uint64) * np.uint64(BITS))
    numbers = of[:, : BANDS * WIDE].reshape(-1, BANDS, WIDE).astype(np.uint64)
    return np.ascontiguousarray((numbers * weights).sum(axis=2, dtype=np.uint64).T)


def unpacked(keys: NDArray[np.uint64]) -> Sketches:
    """The numbers of which bands, as (rows, 18), were made."""
    shifts = np.arange(WIDE, dtype=np.uint64) * np.uint64(BITS)
    numbers = (keys[:, :, None] >> shifts) & np.uint64((1 << BITS) - 1)
    return numbers.reshape(len(keys), BANDS * WIDE).astype(np.uint16)


def _lent(found: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Each empty bin has what the first of the bins has that it asks; two bins never ask the same one at once."""
    bins, lent = found.ravel(), found.ravel().copy()
    waiting = np.flatnonzero(lent == _EMPTY)
    for time in range(1, _ASKED + 1):
        own = waiting & (BINS - 1)  # the remainder, as BINS is a power of two
        asked = bins[waiting - own + ((own * (2 * time + 1) + time * time) & (BINS - 1))]
        lent[waiting] = asked + np.uint32(time * _FAR % (1 << 32))
        waiting = waiting[asked == _EMPTY]
    lent[waiting] = _EMPTY
    return lent.reshape(found.shape)


def _rotated(found: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """What is empty still takes from the next that is not, going round; of nothing at all it is all zeros."""
    rows = np.flatnonzero((found == _EMPTY).any(axis=1))
    some = found[rows]
    empty = some == _EMPTY
    places = np.where(empty, np.int16(2 * BINS), np.arange(BINS, dtype=np.int16))
    nearest = np.minimum.accumulate(places[:, ::-1], axis=1)[:, ::-1]
    nearest = np.where(nearest == 2 * BINS, nearest[:, :1], nearest)
    borrowed = np.take_along_axis(some, (nearest % BINS).astype(np.intp), axis=1)
    found[rows] = np.where(empty.all(axis=1, keepdims=True), np.uint32(0), borrowed)
    return found
