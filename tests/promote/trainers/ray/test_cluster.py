"""The local job on a cluster: submitted once under its mark, seen, resumed under the next number, stopped."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from gptctl.errors import InvalidConfig, NotDone, Unknown
from gptctl.promote.trainers.base import JobId, State, Task
from gptctl.promote.trainers.local import layout, outcome, progress
from gptctl.promote.trainers.local.trainer import LocalTrainer
from gptctl.promote.trainers.ray.cluster import ADDRESS
from gptctl.promote.trainers.ray.make import PYTHON, make
from tests.support.fakes.ray_jobs import Ray, cluster
from tests.support.jobs import dataset
from tests.support.tiny_gguf import write_tiny

MARK = "gptctl-0123456789abcdef"


@pytest.fixture
def ray() -> Iterator[Ray]:
    with cluster() as one:
        yield one


def trainer(home: Path, url: str) -> LocalTrainer:
    return make({}, home=home, environ={ADDRESS: url, PYTHON: "/opt/train/bin/python"}, locate=lambda _: None)


def task(home: Path) -> Task:
    return Task(dataset=dataset(home), base=str(write_tiny(home / "tiny.gguf")), settings={"steps": 2})


def test_a_job_is_submitted_under_its_mark_and_seen_to_its_end(tmp_path: Path, ray: Ray) -> None:
    one = trainer(tmp_path, ray.url)
    assert list(one.check(task(tmp_path))) == []
    job = one.prepare(task(tmp_path), MARK)()
    assert (one.find(MARK), one.status(job).state) == (job, State.QUEUED)
    folder = layout.folder(tmp_path, MARK)
    (entrypoint,) = ray.entrypoints
    work = "gptctl.promote.trainers.local.worker"
    assert shlex.split(entrypoint) == ["/opt/train/bin/python", "-P", "-m", work, str(folder)]
    ray.jobs[f"{MARK}.0"] = "RUNNING"
    progress.append(folder, {"phase": "supervised", "step": 1, "steps": 2, "loss": 2.0})
    assert (one.status(job).state, one.status(job).step) == (State.RUNNING, 1)
    outcome.write(folder, outcome.Outcome(state=State.SUCCEEDED, model="tuned", base="tiny"))
    ray.jobs[f"{MARK}.0"] = "SUCCEEDED"
    assert (one.status(job).state, one.result(job).model) == (State.SUCCEEDED, "tuned")
    with pytest.raises(NotDone):
        one.prepare(task(tmp_path), MARK)()
    assert list(ray.jobs) == [f"{MARK}.0"]


def test_one_that_died_says_why_and_goes_on_under_the_next_number(tmp_path: Path, ray: Ray) -> None:
    one = trainer(tmp_path, ray.url)
    job = one.prepare(task(tmp_path), MARK)()
    for number in range(2):
        ray.jobs[f"{MARK}.{number}"] = "FAILED"
        status = one.status(job)
        assert (status.state, "No module named gptctl" in status.reason) == (State.PAUSED, True)
        one.resume(job)
        one.resume(job)
    assert list(ray.jobs) == [f"{MARK}.{number}" for number in range(3)]
    one.cancel(job)
    assert ray.jobs[f"{MARK}.2"] == "STOPPED"
    assert one.status(job).state is State.CANCELLED


def test_a_cluster_that_was_made_anew_knows_nothing_and_the_job_goes_on(tmp_path: Path, ray: Ray) -> None:
    one = trainer(tmp_path, ray.url)
    job = one.prepare(task(tmp_path), MARK)()
    ray.jobs.clear()
    assert one.status(job).state is State.PAUSED
    one.resume(job)
    assert list(ray.jobs) == [f"{MARK}.1"]


def test_no_cluster_leaves_nothing(tmp_path: Path) -> None:
    one = trainer(tmp_path, "http://127.0.0.1:9")
    with pytest.raises(NotDone) as told:
        one.prepare(task(tmp_path), MARK)()
    assert told.value.advice == f"{ADDRESS} says where the cluster is."
    assert one.find(MARK) is None


def test_a_lost_answer_is_found(tmp_path: Path, ray: Ray) -> None:
    one = trainer(tmp_path, ray.url)
    ray.lose = True
    with pytest.raises(Unknown):
        one.prepare(task(tmp_path), MARK)()
    assert one.find(MARK) == JobId(MARK)
    assert one.status(JobId(MARK)).state is State.QUEUED
    assert list(ray.jobs) == [f"{MARK}.0"]


def test_a_repository_names_no_cluster(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfig):
        make({"address": "http://example.org"}, home=tmp_path, environ={}, locate=lambda _: None)
