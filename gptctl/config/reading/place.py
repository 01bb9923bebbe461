"""Where a value stands in a text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from gptctl.core.value import JSON

Path: TypeAlias = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """Line and column, counted from 1 in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A value and the place of each path in it: of the key in a map, of the item in a list."""

    value: JSON
    places: Mapping[Path, Place]


def at(text: str, offset: int) -> Place:
    """The place of a character of a text."""
    start = text.rfind("\n", 0, offset) + 1
    return Place(line=text.count("\n", 0, offset) + 1, column=offset - start + 1)


def nearest(places: Mapping[Path, Place], path: Path) -> tuple[Path, Place | None]:
    """The longest beginning of a path that has a place, and that place."""
    for length in range(len(path), -1, -1):
        place = places.get(path[:length])
        if place is not None:
            return path[:length], place
    return (), None
