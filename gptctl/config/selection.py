"""Which files of a folder belong to a knowledge base, and whether they can."""

import os
import stat
import unicodedata
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from gptctl.config.files import BadFile, what
from gptctl.config.globs import Globs
from gptctl.config.hashing import LARGEST
from gptctl.config.reading.shown import short
from gptctl.config.walk import walk

MOST = 50_000
Complain = Callable[[str, str, str], None]
"""Takes a path below the folder, a summary and a detail."""


def select(top: Path, include: Globs, exclude: Globs, complain: Complain) -> Iterator[tuple[str, os.stat_result]]:
    """The files that are included and not excluded, sorted, each with its lstat.

    A file that cannot be used is left out and complained of. Raises BadFile when the folder cannot be used.
    """
    folded: dict[str, str] = {}
    for name, seen in _walk(top):
        if exclude.matches(name) or not include.matches(name):
            continue
        trouble = _unusable(name, seen) or _collision(name, folded)
        if trouble:
            complain(name, *trouble)
        else:
            yield name, seen


def _walk(top: Path) -> list[tuple[str, os.stat_result]]:
    try:
        found = list(islice(walk(str(top)), MOST + 1))
    except OSError as error:
        raise BadFile("The folder cannot be read", f"{short(str(error.filename))}: {error.strerror}.") from None
    if len(found) > MOST:
        raise BadFile("Too many files", f"A knowledge folder may hold {MOST:,}; split it.")
    return sorted(found, key=lambda entry: entry[0])


def _unusable(name: str, seen: os.stat_result) -> tuple[str, str] | None:
    if not name.isprintable():
        return "A file name that cannot be used", "It holds a character that cannot be seen; rename the file."
    if not stat.S_ISREG(seen.st_mode):
        return "Not a regular file", f"It is {what(seen)}; put the file itself there, or exclude it."
    if seen.st_size > LARGEST:
        return "The file is too large", f"It has {seen.st_size:,} bytes; {LARGEST:,} are the limit."
    return None


def _collision(name: str, folded: dict[str, str]) -> tuple[str, str] | None:
    """Names that some file system or provider takes for the same."""
    first = folded.setdefault(unicodedata.normalize("NFKC", name).casefold(), name)
    if first == name:
        return None
    return "Names that collide", f"`{short(first)}` has the same name but for case or Unicode form; rename one."
