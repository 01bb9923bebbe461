"""Where a value stands in a text."""

import re
from bisect import bisect_right
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


class Lines:
    """The lines of a text as editors count them: YAML itself would end one at U+0085 and U+2028 too."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(self, offset: int) -> Place:
        """The place of a character of the text."""
        line = bisect_right(self._starts, offset)
        return Place(line=line, column=offset - self._starts[line - 1] + 1)


def at(text: str, offset: int) -> Place:
    return Lines(text).at(offset)


def nearest(places: Mapping[Path, Place], path: Path) -> tuple[Path, Place | None]:
    """The longest beginning of a path that has a place, and that place."""
    for length in range(len(path), -1, -1):
        place = places.get(path[:length])
        if place is not None:
            return path[:length], place
    return (), None
