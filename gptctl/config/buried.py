"""Assistants in subfolders of assistants/, where nobody looks for them."""

import re
from collections.abc import Iterator

from gptctl.config import files
from gptctl.config.assistants import FOLDER
from gptctl.config.files import BadFile
from gptctl.config.library import Library
from gptctl.config.reading.limits import DECLARATION
from gptctl.config.report import Report
from gptctl.config.walk import walk
from gptctl.diagnostics import Location

_DECLARES = re.compile(rb"^kind:[ \t]*[\"']?Assistant\b", re.MULTILINE)
_FRONT = b"---"
_DETAIL = f"Only a file directly in `{FOLDER}/` declares one, so this is not applied; move it there."


def warn_of_buried(library: Library, report: Report) -> None:
    """To be asked when all is read: what some file refers to is a part of that, such as its parent."""
    for file in sorted(set(_deeper(library)) - library.seen):
        if _declares(library, file):
            report.warn(Location(file=file), "An assistant in a subfolder", _DETAIL)


def _deeper(library: Library) -> Iterator[str]:
    try:
        for file, _ in walk(str(library.root / FOLDER), f"{FOLDER}/"):
            folder, _, name = file.rpartition("/")
            if folder != FOLDER and name.endswith((".yaml", ".yml", ".md")) and not name.startswith("_"):
                yield file
    except OSError:  # there is no such folder, or it cannot be read, which is told where it matters
        return


def _declares(library: Library, file: str) -> bool:
    try:
        text = files.read(library.root, file, files.status(library.root, file), DECLARATION.size)
    except BadFile:
        return False
    return bool(_DECLARES.search(text)) and (not file.endswith(".md") or text.startswith(_FRONT))
