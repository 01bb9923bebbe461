"""Patterns for files: `*` and `?` stay within a name, `**` spans folders; a pattern holds for the whole path."""

import fnmatch
import re
from collections.abc import Sequence
from functools import cache


class Globs:
    """`unmatched` are the patterns that no path has matched so far."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.unmatched = set(patterns)
        self._patterns = [(pattern, [_part(part) for part in pattern.split("/")]) for pattern in patterns]

    def matches(self, path: str) -> bool:
        names = path.split("/")
        hits = [pattern for pattern, parts in self._patterns if _matches(parts, names)]
        self.unmatched.difference_update(hits)
        return bool(hits)


@cache
def _part(part: str) -> re.Pattern[str] | None:
    """None spans folders. `fnmatch` writes expressions that do not go back over a name."""
    return None if part == "**" else re.compile(fnmatch.translate(part))


def _matches(parts: Sequence[re.Pattern[str] | None], names: Sequence[str]) -> bool:
    """`reached` are the numbers of names that the parts so far can have taken: parts times names steps, no more."""
    reached = {0}
    for part in parts:
        if part is None:
            reached = set(range(min(reached), len(names) + 1))
        else:
            reached = {n + 1 for n in reached if n < len(names) and part.match(names[n])}
        if not reached:
            return False
    return len(names) in reached
