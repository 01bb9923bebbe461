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
    """The same fields without those that are null, nor null entries in a field that is a map: null means absent there.

    Whatever lies deeper is somebody's own text, such as the JSON Schema of a tool, in which null is a value.
    """
    return {key: _entries(item) for key, item in value.items() if item is not None}


def _entries(value: JSON) -> JSON:
    if not isinstance(value, Mapping):
        return value
    return {key: item for key, item in value.items() if item is not None}
