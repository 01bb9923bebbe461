"""Bytes as they come out of a packed file, no more of them than the packed size makes likely."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias

from gptctl.logs.files.broken import Broken

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Opening: TypeAlias = Callable[[], io.BufferedReader]
"""Opens a file anew, at its beginning. Raises OSError or Broken."""


BOMB = "it unfolds to far more than logs do, so it was not read to its end"


class Closable(Protocol):
    def close(self) -> None: ...


class Source(Closable, Protocol):
    """What gives unpacked bytes."""

    def read(self, size: int, /) -> bytes: ...


class Bounded(io.RawIOBase):
    """Reads from `source` until `budget` bytes came out, and raises Broken for more: it is a bomb.

    `below` is the packed file, closed together with it.
    """

    def __init__(self, source: Source, *, budget: int, below: Closable) -> None:
        super().__init__()
        self._source = source
        self._left = budget
        self._below = below

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        room = memoryview(buffer)
        got = self._source.read(len(room))
        self._left -= len(got)
        if self._left < 0:
            raise Broken(BOMB)
        room[: len(got)] = got
        return len(got)

    def close(self) -> None:
        if not self.closed:
            self._source.close()
            self._below.close()
        super().close()
