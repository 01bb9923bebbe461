"""The record: a cache of what the last applies left. Losing it costs time, never an object."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gptctl.core.address import Key
from gptctl.core.resource import Recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    entries: Mapping[Key, Recorded] = field(default_factory=dict[Key, Recorded])
