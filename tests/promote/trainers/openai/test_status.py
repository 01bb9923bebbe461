"""What a service says of a job, in our words."""

from typing import Any

import pytest

from gptctl.promote.trainers.base import JobId, Point, State
from gptctl.promote.trainers.openai.status import from_checkpoints, from_events, state_of, status
from tests.support.tuning import Bench

MARK = "gptctl-0123456789abcdef"


def event(**data: Any) -> dict[str, Any]:
    return {"type": "metrics", "data": data}


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("validating_files", State.QUEUED),
        ("queued", State.QUEUED),
        ("running", State.RUNNING),
        ("paused", State.PAUSED),
        ("pausing", State.RUNNING),
        ("succeeded", State.SUCCEEDED),
        ("failed", State.FAILED),
        ("cancelled", State.CANCELLED),
        ("canceled", State.CANCELLED),
        ("something_new", State.RUNNING),
        (None, State.RUNNING),
    ],
)
def test_states(said: str | None, state: State) -> None:
    assert state_of({"status": said}) is state


def test_a_curve_has_one_point_a_step_in_order() -> None:
    said = [
        event(step=2, train_loss=0.5, valid_loss=0.8, full_valid_loss=0.7, total_steps=9),
        {"type": "message", "data": {"step": 5, "train_loss": 1.0}},
        event(step=1, train_loss=1),
        event(step=2, valid_loss=0.6),
        event(step=3),
        event(step="4", train_loss=0.1),
        event(step=0, train_loss=0.1),
        {"type": "metrics", "data": None},
    ]
    curve, steps = from_events(said)
    assert list(curve) == [Point(step=1, loss=1.0), Point(step=2, loss=0.5, validation_loss=0.6)]
    assert steps == 9
    assert from_events([]) == ([], 0)


def test_a_curve_out_of_checkpoints() -> None:
    made = {"step_number": 88, "metrics": {"train_loss": 0.4, "full_valid_loss": 0.5}}
    assert list(from_checkpoints([made, {"step_number": None}])) == [Point(step=88, loss=0.4, validation_loss=0.5)]


def test_steps_never_go_beyond_their_number() -> None:
    seen = status({"id": "ftjob-1", "status": "running"}, curve=[Point(step=7, loss=1.0)], steps=5, model="x")
    assert (seen.step, seen.steps, seen.model) == (5, 5, "")
    counted = status(
        {"id": "j", "status": "running", "trained_steps": 3, "total_steps": 9}, curve=(), steps=0, model=""
    )
    assert (counted.step, counted.steps) == (3, 9)


@pytest.mark.parametrize(
    ("job", "reason"),
    [
        ({"status": "failed", "error": {"code": "invalid_rows", "message": "line 3"}}, "invalid_rows: line 3"),
        ({"status": "failed", "error": None}, "it failed; why is not said"),
        ({"status": "cancelled"}, "cancelled"),
        ({"status": "succeeded", "trained_tokens": 12_345}, "12,345 tokens were trained on"),
        ({"status": "running"}, ""),
    ],
)
def test_reasons(job: dict[str, Any], reason: str) -> None:
    assert status({"id": "ftjob-1", **job}, curve=(), steps=0, model="").reason == reason


def test_a_running_job_is_looked_at_in_two_requests(bench: Bench) -> None:
    trainer = bench.fresh()
    job = trainer.prepare(bench.task(), MARK)()
    for _ in range(4):
        bench.fake.work()
    bench.fake.journal.clear()
    seen = trainer.status(job)
    assert (seen.state, seen.step, seen.steps) == (State.RUNNING, 2, 4)
    assert len(bench.fake.journal) == 2


def test_all_events_of_a_job_that_is_over_are_its_curve(bench: Bench) -> None:
    trainer = bench.fresh()
    job = trainer.prepare(bench.task(), MARK)()
    for step in range(1, 251):
        bench.fake.tell(job, f"Step {step}", {"step": step, "total_steps": 250, "train_loss": 1 / step})
    bench.fake.finish(bench.fake.job(job))
    seen = trainer.status(job)
    assert [point.step for point in seen.curve] == list(range(1, 251))
    assert seen.reason == "1,200 tokens were trained on"


def test_where_events_are_words_the_last_checkpoint_tells(open_bench: Bench) -> None:
    trainer = open_bench.fresh()
    job = trainer.prepare(open_bench.task(), MARK)()
    for _ in range(6):
        open_bench.fake.work()
    seen = trainer.status(job)
    assert (seen.state, seen.step, seen.steps) == (State.SUCCEEDED, 4, 4)
    assert list(seen.curve) == [Point(step=4, loss=0.25, validation_loss=0.5)]
    assert trainer.result(job).model == seen.model == open_bench.fake.tuned(job)


def test_a_job_that_ends_while_it_is_cancelled_is_over(bench: Bench) -> None:
    trainer = bench.fresh()
    job = trainer.prepare(bench.task(), MARK)()
    trainer.cancel(job)
    trainer.cancel(JobId(job))
    assert len(bench.fake.asked("POST", f"/fine_tuning/jobs/{job}/cancel")) == 1
