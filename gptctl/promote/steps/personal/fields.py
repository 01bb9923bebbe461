"""The texts in a message, and how to write them anew: JSON stays JSON, to the byte where nothing changed."""

import json
import re
from collections.abc import Callable, Iterator

import orjson

# In JSON that was parsed before: a string, perhaps a key, or a number.
TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.eE+-]*')
KEYED = re.compile(r'"([A-Za-z][A-Za-z0-9_ -]{1,30})"\s*:\s*"?([^",{}\[\]]+)')
DEEPEST = 4
"""JSON inside the strings of JSON is followed this far."""

Change = Callable[[str], str]


def texts(written: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Each text, with "" beside it, and the values in JSON once more, with the key of the object that they are in.

    JSON without escapes is one text.
    """
    if depth < DEEPEST and "\\" in written and is_json(written):
        yield from _strings(written, depth)
        return
    yield "", written
    if '":' in written:
        yield from KEYED.findall(written)


def _strings(written: str, depth: int) -> Iterator[tuple[str, str]]:
    key = ""
    for match in TOKEN.finditer(written):
        text = orjson.loads(match[1]) if match[1] else match[0]
        yield from texts(text, depth + 1)
        if key:
            yield key, text
        key = text if match[2] else ""


def changed(written: str, change: Change, depth: int = 0) -> str:
    """The same with each of its texts changed. A number that changes becomes a string."""
    if depth == DEEPEST or not is_json(written):
        return change(written)
    if "\\" not in written:
        new = change(written)
        if new == written or is_json(new):
            return new
    return TOKEN.sub(lambda match: _token(match, change, depth), written)


def is_json(text: str) -> bool:
    """Whether it is an object or an array in JSON, no deeper than a parser goes."""
    if text[:1] not in {"{", "["} and text.lstrip()[:1] not in {"{", "["}:
        return False
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


def _token(match: re.Match[str], change: Change, depth: int) -> str:
    quoted, colon = match[1], match[2] or ""
    old = orjson.loads(quoted) if quoted else match[0]
    new = changed(old, change, depth + 1)
    if new == old:
        return match[0]
    return json.dumps(new, ensure_ascii=match[0].isascii()) + colon
