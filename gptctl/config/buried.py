"""Assistants where nobody looks for them: in subfolders of assistants/, or in files that end in `.YAML`."""

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
_ENDS = (".yaml", ".yml", ".md")
_DETAIL = f"Only a file directly in `{FOLDER}/` that ends in {', '.join(_ENDS)} declares one, so this is not applied."


def warn_of_buried(library: Library, report: Report) -> None:
    """To be asked when all is read: what some file refers to is a part of that, such as its parent."""
    for file in sorted(set(_nearly(library)) - library.seen):
        if _declares(library, file):
            report.warn(Location(file=file), "An assistant that nobody reads", _DETAIL)


def _nearly(library: Library) -> Iterator[str]:
    try:
        for file, _ in walk(str(library.root / FOLDER), f"{FOLDER}/"):
            name = file.rpartition("/")[2]
            if name.lower().endswith(_ENDS) and not name.startswith("_"):
                yield file
    except OSError:  # there is no such folder, or it cannot be read, which is told where it matters
        return


def _declares(library: Library, file: str) -> bool:
    try:
        text = files.read(library.root, file, files.status(library.root, file), DECLARATION.size)
    except BadFile:
        return False
    return bool(_DECLARES.search(text)) and (not file.endswith(".md") or text.startswith(_FRONT))
