"""What is approved and not started: gone on with, or taken back."""

from dataclasses import replace
from pathlib import Path

import pytest

from gptctl.errors import GptctlError, NotDone, Refused, Rejected, TryLater, Unknown
from gptctl.promote.jobs.approval import Approval
from gptctl.promote.jobs.job import Sending, Stand
from gptctl.promote.jobs.submit import Desk, Undecided
from gptctl.promote.trainers.base import JobId, Task
from tests.support.jobs import Hours, dataset, ledger
from tests.support.training import HostedTrainer, Service


@pytest.fixture
def trainer() -> HostedTrainer:
    return HostedTrainer(Service())


@pytest.fixture
def desk(tmp_path: Path, trainer: HostedTrainer) -> Desk:
    return Desk(trainer=trainer, ledger=ledger(tmp_path / "ledger"), clock=Hours())


@pytest.fixture
def task(tmp_path: Path) -> Task:
    return Task(dataset=dataset(tmp_path), base="gpt", settings={})


@pytest.fixture
def approval(desk: Desk, task: Task) -> Approval:
    return desk.approval(task, 5.0)


@pytest.mark.parametrize(
    ("error", "stand"),
    [
        (Rejected("no such base"), Stand.REFUSED),
        (Refused("a row is too long"), Stand.REFUSED),
        (NotDone("no way there"), Stand.APPROVED),
        (TryLater("too often"), Stand.APPROVED),
        (Unknown("the file may be there"), Stand.APPROVED),
        (GptctlError("the disk is full"), Stand.APPROVED),
    ],
)
def test_what_fails_before_the_job_is_started_leaves_it_certain(
    desk: Desk, trainer: HostedTrainer, task: Task, approval: Approval, error: GptctlError, stand: Stand
) -> None:
    def fail() -> None:
        raise error

    trainer.uploading = fail
    with pytest.raises(type(error), match=error.message):
        desk.submit(task, approval)
    assert (desk.ledger.jobs()[approval.mark].stand, trainer.service.files) == (stand, [])
    trainer.uploading = lambda: None
    assert [desk.submit(task, approval)] == list(trainer.service.jobs)


def test_an_approval_is_taken_back_before_the_job_is_started_and_not_after(
    desk: Desk, task: Task, approval: Approval
) -> None:
    assert not desk.withdraw(approval.mark)
    desk.approve(approval)
    assert desk.withdraw(approval.mark)
    assert desk.ledger.jobs()[approval.mark].stand is Stand.REFUSED
    assert not desk.withdraw(approval.mark)
    desk.submit(task, approval)
    assert not desk.withdraw(approval.mark)
    assert desk.ledger.jobs()[approval.mark].stand is Stand.STARTED


def test_what_may_have_been_started_is_not_approved_anew(desk: Desk, task: Task, approval: Approval) -> None:
    desk.ledger.append(Sending(approval=approval, time=1.0))
    desk.approve(approval)
    with pytest.raises(Undecided):
        desk.submit(task, approval)


def test_others_hand_in_their_jobs_during_an_upload(
    desk: Desk, trainer: HostedTrainer, task: Task, approval: Approval
) -> None:
    other = replace(task, settings={"epochs": 2})
    quick = replace(desk, trainer=HostedTrainer(trainer.service))
    sent: list[JobId] = []
    trainer.uploading = lambda: sent.append(quick.submit(other, quick.approval(other, 5.0)))
    sent.append(desk.submit(task, approval))
    assert sent == list(trainer.service.jobs)


def test_two_that_hand_in_the_same_job_at_once_start_it_once(
    desk: Desk, trainer: HostedTrainer, task: Task, approval: Approval
) -> None:
    sent: list[JobId] = []
    quick = replace(desk, trainer=HostedTrainer(trainer.service))
    trainer.uploading = lambda: sent.append(quick.submit(task, approval))
    assert [desk.submit(task, approval)] == sent == list(trainer.service.jobs)


def test_an_approval_that_is_taken_back_during_the_upload_starts_nothing(
    desk: Desk, trainer: HostedTrainer, task: Task, approval: Approval
) -> None:
    withdrawn: list[bool] = []
    trainer.uploading = lambda: withdrawn.append(desk.withdraw(approval.mark))
    with pytest.raises(Refused, match="was taken back"):
        desk.submit(task, approval)
    assert (withdrawn, trainer.service.jobs, trainer.service.files) == ([True], {}, [])


def test_a_run_that_died_meanwhile_is_looked_after_by_the_next(
    desk: Desk, trainer: HostedTrainer, task: Task, approval: Approval
) -> None:
    trainer.uploading = lambda: desk.ledger.append(Sending(approval=approval, time=1.0))
    with pytest.raises(TryLater):
        desk.submit(task, approval)
    with pytest.raises(Undecided):
        desk.submit(task, approval)
    assert trainer.service.jobs == {}


def test_a_refusal_says_nothing_of_a_job_that_another_run_started(
    desk: Desk, trainer: HostedTrainer, task: Task, approval: Approval
) -> None:
    quick = replace(desk, trainer=HostedTrainer(trainer.service))

    def overtaken() -> None:
        quick.submit(task, approval)
        raise Rejected("there is such a file")

    trainer.uploading = overtaken
    with pytest.raises(Rejected):
        desk.submit(task, approval)
    assert desk.ledger.jobs()[approval.mark].stand is Stand.STARTED
