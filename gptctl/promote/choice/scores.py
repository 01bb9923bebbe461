"""Ratings as numbers that can be sorted."""

import numpy as np
from numpy.typing import NDArray


def known(scores: NDArray[np.generic]) -> NDArray[np.float64]:
    """Where nobody rated, -1.0: below everything."""
    return np.asarray(np.nan_to_num(scores.astype(np.float64), nan=-1.0))
