"""Whose tests are asked, and where."""

from collections.abc import Sequence

from gptctl.cli.testing import opened
from tests.support.world import Project, assistant


def listings(names: Sequence[str]) -> int:
    """How often a provider is listed to find these assistants."""
    project = Project(declared={assistant(name): {"name": name, "model": "m"} for name in names})
    project.apply()
    before = project.server.listings
    found = opened(project.session(), dict.fromkeys(names, ()), (), "")
    assert [(one.binding.key.address.name, one.stale) for one in found] == [(name, False) for name in names]
    return project.server.listings - before


def test_a_provider_is_listed_as_often_for_many_assistants_as_for_one() -> None:
    assert listings(["a"]) == listings(["a", "b", "c"]) > 0
