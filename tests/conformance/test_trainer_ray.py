"""The suite, on the local job as a Ray cluster runs it; the cluster is a fake, the rest is real."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gptctl.promote.trainers.base import JobId, State, Task, Trainer
from gptctl.promote.trainers.local import layout, outcome, progress
from gptctl.promote.trainers.local.trainer import LocalTrainer
from gptctl.promote.trainers.ray.cluster import Cluster
from gptctl.providers.api import Api
from gptctl.providers.http import Client
from tests.conformance.trainer_suite import TrainerSuite
from tests.conformance.training import Training
from tests.support.fakes.ray_jobs import Ray, cluster
from tests.support.jobs import Hours, dataset, ledger
from tests.support.mortal import Mortal
from tests.support.tiny_gguf import write_tiny

STEPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """What the cluster's processes would do: a step of each whenever time passes."""

    home: Path
    ray: Ray

    def work(self) -> None:
        for id_, state in self.ray.jobs.items():
            if state in {"PENDING", "RUNNING"}:
                self.ray.jobs[id_] = self._step(layout.folder(self.home, id_.rpartition(".")[0]))

    def end(self, job: JobId, state: str) -> None:
        """The cluster's word for how the last submission of a job ended."""
        self.ray.jobs[[id_ for id_ in self.ray.jobs if id_.startswith(job)][-1]] = state

    def fail(self, job: JobId) -> None:
        outcome.write(layout.folder(self.home, job), outcome.Outcome(state=State.FAILED, reason="out of memory"))
        self.end(job, "SUCCEEDED")

    def _step(self, folder: Path) -> str:
        step = progress.read(folder).step + 1
        progress.append(folder, {"phase": "supervised", "step": step, "steps": STEPS, "loss": 1 / step})
        if step < STEPS:
            return "RUNNING"
        outcome.write(folder, outcome.Outcome(state=State.SUCCEEDED, model="tuned", base=str(self.home / "tiny.gguf")))
        return "SUCCEEDED"


@pytest.fixture
def ray() -> Iterator[Ray]:
    with cluster() as one:
        yield one
    alive = [id_.rpartition(".")[0] for id_, state in one.jobs.items() if state in {"PENDING", "RUNNING"}]
    assert len(alive) == len(set(alive))


@pytest.fixture
def training(tmp_path: Path, ray: Ray) -> Training:
    workers = Workers(home=tmp_path, ray=ray)

    ways: list[Mortal] = []

    def fresh() -> LocalTrainer:
        real = Client(ray.url, key=None, headers={})
        ways.append(Mortal(real, lambda method, path: (method, path) == ("POST", "/api/jobs/")))
        runs = Cluster(api=Api(ways[-1]), python="python")
        return LocalTrainer(home=tmp_path, locate=lambda _: None, name="ray", runs=runs)

    def dies(when: str) -> None:
        ways[-1].dies = when

    def lose(_: Trainer) -> None:
        ray.lose = True

    def refuse(text: str) -> None:
        ray.refusal = text

    return Training(
        fresh=fresh,
        task=Task(dataset=dataset(tmp_path), base=str(write_tiny(tmp_path / "tiny.gguf")), settings={}),
        ledger=ledger(tmp_path / "ledger"),
        clock=Hours(workers.work),
        started=lambda: [path.name for path in sorted((tmp_path / layout.JOBS).glob("*"))],
        left=list,
        lose_answer=lose,
        die_before=lambda _: dies("before"),
        die_after=lambda _: dies("after"),
        refuse=refuse,
        fail=workers.fail,
        pause=lambda job: workers.end(job, "FAILED"),
    )


class TestRay(TrainerSuite):
    """Everything that a process on a cluster can come into."""
