"""Rows that say the same, word for word: one stays."""

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.choice.fates import Fates
from gptctl.promote.choice.runs import sharing
from gptctl.promote.choice.scores import known
from gptctl.promote.shards.shards import Shards

STAGE = "duplicates"


def drop_copies(shards: Shards, rank: NDArray[np.uint32], fates: Fates) -> None:
    """Of equal rows the best rated stays, and of those the first in time."""
    fates.begin()
    for same in sharing(shards, "whole", fates.alive, ("score",)):
        for run in same.runs(rank[same.rows], -known(same.columns["score"])):
            first, rest = same.rows[run[0]], same.rows[run[1:]]
            fates.drop(STAGE, "exact duplicate", rest, np.full(len(rest), first))
    fates.end(STAGE)
