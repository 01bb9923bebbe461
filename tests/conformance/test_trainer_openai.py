"""The suite, on OpenAI's wire."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gptctl.promote.trainers.openai.services import OPENAI
from gptctl.providers.http.keys import TRUSTED
from tests.conformance.trainer_suite import TrainerSuite
from tests.conformance.training import Training
from tests.support.fakes.openai import KEY, FakeOpenAI
from tests.support.tuning import Bench
from tests.support.tuning import training as put_to


@pytest.fixture
def training(tmp_path: Path) -> Iterator[Training]:
    with FakeOpenAI() as fake:
        environ = {"OPENAI_API_KEY": KEY, TRUSTED: fake.url}
        bench = Bench(
            service=OPENAI,
            fake=fake,
            home=tmp_path,
            address=fake.base_url,
            environ=environ,
            base="gpt-4.1-mini-2025-04-14",
        )
        yield put_to(bench, tmp_path)
        bench.close()


class TestOpenAI(TrainerSuite):
    """OpenAI: pairs of our own on every job, and a day on which it ends."""
