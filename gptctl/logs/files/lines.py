"""One record to a line."""

import io
from collections.abc import Iterator

from gptctl.logs.files.broken import Broken
from gptctl.logs.files.limits import Limits
from gptctl.logs.files.parse import too_large

BOM = b"\xef\xbb\xbf"

Piece = tuple[int, bytes | Broken]
"""A row, counted from 1, and its bytes, or why there are none."""


def lines(stream: io.BufferedReader, limits: Limits) -> Iterator[Piece]:
    """Every line that is not blank. A line that is too long is read past, never held."""
    row = 0
    while line := stream.readline(limits.row + 2):
        row += 1
        if len(line) > limits.row + 1 and not line.endswith(b"\n"):
            _skip(stream, limits.row)
            yield row, too_large(limits)
        elif text := line.removeprefix(BOM if row == 1 else b"").strip():
            yield row, text


def _skip(stream: io.BufferedReader, size: int) -> None:
    while (line := stream.readline(size)) and not line.endswith(b"\n"):
        pass
