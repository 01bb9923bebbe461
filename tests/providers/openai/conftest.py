from collections.abc import Iterator
from pathlib import Path

import pytest

from gptctl.providers.http.keys import TRUSTED
from gptctl.providers.openai.provider import OpenAIProvider, provider_for
from tests.support.fakes.openai import KEY, FakeOpenAI
from tests.support.site import Site, site


def provider(fake: FakeOpenAI, runtime: str = "responses") -> OpenAIProvider:
    environ = {"OPENAI_API_KEY": KEY, TRUSTED: f"{fake.url} https://mcp.example", "ACME_MCP": "mcp-secret"}
    settings = {"base_url": fake.base_url, "runtime": runtime}
    return provider_for(settings)(name="openai", settings=settings, environ=environ, sleep=lambda _: None)


@pytest.fixture
def fake() -> Iterator[FakeOpenAI]:
    with FakeOpenAI() as running:
        yield running


@pytest.fixture
def openai(fake: FakeOpenAI) -> Iterator[OpenAIProvider]:
    made = provider(fake)
    yield made
    made.close()


def _repository(root: Path, fake: FakeOpenAI, runtime: str) -> Iterator[Site]:
    """The airline and the handbook of this repository, with a few of its pages."""
    made: list[OpenAIProvider] = []

    def make() -> OpenAIProvider:
        made.append(provider(fake, runtime))
        return made[-1]

    project = site(root, "openai", "gpt-6-luna", make)
    project.copy_assistants("airline", "handbook")
    project.copy("assistants/schemas", "knowledge/handbook/launching-software")
    yield project
    for one in made:
        one.close()


@pytest.fixture
def repository(tmp_path: Path, fake: FakeOpenAI) -> Iterator[Site]:
    """Its target is `runtime: responses`."""
    yield from _repository(tmp_path, fake, "responses")


@pytest.fixture
def agency(tmp_path: Path, fake: FakeOpenAI) -> Iterator[Site]:
    """Its target is `runtime: agents`."""
    yield from _repository(tmp_path, fake, "agents")


@pytest.fixture
def agents(fake: FakeOpenAI) -> Iterator[OpenAIProvider]:
    made = provider(fake, "agents")
    yield made
    made.close()
