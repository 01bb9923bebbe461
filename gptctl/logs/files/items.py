"""One record to an item of an array, cut out of a stream of any length without parsing the rest of it."""

import io
import re
from collections.abc import Iterator

from gptctl.logs.files.broken import Broken
from gptctl.logs.files.limits import Limits
from gptctl.logs.files.lines import Piece
from gptctl.logs.files.parse import too_large

CHUNK = 1 << 20

_BETWEEN = re.compile(rb"[\s,]*+")
_SCALAR = re.compile(rb'(?:[^",\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_RUN = re.compile(rb'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)


class Items:
    """Cuts what follows the opening bracket of an array at the commas of its own level.

    What is wrong inside of an item is found when it is parsed, and costs that item alone.
    """

    def __init__(self, stream: io.BufferedReader, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self._buffer = bytearray()
        self._at = 0
        self._large = False

    def __iter__(self) -> Iterator[Piece]:
        row = 0
        while self._begins():
            row += 1
            whole = self._compound() if self._buffer[0] in b"[{" else self._go(_SCALAR, stop=b",]}[{")
            if self._large:
                yield row, too_large(self._limits)
            elif whole:
                yield row, bytes(self._buffer[: self._at])
            else:
                yield row, Broken("the file ends in the middle of this item")
                self._buffer.clear()
                return
        if not self._buffer.startswith(b"]"):
            yield row + 1, Broken("the array breaks off here")

    def follows(self) -> bool:
        """Whether there is anything behind the bracket that closed the array."""
        if not self._buffer.startswith(b"]"):
            return False
        self._at = 1
        return self._begins() or bool(self._buffer)

    def _begins(self) -> bool:
        """Whether an item begins; then it does so at the start of the buffer."""
        del self._buffer[: self._at]
        self._at = 0
        while not self._buffer and self._more(keep=0):
            del self._buffer[: self._match(_BETWEEN)]
        del self._buffer[: self._match(_BETWEEN)]
        self._large = False
        return bool(self._buffer) and self._buffer[0] not in b"]}"

    def _compound(self) -> bool:
        """Go behind the bracket that closes the item."""
        depth = 0
        while self._go(_RUN, stop=b"[]{}"):
            depth += 1 if self._buffer[self._at] in b"[{" else -1
            self._at += 1
            if not depth:
                return True
        return False

    def _go(self, run: re.Pattern[bytes], *, stop: bytes) -> bool:
        """Go on to one of the bytes of `stop` outside of strings; False when the file ends before."""
        while True:
            self._at = self._match(run)
            if self._at < len(self._buffer) and self._buffer[self._at] in stop:
                return True
            if self._at < len(self._buffer) and not self._string():
                return False
            if self._at == len(self._buffer) and not self._more(keep=self._at):
                return False

    def _string(self) -> bool:
        """Go behind a string whose end is not in the buffer yet."""
        self._at += 1
        while True:
            self._at = self._match(_STRING)
            if self._buffer[self._at : self._at + 1] == b'"':
                self._at += 1
                return True
            if not self._more(keep=self._at):
                return False

    def _match(self, pattern: re.Pattern[bytes]) -> int:
        found = pattern.match(self._buffer, self._at)
        return found.end() if found else self._at

    def _more(self, *, keep: int) -> bool:
        """Read on. Of an item that is too large, only what follows `keep` is held."""
        self._large = self._large or len(self._buffer) > self._limits.row
        if self._large:
            del self._buffer[:keep]
            self._at = 0
        chunk = self._stream.read1(CHUNK)
        self._buffer += chunk
        return bool(chunk)
