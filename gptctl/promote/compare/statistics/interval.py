"""Between which limits the true difference lies."""

import math
from dataclasses import dataclass

import numpy as np

from gptctl.promote.compare.statistics.clusters import Differences

DRAWS = 4_000
SURE = (0.025, 0.975)
ONE_SIDED = 1.6449
"""Standard deviations below which 95 % of a normal distribution lie."""

_BLOCK = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    low: float
    high: float


def bootstrapped(differences: Differences, seed: int) -> Interval:
    """95 % of the mean differences that clusters drawn with replacement give (B. Efron, 1979).

    0 to 0 where nothing differs.
    """
    count = len(differences)
    if not differences.any():
        return Interval(low=0.0, high=0.0)
    random = np.random.default_rng(seed)
    block = min(DRAWS, max(1, _BLOCK // count))
    sizes = [min(block, DRAWS - done) for done in range(0, DRAWS, block)]
    means = [differences[random.integers(0, count, (size, count))].mean(axis=1) for size in sizes]
    low, high = np.quantile(np.concatenate(means), SURE)
    return Interval(low=float(low), high=float(high))


def bounds(differences: Differences) -> Interval:
    """Two one-sided 95 % bounds of a difference of shares.

    Two clusters are imagined, one for each side (D. Bonett and R. Price, 2012, for pairs), so that "it never happened"
    in few clusters does not pass for "it never happens".
    """
    seen = imagined(differences)
    reach = ONE_SIDED * float(seen.std()) / math.sqrt(len(seen))
    middle = float(seen.mean())
    return Interval(low=middle - reach, high=middle + reach)


def imagined(differences: Differences) -> Differences:
    """The differences, and one more cluster on either side."""
    return np.concatenate([differences, [1.0, -1.0]])
