"""The bytes of knowledge files, checked against the hash that the plan was made with."""

import hashlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from gptctl.errors import StalePlan


class FileContents:
    """`files` leads from the SHA-256 (hex) of a file to where it lies."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files

    def read(self, digest: str) -> bytes:
        """Raises StalePlan when the file is gone, is no plain file any more, or holds something else now."""
        path = self._files.get(digest)
        data = None if path is None else _read(path)
        if data is None or hashlib.sha256(data).hexdigest() != digest:
            name = digest if path is None else path.name
            raise StalePlan(f"the file {name} changed while it was being applied", advice="Run the command again.")
        return data


def _read(path: Path) -> bytes | None:
    """None for whatever is not a plain file right now: a link or a pipe may have been put in its place."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read() if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
