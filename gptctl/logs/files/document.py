"""A file that is one object: a record, or an envelope around an array of them."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence

from gptctl.core.value import JSON
from gptctl.logs.files.broken import Broken
from gptctl.logs.files.items import Items
from gptctl.logs.files.limits import Limits
from gptctl.logs.files.lines import BOM, Piece
from gptctl.logs.files.parse import parse, too_large

ENVELOPES = ("conversations", "data")
"""The keys under which exports hold the list of their records."""

_TURN = ("role", "from", "type")
"""What a part of a conversation has and a whole one has not: parts are one record, with what is around them."""

_HEAD = re.compile(rb'\s*\{(?:[^\[\]{}"]|"(?:[^"\\]|\\.)*+")*?"(?:conversations|data)"\s*:\s*\[', re.DOTALL)


def records(value: JSON) -> Sequence[JSON]:
    """What an object that was read whole holds: the items of its envelope, or itself."""
    if isinstance(value, Mapping):
        for key in ENVELOPES:
            items = value.get(key)
            if isinstance(items, list) and items and not _is_turn(items[0]):
                return items
    return [value]


def cut(stream: io.BufferedReader, head: bytes, limits: Limits) -> Iterator[Piece]:
    """The items of the envelope of an object that is too large to be read whole; `head` is its beginning."""
    found = _HEAD.match(head.removeprefix(BOM))
    if found is None:
        yield 1, too_large(limits)
        return
    stream.read(found.end() + len(head) - len(head.removeprefix(BOM)))
    for row, piece in Items(stream, limits):
        if row == 1 and isinstance(piece, bytes) and _is_turn(_peek(piece, limits)):
            yield 1, too_large(limits)
            return
        yield row, piece


def _is_turn(item: JSON) -> bool:
    return isinstance(item, Mapping) and any(isinstance(item.get(key), str) for key in _TURN)


def _peek(piece: bytes, limits: Limits) -> JSON:
    try:
        return parse(piece, limits)
    except Broken:
        return None
