"""Checks of a whole file: its size, how many rows it has, how long the longest is."""

from collections.abc import Iterator

from gptctl.core.plural import plural
from gptctl.promote.example import Part
from gptctl.promote.rules.base import FileCheck, FileFacts

BOM = b"\xef\xbb\xbf"
MB = 1_000_000
GB = 1_000 * MB


def at_least(rows: int) -> FileCheck:
    """The training file has this many rows or more."""

    def check(file: FileFacts) -> Iterator[str]:
        if file.part is Part.TRAIN and file.rows < rows:
            yield f"{plural(file.rows, 'row')}, fewer than {rows}"

    return check


def at_most(rows: int) -> FileCheck:
    def check(file: FileFacts) -> Iterator[str]:
        if file.rows > rows:
            yield f"{file.rows} rows; at most {rows} are taken"

    return check


def validation_at_most(rows: int) -> FileCheck:
    def check(file: FileFacts) -> Iterator[str]:
        if file.part is Part.VALIDATION and file.rows > rows:
            yield f"{file.rows} rows; at most {rows} are taken to validate with"

    return check


def no_larger(size: int) -> FileCheck:
    """In bytes."""

    def check(file: FileFacts) -> Iterator[str]:
        if file.size > size:
            yield f"{file.size / MB:.1f} MB; at most {size / MB:.0f} MB are taken"

    return check


def no_longer(tokens: int) -> FileCheck:
    """The longest row, in tokens."""

    def check(file: FileFacts) -> Iterator[str]:
        if file.longest > tokens:
            beyond = f"the longest row has {file.longest} tokens; what is beyond {tokens} is cut off"
            yield f"{beyond} (`max_tokens: {tokens}` leaves such rows out)"

    return check


def begins_with_mark(file: FileFacts) -> Iterator[str]:
    if file.begins[:3] != BOM:
        yield "the file does not begin with a byte order mark"


def begins_plain(file: FileFacts) -> Iterator[str]:
    if file.begins[:3] == BOM:
        yield "the file begins with a byte order mark"
