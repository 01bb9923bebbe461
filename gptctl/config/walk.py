"""What lies in a folder, at any depth."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


def walk(top: str, prefix: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """The path below `top` (with forward slashes, after `prefix`) and the lstat of everything that is no folder.

    Links are never followed and hidden names are left out. The order is the file system's. Raises OSError.
    """
    waiting = [(top, prefix)]
    while waiting:
        folder, above = waiting.pop()
        with _entries(folder) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{folder}/{name}", f"{above}{name}/"))
                else:
                    yield above + name, entry.stat(follow_symlinks=False)


@contextmanager
def _entries(folder: str) -> "Iterator[Iterator[os.DirEntry[str]]]":
    """The entries of a folder, by its descriptor where there are such: each stat then has a shorter way."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as entries:
            yield entries
        return
    descriptor = os.open(folder, _FOLDER)
    try:
        with os.scandir(descriptor) as entries:
            yield entries
    finally:
        os.close(descriptor)
