"""How often chance alone would give a difference as large as this, were the two contestants the same.

If they are, each cluster's difference is as likely to be turned round. All ways of turning them are the distribution
of the test (R. A. Fisher, 1935); for shares with one turn in each cluster it is McNemar's exact test.
"""

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.compare.statistics.clusters import Differences

DRAWS = 10_000
_ALL_WAYS = 12
"""Clusters that differ, up to which all ways of turning them are looked at."""

_CLOSE = 1e-9
_BLOCK = 1_000_000


def chance(differences: Differences, seed: int) -> float:
    """The two-sided p-value. The same differences and seed give the same number."""
    moved = differences[np.abs(differences) > _CLOSE]
    if not len(moved):
        return 1.0
    sizes = np.abs(moved)
    if sizes.max() - sizes.min() < _CLOSE:
        return mcnemar(int((moved > 0).sum()), int((moved < 0).sum()))
    if len(moved) <= _ALL_WAYS:
        return int(_as_far(moved, _signs(len(moved))).sum()) / (1 << len(moved))
    return _sampled(moved, np.random.default_rng(seed))


def mcnemar(better: int, worse: int) -> float:
    """The exact test of discordant pairs (Q. McNemar, 1947): a fair coin's chance of so uneven a result."""
    pairs = better + worse
    ways = tail = 1
    for count in range(1, min(better, worse) + 1):
        ways = ways * (pairs - count + 1) // count
        tail += ways
    return min(1.0, 2 * tail / (1 << pairs))


def _sampled(moved: Differences, random: np.random.Generator) -> float:
    """The way that was seen counts among those that were drawn, so that the test keeps its level."""
    beyond, left = 1, DRAWS
    while left:
        block = min(left, max(1, _BLOCK // len(moved)))
        signs = random.integers(0, 2, (block, len(moved)), dtype=np.int8) * 2 - 1
        beyond += int(_as_far(moved, signs).sum())
        left -= block
    return beyond / (DRAWS + 1)


def _as_far(moved: Differences, signs: NDArray[np.int8]) -> NDArray[np.bool_]:
    far: NDArray[np.bool_] = np.abs(signs @ moved) >= abs(moved.sum()) - _CLOSE
    return far


def _signs(count: int) -> NDArray[np.int8]:
    """(2 to the power of count, count): all ways."""
    ways = np.arange(1 << count)[:, None] >> np.arange(count) & 1
    return (ways * 2 - 1).astype(np.int8)
