"""PDF: the text of each page, the page number as its heading."""

import io
import logging
from time import monotonic

from gptctl.providers.local.ingest.document import MAX_CHARACTERS, Document, Section, Unreadable
from gptctl.providers.local.library import needed

with needed("reading PDF"):
    from pypdf import PdfReader

# pypdf logs what is odd in a file, which nobody else asks for: it would stand raw on the user's terminal.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)

MAX_PAGES = 5_000
MAX_SECONDS = 120.0


def read(data: bytes) -> Document:
    """An encrypted file, one of too many pages, or one that takes too long is Unreadable."""
    try:
        return _document(PdfReader(io.BytesIO(data)))
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"is not readable as PDF: {type(error).__name__}: {error}") from error


def _document(reader: PdfReader) -> Document:
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("is encrypted: its text cannot be read")
    if len(reader.pages) > MAX_PAGES:
        raise Unreadable(f"has more than {MAX_PAGES:,} pages")
    return Document(title=_title(reader), sections=_pages(reader))


def _title(reader: PdfReader) -> str:
    title = reader.metadata.title if reader.metadata else None
    return title.strip() if isinstance(title, str) else ""


def _pages(reader: PdfReader) -> tuple[Section, ...]:
    sections: list[Section] = []
    end, characters = monotonic() + MAX_SECONDS, 0
    for number, page in enumerate(reader.pages, 1):
        if monotonic() > end:
            raise Unreadable(f"takes more than {MAX_SECONDS:.0f} s to read")
        text = page.extract_text().strip()
        characters += len(text)
        if characters > MAX_CHARACTERS:
            raise Unreadable(f"holds more than {MAX_CHARACTERS:,} characters of text")
        if text:
            sections.append(Section(heading=(f"page {number}",), text=text))
    return tuple(sections)
