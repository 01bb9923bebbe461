"""DOCX: paragraphs under their heading styles, tables row by row."""

import io
import re
import zipfile
from collections.abc import Iterable

from gptctl.providers.local.ingest.document import Document, Section, Unreadable
from gptctl.providers.local.ingest.outline import Outline
from gptctl.providers.local.library import needed

with needed("reading DOCX"):
    import docx
    from docx.table import Table
    from docx.text.paragraph import Paragraph

MAX_UNPACKED = 256 * 1024 * 1024
MAX_PARTS = 5_000
_HEADING = re.compile(r"Heading ([1-9])\Z")


def read(data: bytes) -> Document:
    """A packed bomb is Unreadable before it is unpacked: no part ever yields more than its entry declares."""
    try:
        _check_size(data)
        document = docx.Document(io.BytesIO(data))
        properties = document.core_properties
        return Document(
            title=properties.title or "",
            keywords=properties.keywords or "",
            sections=_sections(document.iter_inner_content()),
        )
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"is not readable as DOCX: {type(error).__name__}: {error}") from error


def _check_size(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        entries = parts.infolist()
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Unreadable(f"unpacks to more than {MAX_UNPACKED // 2**20} MiB or {MAX_PARTS:,} parts")


def _sections(blocks: Iterable[Paragraph | Table]) -> tuple[Section, ...]:
    outline = Outline()
    for block in blocks:
        level, text = _block(block)
        if level:
            outline.heading(level, text)
        else:
            outline.text(text)
    return outline.sections()


def _block(block: Paragraph | Table) -> tuple[int, str]:
    """The level of a heading, 0 for anything else, and the text."""
    if isinstance(block, Table):
        rows = ["; ".join(cell.text.strip() for cell in row.cells) for row in block.rows]
        return 0, "\n".join(rows)
    style = block.style.name if block.style else ""
    match = _HEADING.match(style or "")
    return (int(match[1]) if match else 1 if style == "Title" else 0), block.text.strip()
