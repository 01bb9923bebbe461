from collections.abc import Iterator
from pathlib import Path

import pytest

from gptctl.providers.azure.provider import AzureProvider
from gptctl.providers.http.keys import TRUSTED
from tests.support.fakes.azure import KEY, FakeAzure
from tests.support.site import Site, site


def provider(fake: FakeAzure) -> AzureProvider:
    environ = {"AZURE_AI_API_KEY": KEY, TRUSTED: fake.url}
    return AzureProvider(name="azure", settings={"endpoint": fake.endpoint}, environ=environ, sleep=lambda _: None)


@pytest.fixture
def fake() -> Iterator[FakeAzure]:
    with FakeAzure() as running:
        yield running


@pytest.fixture
def azure(fake: FakeAzure) -> Iterator[AzureProvider]:
    made = provider(fake)
    yield made
    made.close()


@pytest.fixture
def repository(tmp_path: Path, fake: FakeAzure) -> Iterator[Site]:
    """The airline and the handbook of this repository, with a few of its pages."""
    made: list[AzureProvider] = []

    def make() -> AzureProvider:
        made.append(provider(fake))
        return made[-1]

    project = site(tmp_path, "azure", "gpt-6-luna", make)
    project.copy_assistants("airline", "handbook")
    project.copy("assistants/schemas", "knowledge/handbook/launching-software")
    yield project
    for one in made:
        one.close()
