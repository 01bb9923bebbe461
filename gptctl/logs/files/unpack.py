"""Unpack a gzip or Zstandard file while it is read. What a file is packed with is told by its first bytes."""

import gzip
import io

import pyarrow as pa

from gptctl.logs.files.limits import Limits
from gptctl.logs.files.stream import Bounded, Opening, Source

GZIP = b"\x1f\x8b"
ZSTANDARD = b"\x28\xb5\x2f\xfd"
ZIP = b"PK\x03\x04"
PARQUET = b"PAR1"


def unpacked(opening: Opening, packed: int, limits: Limits) -> Opening:
    """Opens what is in the file; a file that is not packed is given as it is. `packed` is its size in bytes."""

    def opened() -> io.BufferedReader:
        below = opening()
        magic = below.peek(len(ZSTANDARD))
        if not magic.startswith((GZIP, ZSTANDARD)):
            return below
        source = _gzip(below) if magic.startswith(GZIP) else _zstandard(below)
        return io.BufferedReader(Bounded(source, budget=limits.budget(packed), below=below), buffer_size=1 << 18)

    return opened


def _gzip(below: io.BufferedReader) -> Source:
    return gzip.GzipFile(fileobj=below)


def _zstandard(below: io.BufferedReader) -> Source:
    source: Source = pa.CompressedInputStream(pa.PythonFile(below, mode="r"), "zstd")
    return source
