"""The entries of a YAML map in a given order, moved as lines: each with the comments right above it."""

from collections.abc import Mapping, Sequence

from gptctl.config.reading.place import Path, Place


def arrange(text: str, places: Mapping[Path, Place], order: Sequence[str]) -> str:
    """The text with its top-level entries in `order`; keys that are not in it come last, as they came.

    What stands above the first entry stays there. A map in braces is left as it is.
    """
    starts = {str(path[0]): place for path, place in places.items() if len(path) == 1}
    if not starts or any(place.column != 1 for place in starts.values()):
        return text
    lines = text.removesuffix("\n").split("\n")
    keys = sorted(starts, key=lambda key: starts[key].line)
    tops = [starts[keys[0]].line - 1, *(_top(lines, starts[key].line - 1) for key in keys[1:]), len(lines)]
    entries = {key: lines[tops[n] : tops[n + 1]] for n, key in enumerate(keys)}
    ranks = {key: rank for rank, key in enumerate(order)}
    arranged = sorted(keys, key=lambda key: ranks.get(key, len(ranks)))
    return "\n".join([*lines[: tops[0]], *(line for key in arranged for line in entries[key])]) + "\n"


def _top(lines: Sequence[str], line: int) -> int:
    """The line of the first comment that stands, without a gap, above this one."""
    while lines[line - 1].startswith("#"):
        line -= 1
    return line
