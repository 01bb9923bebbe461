"""The logs in a folder and the folders below it."""

import os
from collections.abc import Iterator
from pathlib import Path

from gptctl.logs.files.names import is_log


def logs_in(folder: Path) -> Iterator[Path]:
    """In the order of their paths. Nothing hidden, and no link that leads out of the folder."""
    root = folder.resolve()
    found = [Path(here, name) for here, _, names in os.walk(folder, followlinks=False) for name in names]
    for path in sorted(found):
        if is_log(path.relative_to(folder)) and path.is_file() and path.resolve().is_relative_to(root):
            yield path
