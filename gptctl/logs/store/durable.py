"""What a disk would not do, for people."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gptctl.errors import GptctlError


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Say in one sentence what the system would not do."""
    try:
        yield
    except OSError as error:
        raise GptctlError(f"{error.filename or folder} cannot be used: {error.strerror or error}") from error
