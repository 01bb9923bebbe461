"""Durable files: written aside, flushed, renamed, and the folder flushed too. 0600 in a 0700 folder."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from gptctl.durable import sync, write
from gptctl.errors import GptctlError
from gptctl.private import make_private

BLOCK = 64 * 1024


def make_folder(folder: Path) -> None:
    with explained(folder):
        make_private(folder)


def write_atomically(path: Path, data: bytes) -> None:
    """Afterwards the file holds all of `data`, whatever happens; before, all of what it held."""
    make_folder(path.parent)
    with explained(path):
        write(path, data)


def append_durably(path: Path, data: bytes) -> None:
    """Append a line in one write and flush it to the disk. A failed flush is never tried again and believed.

    A line that a crash left torn at the end is cut off first, so that the new one does not grow onto it.
    """
    make_folder(path.parent)
    with explained(path):
        fresh = not path.exists()
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(descriptor, "r+b", buffering=0) as file:
            file.truncate(_end_of_last_line(file))
            file.seek(0, os.SEEK_END)
            if file.write(data) != len(data):
                raise OSError("the disk took only a part")
            os.fsync(file.fileno())
        if fresh:
            sync(path.parent)


def _end_of_last_line(file: FileIO) -> int:
    """The size of a file of lines without its torn last one; reads backwards, a whole file only when it is one line."""
    end = file.seek(0, os.SEEK_END)
    while end:
        start = max(0, end - BLOCK)
        file.seek(start)
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def read_bounded(path: Path, limit: int) -> bytes | None:
    """The bytes of a regular file, None when there is none. Raises GptctlError for anything odd or too large."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise GptctlError(f"{path} cannot be read: {_reason(error)}") from error
    try:
        _check(path, os.fstat(descriptor), limit)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(limit)
    finally:
        os.close(descriptor)


def _check(path: Path, found: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise GptctlError(f"{path} is not a regular file")
    if found.st_size > limit:
        raise GptctlError(f"{path} is too large: it has {found.st_size:,} bytes; {limit:,} are the limit")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Say what the system would not do, in one sentence."""
    try:
        yield
    except OSError as error:
        raise GptctlError(
            f"{path} cannot be used: {_reason(error)}",
            advice="gptctl does nothing that it cannot write down first. Mend this, then run the same command again.",
        ) from error


def _reason(error: OSError) -> str:
    if error.errno == errno.ELOOP:  # what O_NOFOLLOW says; the system's own words are about loops
        return "it is a symbolic link"
    return error.strerror or str(error)
