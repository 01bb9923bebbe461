"""Rows that share a key."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.shards.shards import Shards

AT_ONCE = 1 << 19
"""Keys that are sorted in one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """Rows whose key another has too, by number, with their keys and other columns."""

    rows: NDArray[np.int64]
    keys: NDArray[np.uint64]
    columns: Mapping[str, NDArray[np.generic]]

    def runs(self, *orders: NDArray[np.generic]) -> Iterator[NDArray[np.int64]]:
        """Places in `rows`, all of one key at a time; within it by `orders`, of which the last weighs most."""
        order = np.lexsort((*orders, self.keys))
        edges = np.flatnonzero(self.keys[order][1:] != self.keys[order][:-1]) + 1
        for run in np.split(order, edges):
            if len(run) > 1:
                yield run


def sharing(shards: Shards, key: str, alive: NDArray[np.bool_], names: Sequence[str]) -> Iterator[Sharing]:
    """The living rows that share a value in column `key`, a part of the keys at a time; most rows are alone."""
    parts = np.uint64(len(shards) // AT_ONCE + 1)
    for part in range(int(parts)):
        found = []
        for base, columns in shards.chunks((key,)):
            keys = columns[key].astype(np.uint64)
            here = np.flatnonzero(alive[base : base + len(keys)] & (keys % parts == part))
            found.append((here + base, keys[here]))
        if found:
            rows, keys = _shared(*(np.concatenate(each) for each in zip(*found, strict=True)))
            yield Sharing(rows=rows, keys=keys, columns={name: shards.column(name, rows) for name in names})


def _shared(rows: NDArray[np.int64], keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Those whose key is not theirs alone, as they came."""
    order = np.argsort(keys)
    same = keys[order][1:] == keys[order][:-1]
    chosen = np.sort(order[np.concatenate([same, [False]]) | np.concatenate([[False], same])] if len(keys) else order)
    return rows[chosen], keys[chosen]
