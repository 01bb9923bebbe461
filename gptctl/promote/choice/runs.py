"""Rows that share a key."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

AT_ONCE = 1 << 21


def runs(
    keys: NDArray[np.uint64], alive: NDArray[np.bool_], *orders: NDArray[np.generic]
) -> Iterator[NDArray[np.int64]]:
    """The numbers of each two or more living rows of one key; within a run by `orders`, the weightiest last.

    Sorts a part of the keys at a time. Which run comes first says nothing.
    """
    parts = np.uint64(len(keys) // AT_ONCE + 1)
    for part in range(int(parts)):
        rows = np.flatnonzero(alive & (keys % parts == part))
        rows = rows[np.lexsort((*(order[rows] for order in orders), keys[rows]))]
        edges = np.flatnonzero(keys[rows][1:] != keys[rows][:-1]) + 1
        starts, ends = np.concatenate([[0], edges]), np.concatenate([edges, [len(rows)]])
        for start, end in np.stack([starts, ends], axis=1)[ends - starts > 1].tolist():
            yield rows[start:end]
