"""Which reader takes which file: the whole list, by the ending of the name."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import PurePosixPath
from typing import Protocol, cast

from gptctl.providers.local.ingest.document import MAX_BYTES, MAX_CHARACTERS, Document, Unreadable

# The module beside this one that reads it; loaded when the first such file is read, its library with it.
READERS: Mapping[str, str] = {
    ".csv": "csv",
    ".docx": "docx",
    ".htm": "html",
    ".html": "html",
    ".json": "json",
    ".markdown": "markdown",
    ".md": "markdown",
    ".pdf": "pdf",
    ".rst": "text",
    ".txt": "text",
}


class Reader(Protocol):
    """What each of these modules has."""

    def read(self, data: bytes) -> Document:
        """Raises Unreadable."""
        ...


def readable(path: str) -> bool:
    return _ending(path) in READERS


def read(path: str, data: bytes) -> Document:
    """Read one file. Raises Unreadable naming it, or NotDone when the library for its format is not installed."""
    try:
        return _read(_reader(path), data)
    except Unreadable as error:
        raise Unreadable(f"{path} {error.message}", advice="mend the file, or leave it out of the knowledge") from error


def _read(reader: Reader, data: bytes) -> Document:
    if len(data) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES // 2**20} MiB")
    document = reader.read(data)
    if sum(len(section.text) for section in document.sections) > MAX_CHARACTERS:
        raise Unreadable(f"holds more than {MAX_CHARACTERS:,} characters of text")
    return document


def _reader(path: str) -> Reader:
    return cast("Reader", import_module(f"{__package__}.{READERS[_ending(path)]}"))


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
