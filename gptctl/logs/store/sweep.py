"""What runs left that were killed."""

import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

STALE_SECONDS = 86_400.0
"""A folder of one run that is older than this belonged to one that was killed."""


def sweep(folders: Iterable[Path]) -> None:
    """Delete those of them that are stale. Raises OSError."""
    for folder in folders:
        with suppress(FileNotFoundError):  # whose it is has just deleted it
            if folder.stat().st_mtime < time.time() - STALE_SECONDS:
                rmtree(folder, ignore_errors=True)
