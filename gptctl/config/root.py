"""Find the project that a folder belongs to."""

import os
from pathlib import Path

from gptctl.config.project import FILE
from gptctl.errors import Usage


def find_root(start: Path) -> Path:
    """The folder with gptctl.yaml, at `start` or above. Raises Usage when there is none."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if os.path.lexists(folder / FILE):
            return folder
    raise Usage(f"There is no {FILE} in {start} or above.", advice="`gptctl init` makes one.")
