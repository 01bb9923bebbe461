"""What tests of several packages share: servers, and the markers that a file has by its place."""

import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.servers.openwebui import openwebui

__all__ = ["openwebui"]

HOSTED = (
    "anthropic", "azure", "bedrock", "fireworks", "google", "mistral", "nebius", "openai", "openwebui", "together",
    "vertex",
)  # fmt: skip

LONG = (
    "config/test_bounds.py",
    "e2e/test_bad_memory.py",
    "e2e/test_dataset.py",
    "e2e/test_files.py",
    "e2e/test_logs.py",
    "e2e/test_promote.py",
    "e2e/test_rollout.py",
    "e2e/test_tests.py",
    "e2e/test_upkeep.py",
    "e2e/test_use.py",
    "logs/sources/test_otel.py",
    "logs/sources/test_shapes.py",
    "promote/compare/test_verdict.py",
    "promote/exports/test_exports.py",
    "promote/pipeline/test_promote.py",
    "promote/pipeline/test_suggest.py",
    "promote/readiness/test_gather.py",
    "promote/shorten/test_shorten.py",
    "promote/test_split.py",
)
"""Files whose tests take long in all, though each is quick."""


# How long an example takes is the machine's, and no test is about that. The same examples everywhere: what one change
# passes fails for no other. `--hypothesis-profile=search` looks for others.
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("everywhere", settings.get_profile("search"), derandomize=True, database=None)
settings.load_profile("everywhere")


def pytest_configure() -> None:
    """Whoever starts the tests in the background lets them ignore Ctrl-C, and so would the commands they start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of a hosted provider or trainer carry the marker `wire`, those of a long file `long`, by their place."""
    for item in items:
        place = Path(item.path)
        subject = place.stem.removeprefix("test_").removeprefix("trainer_")
        if place.parent.name in HOSTED or subject.startswith(HOSTED):
            item.add_marker("wire")
        if place.as_posix().endswith(LONG):
            item.add_marker("long")
