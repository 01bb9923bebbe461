"""A file of JSON: lines, an array, or an object."""

import io
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import BadZipFile

from gptctl.logs.files import document
from gptctl.logs.files.broken import Broken
from gptctl.logs.files.items import Items
from gptctl.logs.files.layout import Layout, layout
from gptctl.logs.files.limits import LIMITS, Limits
from gptctl.logs.files.lines import BOM, Piece, lines
from gptctl.logs.files.parse import parse
from gptctl.logs.files.stream import Opening
from gptctl.logs.sources.base import Record, Rejected

DAMAGED = (OSError, EOFError, BadZipFile, zlib.error, NotImplementedError, RuntimeError)
"""What the libraries raise for a packed file that is cut off, damaged, or packed in a way they do not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """Rejects with row 0 speak of the file as a whole."""

    name: str
    opening: Opening
    limits: Limits = LIMITS

    def __iter__(self) -> Iterator[Record | Rejected]:
        row = 0
        try:
            with self.opening() as stream:
                head = stream.read(self.limits.row)
            with self.opening() as stream:
                for item in self._read(stream, head):
                    row = item.row
                    yield item
        except Broken as broken:
            yield self._rejected(row, broken)
        except DAMAGED as error:
            yield self._rejected(row, Broken(f"the file cannot be read any further: {error}"))

    def _read(self, stream: io.BufferedReader, head: bytes) -> Iterator[Record | Rejected]:
        if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            raise Broken("this is UTF-16, as some programs on Windows write it: save it as UTF-8")
        match layout(self.name, head, self.limits):
            case Layout.LINES:
                yield from map(self._record, lines(stream, self.limits))
            case Layout.ARRAY:
                yield from map(self._record, _array(stream, self.limits))
            case Layout.OBJECT:
                yield from self._object(stream, head)
            case None if head.removeprefix(BOM).strip():
                yield self._rejected(0, Broken("this is no JSON: neither lines of it, nor an array, nor an object"))
            case None:
                pass

    def _object(self, stream: io.BufferedReader, head: bytes) -> Iterator[Record | Rejected]:
        if len(head) == self.limits.row:
            yield from map(self._record, document.cut(stream, head, self.limits))
            return
        whole = self._record((1, head.removeprefix(BOM)))
        if isinstance(whole, Rejected):
            yield whole
        else:
            yield from (Record(row=row, value=value) for row, value in enumerate(document.records(whole.value), 1))

    def _record(self, piece: Piece) -> Record | Rejected:
        row, raw = piece
        try:
            if isinstance(raw, Broken):
                raise raw
            return Record(row=row, value=parse(raw, self.limits))
        except Broken as broken:
            return self._rejected(row, broken)

    def _rejected(self, row: int, broken: Broken) -> Rejected:
        return Rejected(file=self.name, row=row, reason=broken.reason)


def _array(stream: io.BufferedReader, limits: Limits) -> Iterator[Piece]:
    while stream.read(1) != b"[":
        pass
    items = Items(stream, limits)
    last = 0
    for last, piece in items:
        yield last, piece
    if items.follows():
        yield last + 1, Broken("something follows behind the end of the array, and was not read")
