"""A backend whose lock holds for all clones."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gptctl.backends.base import Backend, Baselines, Journal, Reading
from gptctl.backends.git.lock import GitLock
from gptctl.core.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBackend:
    """Everything but the lock is `backend`'s; `warn` is told what became of the lock at the end."""

    backend: Backend
    shared: GitLock
    warn: Callable[[str], None]

    @property
    def journal(self) -> Journal:
        return self.backend.journal

    @property
    def baselines(self) -> Baselines:
        return self.backend.baselines

    def read(self) -> Reading:
        return self.backend.read()

    def write(self, record: Record) -> None:
        self.backend.write(record)

    def set_aside(self) -> None:
        self.backend.set_aside()

    @contextmanager
    def lock(self, *, wait: float) -> Iterator[None]:
        """The clone's own first: of two runs in it, only one asks the remote. The two wait `wait` seconds together."""
        until = time.monotonic() + wait
        with (
            self.backend.lock(wait=wait),
            self.shared.hold(wait=max(0.0, until - time.monotonic()), warn=self.warn),
        ):
            yield
