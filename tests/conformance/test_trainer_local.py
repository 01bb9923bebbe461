"""The suite, on the real local trainer: its own processes, killed for real."""

import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from gptctl.promote.trainers.base import Estimate, JobId, Result, Start, Status, Task, Terms
from gptctl.promote.trainers.local import layout, process, spec
from gptctl.promote.trainers.local.process import NEEDED
from gptctl.promote.trainers.local.trainer import LocalTrainer
from tests.conformance.trainer_suite import TrainerSuite
from tests.conformance.training import Training
from tests.support.jobs import Seconds, dataset, ledger
from tests.support.tiny_model import make_model
from tests.support.training import Killed

pytestmark = [
    pytest.mark.train,
    pytest.mark.slow,
    pytest.mark.skipif(
        any(find_spec(name) is None for name in NEEDED), reason="needs the extra train, which is not installed"
    ),
]


@dataclass(slots=True)
class Mortal:
    """The trainer in a process that dies around the moment in which it starts a job."""

    inner: LocalTrainer
    dies: str = ""

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def terms(self) -> Terms:
        return self.inner.terms

    def check(self, task: Task) -> Sequence[str]:
        return self.inner.check(task)

    def estimate(self, task: Task) -> Estimate:
        return self.inner.estimate(task)

    def prepare(self, task: Task, mark: str) -> Start:
        start = self.inner.prepare(task, mark)
        if self.dies == "uploading":
            raise Killed

        def mortal() -> JobId:
            if self.dies == "before":
                raise Killed
            job = start()
            if self.dies == "after":
                raise Killed
            return job

        return mortal

    def discard(self, mark: str) -> None:
        self.inner.discard(mark)

    def find(self, mark: str) -> JobId | None:
        return self.inner.find(mark)

    def status(self, job: JobId) -> Status:
        return self.inner.status(job)

    def cancel(self, job: JobId) -> None:
        self.inner.cancel(job)

    def result(self, job: JobId) -> Result:
        return self.inner.result(job)

    def resume(self, job: JobId) -> None:
        self.inner.resume(job)


def kill(folder: Path) -> None:
    """As the system does it when memory runs out."""
    os.kill(int((folder / layout.PID).read_text(encoding="ascii")), signal.SIGKILL)
    until_gone(folder)


def until_gone(folder: Path) -> None:
    deadline = time.monotonic() + 120
    while process.is_alive(folder):
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("tiny"), ["It is BANANA-42. What is the refund code?"] * 4)


@pytest.fixture
def training(tmp_path: Path, tiny: Path) -> Training:
    def fresh() -> Mortal:
        return Mortal(LocalTrainer(home=tmp_path, locate=lambda _: None))

    def dies(when: str, trainer: object) -> None:
        assert isinstance(trainer, Mortal)
        trainer.dies = when

    def fail(job: JobId) -> None:
        folder = layout.folder(tmp_path, job)
        kill(folder)
        spec.write(folder, replace(spec.read(folder), path=str(tmp_path / "gone")))
        fresh().resume(job)
        until_gone(folder)

    return Training(
        fresh=fresh,
        task=Task(
            dataset=dataset(tmp_path), base=str(tiny), settings={"steps": 3, "checkpoint": 2, "rank": 4, "batch": 2}
        ),
        ledger=ledger(tmp_path / "ledger"),
        clock=Seconds(),
        started=lambda: [path.name for path in sorted((tmp_path / layout.JOBS).glob("*"))],
        die_uploading=lambda trainer: dies("uploading", trainer),
        die_before=lambda trainer: dies("before", trainer),
        die_after=lambda trainer: dies("after", trainer),
        fail=fail,
        pause=lambda job: kill(layout.folder(tmp_path, job)),
        every=0.2,
    )


class TestLocal(TrainerSuite):
    """Everything that a process on this machine can come into."""
