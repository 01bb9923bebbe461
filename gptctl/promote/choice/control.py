"""A random sample of what may be trained on, to see whether choosing was worth it."""

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.choice.split import PARTS, Assigned
from gptctl.promote.example import Part
from gptctl.promote.shards.shards import Shards

_TURN = np.uint64(0x9E3779B97F4A7C15)


def population(fates: NDArray[np.bool_], assigned: Assigned) -> NDArray[np.int64]:
    """Numbers of the rows that are left after the split and are not held out."""
    return np.flatnonzero(fates & (assigned.parts == PARTS.index(Part.TRAIN)))


def sample(shards: Shards, rows: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """So many of them, by another draw than that of the quotas."""
    draw = shards.column("draw", rows).astype(np.uint64) * _TURN
    return rows[np.argsort(draw, kind="stable")[:size]]
