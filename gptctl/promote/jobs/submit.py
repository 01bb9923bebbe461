"""Submit a job, at most once for each approval: the ledger before, the trainer's own word after whatever was lost."""

from dataclasses import dataclass

from gptctl.engine.ports import Clock
from gptctl.errors import NotDone, Refused, Rejected, TryLater, Unknown
from gptctl.promote.jobs.approval import Approval
from gptctl.promote.jobs.decide import Step, decide, is_known, over_ceiling
from gptctl.promote.jobs.job import Approved, Refusal, Sending, Stand, Started
from gptctl.promote.jobs.ledger import Ledger
from gptctl.promote.trainers.base import JobId, Start, Task, Trainer

_LOOKS = 3


class Undecided(Refused):
    """Nobody can say whether the job was started; it costs money, so it is not started again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where jobs are handed in to one trainer."""

    trainer: Trainer
    ledger: Ledger
    clock: Clock

    def approval(self, task: Task, ceiling: float, attempt: int = 1) -> Approval:
        """What a person has to agree to before `submit` does it."""
        return Approval(
            dataset=task.dataset.digest,
            trainer=self.trainer.name,
            base=task.base,
            settings=task.settings,
            ceiling=ceiling,
            attempt=attempt,
        )

    def approve(self, approval: Approval) -> None:
        """Write down that this job may be started, and certainly was not: who goes on with it asks nobody again.

        Nothing where the ledger knows it already: the same approval again is no other job.
        """
        job = self.ledger.jobs().get(approval.mark)
        if job is None or job.stand is Stand.REFUSED:
            self._approved(approval)

    def withdraw(self, mark: str) -> bool:
        """Take back an approval whose job was not started, and what was uploaded for it; False where there is none.

        Raises Locked while another run starts one.
        """
        if not self._waits(mark):
            return False
        with self.ledger.alone():
            if not self._waits(mark):
                return False
            self.trainer.discard(mark)
            self._refused(mark, "its approval was taken back")
            return True

    def _waits(self, mark: str) -> bool:
        job = self.ledger.jobs().get(mark)
        return job is not None and job.stand is Stand.APPROVED

    def submit(self, task: Task, approval: Approval) -> JobId:
        """The id of the one job of this approval, which is started now unless it was before.

        Raises Refused where the approval is for something else, where the trainer does not take the task, or for the
        ceiling; Undecided where it may have been started and cannot be found; GptctlError where it certainly was not,
        and may be handed in again.
        """
        if approval != self.approval(task, approval.ceiling, approval.attempt):
            raise Refused("the approval is for another dataset, trainer, base or settings", advice="Approve this one.")
        with self.ledger.alone():
            found = self._settle(approval)
        if found is not None:
            return found
        start = self._prepared(task, approval)  # not alone: an upload takes long, and others have jobs too
        with self.ledger.alone():
            return self._send(approval, start) if self._waits(approval.mark) else self._overtaken(approval.mark)

    def _settle(self, approval: Approval) -> JobId | None:
        """The job that was started before; None where it may be started, which then stands in the ledger."""
        job = self.ledger.jobs().get(approval.mark)
        if is_known(job) and job is not None and job.id is not None:
            return job.id
        sent = job is not None and job.stand is Stand.SENT
        found = self._look(approval) if sent else self.trainer.find(approval.mark)
        match decide(job, found, self.trainer.terms):
            case Step.UNDECIDED:
                raise self._undecided(approval)
            case Step.SEND:
                if job is None or job.stand is not Stand.APPROVED:
                    self._approved(approval)
                return None
            case Step.ADOPT if job is None:  # the ledger was lost; a job is nothing without its approval
                self.ledger.append(Sending(approval=approval, time=self.clock.now()))
            case Step.ADOPT:
                pass
        return self._started(approval, found)

    def _overtaken(self, mark: str) -> JobId:
        """What another run made of the same approval while this one prepared the job."""
        job = self.ledger.jobs()[mark]
        if job.id is not None:
            return job.id
        if job.stand is Stand.SENT:
            raise TryLater(f"another run was handing in the job {mark} too", advice="Run the same command again.")
        self.trainer.discard(mark)
        raise Refused(f"the approval of the job {mark} was taken back", reasons=[job.reason], advice="Approve it anew.")

    def _send(self, approval: Approval, start: Start) -> JobId:
        """Between the line that says so and the call that costs money there is nothing that could fail."""
        self.ledger.append(Sending(approval=approval, time=self.clock.now()))
        try:
            return self._started(approval, start())
        except Rejected as error:
            self._refused(approval.mark, error.message)
            raise
        except (NotDone, TryLater):
            self._approved(approval)
            raise
        except Unknown:
            return self._started(approval, self._look(approval))

    def _prepared(self, task: Task, approval: Approval) -> Start:
        try:
            self._refuse(task, approval)
            return self.trainer.prepare(task, approval.mark)
        except (Refused, Rejected) as error:
            with self.ledger.alone():
                if self._waits(approval.mark):
                    self._refused(approval.mark, error.message)
            raise

    def _approved(self, approval: Approval) -> None:
        self.ledger.append(Approved(approval=approval, time=self.clock.now()))

    def _refused(self, mark: str, why: str) -> None:
        self.ledger.append(Refusal(mark=mark, reason=why))

    def _started(self, approval: Approval, job: JobId | None) -> JobId:
        if job is None:
            raise self._undecided(approval)
        self.ledger.append(Started(mark=approval.mark, id=job))
        return job

    def _look(self, approval: Approval) -> JobId | None:
        """What the trainer has under the mark, once it must have it."""
        for _ in range(_LOOKS):
            found = self.trainer.find(approval.mark)
            if found is not None:
                return found
            self.clock.sleep(self.trainer.terms.settle / _LOOKS)
        return self.trainer.find(approval.mark)

    def _refuse(self, task: Task, approval: Approval) -> None:
        reasons = [
            *self.trainer.check(task),
            *over_ceiling(self.trainer.estimate(task), approval.ceiling, self.trainer.terms),
        ]
        if reasons:
            raise Refused(f"{task.base} cannot be trained at {self.trainer.name}", reasons=reasons)

    def _undecided(self, approval: Approval) -> Undecided:
        return Undecided(
            f"whether {self.trainer.name} started the job {approval.mark} is not known",
            reasons=["It was sent, no answer came, and no job with this mark is listed there."],
            advice=(
                f"Look for {approval.mark} in the console of {self.trainer.name}. If it is there, run the same command "
                f"again: it is found. If it is not, approve attempt {approval.attempt + 1}."
            ),
        )
