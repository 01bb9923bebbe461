"""Files that are there in full or not at all, whenever the power goes."""

import contextlib
import os
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Afterwards the file holds all of `data`, whatever happens; before, all of what it held. Its mode is 0600.

    Raises OSError, and leaves nothing beside the file then.
    """
    aside = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    try:
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise
    sync(path.parent)


def sync(path: Path) -> None:
    """Flush a file, or a folder's names, to the disk, where the system can. Raises OSError."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
