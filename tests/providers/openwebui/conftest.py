from collections.abc import Iterator

import pytest

from gptctl.providers.openwebui.provider import OpenWebUIProvider
from tests.support.fakes.openwebui import KEY, FakeOpenWebUI
from tests.support.openwebui import Console, provider


@pytest.fixture
def fake() -> Iterator[FakeOpenWebUI]:
    with FakeOpenWebUI() as running:
        yield running


@pytest.fixture
def target(fake: FakeOpenWebUI) -> Iterator[OpenWebUIProvider]:
    made = provider(fake.url, KEY)
    yield made
    made.close()


@pytest.fixture
def console(fake: FakeOpenWebUI) -> Console:
    return Console(fake.url, KEY)
