"""A file that holds records, perhaps, but cannot be read."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.logs.sources.base import Record, Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableFile:
    """Gives nothing but its reason."""

    name: str
    reason: str

    def __iter__(self) -> Iterator[Record | Rejected]:
        yield Rejected(file=self.name, row=0, reason=self.reason)
