"""The suite, proved by a trainer that is all memory; and that it finds the mistakes it is there for."""

from pathlib import Path

import pytest

from gptctl.errors import Refused
from gptctl.promote.jobs.submit import Undecided
from gptctl.promote.trainers.base import JobId, State, Task, Trainer
from tests.conformance.trainer_suite import CEILING, TrainerSuite
from tests.conformance.training import Training
from tests.support.jobs import Hours, dataset, ledger
from tests.support.training import HostedTrainer, Service, busy, die, lose


def hosted(trainer: Trainer) -> HostedTrainer:
    assert isinstance(trainer, HostedTrainer)
    return trainer


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def training(tmp_path: Path, service: Service) -> Training:
    def uploading(trainer: Trainer) -> None:
        hosted(trainer).uploading = die

    def after(trainer: Trainer, what: str) -> None:
        hosted(trainer).after = {"lose": lose, "die": die}[what]

    def before(trainer: Trainer, what: str) -> None:
        hosted(trainer).before = {"lose": lose, "die": die, "busy": busy}[what]

    def refuse(code: str) -> None:
        service.refusal = code

    def retire(trainer: Trainer) -> None:
        hosted(trainer).today = hosted(trainer).retires

    return Training(
        fresh=lambda: HostedTrainer(service),
        task=Task(dataset=dataset(tmp_path), base="gpt-4.1-mini", settings={}),
        ledger=ledger(tmp_path / "ledger"),
        clock=Hours(service.work),
        started=lambda: list(service.marks.values()),
        uploads=lambda: list(service.files),
        left=lambda: [file for file in service.files if file not in service.marks.values()],
        lose_answer=lambda trainer: after(trainer, "lose"),
        lose_request=lambda trainer: before(trainer, "lose"),
        busy=lambda trainer: before(trainer, "busy"),
        die_uploading=uploading,
        die_before=lambda trainer: before(trainer, "die"),
        die_after=lambda trainer: after(trainer, "die"),
        refuse=refuse,
        fail=lambda job: service.turn(job, State.FAILED, "the rows were refused"),
        pause=lambda job: service.turn(job, State.PAUSED, "paused in the console"),
        retire=retire,
    )


class TestInMemory(TrainerSuite):
    """Everything that a hosted trainer can come into."""


def test_an_unknown_price_is_above_every_ceiling(training: Training, service: Service) -> None:
    desk = training.desk(HostedTrainer(service, price=None))
    with pytest.raises(Refused, match="cannot be trained"):
        desk.submit(training.task, desk.approval(training.task, CEILING))
    assert not service.jobs


def test_a_job_that_shows_up_late_is_found_while_waiting(training: Training, service: Service) -> None:
    late: list[str] = []

    class Late(HostedTrainer):
        """A listing that is behind by one look."""

        def find(self, mark: str) -> JobId | None:
            late.append(mark)
            return super().find(mark) if len(late) > 2 else None

    trainer = Late(service, after=lose)
    desk = training.desk(trainer)
    job = desk.submit(training.task, desk.approval(training.task, CEILING))
    assert list(service.jobs) == [job]


def test_a_job_that_shows_up_after_nobody_knew_is_adopted(training: Training, service: Service) -> None:
    trainer = HostedTrainer(service, before=lose)
    desk = training.desk(trainer)
    approval = desk.approval(training.task, CEILING)
    with pytest.raises(Undecided):
        desk.submit(training.task, approval)
    started = service.start(approval.mark, training.task.base)
    assert desk.submit(training.task, approval) == started
