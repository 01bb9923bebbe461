"""Which texts of a declaration are paths, and from where they lead."""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from gptctl.config.reading.place import Path
from gptctl.config.shape import as_list, as_map, as_texts
from gptctl.core.value import JSON, Attrs

_FILE = re.compile(r"[^\n]+\.(?:md|markdown|txt)\Z")
Swap: TypeAlias = Callable[[str, Path], str]


def is_path(instructions: str) -> bool:
    """Whether instructions name a file: one line that ends in .md, .markdown or .txt."""
    return _FILE.match(instructions) is not None


def anchor(value: Attrs, swap: Swap) -> Attrs:
    """The declaration, which its schema allows, with every path in it swapped.

    Done file by file before files are merged: a path is relative to the file it stands in.
    """
    swapped = _part(value, (), swap)
    if "environments" in value:
        swapped["environments"] = {
            name: _part(as_map(patch), ("environments", name), swap)
            for name, patch in as_map(value["environments"]).items()
        }
    return swapped


def _part(value: Attrs, at: Path, swap: Swap) -> dict[str, JSON]:
    return {
        key: _PATHS[key](item, (*at, key), swap) if key in _PATHS and item is not None else item
        for key, item in value.items()
    }


def _instructions(value: JSON, at: Path, swap: Swap) -> JSON:
    return swap(str(value), at) if is_path(str(value)) else value


def _tools(value: JSON, at: Path, swap: Swap) -> JSON:
    return [_texts(tool, (*at, n), ("parameters", "openapi"), swap) for n, tool in enumerate(as_list(value))]


def _output(value: JSON, at: Path, swap: Swap) -> JSON:
    return _texts(value, at, ("schema",), swap)


def _tests(value: JSON, at: Path, swap: Swap) -> JSON:
    return [swap(test, (*at, n)) for n, test in enumerate(as_texts(value))]


def _texts(value: JSON, at: Path, keys: tuple[str, ...], swap: Swap) -> JSON:
    return {
        key: swap(item, (*at, key)) if key in keys and isinstance(item, str) else item
        for key, item in as_map(value).items()
    }


_PATHS: Mapping[str, Callable[[JSON, Path, Swap], JSON]] = {
    "instructions": _instructions,
    "tools": _tools,
    "output": _output,
    "tests": _tests,
}
