"""The journal as a file of lines, each with its own checksum."""

import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from gptctl.backends.local.files import append_durably, read_bounded, write_atomically
from gptctl.core.codec import Malformed, entry_from_json, entry_to_json
from gptctl.core.journal import Begin, Entry
from gptctl.core.value import canonical
from gptctl.errors import GptctlError, Refused

LIMIT = 64 * 1024 * 1024
_REBUILD = "Run `gptctl state rebuild`: it sets the journal aside and finds every object by its marker."


class FileJournal:
    """One line an entry: CRC-32 in 8 hex digits, a space, canonical JSON. Appending is safe from several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = Lock()

    def append(self, entry: Entry) -> None:
        with self._turn:
            append_durably(self._path, _line(entry))

    def entries(self) -> Sequence[Entry]:
        lines = self._read().split(b"\n")
        whole = lines[:-1]  # after the last newline comes nothing, or a line that was torn while being written
        return tuple(self._entry(number, line) for number, line in enumerate(whole, start=1))

    def restart(self, pending: Sequence[Begin]) -> None:
        with self._turn:
            write_atomically(self._path, b"".join(_line(entry) for entry in pending))

    def _read(self) -> bytes:
        try:
            return read_bounded(self._path, LIMIT) or b""
        except GptctlError as error:
            raise Refused(error.message, advice=_REBUILD) from error

    def _entry(self, number: int, line: bytes) -> Entry:
        try:
            return _parse(line)
        except (Malformed, ValueError, RecursionError):
            raise Refused(f"the journal {self._path} is damaged in line {number}", advice=_REBUILD) from None


def _line(entry: Entry) -> bytes:
    body = canonical(entry_to_json(entry)).encode("utf-8", "backslashreplace")
    return b"%08x %s\n" % (zlib.crc32(body), body)


def _parse(line: bytes) -> Entry:
    crc, _, body = line.partition(b" ")
    if int(crc, 16) != zlib.crc32(body):
        raise Malformed("wrong checksum")
    return entry_from_json(json.loads(body))
