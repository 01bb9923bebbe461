"""Moments, as people and as programs read them."""

from datetime import UTC, datetime

LATEST = 253_402_300_799.0
"""The last second of the year 9999."""


def iso(seconds: float) -> str | None:
    """ISO 8601 in UTC; None for a time that is not known, or that no calendar has."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds") if 0 < seconds < LATEST else None


def short(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M}" if 0 < seconds < LATEST else "-"
