"""JSON: its own text, indented, so that a passage shows whole entries."""

import json

from gptctl.providers.local.ingest.document import Document, Section, Unreadable, decode


def read(data: bytes) -> Document:
    try:
        value = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"is not readable as JSON: {error}") from error
    return Document(sections=(Section(heading=(), text=json.dumps(value, indent=1, ensure_ascii=False)),))
