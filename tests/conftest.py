"""What tests of several packages share: servers, and the markers that a file has by its place."""

from pathlib import Path

import pytest

from tests.support.servers.openwebui import openwebui

__all__ = ["openwebui"]

HOSTED = ("anthropic", "azure", "google", "mistral", "openai", "openwebui")

LONG = (
    "config/test_bounds.py",
    "e2e/test_bad_memory.py",
    "e2e/test_dataset.py",
    "e2e/test_logs.py",
    "promote/test_split.py",
)
"""Files whose tests take long in all, though each is quick."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of a hosted provider carry the marker `wire`, those of a long file `long`, by where they stand."""
    for item in items:
        place = Path(item.path)
        if place.parent.name in HOSTED or place.stem.removeprefix("test_").startswith(HOSTED):
            item.add_marker("wire")
        if place.as_posix().endswith(LONG):
            item.add_marker("long")
