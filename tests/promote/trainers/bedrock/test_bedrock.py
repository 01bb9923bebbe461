"""What is particular to training at Amazon."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from gptctl.core.value import Attrs
from gptctl.errors import InvalidConfig, NoAccess, NotDone, ProviderError, Refused, Rejected, TryLater, Unknown
from gptctl.promote.trainers.base import Point, State, Task
from gptctl.promote.trainers.bedrock.make import make
from gptctl.providers.http import Intent
from tests.support.fakes.aws import KEY_ID, ROLE, SECRET, STEPS, FakeAws
from tests.support.fakes.trouble import Trouble
from tests.support.jobs import dataset, preferred

pytest.importorskip("boto3", reason="needs the extra bedrock, which is not installed")

from gptctl.promote.trainers.bedrock.boto import Service
from tests.support.bedrock import BASE, Bench, keys

OPTIONS = {"role": ROLE, "bucket": "acme-tuning"}


@pytest.fixture
def fake() -> Iterator[FakeAws]:
    with FakeAws() as running:
        yield running


@pytest.fixture
def bench(fake: FakeAws) -> Iterator[Bench]:
    made = Bench(fake.url)
    yield made
    made.close()


@pytest.fixture
def task(tmp_path: Path) -> Task:
    return Task(dataset=dataset(tmp_path), base=BASE, settings={"epochs": 2, "learning_rate": 1e-5})


def test_what_is_sent(bench: Bench, fake: FakeAws, task: Task) -> None:
    bench.fresh().prepare(task, "gptctl-1")()
    stem = "gptctl/gptctl-1/rows"
    assert sorted(fake.files) == [f"{stem}/train.jsonl", f"{stem}/validation.jsonl"]
    first = json.loads(fake.files[f"{stem}/train.jsonl"].splitlines()[0])
    assert (first["schemaVersion"], len(first["messages"])) == ("bedrock-conversation-2024", 2)
    (job,) = fake.jobs.values()
    assert job["hyperParameters"] == {"epochCount": "2", "learningRate": "1e-05"}
    assert job["outputDataConfig"] == {"s3Uri": "s3://acme-tuning/gptctl/gptctl-1/output/"}
    assert (job["jobName"], job["customModelName"], job["clientRequestToken"]) == ("gptctl-1",) * 3


def test_a_lost_answer_is_not_asked_for_again(bench: Bench, fake: FakeAws, task: Task) -> None:
    fake.trouble(Trouble.LOSE_ANSWER, "POST")
    with pytest.raises(Unknown):
        bench.fresh().prepare(task, "gptctl-1")()
    assert (len(fake.asked("POST")), len(fake.files)) == (1, 2)


@pytest.mark.parametrize("kind", [Trouble.BUSY, Trouble.FAIL_BEFORE, Trouble.LOSE_ANSWER, Trouble.DROP])
def test_an_upload_that_fails_starts_no_job(bench: Bench, fake: FakeAws, task: Task, kind: Trouble) -> None:
    fake.trouble(kind, "PUT", times=9)
    with pytest.raises(TryLater if kind is Trouble.BUSY else ProviderError):
        bench.fresh().prepare(task, "gptctl-1")
    assert (fake.jobs, fake.files) == ({}, {})


def test_a_busy_service_is_asked_again(bench: Bench, fake: FakeAws, task: Task) -> None:
    fake.trouble(Trouble.BUSY, "POST", times=2)
    bench.fresh().prepare(task, "gptctl-1")()
    assert (len(fake.jobs), len(fake.asked("POST"))) == (1, 3)


def test_it_is_found_on_a_later_page(bench: Bench, fake: FakeAws, task: Task) -> None:
    fake.page = 1
    other = bench.fresh().prepare(task, "gptctl-1-more")()
    job = bench.fresh().prepare(task, "gptctl-1")()
    assert (bench.fresh().find("gptctl-1"), bench.fresh().find("gptctl-1-more")) == (job, other)


def test_a_refused_job_takes_its_files_along_over_pages(bench: Bench, fake: FakeAws, task: Task) -> None:
    fake.page, fake.refusal = 1, "no"
    with pytest.raises(Rejected):
        bench.fresh().prepare(task, "gptctl-1")()
    assert fake.files == {}


def test_the_curve_comes_from_the_tables_or_from_the_job(bench: Bench, fake: FakeAws, task: Task) -> None:
    trainer = bench.fresh()
    job = trainer.prepare(task, "gptctl-1")()
    assert trainer.status(job).state is State.QUEUED
    for _ in range(STEPS):
        fake.work()
    status = trainer.status(job)
    assert [point.step for point in status.curve] == list(range(STEPS))
    assert status.curve[0] == Point(step=0, loss=2.0, validation_loss=2.0)
    assert trainer.result(job).model.startswith("arn:aws:bedrock:us-east-1:123456789012:custom-model/")
    fake.files.clear()
    assert trainer.status(job).curve == [Point(step=0, loss=0.5)]
    fake.trouble(Trouble.FAIL_BEFORE, "GET", "/acme-tuning", times=99)
    assert trainer.status(job).curve == [Point(step=0, loss=0.5)]


def test_a_job_that_is_stopping_is_not_over(bench: Bench, fake: FakeAws, task: Task) -> None:
    fake.slow_stop = True
    trainer = bench.fresh()
    job = trainer.prepare(task, "gptctl-1")()
    fake.work()
    trainer.cancel(job)
    assert trainer.status(job).state is State.RUNNING
    fake.work()
    assert (trainer.status(job).state, trainer.status(job).reason) == (State.CANCELLED, "cancelled")


@pytest.mark.parametrize(
    ("base", "settings", "says"),
    [
        ("meta.llama3-1-8b-instruct-v1:0:128k", {}, "is no Nova model"),
        ("", {}, "A base without a name"),
        (BASE, {"epochs": 6}, "whole number from 1 to 5"),
        (BASE, {"batch": 1}, "no setting batch"),
        (BASE, {"method": "dpo"}, "not from pairs"),
    ],
)
def test_what_cannot_be_trained_is_said_before(
    bench: Bench, fake: FakeAws, tmp_path: Path, base: str, settings: Attrs, says: str
) -> None:
    rows = dataset(tmp_path, [preferred(number) for number in range(12)])
    reasons = bench.fresh().check(Task(dataset=rows, base=base, settings=settings))
    assert says in " ".join(reasons)
    assert fake.journal == []


@pytest.mark.parametrize("options", [{}, {**OPTIONS, "role": "admin"}, {**OPTIONS, "bucket": "s3://x"},
                                     {**OPTIONS, "region": "mars"}, {**OPTIONS, "secret": "x"}])  # fmt: skip
def test_wrong_options(options: Attrs) -> None:
    with pytest.raises(InvalidConfig):
        make(options, environ={}, prices=tuple, today=date.today)


def test_a_day_of_the_users_own_counts(task: Task) -> None:
    options = {**OPTIONS, "retires": f"{BASE} 2026-11-01"}
    trainer = make(options, environ={}, prices=tuple, today=lambda: date(2026, 11, 21))
    assert "2026-11-01" in " ".join(trainer.check(task))


def test_nothing_is_signed_for_an_origin_that_a_file_names(fake: FakeAws, task: Task) -> None:
    options = {**OPTIONS, "endpoint": fake.url, "storage": fake.url}
    trainer = make(options, environ={**keys(fake.url), "GPTCTL_TRUSTED_ORIGINS": ""}, prices=tuple, today=date.today)
    with pytest.raises(Refused, match="not sent"):
        trainer.find("gptctl-1")
    with pytest.raises(Refused, match="not sent"):
        trainer.prepare(task, "gptctl-1")
    assert fake.journal == []


def test_without_keys_it_is_said_which(fake: FakeAws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    bench = Bench(fake.url, environ={"GPTCTL_TRUSTED_ORIGINS": fake.url})
    with pytest.raises(NoAccess, match="AWS"):
        bench.fresh().find("gptctl-1")
    bench.close()


def test_keys_that_ran_out_are_no_started_job(
    bench: Bench, fake: FakeAws, task: Task, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """They come from a program, as with every single sign-on, and it gives them once."""
    soon = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    given = {"Version": 1, "AccessKeyId": KEY_ID, "SecretAccessKey": SECRET, "Expiration": soon}
    (tmp_path / "keys.json").write_text(json.dumps(given))
    (tmp_path / "config").write_text(
        f"[default]\ncredential_process = sh -c 'cat {tmp_path}/keys.json && rm {tmp_path}/keys.json'\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    trusted = {"GPTCTL_TRUSTED_ORIGINS": fake.url}
    bench.services["bedrock"] = Service(
        "bedrock", region="us-east-1", endpoint=fake.url, environ=trusted, sleep=lambda _: None
    )
    start = bench.fresh().prepare(task, "gptctl-1")
    with pytest.raises(NotDone, match="there are no keys"):
        start()
    assert (fake.jobs, fake.files) == ({}, {})


def test_what_boto3_itself_refuses_is_refused(bench: Bench, fake: FakeAws) -> None:
    with pytest.raises(Rejected, match="jobIdentifier"):
        bench.service("bedrock").call("get_model_customization_job", Intent.READ)
    assert fake.journal == []


def test_nobody_listens_is_not_done() -> None:
    bench = Bench("http://127.0.0.1:1")
    with pytest.raises(NotDone, match="not sent"):
        bench.fresh().find("gptctl-1")
    bench.close()
