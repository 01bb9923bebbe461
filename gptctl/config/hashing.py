"""Content hashes of files, computed once for each version of a file."""

import hashlib
import os
from pathlib import Path

from gptctl.config.files import open_seen
from gptctl.config.stamp import stamp
from gptctl.config.statcache import StatCache

LARGEST = 512 << 20
_CHUNK = 1 << 20


def sha256(root: Path, file: str, seen: os.stat_result, cache: StatCache) -> str:
    """64 hex digits. A file whose stamp is known is not opened. Raises BadFile."""
    known = cache.get(file, stamp(seen))
    if isinstance(known, str):
        return known
    digest = hashlib.sha256()
    left = LARGEST
    with os.fdopen(open_seen(root / file, file, seen), "rb", buffering=0) as source:
        while left > 0 and (chunk := source.read(_CHUNK)):
            digest.update(chunk)
            left -= len(chunk)
    cache.put(file, stamp(seen), digest.hexdigest())
    return digest.hexdigest()
