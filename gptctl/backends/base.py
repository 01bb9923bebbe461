"""What the engine asks of a backend."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from gptctl.core.journal import Begin, Entry
from gptctl.core.record import Record
from gptctl.core.rollout import Move
from gptctl.core.value import Attrs


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The record as far as it could be read. `note` says what was wrong with it, else empty."""

    record: Record
    note: str = ""


class Journal(Protocol):
    def append(self, entry: Entry) -> None:
        """Returns only once the entry would survive a power cut. Raises GptctlError when it would not."""
        ...

    def entries(self) -> Sequence[Entry]:
        """Every entry in order. A torn last line is no entry; damage before it raises Refused."""
        ...

    def restart(self, pending: Sequence[Begin]) -> None:
        """Forget everything but these; atomic, so that a crash leaves the old journal or the new one."""
        ...


class Baselines(Protocol):
    """What was applied, by its fingerprint. A cache: it may forget anything at any time."""

    def get(self, fingerprint: str) -> Attrs | None: ...

    def put(self, fingerprint: str, attrs: Attrs) -> None: ...


class Backend(Protocol):
    """The local memory of one environment of one project. All of it may be lost without losing an object."""

    @property
    def journal(self) -> Journal: ...

    @property
    def baselines(self) -> Baselines: ...

    def read(self) -> Reading:
        """Never fails for what the record says: a damaged record reads as empty, with a note."""
        ...

    def write(self, record: Record) -> None:
        """Replace the record, durably and atomically."""
        ...

    def set_aside(self) -> None:
        """Move record and journal out of the way, keeping their bytes, so that both read as empty."""
        ...

    def lock(self, *, wait: float) -> AbstractContextManager[None]:
        """Be the only one to apply here. Raises Locked, naming the holder, after `wait` seconds."""
        ...


class Rollouts(Protocol):
    """What was done to the rollouts of one environment. No cache: whoever loses it has rolled nothing back."""

    def append(self, move: Move) -> None:
        """Returns only once the move would survive a power cut. Raises GptctlError when it would not."""
        ...

    def moves(self) -> Sequence[Move]:
        """Every move, the oldest first. A torn last line is none; damage before it raises Refused."""
        ...

    def alone(self) -> AbstractContextManager[None]:
        """Be the only one to decide and append here. Raises Locked."""
        ...
