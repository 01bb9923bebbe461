"""Rows that say the same, word for word: one stays."""

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.choice.fates import Fates
from gptctl.promote.choice.runs import runs
from gptctl.promote.shards.shards import Shards

STAGE = "duplicates"


def drop_copies(shards: Shards, rank: NDArray[np.uint32], fates: Fates) -> None:
    """Of equal rows the best rated stays, and of those the first in time."""
    fates.begin()
    keys = shards.column("whole").astype(np.uint64)
    score = np.nan_to_num(shards.column("score").astype(np.float64), nan=-1.0)
    for run in runs(keys, fates.alive, rank, -score):
        fates.drop(STAGE, "exact duplicate", run[1:], np.full(len(run) - 1, run[0]))
    fates.end(STAGE)
