"""What people liked goes on."""

import numpy as np

from gptctl.promote.candidate import Standing
from gptctl.promote.choice.fates import Fates
from gptctl.promote.recipe import Select
from gptctl.promote.shards.shards import Shards

STAGE = "ratings"


def drop_unliked(shards: Shards, select: Select, fates: Fates) -> None:
    """Bad rows have done their duty by now: as the worse answer of a pair."""
    fates.begin()
    for base, columns in shards.chunks(("standing",)):
        standing = columns["standing"]
        bad = np.flatnonzero(standing == Standing.BAD.value) + base
        fates.drop(STAGE, "rated below the least score", bad)
        if not select.unrated:
            fates.drop(STAGE, "not rated", np.flatnonzero(standing == Standing.UNRATED.value) + base)
    fates.end(STAGE)
