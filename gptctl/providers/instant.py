"""Moments as providers write them."""

from datetime import UTC, datetime

from gptctl.core.value import JSON
from gptctl.errors import NotDone


def seconds(moment: JSON) -> float:
    """Seconds since 1970 of a number of them, or of an RFC 3339 text, in UTC where it names no zone.

    Raises NotDone for anything else: who asks what changed since then would miss it.
    """
    if isinstance(moment, int | float):
        return float(moment)
    try:
        read = datetime.fromisoformat(moment if isinstance(moment, str) else "")
    except ValueError:
        raise NotDone(f"the provider gives {str(moment)[:80]!r} as a time") from None
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
