"""The suite, on Azure's wire."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gptctl.promote.trainers.openai.services import AZURE
from gptctl.providers.openai_shape.addresses import FOUNDRY_VARIABLE
from tests.conformance.trainer_suite import TrainerSuite
from tests.conformance.training import Training
from tests.support.fakes.azure import KEY, FakeAzure
from tests.support.tuning import Bench
from tests.support.tuning import training as put_to


@pytest.fixture
def training(tmp_path: Path) -> Iterator[Training]:
    with FakeAzure() as fake:
        environ = {"AZURE_AI_API_KEY": KEY, FOUNDRY_VARIABLE: fake.endpoint}
        bench = Bench(
            service=AZURE,
            fake=fake,
            home=tmp_path,
            address="",
            environ=environ,
            base="gpt-4.1-mini-2025-04-14",
        )
        yield put_to(bench, tmp_path)
        bench.close()


class TestAzure(TrainerSuite):
    """Azure: files are looked through first, suffixes are short, bases retire in two steps."""
