"""Differences by cluster: turns of one conversation, and of its near duplicates, are one observation."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Differences = NDArray[np.float64]
"""(clusters,): what the challenger has more than the base, on average over the turns of a cluster."""


def by_cluster(clusters: Sequence[str], differences: Sequence[float]) -> Differences:
    """The mean of each cluster, in the order of their names, so that the order of the rows changes nothing."""
    if not clusters:
        return np.zeros(0)
    _, places = np.unique(np.asarray(clusters), return_inverse=True)
    # Sorted before they are added: a sum of floats depends on its order.
    order = np.lexsort((np.asarray(differences), places))
    sums = np.bincount(places[order], weights=np.asarray(differences, dtype=np.float64)[order])
    means: Differences = sums / np.bincount(places)
    return means
