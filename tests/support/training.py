"""A hosted trainer in memory: the conformance suite is proved by it before any real one is put to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from gptctl.errors import Rejected, TryLater, Unknown
from gptctl.promote.trainers.base import (
    FINAL,
    Estimate,
    JobId,
    Point,
    Result,
    Start,
    State,
    Status,
    Task,
    Terms,
)
from gptctl.promote.trainers.hosted.certain import leaving_nothing, starting

STEPS = 4
SERVING = "Wake it in the console."


class Killed(BaseException):
    """The process dies here: nothing that runs afterwards may count on having been told."""


@dataclass(slots=True)
class Service:
    """What lives at the other side: it outlasts every client."""

    jobs: dict[str, Status] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    refusal: str = ""

    def upload(self, mark: str) -> None:
        """Under its name, so that it is there once."""
        if mark not in self.files:
            self.files.append(mark)

    def start(self, mark: str, base: str) -> JobId:
        if self.refusal:
            raise Rejected(self.refusal)
        id_ = JobId(f"ftjob-{len(self.jobs)}")
        self.jobs[id_] = Status(id=id_, state=State.QUEUED, steps=STEPS)
        self.marks[id_], self.bases[id_] = mark, base
        return id_

    def work(self) -> None:
        """One step of every job that is not over or paused."""
        for id_, status in self.jobs.items():
            if status.state in FINAL or status.state is State.PAUSED:
                continue
            step = status.step + 1
            state = State.SUCCEEDED if step == STEPS else State.RUNNING
            model = f"ft:{self.bases[id_]}:{self.marks[id_]}" if state is State.SUCCEEDED else ""
            curve = [*status.curve, Point(step=step, loss=1 / step)]
            self.jobs[id_] = replace(status, state=state, step=step, curve=curve, model=model)

    def turn(self, id_: JobId, state: State, reason: str) -> None:
        self.jobs[id_] = replace(self.jobs[id_], state=state, reason=reason)


def nothing() -> None:
    pass


@dataclass(slots=True)
class HostedTrainer:
    """A client of the service. `before` and `after` happen around the moment in which a job is started.

    `uploading` happens once its file is there.
    """

    service: Service
    today: date = date(2026, 11, 21)
    price: float | None = 1.0
    name: str = "hosted"
    terms: Terms = field(default_factory=lambda: Terms(paid=True, settle=30.0, serving=SERVING))
    uploading: Callable[[], None] = nothing
    before: Callable[[], None] = nothing
    after: Callable[[], None] = nothing
    retires: date = date(2027, 1, 14)

    def check(self, task: Task) -> Sequence[str]:
        return [f"{task.base} stops on {self.retires}."] if self.today >= self.retires else []

    def estimate(self, task: Task) -> Estimate:
        return Estimate(tokens=1000, dollars=self.price, minutes=None)

    def prepare(self, task: Task, mark: str) -> Start:
        clean = partial(self.discard, mark)
        with leaving_nothing(clean):
            self.service.upload(mark)
            self.uploading()
        return starting(partial(self._start, task, mark), clean)

    def _start(self, task: Task, mark: str) -> JobId:
        self.before()
        job = self.service.start(mark, task.base)
        self.after()
        return job

    def discard(self, mark: str) -> None:
        if mark in self.service.files and self.find(mark) is None:
            self.service.files.remove(mark)

    def find(self, mark: str) -> JobId | None:
        return next((JobId(id_) for id_, own in self.service.marks.items() if own == mark), None)

    def status(self, job: JobId) -> Status:
        if job not in self.service.jobs:
            raise Rejected(f"there is no job {job}")
        return self.service.jobs[job]

    def cancel(self, job: JobId) -> None:
        if self.status(job).state not in FINAL:
            self.service.turn(job, State.CANCELLED, "cancelled")

    def result(self, job: JobId) -> Result:
        status = self.status(job)
        if status.state is not State.SUCCEEDED:
            raise Rejected(f"the job {job} has no result")
        return Result(model=status.model, base=self.service.bases[job], files={})


def lose() -> None:
    raise Unknown("the connection broke after the request was sent")


def die() -> None:
    raise Killed


def busy() -> None:
    raise TryLater("429: too many requests")
