"""Follow a job to its end, from any process and as often as one likes."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from gptctl.core.plural import plural
from gptctl.engine.ports import Clock
from gptctl.errors import NotDone, Rejected, TryLater
from gptctl.promote.jobs.job import Ended, Stand
from gptctl.promote.jobs.ledger import Ledger
from gptctl.promote.trainers.base import FINAL, JobId, Resumable, State, Status, Trainer

_GO_ON = "It goes on by itself, and can be watched again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """`every` and `longest` are seconds; `resumes` is how often one watch wakes a job that stopped by itself.

    `blind` is after how many looks in a row that saw nothing it gives up.
    """

    trainer: Trainer
    ledger: Ledger
    clock: Clock
    every: float = 5.0
    longest: float = 24 * 3600.0
    resumes: int = 3
    blind: int = 10

    def follow(self, mark: str, job: JobId) -> Iterator[Status]:
        """Each status that differs from the one before; the last is final, and then stands in the ledger.

        Raises TryLater where it takes longer than `longest`, cannot be seen, or is paused and not ours to resume;
        ProviderError where the trainer says no.
        """
        last, left = None, self.resumes
        for status in self._looks(job):
            if status.state in FINAL:
                self._end(mark, status)  # first: whoever hears of a failure may listen no further
            if status != last:
                yield status
            if status.state in FINAL:
                return
            if status.state is State.PAUSED and status == last:
                left = self._resume(status, left)
            last = status

    def _looks(self, job: JobId) -> Iterator[Status]:
        """What is seen whenever something is: a network that is away for a while is no reason to stop watching."""
        until, unseen = self.clock.now() + self.longest, 0
        yield self.trainer.status(job)  # whoever begins to watch is told at once that they cannot
        while True:
            self._wait(until, job)
            try:
                status = self.trainer.status(job)
            except Rejected:
                raise
            except (NotDone, TryLater) as error:
                unseen += 1
                if unseen == self.blind:
                    raise TryLater(f"the job {job} cannot be looked at: {error.message}", advice=_GO_ON) from error
            else:
                unseen = 0
                yield status

    def _wait(self, until: float, job: JobId) -> None:
        if self.clock.now() >= until:
            raise TryLater(f"the job {job} is not over yet", advice=_GO_ON)
        self.clock.sleep(self.every)

    def _resume(self, status: Status, left: int) -> int:
        if not isinstance(self.trainer, Resumable) or not left:
            times = f" after it was resumed {plural(self.resumes, 'time')}" if not left else ""
            raise TryLater(f"the job {status.id} is paused{times}: {status.reason}")
        with suppress(NotDone, TryLater):  # somebody may have stopped it meanwhile: the next look tells
            self.trainer.resume(status.id)
        return left - 1

    def _end(self, mark: str, status: Status) -> None:
        job = self.ledger.jobs().get(mark)
        if job is not None and job.stand is not Stand.ENDED:
            ended = Ended(mark=mark, state=status.state, model=status.model, reason=status.reason)
            self.ledger.append(ended)
