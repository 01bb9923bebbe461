"""Following a job: what comes between two looks, and what a watcher must not do."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gptctl.errors import GptctlError, NotDone, Rejected, TryLater
from gptctl.promote.jobs.submit import Desk
from gptctl.promote.jobs.watch import Watch
from gptctl.promote.trainers.base import JobId, State, Status, Task
from tests.support.jobs import Hours, dataset, ledger
from tests.support.training import HostedTrainer, Service, nothing

LONGEST = 300.0


class Hazy(HostedTrainer):
    """One that cannot always be seen, and whose paused jobs go on when asked; `meanwhile` happens just before."""

    troubles: Iterator[GptctlError | None] = iter(())
    meanwhile: Callable[[], None] = staticmethod(nothing)
    troubled: GptctlError | None = None
    resumed: int = 0

    def status(self, job: JobId) -> Status:
        trouble = next(self.troubles, None)
        if trouble is not None:
            raise trouble
        return super().status(job)

    def resume(self, job: JobId) -> None:
        self.resumed += 1
        self.meanwhile()
        if self.troubled is not None:
            raise self.troubled
        status = self.service.jobs[job]
        if status.state is State.CANCELLED:
            raise Rejected(f"the job {job} is cancelled")
        self.service.turn(job, State.RUNNING, "")


@pytest.fixture
def trainer() -> Hazy:
    return Hazy(Service())


@pytest.fixture
def watch(tmp_path: Path, trainer: Hazy) -> Watch:
    clock = Hours(trainer.service.work)
    return Watch(trainer=trainer, ledger=ledger(tmp_path / "ledger"), clock=clock, longest=LONGEST)


@pytest.fixture
def job(tmp_path: Path, trainer: Hazy) -> JobId:
    return trainer.prepare(task_in(tmp_path), "gptctl-1")()


def task_in(home: Path) -> Task:
    return Task(dataset=dataset(home), base="gpt", settings={})


@pytest.mark.parametrize("trouble", [NotDone("no way there"), TryLater("too often")])
def test_a_network_that_is_away_for_a_while_ends_no_watch(
    watch: Watch, trainer: Hazy, job: JobId, trouble: GptctlError
) -> None:
    trainer.troubles = iter([None, *[trouble] * (watch.blind - 1), None, trouble])
    assert list(watch.follow("gptctl-1", job))[-1].state is State.SUCCEEDED


def test_a_job_that_nobody_can_see_is_watched_later(watch: Watch, trainer: Hazy, job: JobId) -> None:
    trainer.troubles = iter([None, *[NotDone("no way there")] * watch.blind])
    with pytest.raises(TryLater, match="cannot be looked at: no way there") as told:
        list(watch.follow("gptctl-1", job))
    assert "watched again" in told.value.advice


@pytest.mark.parametrize(
    ("before", "error"),
    [((), NotDone("no way there")), ((), TryLater("too often")), ((None,), Rejected("no such job"))],
)
def test_who_cannot_watch_at_all_is_told_at_once(
    watch: Watch, trainer: Hazy, job: JobId, before: tuple[None, ...], error: GptctlError
) -> None:
    trainer.troubles = iter([*before, error])
    with pytest.raises(type(error), match=error.message):
        list(watch.follow("gptctl-1", job))


def test_how_a_job_ended_is_written_down_though_nobody_listens_further(
    watch: Watch, trainer: Hazy, tmp_path: Path
) -> None:
    desk, task = Desk(trainer=trainer, ledger=watch.ledger, clock=watch.clock), task_in(tmp_path)
    approval = desk.approval(task, 5.0)
    job = desk.submit(task, approval)
    trainer.service.turn(job, State.FAILED, "out of memory")
    assert next(watch.follow(approval.mark, job)).state is State.FAILED
    assert watch.ledger.jobs()[approval.mark].reason == "out of memory"


def test_a_job_without_end_is_watched_for_so_long_and_no_longer(watch: Watch, job: JobId) -> None:
    clock = Hours()
    began = clock.now()
    with pytest.raises(TryLater, match="not over yet"):
        list(replace(watch, clock=clock).follow("gptctl-1", job))
    assert LONGEST <= clock.now() - began <= LONGEST + watch.every


def test_a_paused_job_that_is_stopped_while_it_is_to_be_resumed_stays_stopped(
    watch: Watch, trainer: Hazy, job: JobId
) -> None:
    trainer.service.turn(job, State.PAUSED, "out of credit")
    trainer.meanwhile = lambda: trainer.cancel(job)
    seen = [status.state for status in watch.follow("gptctl-1", job)]
    assert (seen, trainer.resumed) == ([State.PAUSED, State.CANCELLED], 1)


def test_a_job_that_pauses_again_and_again_is_left_at_last(watch: Watch, trainer: Hazy, job: JobId) -> None:
    trainer.service.turn(job, State.PAUSED, "out of credit")
    trainer.troubled = NotDone("no way there")
    with pytest.raises(TryLater, match="paused after it was resumed 3 times: out of credit"):
        list(watch.follow("gptctl-1", job))
    assert trainer.resumed == watch.resumes
