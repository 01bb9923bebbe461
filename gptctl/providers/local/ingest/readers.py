"""Which reader takes which file: the whole list, by the ending of the name."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from gptctl.providers.local.ingest import csv, docx, html, json, markdown, pdf, text
from gptctl.providers.local.ingest.document import MAX_BYTES, MAX_CHARACTERS, Document, Unreadable

READERS: Mapping[str, Callable[[bytes], Document]] = {
    ".csv": csv.read,
    ".docx": docx.read,
    ".htm": html.read,
    ".html": html.read,
    ".json": json.read,
    ".markdown": markdown.read,
    ".md": markdown.read,
    ".pdf": pdf.read,
    ".rst": text.read,
    ".txt": text.read,
}


def readable(path: str) -> bool:
    return _ending(path) in READERS


def read(path: str, data: bytes) -> Document:
    """Read one file. Raises Unreadable naming it, or NotDone when the library for its format is not installed."""
    try:
        return _read(READERS[_ending(path)], data)
    except Unreadable as error:
        raise Unreadable(f"{path} {error.message}", advice="mend the file, or leave it out of the knowledge") from error


def _read(reader: Callable[[bytes], Document], data: bytes) -> Document:
    if len(data) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES // 2**20} MiB")
    document = reader(data)
    if sum(len(section.text) for section in document.sections) > MAX_CHARACTERS:
        raise Unreadable(f"holds more than {MAX_CHARACTERS:,} characters of text")
    return document


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
