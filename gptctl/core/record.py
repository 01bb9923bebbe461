"""The record: a cache of what the last applies left. Losing it costs time, never an object."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gptctl.core.address import Key
from gptctl.core.resource import Recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    entries: Mapping[Key, Recorded] = field(default_factory=dict[Key, Recorded])

    def put(self, entry: Recorded) -> "Record":
        return replace(self, entries={**self.entries, entry.key: entry})

    def drop(self, key: Key) -> "Record":
        return replace(self, entries={k: v for k, v in self.entries.items() if k != key})
