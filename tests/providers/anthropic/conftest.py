"""A provider that talks to a fake of its own."""

from collections.abc import Iterator

import pytest

from gptctl.providers.anthropic.provider import AnthropicProvider
from gptctl.providers.http.keys import TRUSTED
from tests.support.fakes.anthropic import KEY, FakeAnthropic


@pytest.fixture
def fake() -> Iterator[FakeAnthropic]:
    with FakeAnthropic() as running:
        yield running


@pytest.fixture
def provider(fake: FakeAnthropic) -> Iterator[AnthropicProvider]:
    made = AnthropicProvider(
        name="anthropic",
        settings={"base_url": fake.url},
        environ={"ANTHROPIC_API_KEY": KEY, TRUSTED: fake.url},
        sleep=lambda _: None,
    )
    yield made
    made.close()
