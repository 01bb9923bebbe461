"""The contract of `gptctl.promote.trainers.base.Trainer`: one job for each approval, and the truth about it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest

from gptctl.errors import NotDone, Refused, Rejected, TryLater
from gptctl.promote.jobs.approval import Approval
from gptctl.promote.jobs.job import Stand
from gptctl.promote.jobs.submit import Undecided
from gptctl.promote.trainers.base import FINAL, JobId, Resumable, State, Status, Trainer
from tests.conformance.training import Training
from tests.support.training import Killed

_Way = TypeVar("_Way")
CEILING = 10.0


def way(found: _Way | None) -> _Way:
    if found is None:
        pytest.skip("this trainer cannot come into that")
    return found


class TrainerSuite:
    """A class that inherits gives the fixture `training`."""

    @pytest.fixture
    def approval(self, training: Training) -> Approval:
        return training.desk().approval(training.task, CEILING)

    def test_a_job_runs_to_its_result(self, training: Training, approval: Approval) -> None:
        trainer = training.fresh()
        job = training.desk(trainer).submit(training.task, approval)
        seen = list(training.watch().follow(approval.mark, job))
        assert seen[-1].state is State.SUCCEEDED, seen[-1].reason
        assert all(status.id == job for status in seen)
        steps = [status.step for status in seen]
        assert steps == sorted(steps)
        assert all(status.step <= status.steps for status in seen if status.steps)
        curve = seen[-1].curve
        assert [point.step for point in curve] == sorted({point.step for point in curve})
        assert any(point.loss is not None for point in curve)
        result = trainer.result(job)
        assert result.model == seen[-1].model
        assert (result.base, bool(result.model)) == (training.task.base, True)
        kept = training.ledger.jobs()[approval.mark]
        assert (kept.stand, kept.state, kept.model) == (Stand.ENDED, State.SUCCEEDED, result.model)

    def test_an_approval_is_one_job(self, training: Training, approval: Approval) -> None:
        jobs = {training.desk().submit(training.task, approval) for _ in range(3)}
        assert len(jobs) == 1
        assert training.started() == [approval.mark]
        stop(training, jobs.pop())

    def test_without_its_ledger_the_job_is_found(self, training: Training, approval: Approval) -> None:
        job = training.desk().submit(training.task, approval)
        stop(training, job)
        lines = MemoryLines()
        elsewhere = replace(training, ledger=replace(training.ledger, lines=lines))
        assert elsewhere.desk().submit(training.task, approval) == job
        assert elsewhere.ledger.jobs()[approval.mark].stand is Stand.STARTED
        assert training.started() == [approval.mark]

    def test_another_attempt_is_another_job(self, training: Training, approval: Approval) -> None:
        desk = training.desk()
        first = desk.submit(training.task, approval)
        stop(training, first)
        assert desk.submit(training.task, approval) == first
        second = desk.submit(training.task, desk.approval(training.task, CEILING, 2))
        assert second != first
        assert len(training.started()) == 2
        stop(training, second)

    def test_a_lost_answer_is_looked_up(self, training: Training, approval: Approval) -> None:
        trainer = training.fresh()
        way(training.lose_answer)(trainer)
        job = training.desk(trainer).submit(training.task, approval)
        assert training.desk().submit(training.task, approval) == job
        assert training.started() == [approval.mark]

    def test_a_lost_request_is_undecided(self, training: Training, approval: Approval) -> None:
        trainer = training.fresh()
        way(training.lose_request)(trainer)
        for client in (trainer, None):
            with pytest.raises(Undecided) as told:
                training.desk(client).submit(training.task, approval)
            assert approval.mark in told.value.advice
        assert training.started() == []
        desk = training.desk()
        desk.submit(training.task, desk.approval(training.task, CEILING, 2))
        assert len(training.started()) == 1

    def test_a_crash_while_it_is_prepared(self, training: Training, approval: Approval) -> None:
        trainer = training.fresh()
        way(training.die_uploading)(trainer)
        with pytest.raises(Killed):
            training.desk(trainer).submit(training.task, approval)
        assert training.started() == []
        stop(training, training.desk().submit(training.task, approval))
        assert (training.started(), list(training.left())) == ([approval.mark], [])

    def test_what_was_prepared_goes_with_its_approval(self, training: Training, approval: Approval) -> None:
        trainer = training.fresh()
        way(training.die_uploading)(trainer)
        with pytest.raises(Killed):
            training.desk(trainer).submit(training.task, approval)
        assert training.desk().withdraw(approval.mark)
        assert (training.started(), list(training.left())) == ([], [])
        assert not training.desk().withdraw(approval.mark)

    def test_what_a_job_needs_is_left_where_another_run_cleans_up(self, training: Training, approval: Approval) -> None:
        uploads = way(training.uploads)
        job = training.desk().submit(training.task, approval)
        needed = uploads()
        training.fresh().discard(approval.mark)
        assert needed
        assert uploads() == needed
        stop(training, job)

    def test_a_trainer_without_time_is_asked_later(self, training: Training, approval: Approval) -> None:
        trainer = training.fresh()
        way(training.busy)(trainer)
        with pytest.raises(TryLater):
            training.desk(trainer).submit(training.task, approval)
        assert (training.started(), list(training.left())) == ([], [])
        assert training.ledger.jobs()[approval.mark].stand is Stand.APPROVED
        training.desk().submit(training.task, approval)
        assert training.started() == [approval.mark]

    def test_a_crash_before_it_was_sent(self, training: Training, approval: Approval) -> None:
        trainer = training.fresh()
        way(training.die_before)(trainer)
        with pytest.raises(Killed):
            training.desk(trainer).submit(training.task, approval)
        if trainer.terms.paid:
            with pytest.raises(Undecided):
                training.desk().submit(training.task, approval)
            assert training.started() == []
        else:
            stop(training, training.desk().submit(training.task, approval))
            assert training.started() == [approval.mark]

    def test_a_crash_after_it_was_sent(self, training: Training, approval: Approval) -> None:
        trainer = training.fresh()
        way(training.die_after)(trainer)
        with pytest.raises(Killed):
            training.desk(trainer).submit(training.task, approval)
        stop(training, training.desk().submit(training.task, approval))
        assert training.started() == [approval.mark]

    def test_a_refused_job_leaves_nothing(self, training: Training, approval: Approval) -> None:
        refuse = way(training.refuse)
        refuse("training_not_available")
        with pytest.raises(NotDone, match="training_not_available"):
            training.desk().submit(training.task, approval)
        assert (training.started(), list(training.left())) == ([], [])
        assert training.ledger.jobs()[approval.mark].stand is Stand.REFUSED
        refuse("")
        training.desk().submit(training.task, approval)
        assert training.started() == [approval.mark]

    @pytest.mark.parametrize("state", [State.FAILED, State.PAUSED])
    def test_what_goes_wrong_is_told(self, training: Training, approval: Approval, state: State) -> None:
        turn = way(training.fail if state is State.FAILED else training.pause)
        job = training.desk().submit(training.task, approval)
        turn(job)
        status = training.fresh().status(job)
        assert (status.state, bool(status.reason), status.model) == (state, True, "")
        with pytest.raises(Rejected):
            training.fresh().result(job)
        if state is State.FAILED:
            (last,) = training.watch().follow(approval.mark, job)
            assert training.ledger.jobs()[approval.mark].reason == last.reason == status.reason

    def test_a_paused_job_goes_on_or_is_left(self, training: Training, approval: Approval) -> None:
        pause = way(training.pause)
        job = training.desk().submit(training.task, approval)
        pause(job)
        follow = training.watch().follow(approval.mark, job)
        if isinstance(training.fresh(), Resumable):
            assert list(follow)[-1].state is State.SUCCEEDED
        else:
            with pytest.raises(TryLater, match="paused"):
                list(follow)
        assert training.started() == [approval.mark]

    def test_a_paused_job_that_is_cancelled_is_not_woken(self, training: Training, approval: Approval) -> None:
        pause = way(training.pause)
        job = training.desk().submit(training.task, approval)
        pause(job)
        follow, watcher = training.watch().follow(approval.mark, job), training.fresh()
        assert next(follow).state is State.PAUSED
        training.fresh().cancel(job)
        if isinstance(watcher, Resumable):
            watcher.resume(job)  # as one does that looked just before
        assert [status.state for status in follow] == [State.CANCELLED]
        assert training.started() == [approval.mark]

    def test_a_cancelled_job_stays_so(self, training: Training, approval: Approval) -> None:
        job = training.desk().submit(training.task, approval)
        trainer = training.fresh()
        trainer.cancel(job)
        trainer.cancel(job)
        (last,) = training.watch().follow(approval.mark, job)
        assert last.state is State.CANCELLED
        with pytest.raises(Rejected):
            trainer.result(job)
        assert training.desk().submit(training.task, approval) == job
        assert training.started() == [approval.mark]

    def test_a_base_that_retires_while_it_is_trained(self, training: Training, approval: Approval) -> None:
        trainer = training.fresh()
        retire = way(training.retire)
        job = training.desk(trainer).submit(training.task, approval)
        retire(trainer)
        assert training.desk(trainer).submit(training.task, approval) == job
        assert trainer.status(job).state not in {State.FAILED, State.CANCELLED}
        with pytest.raises(Refused) as told:
            training.desk(trainer).submit(training.task, training.desk(trainer).approval(training.task, CEILING, 2))
        assert training.task.base in " ".join(told.value.reasons)

    def test_an_approval_is_for_one_thing(self, training: Training, approval: Approval) -> None:
        for other in (replace(approval, base="other"), replace(approval, dataset="0" * 64)):
            with pytest.raises(Refused):
                training.desk().submit(training.task, other)
        assert training.started() == []

    def test_the_estimate_is_no_less_than_nothing(self, training: Training) -> None:
        estimate = training.fresh().estimate(training.task)
        assert estimate.tokens > 0
        assert estimate.dollars is None or estimate.dollars >= 0
        assert estimate.minutes is None or estimate.minutes >= 0

    def test_a_paid_job_keeps_to_its_ceiling(self, training: Training) -> None:
        trainer = training.fresh()
        if not trainer.terms.paid:
            pytest.skip("it costs nothing")
        with pytest.raises(Refused):
            training.desk(trainer).submit(training.task, training.desk(trainer).approval(training.task, 0.0))
        assert training.started() == []

    def test_the_check_of_a_good_task_finds_nothing(self, training: Training) -> None:
        assert list(training.fresh().check(training.task)) == []

    @pytest.mark.parametrize("name", ["nobody", "../nobody", ""])
    def test_a_job_of_nobody(self, training: Training, name: str) -> None:
        trainer, job = training.fresh(), JobId(name)
        asked: tuple[Callable[[JobId], object], ...] = (trainer.status, trainer.cancel, trainer.result)
        for ask in asked:
            with pytest.raises(Rejected):
                ask(job)
        assert trainer.find("gptctl-0000000000000000") is None


class MemoryLines:
    """A ledger that was lost with its machine, begun again."""

    def __init__(self) -> None:
        self._lines: list[object] = []

    def append(self, entry: object) -> None:
        self._lines.append(entry)

    def read(self) -> list[object]:
        return self._lines


def stop(training: Training, job: JobId) -> Status:
    """Leave nothing running behind a test."""
    trainer: Trainer = training.fresh()
    trainer.cancel(job)
    status = trainer.status(job)
    assert status.state in FINAL
    return status
