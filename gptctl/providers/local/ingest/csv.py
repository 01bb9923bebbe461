"""CSV: every row as `column: value` lines, so that a row found alone still says what it is about."""

import csv
import io

from gptctl.providers.local.ingest.document import Document, Section, Unreadable, decode

_SAMPLE = 64 * 1024


def read(data: bytes) -> Document:
    text = decode(data)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), _dialect(text[:_SAMPLE])))
    except csv.Error as error:
        raise Unreadable(f"is not readable as CSV: {error}") from error
    if not rows:
        return Document()
    header, *body = rows
    lines = [_line(header, row) for row in body if any(cell.strip() for cell in row)]
    return Document(sections=(Section(heading=(), text="\n\n".join(lines or [", ".join(header)])),))


def _dialect(sample: str) -> type[csv.Dialect]:
    try:
        return csv.Sniffer().sniff(sample, delimiters=",;\t|")
    except csv.Error:
        return csv.excel


def _line(header: list[str], row: list[str]) -> str:
    names = [*header, *(f"column {n}" for n in range(len(header) + 1, len(row) + 1))]
    return "; ".join(f"{name.strip()}: {cell.strip()}" for name, cell in zip(names, row, strict=False) if cell.strip())
