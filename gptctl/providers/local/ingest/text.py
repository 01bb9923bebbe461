"""Plain text, reStructuredText among it: paragraphs under underlined titles."""

import re

from gptctl.providers.local.ingest.document import Document, decode
from gptctl.providers.local.ingest.outline import Outline

# A line with a line of one punctuation mark below it that is at least as long: a title in reStructuredText.
_TITLE = re.compile(r"^(?P<title>\S.*)\n(?P<rule>([=\-~^\"'`#*+])\3{2,})[ \t]*$", re.MULTILINE)


def read(data: bytes) -> Document:
    text = decode(data)
    outline = Outline()
    signs: list[str] = []  # in reStructuredText the order of first use gives the depth
    start = 0
    for match in _TITLE.finditer(text):
        if len(match["rule"]) < len(match["title"].rstrip()):
            continue
        outline.text(text[start : match.start()].strip())
        sign = match["rule"][0]
        if sign not in signs:
            signs.append(sign)
        outline.heading(signs.index(sign) + 1, match["title"].strip())
        start = match.end()
    outline.text(text[start:].strip())
    sections = outline.sections()
    return Document(title=next((s.heading[0] for s in sections if s.heading), ""), sections=sections)
