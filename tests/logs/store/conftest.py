from pathlib import Path

import pytest

from gptctl.logs.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(folder=tmp_path / "home" / "conversations" / "acme")
