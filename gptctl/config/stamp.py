"""By what a file is known to be unchanged without opening it."""

import os
from typing import TypeAlias

Stamp: TypeAlias = tuple[int, int, int, int]
"""Size, mtime and ctime in nanoseconds, inode: while these stay, the content is taken to stay, as git does."""

RACY_NS = 2_000_000_000


def stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def racy(mtime_ns: int, now_ns: int) -> bool:
    """A file that was just written may change again within the clock's grain and look the same: git's rule."""
    return abs(now_ns - mtime_ns) < RACY_NS
