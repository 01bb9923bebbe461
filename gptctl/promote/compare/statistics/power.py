"""What so many clusters can show."""

import math

import numpy as np

from gptctl.promote.compare.statistics.clusters import Differences
from gptctl.promote.compare.statistics.interval import imagined
from gptctl.promote.readiness.statistics import POWER, SURE

FEWEST = 6
"""Clusters that must all speak for one side before chance is below 5 %: half to the power of five is above."""

_CLOSE = 1e-9


def least(differences: Differences) -> float | None:
    """The least difference of a share or a likeness that a test of so many clusters finds 4 times in 5.

    They are taken to scatter as much as they did here. None when they are so few that nothing can be shown.
    """
    count = len(differences)
    if count < FEWEST:
        return None
    reach = SURE + POWER
    found = reach * float(imagined(differences).std()) / math.sqrt(count)
    sizes = np.abs(differences[np.abs(differences) > _CLOSE])
    if not len(sizes) or sizes.max() - sizes.min() < _CLOSE:
        found = max(found, reach * reach / count)  # yes or no: enough clusters must change at all
    return found if found <= 1.0 else None
