"""The suite, on the trainer for Together and a fake of it at the wire."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gptctl.promote.cost.table import load
from gptctl.promote.trainers.base import Task, Trainer
from gptctl.promote.trainers.together.trainer import TogetherTrainer
from gptctl.promote.trainers.together.wire import connect
from gptctl.providers.api import Api
from gptctl.providers.http.retry import TRIES
from tests.conformance.trainer_suite import TrainerSuite
from tests.conformance.training import Training
from tests.support.fakes.together import KEY, FakeTogether
from tests.support.fakes.trouble import Trouble
from tests.support.jobs import Hours, dataset, ledger
from tests.support.mortal import Mortal

BASE = "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference"
RETIRES = date(2027, 1, 31)


@pytest.fixture
def fake() -> Iterator[FakeTogether]:
    with FakeTogether() as fake:
        yield fake


@pytest.fixture
def training(tmp_path: Path, fake: FakeTogether) -> Iterator[Training]:
    ways: list[tuple[Trainer, Mortal]] = []
    day = [date(2026, 11, 21)]
    environ = {"TOGETHER_API_KEY": KEY, "GPTCTL_TRUSTED_ORIGINS": fake.url}

    def fresh() -> TogetherTrainer:
        real = connect(fake.url, environ, lambda _: None)
        way = Mortal(real, lambda *asked: asked == JOB, lambda *asked: asked == UPLOAD)
        made = TogetherTrainer(
            api=Api(way), sleep=lambda _: None, today=lambda: day[0], prices=load, retires={BASE: RETIRES}
        )
        ways.append((made, way))
        return made

    def dies(trainer: Trainer, when: str) -> None:
        next(way for made, way in ways if made is trainer).dies = when

    def trouble(kind: Trouble, times: int = 1) -> None:
        fake.trouble(kind, "POST", "/v1/fine-tunes", times=times)

    def refuse(code: str) -> None:
        fake.refusal = code

    def retire(_: Trainer) -> None:
        day[0] = RETIRES

    yield Training(
        fresh=fresh,
        task=Task(dataset=dataset(tmp_path), base=BASE, settings={}),
        ledger=ledger(tmp_path / "ledger"),
        clock=Hours(fake.work),
        started=fake.started,
        uploads=lambda: list(fake.files),
        left=fake.left,
        lose_answer=lambda _: trouble(Trouble.LOSE_ANSWER),
        lose_request=lambda _: trouble(Trouble.DROP),
        busy=lambda _: trouble(Trouble.BUSY, TRIES),
        die_uploading=lambda trainer: dies(trainer, "uploading"),
        die_before=lambda trainer: dies(trainer, "before"),
        die_after=lambda trainer: dies(trainer, "after"),
        refuse=refuse,
        fail=lambda job: fake.fail(job, "the rows were refused"),
        retire=retire,
    )
    for _, way in ways:
        way.close()


JOB, UPLOAD = ("POST", "v1/fine-tunes"), ("POST", "v1/files")


class TestTogether(TrainerSuite):
    """Everything that a job at Together can come into; it has no pause."""
