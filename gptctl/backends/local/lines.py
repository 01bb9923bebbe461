"""A file of lines that are only ever added to, each with its own checksum."""

import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from gptctl.backends.local.files import append_durably, read_bounded, write_atomically
from gptctl.core.value import Attrs, canonical
from gptctl.errors import GptctlError, Refused

LIMIT = 64 * 1024 * 1024


class Damaged(Refused):
    """A line before the last is not what was written. `line` counts from 1; 0 is the file as a whole."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(f"{path} is damaged in line {line}")
        self.line = line


class DurableLines:
    """One line an entry: CRC-32 in 8 hex digits, a space, canonical JSON. Appending is safe from several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = Lock()

    def append(self, entry: Attrs) -> None:
        """Returns only once the line would survive a power cut. Raises GptctlError when it would not."""
        with self._turn:
            append_durably(self._path, _line(entry))

    def read(self) -> Sequence[Attrs]:
        """Every entry in order. A torn last line is no entry; damage before it raises Damaged."""
        try:
            lines = (read_bounded(self._path, LIMIT) or b"").split(b"\n")
        except GptctlError as error:
            raise Refused(error.message) from error
        whole = lines[:-1]  # after the last newline comes nothing, or a line that was torn while being written
        return tuple(self._entry(number, line) for number, line in enumerate(whole, start=1))

    def restart(self, entries: Sequence[Attrs]) -> None:
        """Forget everything but these; a crash leaves the old file or the new one."""
        with self._turn:
            write_atomically(self._path, b"".join(map(_line, entries)))

    def _entry(self, number: int, line: bytes) -> Attrs:
        crc, _, body = line.partition(b" ")
        try:
            if int(crc, 16) != zlib.crc32(body):
                raise Damaged(self._path, number)
            entry = json.loads(body)
        except (ValueError, RecursionError):
            raise Damaged(self._path, number) from None
        if not isinstance(entry, dict):
            raise Damaged(self._path, number)
        return entry


def _line(entry: Attrs) -> bytes:
    body = canonical(entry).encode("utf-8", "backslashreplace")
    return b"%08x %s\n" % (zlib.crc32(body), body)
