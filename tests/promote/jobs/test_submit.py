"""What is approved and not started: gone on with, or taken back."""

from pathlib import Path

import pytest

from gptctl.errors import GptctlError, NotDone, Refused, Rejected, TryLater, Unknown
from gptctl.promote.jobs.approval import Approval
from gptctl.promote.jobs.job import Stand
from gptctl.promote.jobs.submit import Desk
from gptctl.promote.trainers.base import Task
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
