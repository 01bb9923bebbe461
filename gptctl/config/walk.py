"""What lies in a folder, at any depth."""

import os
from collections.abc import Iterator


def walk(top: str, prefix: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """The path below `top` (with forward slashes, after `prefix`) and the lstat of everything that is no folder.

    Links are never followed and hidden names are left out. The order is the file system's. Raises OSError.
    """
    waiting = [(top, prefix)]
    while waiting:
        folder, prefix = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{prefix}{name}/"))
                else:
                    yield prefix + name, entry.stat(follow_symlinks=False)
