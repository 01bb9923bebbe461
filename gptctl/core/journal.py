"""The journal: one line before every effect and one after, so that a crash leaves a question and never a loss.

Rules. No effect starts before its BEGIN would survive a power cut. An effect is over only when its DONE or FAILED
would. A BEGIN without an end is pending: maybe it happened, maybe not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from gptctl.core.address import Key, RemoteId
from gptctl.core.plan import Action
from gptctl.core.record import Record
from gptctl.core.resource import Recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """About to act. `time` is seconds since the epoch; `nonce` is the one in the marker that is being written."""

    operation: str
    time: float
    key: Key
    action: Action
    nonce: str
    applied: str
    id: RemoteId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """It happened; `entry` is what to record, None after a deletion."""

    operation: str
    entry: Recorded | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """It certainly did not happen."""

    operation: str
    message: str


Entry: TypeAlias = Begin | Done | Failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    record: Record
    pending: tuple[Begin, ...]


def replay(record: Record, entries: Iterable[Entry]) -> Replay:
    """Fold a journal onto the record it was written on top of. Folding it twice changes nothing."""
    waiting: dict[str, Begin] = {}
    recorded = dict(record.entries)
    for entry in entries:
        match entry:
            case Begin():
                waiting[entry.operation] = entry
            case Failed():
                waiting.pop(entry.operation, None)
            case Done():
                begun = waiting.pop(entry.operation, None)
                if entry.entry is not None:
                    recorded[entry.entry.key] = entry.entry
                elif begun is not None:
                    recorded.pop(begun.key, None)
    return Replay(record=Record(entries=recorded), pending=tuple(waiting.values()))
