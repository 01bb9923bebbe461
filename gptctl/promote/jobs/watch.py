"""Follow a job to its end, from any process and as often as one likes."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.plural import plural
from gptctl.engine.ports import Clock
from gptctl.errors import TryLater
from gptctl.promote.jobs.job import Ended, Stand
from gptctl.promote.jobs.ledger import Ledger
from gptctl.promote.trainers.base import FINAL, JobId, Resumable, State, Status, Trainer


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """`every` and `longest` are seconds; `resumes` is how often one watch wakes a job that stopped by itself."""

    trainer: Trainer
    ledger: Ledger
    clock: Clock
    every: float = 5.0
    longest: float = 24 * 3600.0
    resumes: int = 3

    def follow(self, mark: str, job: JobId) -> Iterator[Status]:
        """Each status that differs from the one before; the last is final, and then stands in the ledger.

        Raises TryLater where it takes longer than `longest`, or is paused and not ours to resume; ProviderError.
        """
        until, last, left = self.clock.now() + self.longest, None, self.resumes
        while True:
            status = self.trainer.status(job)
            if status != last:
                yield status
            if status.state in FINAL:
                self._end(mark, status)
                return
            if status.state is State.PAUSED and status == last:
                left = self._resume(status, left)
            last = status
            self._wait(until, job)

    def _resume(self, status: Status, left: int) -> int:
        if not isinstance(self.trainer, Resumable) or not left:
            times = f" after it was resumed {plural(self.resumes, 'time')}" if not left else ""
            raise TryLater(f"the job {status.id} is paused{times}: {status.reason}")
        self.trainer.resume(status.id)
        return left - 1

    def _wait(self, until: float, job: JobId) -> None:
        if self.clock.now() >= until:
            raise TryLater(f"the job {job} is not over yet; it goes on, and can be watched again")
        self.clock.sleep(self.every)

    def _end(self, mark: str, status: Status) -> None:
        job = self.ledger.jobs().get(mark)
        if job is not None and job.stand is not Stand.ENDED:
            ended = Ended(mark=mark, state=status.state, model=status.model, reason=status.reason)
            self.ledger.append(ended)
