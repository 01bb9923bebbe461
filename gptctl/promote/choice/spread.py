"""An order in which each row is as unlike those before it as can be (greedy k-center)."""

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.duplicates.sketch import BANDS, unpacked
from gptctl.promote.shards.shards import Shards, Sketch

Rows = NDArray[np.int64]


def spread(shards: Shards, rows: Rows, most: int) -> Rows:
    """The rows in that order, beginning with the first; after `most` of them as they came."""
    sketches = _sketches(shards, rows)
    likeness = np.full(len(rows), -1.0)
    order: list[int] = []
    at = 0
    for _ in range(min(most or len(rows), len(rows))):
        order.append(at)
        likeness = np.maximum(likeness, (sketches == sketches[at]).mean(axis=1))
        likeness[at] = np.inf
        at = int(likeness.argmin())
    rest = np.setdiff1d(np.arange(len(rows)), np.asarray(order, dtype=np.int64))
    spread_out: Rows = rows[np.concatenate([np.asarray(order, dtype=np.int64), rest])]
    return spread_out


def _sketches(shards: Shards, rows: Rows) -> NDArray[np.uint16]:
    found = np.zeros((len(rows), BANDS), dtype=np.uint64)
    for index in range(BANDS):
        for base, values in shards.band(Sketch.WHOLE, index):
            here = (rows >= base) & (rows < base + len(values))
            found[here, index] = values[rows[here] - base]
    return unpacked(found)
