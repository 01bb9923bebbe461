"""What the engine needs from outside and cannot make itself; a simulator hands in its own."""

from collections.abc import Callable
from typing import Protocol, TypeAlias


class Clock(Protocol):
    def now(self) -> float:
        """Seconds since the epoch."""
        ...

    def sleep(self, seconds: float) -> None: ...


Nonce: TypeAlias = Callable[[], str]
"""16 fresh hex digits at every call."""
