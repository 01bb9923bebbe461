"""A second opinion on AWS: moto's server, which others write."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from gptctl.errors import Rejected
from gptctl.promote.trainers.base import JobId, State, Task
from gptctl.providers.http import Intent
from tests.support.jobs import Hours, dataset, ledger
from tests.support.servers.moto import serve

pytest.importorskip("boto3", reason="needs the extra bedrock, which is not installed")

from gptctl.promote.jobs.submit import Desk
from tests.support.bedrock import BASE, Bench

pytestmark = pytest.mark.slow

MISSING = "the-bucket-of-nobody"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with serve(tmp_path_factory.mktemp("moto")) as url:
        made = Bench(url)
        made.service("s3").call("create_bucket", Intent.WRITE, Bucket=made.bucket)
        yield made
        made.close()


def keys_of(bench: Bench) -> list[str]:
    page = bench.service("s3").call("list_objects_v2", Intent.READ, Bucket=bench.bucket)
    return [one["Key"] for one in page.get("Contents", ())]


@pytest.fixture
def task(tmp_path_factory: pytest.TempPathFactory) -> Task:
    return Task(dataset=dataset(tmp_path_factory.mktemp("home")), base=BASE, settings={})


def test_an_approval_is_one_job_there(bench: Bench, task: Task, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Once with the ledger, and once from a machine that has lost it."""
    jobs = set()
    for _ in range(2):
        kept = ledger(tmp_path_factory.mktemp("ledger"))
        desk = Desk(trainer=bench.fresh(), ledger=kept, clock=Hours())
        approval = desk.approval(task, 10.0)
        jobs |= {desk.submit(task, approval) for _ in range(2)}
    (job,) = jobs
    assert bench.fresh().find(approval.mark) == job
    assert bench.fresh().find(approval.mark[:-1]) is None
    seen = bench.fresh().status(job)
    assert (seen.state, seen.model) == (State.RUNNING, "")
    rows = [key for key in keys_of(bench) if approval.mark in key]
    assert rows == [f"gptctl/{approval.mark}/rows/{part}.jsonl" for part in ("train", "validation")]
    found = bench.service("s3").call("get_object", Intent.READ, Bucket=bench.bucket, Key=rows[0])
    assert {len(json.loads(row)["messages"]) for row in found["Body"].splitlines()} == {2}


def test_a_job_is_stopped_there(bench: Bench, task: Task) -> None:
    trainer = bench.fresh()
    job = trainer.prepare(task, "gptctl-to-be-stopped")()
    trainer.cancel(job)
    trainer.cancel(job)
    assert trainer.status(job).state in {State.CANCELLED, State.RUNNING}


def test_a_job_of_nobody_there(bench: Bench) -> None:
    with pytest.raises(Rejected):
        bench.fresh().status(JobId("nobody"))
    assert bench.fresh().find("gptctl-0000000000000000") is None


def test_a_bucket_of_nobody_there(bench: Bench, task: Task) -> None:
    elsewhere = replace(bench, bucket=MISSING)
    with pytest.raises(Rejected, match="NoSuchBucket"):
        elsewhere.fresh().prepare(task, "gptctl-nowhere")()
    assert bench.fresh().find("gptctl-nowhere") is None
