"""Folders that only their owner may look into."""

from pathlib import Path


def make_private(folder: Path) -> None:
    """Make the folder and what is missing above it, each with mode 0700; what is there keeps its mode.

    Raises OSError. (`Path.mkdir` gives its mode to the last folder alone.)
    """
    for missing in (*reversed([above for above in folder.parents if not above.exists()]), folder):
        missing.mkdir(mode=0o700, exist_ok=True)
