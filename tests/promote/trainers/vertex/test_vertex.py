"""What is particular to training at Google Cloud."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gptctl.core.value import Attrs
from gptctl.errors import InvalidConfig, NoAccess, ProviderError, Refused, Rejected, TryLater, Unknown
from gptctl.promote.trainers.base import State, Task
from gptctl.promote.trainers.vertex.make import make
from tests.support.fakes.trouble import Trouble
from tests.support.fakes.vertex import PLACE, FakeVertex
from tests.support.jobs import dataset, preferred
from tests.support.vertex import BASE, Bench

OPTIONS = {"project": "acme", "bucket": "acme-tuning"}


@pytest.fixture
def bench() -> Iterator[Bench]:
    with FakeVertex() as fake:
        made = Bench(fake)
        yield made
        made.close()


@pytest.fixture
def task(tmp_path: Path) -> Task:
    return Task(dataset=dataset(tmp_path), base=BASE, settings={})


def test_rows_go_to_the_bucket_in_geminis_form(bench: Bench, task: Task) -> None:
    bench.fresh().prepare(task, "gptctl-1")()
    assert sorted(bench.fake.files) == ["gptctl/gptctl-1/train.jsonl", "gptctl/gptctl-1/validation.jsonl"]
    first = json.loads(bench.fake.files["gptctl/gptctl-1/train.jsonl"].splitlines()[0])
    assert [turn["role"] for turn in first["contents"]] == ["user", "model"]


def test_pairs_are_trained_on_when_asked(bench: Bench, tmp_path: Path) -> None:
    pairs = [preferred(number) for number in range(12)]
    task = Task(dataset=dataset(tmp_path, pairs), base=BASE, settings={"method": "dpo", "beta": 0.1, "epochs": 2})
    trainer = bench.fresh()
    assert list(trainer.check(task)) == []
    trainer.prepare(task, "gptctl-1")()
    (job,) = bench.fake.jobs.values()
    assert job["preferenceOptimizationSpec"]["hyperParameters"] == {"beta": 0.1, "epochCount": 2}
    rows = bench.fake.files["gptctl/gptctl-1/train.jsonl"].splitlines()
    assert all(len(json.loads(row)["completions"]) == 2 for row in rows)


@pytest.mark.parametrize("kind", [Trouble.BUSY, Trouble.FAIL_BEFORE, Trouble.LOSE_ANSWER])
def test_an_upload_that_fails_starts_no_job(bench: Bench, task: Task, kind: Trouble) -> None:
    bench.fake.trouble(kind, "POST", "/upload/*", times=9)
    with pytest.raises(TryLater if kind is Trouble.BUSY else ProviderError):
        bench.fresh().prepare(task, "gptctl-1")
    assert (bench.fake.jobs, bench.fake.files) == ({}, {})


def test_a_busy_service_is_asked_again(bench: Bench, task: Task) -> None:
    bench.fake.trouble(Trouble.BUSY, "POST", times=2)
    bench.fresh().prepare(task, "gptctl-1")()
    assert len(bench.fake.jobs) == 1


def test_an_answer_without_a_job_may_have_been_one(bench: Bench, task: Task) -> None:
    """What stands between us and Google may answer for it."""
    bench.fake.silent = True
    with pytest.raises(Unknown):
        bench.fresh().prepare(task, "gptctl-1")()
    assert len(bench.fake.files) == 2
    assert bench.fresh().find("gptctl-1") == "1000"


def test_it_is_found_on_a_later_page(bench: Bench, task: Task) -> None:
    job = bench.fresh().prepare(task, "gptctl-1")()
    for number in range(45):
        name = f"{PLACE}/tuningJobs/{number}"
        bench.fake.jobs[str(number)] = {"name": name, "state": "JOB_STATE_FAILED", "baseModel": BASE}
    assert bench.fresh().find("gptctl-1") == job
    assert bench.fresh().find("gptctl-2") is None


def test_a_job_on_its_way_to_be_cancelled_is_not_over(bench: Bench, task: Task) -> None:
    bench.fake.slow_cancel = True
    trainer = bench.fresh()
    job = trainer.prepare(task, "gptctl-1")()
    trainer.cancel(job)
    assert trainer.status(job).state is State.RUNNING
    bench.fake.work()
    assert (trainer.status(job).state, trainer.status(job).reason) == (State.CANCELLED, "cancelled")


def test_a_curve_that_may_not_be_read_says_nothing_of_the_job(bench: Bench, task: Task) -> None:
    trainer = bench.fresh()
    job = trainer.prepare(task, "gptctl-1")()
    for _ in range(4):
        bench.fake.work()
    assert [point.step for point in trainer.status(job).curve] == [0, 1, 2, 3]
    bench.fake.trouble(Trouble.FAIL_BEFORE, "GET", "*/contexts/*", times=99)
    assert (trainer.status(job).state, trainer.status(job).curve) == (State.SUCCEEDED, ())


@pytest.mark.parametrize(
    ("base", "settings", "says"),
    [
        ("gemini-2.5-flash", {}, "was listed to stop on 2026-10-16"),
        ("llama-3.3-70b", {}, "is no Gemini model"),
        ("", {}, "A base without a name"),
        (BASE, {"epoch": 2}, "epochs"),
        (BASE, {"epochs": 0}, "whole number from 1"),
        (BASE, {"rank": 5}, "one of 1, 2, 4, 8, 16"),
        (BASE, {"beta": 0.1}, "no setting beta"),
        (BASE, {"method": "rl"}, "sft"),
        (BASE, {"method": "dpo"}, "nothing to train on by dpo"),
    ],
)
def test_what_cannot_be_trained_is_said_before(bench: Bench, task: Task, base: str, settings: Attrs, says: str) -> None:
    reasons = bench.fresh().check(Task(dataset=task.dataset, base=base, settings=settings))
    assert says in " ".join(reasons)
    assert bench.fake.journal == []


def test_the_estimate_counts_all_epochs(bench: Bench, task: Task) -> None:
    once, thrice = (
        bench.fresh().estimate(Task(dataset=task.dataset, base=BASE, settings={"epochs": epochs})) for epochs in (1, 3)
    )
    assert thrice.tokens == 3 * once.tokens
    assert thrice.dollars == pytest.approx(thrice.tokens / 1e6 * bench.dollars)


@pytest.mark.parametrize("options", [{}, {**OPTIONS, "bucket": "gs://x"}, {**OPTIONS, "location": "../x"},
                                     {**OPTIONS, "token": "x"}, {**OPTIONS, "retires": "soon"}])  # fmt: skip
def test_wrong_options(options: Attrs) -> None:
    with pytest.raises(InvalidConfig):
        make(options, environ={}, prices=tuple, today=date.today)


def test_a_day_of_the_users_own_counts(task: Task) -> None:
    trainer = make(
        {**OPTIONS, "retires": f"{BASE} 2026-11-01"}, environ={}, prices=tuple, today=lambda: date(2026, 11, 21)
    )
    assert "2026-11-01" in " ".join(trainer.check(task))


def test_the_token_goes_to_google_alone(bench: Bench, task: Task) -> None:
    environ = {"GOOGLE_OAUTH_ACCESS_TOKEN": "x"}
    options = {**OPTIONS, "endpoint": bench.fake.url, "storage": bench.fake.url}
    elsewhere = make(options, environ=environ, prices=tuple, today=date.today)
    with pytest.raises(Refused):
        elsewhere.find("gptctl-1")
    with pytest.raises(Refused, match="not sent"):
        elsewhere.prepare(task, "gptctl-1")
    with pytest.raises(NoAccess, match="GOOGLE_OAUTH_ACCESS_TOKEN"):
        make(options, environ={}, prices=tuple, today=date.today).find("gptctl-1")
    assert bench.fake.journal == []


def test_a_refused_token_is_told(bench: Bench) -> None:
    bench.token = "ya29.old"
    with pytest.raises(Rejected, match="401"):
        bench.fresh().find("gptctl-1")
