"""Whether anything that a declaration was read from has changed since: answered from stat alone."""

import hashlib
import marshal
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gptctl.config.stamp import RACY_NS
from gptctl.config.walk import walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything `load` looked at, relative to the root: single files, folders with all that is in them, and the
    names of the environment variables it consulted.
    """

    files: tuple[str, ...]
    folders: tuple[str, ...]
    variables: tuple[str, ...]


def signature(root: Path, inputs: Inputs, *, began: int | None = None) -> str | None:
    """One hash of the stamps of all files and the values of all variables; no file is opened.

    None when that cannot vouch for the content: a file is younger than two seconds, or changed since reading `began`
    (nanoseconds since the epoch), or a folder cannot be read.
    """
    now = time.time_ns()
    young, ahead = min(now if began is None else began, now - RACY_NS), now + RACY_NS
    trusted = True
    seen: list[object] = [(name, os.environ.get(name)) for name in inputs.variables]
    try:
        for path, status in _entries(str(root), inputs):
            changed = status.st_mtime_ns
            trusted = trusted and not young <= changed < ahead
            seen += (path, changed, status.st_size, status.st_ctime_ns, status.st_ino)
    except OSError:
        return None
    # marshal: the fastest to say what it was given
    return hashlib.sha256(marshal.dumps(seen, 0)).hexdigest() if trusted else None


def _entries(root: str, inputs: Inputs) -> Iterator[tuple[str, os.stat_result]]:
    for file in inputs.files:
        yield file, os.lstat(f"{root}/{file}")
    for folder in inputs.folders:
        yield from walk(f"{root}/{folder}", f"{folder}/")
