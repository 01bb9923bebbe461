"""Count the requests that are made on the way to an answer, whoever makes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    requests: int = 0


_current: ContextVar[Tally | None] = ContextVar("_current", default=None)


@contextmanager
def tallied() -> Iterator[Tally]:
    """Count the requests of this thread from here to the end of the block."""
    mine = Tally()
    before = _current.set(mine)
    try:
        yield mine
    finally:
        _current.reset(before)


def tick() -> None:
    """A request goes out. One that is sent again is the same one."""
    tally = _current.get()
    if tally is not None:
        tally.requests += 1
