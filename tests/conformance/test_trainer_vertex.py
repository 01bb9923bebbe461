"""The suite, on Google Cloud's wire."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gptctl.promote.trainers.base import Task, Trainer
from gptctl.promote.trainers.vertex.limits import RETIRES
from gptctl.providers.http.retry import TRIES
from tests.conformance.trainer_suite import TrainerSuite
from tests.conformance.training import Training
from tests.support.fakes.trouble import Trouble
from tests.support.fakes.vertex import PLACE, FakeVertex
from tests.support.jobs import Hours, dataset, ledger
from tests.support.vertex import BASE, Bench

JOBS = f"/v1beta1/{PLACE}/tuningJobs"


@pytest.fixture
def training(tmp_path: Path) -> Iterator[Training]:
    with FakeVertex() as fake:
        bench = Bench(fake)

        def trouble(kind: Trouble, times: int = 1) -> Callable[[Trainer], None]:
            return lambda _: fake.trouble(kind, "POST", JOBS, times=times) and None

        def refuse(code: str) -> None:
            fake.refusal = code

        def retire(_: Trainer) -> None:
            bench.today = RETIRES[BASE]

        yield Training(
            fresh=bench.fresh,
            task=Task(dataset=dataset(tmp_path), base=BASE, settings={}),
            ledger=ledger(tmp_path / "ledger"),
            clock=Hours(fake.work),
            started=lambda: [job["labels"]["gptctl"] for job in fake.jobs.values()],
            uploads=lambda: list(fake.files),
            left=fake.strays,
            lose_answer=trouble(Trouble.LOSE_ANSWER),
            lose_request=trouble(Trouble.DROP),
            busy=trouble(Trouble.BUSY, TRIES),
            die_uploading=lambda trainer: bench.dies(trainer, "uploading"),
            die_before=lambda trainer: bench.dies(trainer, "before"),
            die_after=lambda trainer: bench.dies(trainer, "after"),
            refuse=refuse,
            fail=lambda job: fake.turn(job, "JOB_STATE_FAILED", "The dataset has an invalid row."),
            pause=lambda job: fake.turn(job, "JOB_STATE_PAUSED"),
            retire=retire,
        )
        bench.close()


class TestVertex(TrainerSuite):
    """Gemini at Google Cloud: nobody here can resume what somebody paused there."""
