"""The rows of a file."""

import json
from pathlib import Path
from typing import Any


def rows(path: str) -> list[Any]:
    """All of them; a byte order mark and empty lines are left out."""
    lines = Path(path).read_text(encoding="utf-8-sig").split("\n")
    return [json.loads(line) for line in lines if line.strip()]
