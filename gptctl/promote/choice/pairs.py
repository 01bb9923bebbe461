"""Which rows are near each other, found without comparing all with all."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.duplicates.likeness import Shingles, many, overlap
from gptctl.promote.duplicates.sketch import BANDS
from gptctl.promote.shards.shards import Shards, Sketch

AT_ONCE = 1 << 19
"""Keys that are sorted in one go: what bounds the memory of a search, however many rows there are."""

NEIGHBOURS = 8
"""Rows of one bucket are paired with its first and with so many before them: a bucket of thousands stays cheap."""

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Among which pairs are looked for, and how many keys are sorted at once."""

    shards: Shards
    rank: NDArray[np.uint32]
    alive: NDArray[np.bool_]
    at_once: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Pairs of positions in the order of time, `later` ascending. Rows that may be trained on are positions too."""

    later: NDArray[np.uint32]
    earlier: NDArray[np.uint32]


def near(
    shards: Shards, rank: NDArray[np.uint32], alive: NDArray[np.bool_], least: float, at_once: int = AT_ONCE
) -> Near:
    """All pairs of living rows whose contexts or wholes have at least this Jaccard.

    `rank` leads from a row's number to its position in time; `alive` goes by number. The pairs are the same whatever
    `at_once` is.
    """
    packed, rows = np.empty(0, np.uint64), _Rows(shards=shards, rank=rank, alive=alive, at_once=at_once)
    for sketch in Sketch:
        open_ = np.setdiff1d(_candidates(rows, sketch), packed, assume_unique=True)
        packed = np.union1d(packed, _confirmed(shards, open_, rank, least, sketch))
    return Near(later=(packed >> _HALF).astype(np.uint32), earlier=(packed & _LOW).astype(np.uint32))


def _candidates(rows: _Rows, sketch: Sketch) -> NDArray[np.uint64]:
    """Pairs, packed as `later << 32 | earlier`, that share a band."""
    seen, more = np.empty(0, np.uint64), list[NDArray[np.uint64]]()
    for band in range(BANDS):
        for keys, at in _keys(rows, sketch, band):
            more.append(_bucketed(keys, at))
            if sum(map(len, more)) > len(seen) + rows.at_once:
                seen, more = np.unique(np.concatenate([seen, *more])), []
    return np.unique(np.concatenate([seen, *more]))


def _keys(rows: _Rows, sketch: Sketch, band: int) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.uint32]]]:
    """The band of every living row with its position, a part of the keys at a time. An empty sketch has no key."""
    parts = 1 << (len(rows.shards) // rows.at_once).bit_length()  # a power of two, so that no key is divided
    for part in range(parts):
        keys, at = [], []
        for base, values in rows.shards.band(sketch, band):
            here = slice(base, base + len(values))
            chosen = rows.alive[here] & (values != 0) & (values & np.uint64(parts - 1) == part)
            keys.append(values[chosen])
            at.append(rows.rank[here][chosen])
        if keys:
            yield np.concatenate(keys), np.concatenate(at)


def _bucketed(keys: NDArray[np.uint64], at: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Pairs of each bucket: with its first in time, and with the few before."""
    keys, places = _shared(keys, at)
    if not len(keys):
        return np.empty(0, np.uint64)
    new = np.concatenate([[True], keys[1:] != keys[:-1]])
    firsts = np.flatnonzero(new)[np.cumsum(new) - 1]
    found = [(places[~new] << _HALF) | places[firsts[~new]]]
    for back in range(1, NEIGHBOURS + 1):
        same = keys[back:] == keys[:-back]
        if not same.any():
            break
        found.append((places[back:][same] << _HALF) | places[:-back][same])
    return np.unique(np.concatenate(found))


def _shared(keys: NDArray[np.uint64], at: NDArray[np.uint32]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The rows whose key another has too, sorted by key and position; most rows are alone with theirs."""
    order = np.argsort(keys)
    same = keys[order][1:] == keys[order][:-1]
    chosen = order[np.concatenate([same, [False]]) | np.concatenate([[False], same])] if len(keys) else order
    chosen = chosen[np.lexsort((at[chosen], keys[chosen]))]
    return keys[chosen], at[chosen].astype(np.uint64)


def _confirmed(
    shards: Shards, pairs: NDArray[np.uint64], rank: NDArray[np.uint32], least: float, sketch: Sketch
) -> NDArray[np.uint64]:
    """Those that really are as alike."""
    number = np.empty_like(rank)
    number[rank] = np.arange(len(rank), dtype=np.uint32)
    kept = []
    for start in range(0, len(pairs), AT_ONCE >> 7):
        some = pairs[start : start + (AT_ONCE >> 7)]
        later, earlier = number[some >> _HALF], number[some & _LOW]
        sets = _sets(shards, np.concatenate([later, earlier]), sketch)
        like = [overlap(sets[int(a)], sets[int(b)]) >= least for a, b in zip(later, earlier, strict=True)]
        kept.append(some[np.asarray(like, dtype=bool)])
    return np.concatenate(kept) if kept else np.empty(0, np.uint64)


def _sets(shards: Shards, numbers: NDArray[np.uint32], sketch: Sketch) -> dict[int, Shingles]:
    """The different 5-grams of each row."""
    rows: list[int] = []

    def texts() -> Iterator[NDArray[np.uint32]]:
        for at, ids, before in shards.ids(numbers.tolist()):
            rows.append(at)
            yield ids if sketch is Sketch.WHOLE else ids[:before]

    sets = list(many(texts()))
    return dict(zip(rows, sets, strict=True))
