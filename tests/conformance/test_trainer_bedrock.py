"""The suite, on the wire of AWS, through Amazon's own SDK."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from gptctl.promote.trainers.base import Task, Trainer
from gptctl.providers.http.retry import TRIES
from tests.conformance.trainer_suite import TrainerSuite
from tests.conformance.training import Training
from tests.support.fakes.aws import FakeAws
from tests.support.fakes.trouble import Trouble
from tests.support.jobs import Hours, dataset, ledger

pytestmark = pytest.mark.skipif(find_spec("boto3") is None, reason="needs the extra bedrock, which is not installed")

JOBS = "/model-customization-jobs"


@pytest.fixture
def training(tmp_path: Path) -> Iterator[Training]:
    from tests.support.bedrock import BASE, TODAY, Bench

    with FakeAws() as fake:
        bench = Bench(fake.url)

        def trouble(kind: Trouble, times: int = 1) -> Callable[[Trainer], None]:
            return lambda _: fake.trouble(kind, "POST", JOBS, times=times) and None

        def refuse(code: str) -> None:
            fake.refusal = code

        def retire(_: Trainer) -> None:
            bench.retires[BASE] = TODAY

        yield Training(
            fresh=bench.fresh,
            task=Task(dataset=dataset(tmp_path), base=BASE, settings={}),
            ledger=ledger(tmp_path / "ledger"),
            clock=Hours(fake.work),
            started=lambda: list(fake.jobs),
            uploads=lambda: list(fake.files),
            left=fake.strays,
            lose_answer=trouble(Trouble.LOSE_ANSWER),
            lose_request=trouble(Trouble.DROP),
            busy=trouble(Trouble.BUSY, TRIES),
            die_uploading=lambda trainer: bench.dies(trainer, "uploading"),
            die_before=lambda trainer: bench.dies(trainer, "before"),
            die_after=lambda trainer: bench.dies(trainer, "after"),
            refuse=refuse,
            fail=lambda job: fake.turn(job, "Failed", "The dataset has an invalid row."),
            retire=retire,
        )
        bench.close()


class TestBedrock(TrainerSuite):
    """Nova at Amazon: a job there cannot be paused."""
