"""What was made of a file, kept as long as the file's stamp stays the same.

A cache: a missing, torn, foreign or outdated one is ignored and written anew, and one that cannot be written is not.
"""

import hashlib
import json
import os
import time
from pathlib import Path

from gptctl.config.files import BadFile, read, status
from gptctl.config.stamp import Stamp, racy
from gptctl.core.value import JSON
from gptctl.private import make_private

_LARGEST = 64 << 20
_PARTS = 2


class StatCache:
    """`salt` names what the values depend on beside the files; with `path` None nothing outlives the run."""

    def __init__(self, path: Path | None, *, salt: str) -> None:
        self._path = path
        self._salt = salt
        self._old: dict[str, list[JSON]] = _load(path, salt) if path else {}
        self._used: dict[str, list[JSON]] = {}
        self._changed = False

    def get(self, key: str, stamp: Stamp) -> JSON:
        """None when nothing is known about this key at this stamp."""
        entry = self._old.get(key)
        if entry is None or entry[0] != list(stamp):
            return None
        self._used[key] = entry
        return entry[1]

    def put(self, key: str, stamp: Stamp, value: JSON) -> None:
        if not racy(stamp[1], time.time_ns()):
            self._used[key] = [list(stamp), value]
            self._changed = True

    def save(self) -> None:
        """Write it if it changed. What nobody asked for stays, until that is more than what somebody did."""
        if self._path is None or not self._changed:
            return
        unused = len(self._old.keys() - self._used.keys())
        kept = self._used if unused > len(self._used) else {**self._old, **self._used}
        try:
            _write(self._path, _sealed(json.dumps([self._salt, kept], separators=(",", ":")).encode()))
        except OSError:
            return


def _load(path: Path, salt: str) -> dict[str, list[JSON]]:
    folder, name = path.parent, path.name
    try:
        seal, _, body = read(folder, name, status(folder, name), _LARGEST).partition(b"\n")
    except (BadFile, OSError):
        return {}
    return _entries(body, salt) if seal == hashlib.sha256(body).hexdigest().encode() else {}


def _entries(body: bytes, salt: str) -> dict[str, list[JSON]]:
    """The seal finds damage, no forgery: what somebody else wrote may have any form."""
    try:
        match json.loads(body):
            case [str(found), dict(entries)] if found == salt:
                return {
                    key: entry for key, entry in entries.items() if isinstance(entry, list) and len(entry) == _PARTS
                }
    except (ValueError, RecursionError):
        pass
    return {}


def _sealed(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _write(path: Path, content: bytes) -> None:
    make_private(path.parent)
    aside = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    try:
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            target.write(content)
        aside.replace(path)
    except BaseException:  # Ctrl-C too
        aside.unlink(missing_ok=True)
        raise
