from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from gptctl.core.resource import Observed
from gptctl.providers.local.provider import LocalProvider
from tests.conformance.subject import Pages, draft
from tests.support.handbook import HANDBOOK


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[LocalProvider]:
    provider = LocalProvider(name="local", home=tmp_path / "home", settings={}, environ={})
    yield provider
    provider.close()


@pytest.fixture
def make_knowledge(provider: LocalProvider) -> Callable[..., Observed]:
    """Make a knowledge base of texts by path, under a name of its own."""

    def make(files: Mapping[str, str] = HANDBOOK, *, name: str = "handbook") -> Observed:
        digests = {path: Pages.digest(text.encode()) for path, text in files.items()}
        return provider.handlers["knowledge"].create(draft("knowledge", {"name": name, "files": digests}, name=name))

    return make


@pytest.fixture
def make_assistant(provider: LocalProvider) -> Callable[..., Observed]:
    """Make an assistant that uses some knowledge bases."""

    def make(*knowledge: Observed, **attrs: object) -> Observed:
        references = [{"$id": one.id} for one in knowledge]
        declared = {"name": "helper", "model": "none", "instructions": "Be brief.", "knowledge": references, **attrs}
        return provider.handlers["assistant"].create(draft("assistant", declared, name="helper"))

    return make
