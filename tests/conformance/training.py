"""What the trainers' suite is told of a trainer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gptctl.engine.ports import Clock
from gptctl.promote.jobs.ledger import Ledger
from gptctl.promote.jobs.submit import Desk
from gptctl.promote.jobs.watch import Watch
from gptctl.promote.trainers.base import JobId, Task, Trainer


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """A trainer that can be put in trouble; what it cannot come into is None, and then skipped.

    `fresh` makes another client of the same service, as a second process has it. `started` are the marks of all jobs
    that were ever started at the other side, by its own account; `uploads` are all that are there, `left` those without
    a job. `busy`: asked to start a job, it says once that it has no time.
    """

    fresh: Callable[[], Trainer]
    task: Task
    ledger: Ledger
    clock: Clock
    started: Callable[[], Sequence[str]]
    left: Callable[[], Sequence[str]] = tuple
    uploads: Callable[[], Sequence[str]] | None = None
    lose_answer: Callable[[Trainer], None] | None = None
    lose_request: Callable[[Trainer], None] | None = None
    busy: Callable[[Trainer], None] | None = None
    die_uploading: Callable[[Trainer], None] | None = None
    die_before: Callable[[Trainer], None] | None = None
    die_after: Callable[[Trainer], None] | None = None
    refuse: Callable[[str], None] | None = None
    fail: Callable[[JobId], None] | None = None
    pause: Callable[[JobId], None] | None = None
    retire: Callable[[Trainer], None] | None = None
    hold: Callable[[JobId], None] | None = None
    every: float = 5.0

    def desk(self, trainer: Trainer | None = None) -> Desk:
        return Desk(trainer=trainer or self.fresh(), ledger=self.ledger, clock=self.clock)

    def watch(self) -> Watch:
        return Watch(trainer=self.fresh(), ledger=self.ledger, clock=self.clock, every=self.every, longest=300.0)
