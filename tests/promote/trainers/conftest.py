"""What local training needs: a tiny model, and the libraries, without which its tests are skipped."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from gptctl.promote.trainers.local.process import NEEDED
from gptctl.promote.trainers.local.trainer import LocalTrainer
from gptctl.providers.local.models import locate
from tests.support.tiny_gguf import write_tiny
from tests.support.tiny_model import make_model

TEXT = "It is BANANA-42. I do not know that. Question 10: what is the refund code? user assistant system Be brief."


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = [name for name in NEEDED if find_spec(name) is None]
    for item in items:
        if missing and item.get_closest_marker("train"):
            item.add_marker(pytest.mark.skip(reason=f"needs the extra train: {', '.join(missing)} is not installed"))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("tiny"), [TEXT] * 4)


@pytest.fixture
def local(tmp_path: Path) -> LocalTrainer:
    """With the installed model `tiny`, which is a file that llama.cpp runs."""
    (tmp_path / "models").mkdir()
    write_tiny(tmp_path / "models" / "tiny.gguf")
    return LocalTrainer(home=tmp_path, locate=lambda name: locate(tmp_path, name))
