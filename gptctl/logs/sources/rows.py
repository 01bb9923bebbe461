"""What every reader does with the rows of a file: one at a time, and whatever does not fit is told with its reason."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Conversation, Provenance, Ran, identify
from gptctl.logs.sources.base import Item, LogFile, Record, Rejected
from gptctl.logs.sources.telling import Telling


class Unfit(Exception):
    """A row that is no conversation that we can read; its text is the reason, as a sentence for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a row stands."""

    shape: str
    file: str
    row: int

    def reject(self, reason: str) -> Rejected:
        return Rejected(file=self.file, row=self.row, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that is an object, and where it stands."""

    place: Place
    value: Attrs


def rows(shape: str, files: Iterable[LogFile]) -> Iterator[Row | Rejected]:
    """Every row of these files; those that are no objects are rejected."""
    for file in files:
        for record in file:
            place = Place(shape=shape, file=file.name, row=record.row)
            if isinstance(record, Record) and isinstance(record.value, Mapping):
                yield Row(place=place, value=record.value)
            else:
                yield record if isinstance(record, Rejected) else place.reject("not an object")


def each(shape: str, files: Iterable[LogFile], read: Callable[[Row], Iterable[Item]]) -> Iterator[Item]:
    """What `read` makes of every row. It raises Unfit for one that it cannot read."""
    for row in rows(shape, files):
        if isinstance(row, Rejected):
            yield row
            continue
        try:
            found = tuple(read(row))
        except Unfit as unfit:
            yield row.place.reject(str(unfit))
        else:
            yield from found


def share(first: Sequence[JSON], mine: Callable[[Attrs], bool], sure: int) -> int:
    """How sure a reader is of a file: `sure` when all of its first records are its own, less when only some are."""
    found = sum(isinstance(one, Mapping) and mine(one) for one in first)
    return sure * found // len(first) if first else 0


def drafted(place: Place, native: str, telling: Telling, ran: Ran) -> Conversation:
    """A conversation with what every source has; `replace` puts in the rest. Raises Unfit when nothing was said."""
    messages = telling.messages
    if not messages:
        raise Unfit("nothing was said in it")
    return Conversation(
        id=identify(place.shape, native),
        came=Provenance(shape=place.shape, file=place.file, row=place.row, native=native),
        ran=ran,
        messages=messages,
        message_ids=telling.ids,
        instructions=telling.instructions,
        lost=telling.lost,
    )
