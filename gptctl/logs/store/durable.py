"""Files that are there in full or not at all, in a folder that only its owner may look into."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gptctl.errors import GptctlError


def write(path: Path, data: bytes) -> None:
    """Afterwards the file holds all of `data`, whatever happens; before, all of what it held. Raises OSError."""
    aside = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Flush a file, or a folder's names, to the disk. Raises OSError."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Say in one sentence what the system would not do."""
    try:
        yield
    except OSError as error:
        raise GptctlError(f"{error.filename or folder} cannot be used: {error.strerror or error}") from error
