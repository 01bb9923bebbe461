"""What tests of several packages share: servers, and the marker of the hosted providers."""

from pathlib import Path

import pytest

from tests.support.servers.openwebui import openwebui

__all__ = ["openwebui"]

HOSTED = ("anthropic", "azure", "google", "mistral", "openai", "openwebui")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of a hosted provider carry the marker `wire`, by where they stand."""
    for item in items:
        place = Path(item.path)
        if place.parent.name in HOSTED or place.stem.removeprefix("test_").startswith(HOSTED):
            item.add_marker("wire")
