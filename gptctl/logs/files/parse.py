"""The bytes of one record to its value, within limits."""

import orjson

from gptctl.core.value import JSON
from gptctl.logs.files.broken import Broken
from gptctl.logs.files.limits import LIMITS, Limits

_ALL_BUT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def parse(raw: bytes, limits: Limits = LIMITS) -> JSON:
    """Strict JSON in UTF-8: no NaN, no number beyond a double, no lone surrogate. Raises Broken."""
    if len(raw) > limits.row:
        raise too_large(limits)
    try:
        value: JSON = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Broken(f"not valid JSON: {error}") from None
    if _may_be_deep(raw, limits.depth) and _is_deep(value, limits.depth):
        raise Broken(f"nested deeper than {limits.depth} levels")
    return value


def too_large(limits: Limits) -> Broken:
    return Broken(f"larger than {limits.row / 1_000_000:g} MB, the most that one row may hold")


def _may_be_deep(raw: bytes, depth: int) -> bool:
    """Peels the innermost brackets until none are left, which costs far less than a walk through every row.

    Brackets inside of strings only make it say yes too often.
    """
    skeleton = raw.translate(None, _ALL_BUT_BRACKETS)
    for _ in range(depth):
        peeled = skeleton.replace(b"{}", b"").replace(b"[]", b"")
        if len(peeled) == len(skeleton):
            break
        skeleton = peeled
    return bool(skeleton)


def _is_deep(value: JSON, depth: int) -> bool:
    layer = [value]
    for _ in range(depth):
        layer = [item for parent in layer for item in _items(parent)]
    return any(isinstance(item, dict | list) for item in layer)


def _items(value: JSON) -> list[JSON]:
    match value:
        case dict():
            return list(value.values())
        case list():
            return value
        case _:
            return []
