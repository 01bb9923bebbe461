"""What others wrote, taken for what it is meant to be: nothing here raises for any JSON value."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b

import orjson

from gptctl.core.value import JSON, Attrs

DEEPEST = 100
"""How deep JSON inside a string may be nested; deeper it stays a string."""

_MILLI, _MICRO, _NANO = 1e11, 1e14, 1e17
"""From here on a number that tells a time is no longer in seconds: 1e11 seconds are the year 5138."""

_DAY = re.compile(r"(?:19|20)[0-9]{6}")
"""Eight digits that are a day, such as 20251009: as seconds they would all be of August 1970."""


def mapping(value: JSON) -> Attrs:
    """The map, or an empty one for anything else."""
    return value if isinstance(value, dict | Mapping) else {}  # asking for a dict first is three times as fast


def array(value: JSON) -> Sequence[JSON]:
    """The list, or an empty one for anything else."""
    return value if isinstance(value, list | tuple) else ()


def maps(value: JSON) -> Sequence[Attrs]:
    """The maps in a list; none for anything else."""
    return [one for one in array(value) if isinstance(one, dict | Mapping)]


def text(value: JSON) -> str:
    """The string, or an empty one for anything else."""
    return value if isinstance(value, str) else ""


def name(value: JSON) -> str:
    """A string, or a whole number as one: some write ids as numbers. Empty for anything else."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 64:
        return str(value)
    return text(value)


def first(value: Attrs, *fields: str) -> str:
    """The first of these fields that is a name and not empty."""
    return next((found for field in fields if (found := name(value.get(field)))), "")


def number(value: JSON) -> float | None:
    """A finite number; None for anything else, a truth value included."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def instant(value: JSON) -> float:
    """Seconds since the epoch of an ISO 8601 time or a number of seconds, milli-, micro- or nanoseconds; else 0.0.

    A time without a zone is in UTC, and so is one that says so as BigQuery's exports do: `2026-11-01 10:00:00 UTC`.
    """
    if isinstance(value, str):
        return _written(value.strip())
    return _counted(number(value) or 0.0)


def opened(value: JSON) -> JSON:
    """What a string of JSON holds where that is a map or a list; any other value as it is."""
    if not isinstance(value, str) or not value.lstrip().startswith(("{", "[")):
        return value
    try:
        found: JSON = orjson.loads(value)
    except ValueError:
        return value
    return found if _depth_is_bounded(found) else value


def compact(value: JSON) -> str:
    """A string as it is; any other value as JSON text in its own order. What is not there is empty."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def digest(value: JSON) -> str:
    """Stands for a value that has no id of its own: equal values have equal digests."""
    told = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return blake2b(told.encode(), digest_size=12).hexdigest()


def _written(value: str) -> float:
    try:
        if value.replace(".", "", 1).isdecimal() and not _DAY.fullmatch(value):
            return _counted(float(value))
        moment = datetime.fromisoformat(value.removesuffix(" UTC"))
        return max(0.0, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return 0.0


def _counted(value: float) -> float:
    for least, unit in ((_NANO, 1e9), (_MICRO, 1e6), (_MILLI, 1e3)):
        if value >= least:
            return value / unit if value < _NANO * 1e3 else 0.0
    return max(0.0, value)


def _depth_is_bounded(value: JSON) -> bool:
    level: list[JSON] = [value]
    for _ in range(DEEPEST):
        level = [inner for one in level for inner in (one.values() if isinstance(one, Mapping) else array(one))]
        if not level:
            return True
    return False
