from collections.abc import Iterator
from pathlib import Path

import pytest

from gptctl.providers.google.provider import GoogleProvider
from tests.support.fakes.google import KEY, FakeGoogle
from tests.support.site import Site, site


def provider(fake: FakeGoogle, **environ: str) -> GoogleProvider:
    known = {"GEMINI_API_KEY": KEY, "GPTCTL_TRUSTED_ORIGINS": f"{fake.url} https://mcp.example", **environ}
    return GoogleProvider(name="google", settings={"base_url": fake.url}, environ=known, sleep=lambda _: None)


@pytest.fixture
def fake() -> Iterator[FakeGoogle]:
    with FakeGoogle() as running:
        yield running


@pytest.fixture
def google(fake: FakeGoogle) -> Iterator[GoogleProvider]:
    made = provider(fake)
    yield made
    made.close()


@pytest.fixture
def repository(tmp_path: Path, fake: FakeGoogle) -> Iterator[Site]:
    """The airline and the handbook of this repository, with a few of its pages."""
    made: list[GoogleProvider] = []

    def make() -> GoogleProvider:
        made.append(provider(fake))
        return made[-1]

    project = site(tmp_path, "google", "gemini-3.5-flash", make)
    project.copy_assistants("airline", "handbook")
    project.copy("assistants/schemas", "knowledge/handbook/launching-software")
    yield project
    for one in made:
        one.close()
