"""Which texts of a declaration are paths, and from where they lead."""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from gptctl.config.reading.place import Path
from gptctl.core.value import JSON, Attrs

_FILE = re.compile(r"[^\n]+\.(?:md|markdown|txt)\Z")
Swap: TypeAlias = Callable[[str, Path], str]


def is_path(instructions: str) -> bool:
    """Whether instructions name a file: one line that ends in .md, .markdown or .txt."""
    return _FILE.match(instructions) is not None


def anchor(value: Attrs, swap: Swap) -> Attrs:
    """The declaration with every path in it swapped.

    Done file by file before files are merged: a path is relative to the file it stands in.
    """
    swapped = _part(value, (), swap)
    patches = value.get("environments")
    if isinstance(patches, Mapping):
        swapped["environments"] = {
            name: _part(patch, ("environments", name), swap) if isinstance(patch, Mapping) else patch
            for name, patch in patches.items()
        }
    return swapped


def _part(value: Attrs, at: Path, swap: Swap) -> dict[str, JSON]:
    return {key: _PATHS[key](item, (*at, key), swap) if key in _PATHS else item for key, item in value.items()}


def _instructions(value: JSON, at: Path, swap: Swap) -> JSON:
    return swap(value, at) if isinstance(value, str) and is_path(value) else value


def _tools(value: JSON, at: Path, swap: Swap) -> JSON:
    return [_tool(tool, (*at, n), swap) for n, tool in enumerate(value)] if isinstance(value, list) else value


def _tool(value: JSON, at: Path, swap: Swap) -> JSON:
    return _texts(value, at, ("parameters", "openapi"), swap)


def _output(value: JSON, at: Path, swap: Swap) -> JSON:
    return _texts(value, at, ("schema",), swap)


def _tests(value: JSON, at: Path, swap: Swap) -> JSON:
    return [swap(str(test), (*at, n)) for n, test in enumerate(value)] if isinstance(value, list) else value


def _texts(value: JSON, at: Path, keys: tuple[str, ...], swap: Swap) -> JSON:
    if not isinstance(value, Mapping):
        return value
    return {
        key: swap(item, (*at, key)) if key in keys and isinstance(item, str) else item for key, item in value.items()
    }


_PATHS: Mapping[str, Callable[[JSON, Path, Swap], JSON]] = {
    "instructions": _instructions,
    "tools": _tools,
    "output": _output,
    "tests": _tests,
}
