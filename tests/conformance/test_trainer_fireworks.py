"""The suite, on the trainer for Fireworks and a fake of it at the wire."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gptctl.promote.cost.table import load
from gptctl.promote.trainers.base import Task, Trainer
from gptctl.promote.trainers.fireworks.trainer import FireworksTrainer
from gptctl.promote.trainers.fireworks.wire import connect
from gptctl.providers.api import Api
from gptctl.providers.http.retry import TRIES
from tests.conformance.trainer_suite import TrainerSuite
from tests.conformance.training import Training
from tests.support.fakes.fireworks import ACCOUNT, HOME, KEY, FakeFireworks
from tests.support.fakes.trouble import Trouble
from tests.support.jobs import Hours, dataset, ledger
from tests.support.mortal import Mortal

BASE = "accounts/fireworks/models/qwen3-8b"
RETIRES = date(2027, 1, 31)


@pytest.fixture
def fake() -> Iterator[FakeFireworks]:
    with FakeFireworks() as fake:
        yield fake


@pytest.fixture
def training(tmp_path: Path, fake: FakeFireworks) -> Iterator[Training]:
    ways: list[tuple[Trainer, Mortal]] = []
    day = [date(2026, 11, 21)]
    environ = {"FIREWORKS_API_KEY": KEY, "GPTCTL_TRUSTED_ORIGINS": fake.url}

    def fresh() -> FireworksTrainer:
        way = Mortal(connect(fake.url, environ, lambda _: None), is_job, is_upload)
        made = FireworksTrainer(
            api=Api(way),
            origin=fake.url,
            account=lambda: ACCOUNT,
            sleep=lambda _: None,
            today=lambda: day[0],
            prices=load,
            retires={BASE: RETIRES},
        )
        ways.append((made, way))
        return made

    def dies(trainer: Trainer, when: str) -> None:
        next(way for made, way in ways if made is trainer).dies = when

    def trouble(kind: Trouble, times: int = 1) -> None:
        fake.trouble(kind, "POST", f"{HOME}/supervisedFineTuningJobs", times=times)

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
        uploads=lambda: list(fake.datasets),
        left=fake.left,
        lose_answer=lambda _: trouble(Trouble.LOSE_ANSWER),
        lose_request=lambda _: trouble(Trouble.DROP),
        busy=lambda _: trouble(Trouble.BUSY, TRIES),
        die_uploading=lambda trainer: dies(trainer, "uploading"),
        die_before=lambda trainer: dies(trainer, "before"),
        die_after=lambda trainer: dies(trainer, "after"),
        refuse=refuse,
        fail=lambda job: fake.turn(job, "FAILED", "the rows were refused"),
        pause=lambda job: fake.turn(job, "PAUSED", "the account is suspended"),
        retire=retire,
    )
    for _, way in ways:
        way.close()


def is_job(method: str, path: str) -> bool:
    return method == "POST" and "FineTuningJobs?" in path


def is_upload(method: str, path: str) -> bool:
    return method == "POST" and path.endswith(":validateUpload")


class TestFireworks(TrainerSuite):
    """Everything that a job at Fireworks can come into."""
