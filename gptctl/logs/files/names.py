"""Which files of a folder or an archive can be logs, told by their names."""

from pathlib import PurePath

SUFFIXES = (".json", ".jsonl", ".ndjson", ".parquet", ".zip")
"""Of logs that are not packed."""

_PACKED = (".gz", ".zst")


def is_log(path: PurePath) -> bool:
    """By the suffix. What is hidden, or lies in something hidden, is none."""
    if any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts):
        return False
    suffix = path.suffix.lower()
    if suffix in _PACKED:
        suffix = PurePath(path.stem).suffix.lower() or SUFFIXES[0]
    return suffix in SUFFIXES
