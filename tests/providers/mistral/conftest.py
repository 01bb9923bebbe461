from collections.abc import Iterator
from pathlib import Path

import pytest

from gptctl.providers.mistral.provider import MistralProvider
from tests.support.fakes.mistral import KEY, FakeMistral
from tests.support.site import Site, site


def provider(fake: FakeMistral) -> MistralProvider:
    environ = {"MISTRAL_API_KEY": KEY, "GPTCTL_TRUSTED_ORIGINS": fake.url}
    return MistralProvider(name="mistral", settings={"base_url": fake.url}, environ=environ, sleep=lambda _: None)


@pytest.fixture
def fake() -> Iterator[FakeMistral]:
    with FakeMistral() as running:
        yield running


@pytest.fixture
def mistral(fake: FakeMistral) -> Iterator[MistralProvider]:
    made = provider(fake)
    yield made
    made.close()


@pytest.fixture
def repository(tmp_path: Path, fake: FakeMistral) -> Iterator[Site]:
    """The airline and the handbook of this repository, with a few of its pages."""
    made: list[MistralProvider] = []

    def make() -> MistralProvider:
        made.append(provider(fake))
        return made[-1]

    project = site(tmp_path, "mistral", "mistral-large-latest", make)
    project.copy_assistants("airline", "handbook")
    project.copy("assistants/schemas", "knowledge/handbook/launching-software")
    yield project
    for one in made:
        one.close()
