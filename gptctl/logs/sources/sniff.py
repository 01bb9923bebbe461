"""Tell of what shape a file of logs is, and read it so."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from gptctl.core.value import JSON
from gptctl.errors import Usage
from gptctl.logs.sources.base import Item, LogFile, Reader, Record, Rejected

FIRST = 20
"""How many records are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a file is taken for. `shape` is "" when nobody can tell; then `problem` says why, as a sentence for people.

    Both are "" for a file without a single record, which has nothing but its own rejects to tell.
    """

    file: LogFile
    shape: str = ""
    problem: str = ""


def sniff(file: LogFile, readers: Sequence[Reader]) -> Taken:
    """The shape that claims the file's first records most surely. Two that are equally sure both lose."""
    first = [record.value for record in islice(_records(file), FIRST)]
    claims = sorted(((reader.claims(file.name, first), reader) for reader in readers), key=lambda claim: -claim[0])
    best = [reader for sure, reader in claims if sure == claims[0][0] > 0]
    if not first or len(best) == 1:
        return Taken(file=file, shape=best[0].shape if first else "")
    return Taken(file=file, problem=_rivals(best) if best else _unknown(first[0], readers))


def taken_as(file: LogFile, shape: str, readers: Sequence[Reader]) -> Taken:
    """A file whose shape the user names. Raises Usage when there is no such shape."""
    if all(reader.shape != shape for reader in readers):
        raise Usage(f"no logs have the shape {shape}", advice=f"Shapes: {_names(readers)}.")
    return Taken(file=file, shape=shape)


def read(files: Iterable[Taken], readers: Sequence[Reader]) -> Iterator[Item]:
    """What is in these files: those of one shape together, since some formats spread a conversation over several.

    A file that nobody claims is one reject.
    """
    files = tuple(files)
    for reader in readers:
        mine = [taken.file for taken in files if taken.shape == reader.shape]
        if mine:
            yield from reader.read(mine)
    for taken in files:
        if not taken.shape:
            yield from _without_shape(taken)


def _without_shape(taken: Taken) -> Iterator[Rejected]:
    if taken.problem:
        yield Rejected(file=taken.file.name, row=0, reason=taken.problem)
        return
    silent = True
    for item in taken.file:
        if isinstance(item, Rejected):
            silent = False
            yield item
    if silent:
        yield Rejected(file=taken.file.name, row=0, reason="it holds no records")


def _records(file: LogFile) -> Iterator[Record]:
    return (item for item in file if isinstance(item, Record))


def _rivals(readers: Sequence[Reader]) -> str:
    return f"its shape may be {' or '.join(reader.shape for reader in readers)}: say which with `--shape`"


def _unknown(record: JSON, readers: Sequence[Reader]) -> str:
    keys = ", ".join(str(key)[:40] for key in islice(record, 8)) if isinstance(record, dict) else ""
    what = f"an object with {keys}" if keys else "no object"
    return f"no reader knows its shape: the first record is {what}; say which it is with `--shape`: {_names(readers)}"


def _names(readers: Sequence[Reader]) -> str:
    return ", ".join(sorted(reader.shape for reader in readers))
