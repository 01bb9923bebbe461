"""JSON values, their one canonical text, and the fingerprint of that text."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"
Attrs: TypeAlias = Mapping[str, JSON]


def canonical(value: JSON) -> str:
    """The one text of a value: keys sorted, no spaces. Equal values have equal texts, so 1 and 1.0 differ."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def fingerprint(value: JSON) -> str:
    """SHA-256 of the canonical text, as 64 hex digits. A lone surrogate in a string is hashed, not refused."""
    return hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()


def without_nulls(value: Attrs) -> Attrs:
    """The same value with null map entries left out at every depth: null and absent mean the same to us."""
    return {key: _without_nulls(item) for key, item in value.items() if item is not None}


def _without_nulls(value: JSON) -> JSON:
    match value:
        case Mapping():
            return without_nulls(value)
        case list() | tuple():
            return [_without_nulls(item) for item in value]
        case _:
            return value
