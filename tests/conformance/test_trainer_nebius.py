"""The suite, on Nebius's wire."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gptctl.promote.trainers.openai.services import NEBIUS
from gptctl.providers.http.keys import TRUSTED
from tests.conformance.trainer_suite import TrainerSuite
from tests.conformance.training import Training
from tests.support.fakes.nebius import KEY, FakeNebius
from tests.support.tuning import Bench
from tests.support.tuning import training as put_to


@pytest.fixture
def training(tmp_path: Path) -> Iterator[Training]:
    with FakeNebius() as fake:
        environ = {"NEBIUS_API_KEY": KEY, TRUSTED: fake.url}
        bench = Bench(
            service=NEBIUS,
            fake=fake,
            home=tmp_path,
            address=fake.base_url,
            environ=environ,
            base="meta-llama/Llama-3.3-70B-Instruct",
        )
        yield put_to(bench, tmp_path)
        bench.close()


class TestNebius(TrainerSuite):
    """Nebius: no pairs on a job, no losses in events, and the model's name is with its last checkpoint."""
