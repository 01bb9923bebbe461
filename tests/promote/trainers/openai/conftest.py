from collections.abc import Iterator
from pathlib import Path

import pytest

from gptctl.promote.trainers.openai.services import NEBIUS, OPENAI
from gptctl.providers.http.keys import TRUSTED
from tests.support.fakes import nebius, openai
from tests.support.tuning import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """OpenAI's."""
    with openai.FakeOpenAI() as fake:
        environ = {"OPENAI_API_KEY": openai.KEY, TRUSTED: fake.url}
        made = Bench(
            service=OPENAI,
            fake=fake,
            home=tmp_path,
            address=fake.base_url,
            environ=environ,
            base="gpt-4.1-mini-2025-04-14",
        )
        yield made
        made.close()


@pytest.fixture
def open_bench(tmp_path: Path) -> Iterator[Bench]:
    """Nebius's."""
    with nebius.FakeNebius() as fake:
        environ = {"NEBIUS_API_KEY": nebius.KEY, TRUSTED: fake.url}
        made = Bench(
            service=NEBIUS,
            fake=fake,
            home=tmp_path,
            address=fake.base_url,
            environ=environ,
            base="meta-llama/Llama-3.3-70B-Instruct",
        )
        yield made
        made.close()
