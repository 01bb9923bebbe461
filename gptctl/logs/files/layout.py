"""How the records of a text file stand in it."""

import re
from enum import Enum, auto

from gptctl.logs.files.broken import Broken
from gptctl.logs.files.limits import Limits
from gptctl.logs.files.lines import BOM
from gptctl.logs.files.parse import parse

LINE_SUFFIXES = (".jsonl", ".ndjson")


class Layout(Enum):
    LINES = auto()
    ARRAY = auto()
    OBJECT = auto()


def layout(name: str, head: bytes, limits: Limits) -> Layout | None:
    """Told by the first bytes of a file, `limits.row` of them at most; None when it is no JSON of any kind.

    A line that is a whole value on its own makes it lines, unless it is all that there is. So one broken line at the
    top of a file does not cost the others.
    """
    first, _, rest = head.removeprefix(BOM).lstrip().partition(b"\n")
    second = rest.lstrip().partition(b"\n")[0]
    if not second and first.startswith(b"["):
        return Layout.ARRAY
    if len(first.strip()) > 1 and (_named_lines(name) or _whole(second, limits) or (second and _whole(first, limits))):
        return Layout.LINES
    return {b"[": Layout.ARRAY, b"{": Layout.OBJECT}.get(first[:1])


def _named_lines(name: str) -> bool:
    return re.sub(r"\.(gz|zst)$", "", name.lower()).endswith(LINE_SUFFIXES)


def _whole(line: bytes, limits: Limits) -> bool:
    try:
        return isinstance(parse(line, limits), dict | list)
    except Broken:
        return False
