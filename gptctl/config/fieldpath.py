"""Reads the path of a field as messages write it: `tools[2].name`, `files["a b.md"]`."""

import json
import re

from gptctl.config.reading.place import Path

_STEP = re.compile(r'\.?([^.\[\]]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\[([^\]]*)\]')


def parse(text: str) -> Path:
    return tuple(_step(match) for match in _STEP.finditer(text))


def _step(match: re.Match[str]) -> str | int:
    key, index, quoted, name = match.groups()
    if index is not None:
        return int(index)
    return str(json.loads(quoted)) if quoted is not None else key or name
