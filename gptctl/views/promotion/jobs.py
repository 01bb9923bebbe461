"""Training jobs: by what the ledger knows, and by what their trainer says now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.promote.jobs.job import Job, Stand
from gptctl.promote.trainers.base import Status
from gptctl.views.line import BLANK, Line, Style, line, section
from gptctl.views.moment import short
from gptctl.views.promotion.progress import of_job
from gptctl.views.table import table

LIST, SHOW = "gptctl.jobs/v1", "gptctl.job/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A job of the ledger; `assistant` is empty where that is not known any more."""

    assistant: str
    job: Job

    @property
    def stand(self) -> str:
        """The state it ended in, or how far the ledger knows of it."""
        return str(self.job.state) if self.job.state else self.job.stand.value


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsReport:
    jobs: Sequence[Known]

    def human(self) -> Iterator[Line]:
        if not self.jobs:
            yield line("no job was ever sent from here; `gptctl promote ASSISTANT` sends one")
            return
        rows = [(one.job.approval.mark, one.assistant, _to(one.job), one.stand, _sent(one.job)) for one in self.jobs]
        yield from table(("job", "assistant", "trainer and base", "state", "sent"), rows)

    def document(self) -> Attrs:
        return {"format": LIST, "jobs": [document(one) for one in self.jobs]}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobReport:
    """`status` is None for a job that was never started, or that nobody can say was."""

    known: Known
    status: Status | None

    def human(self) -> Iterator[Line]:
        approval = self.known.job.approval
        yield line(f"{approval.mark} for {self.known.assistant or 'an assistant unknown'}", Style.HEADING)
        sent = f", sent {_sent(self.known.job)}" if _sent(self.known.job) else ""
        yield line(f"trains {_to(self.known.job)} on the dataset {approval.dataset[:12]}{sent}")
        yield line(f"approved: at most ${approval.ceiling:,.2f}, attempt {approval.attempt}")
        if self.status is None:
            yield line(_unknown(self.known.job), Style.WARNING)
            return
        yield line(of_job(self.status))
        if self.status.model:
            yield line(f"model: {self.status.model}", Style.GOOD)
        yield BLANK
        yield from section("Losses", _losses(self.status))

    def document(self) -> Attrs:
        return {"format": SHOW, **document(self.known), "now": None if self.status is None else _now(self.status)}


def document(known: Known) -> Attrs:
    job = known.job
    return {
        "mark": job.approval.mark,
        "assistant": known.assistant,
        "approval": job.approval.to_json(),
        "sent": job.time,
        "stand": job.stand.value,
        "state": None if job.state is None else job.state.value,
        "id": job.id,
        "model": job.model,
        "reason": job.reason,
    }


def _to(job: Job) -> str:
    return f"{job.approval.trainer}:{job.approval.base}"


def _sent(job: Job) -> str:
    return "" if job.stand is Stand.APPROVED else short(job.time)


def _unknown(job: Job) -> str:
    if job.stand is Stand.REFUSED:
        return f"it was refused, and certainly not started: {job.reason}"
    if job.stand is Stand.APPROVED:
        return "it is approved and certainly not started yet: promote goes on with it, jobs cancel takes it back"
    return "whether it was started is not known; `gptctl promote` looks for it"


def _losses(status: Status) -> Iterator[Line]:
    rows = [(f"{point.step:,}", point.phase, _loss(point.loss), _loss(point.validation_loss)) for point in status.curve]
    yield from table(("step", "phase", "training", "validation"), rows) if rows else ()


def _loss(loss: float | None) -> str:
    return "" if loss is None else f"{loss:.4g}"


def _now(status: Status) -> Attrs:
    curve: list[Attrs] = [
        {"step": point.step, "phase": point.phase, "loss": point.loss, "validation_loss": point.validation_loss}
        for point in status.curve
    ]
    return {
        "state": status.state.value,
        "step": status.step,
        "steps": status.steps,
        "model": status.model,
        "reason": status.reason,
        "curve": curve,
    }
