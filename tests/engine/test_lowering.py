"""Limits that are found while a declaration is said in a provider's own words, without asking the provider."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from gptctl.config.workspace import load
from gptctl.core.address import Address
from gptctl.engine.lowering import lower, lowered
from gptctl.errors import InvalidConfig
from gptctl.providers.anthropic.capabilities import FILE_MOST
from gptctl.providers.base import Provider
from gptctl.providers.registry import FACTORIES, Setting
from tests.support.tree import SUPPORT, project

YAML = """\
apiVersion: gptctl/v1
kind: Project
name: acme
id: 0123456789abcdef
models: {smart: {local: none, anthropic: claude-sonnet-5-5}}
environments: {dev: {targets: [local, anthropic]}}
"""


def declared(root: Path, size: int) -> Path:
    text = f"{SUPPORT}knowledge: [handbook]\n"
    page = "knowledge/handbook/parts/long page.md"
    return project(root, {"gptctl.yaml": YAML, "assistants/support.yaml": text, page: b"x" * size})


@pytest.fixture
def providers(tmp_path: Path) -> Mapping[str, Provider]:
    return {
        name: FACTORIES[name](Setting(name=name, settings={}, home=tmp_path / "home", environ={}))
        for name in ("local", "anthropic")
    }


def test_a_file_of_just_the_size_is_taken(tmp_path: Path, providers: Mapping[str, Provider]) -> None:
    assert lower(load(declared(tmp_path, FILE_MOST)), providers).resources


def test_a_file_that_is_too_large_is_found_offline_at_its_place(
    tmp_path: Path, providers: Mapping[str, Provider]
) -> None:
    with pytest.raises(InvalidConfig) as error:
        lower(load(declared(tmp_path, FILE_MOST + 1)), providers)
    (found,) = error.value.findings
    assert found.where.file == "knowledge/handbook/parts/long page.md"
    assert found.detail == "102,401 bytes, where a file may have 102,400 (target anthropic): split or exclude it"


def test_what_one_target_refuses_is_told_apart(tmp_path: Path, providers: Mapping[str, Provider]) -> None:
    desired, findings = lowered(load(declared(tmp_path, FILE_MOST + 1)), providers)
    assert findings.keys() == {"anthropic"}
    assert {key.target for key in desired.resources} == {"local", "anthropic"}


def test_a_file_that_is_gone_by_now_has_no_size(tmp_path: Path) -> None:
    workspace = load(declared(tmp_path, 5))
    handbook = Address(kind="knowledge", name="handbook")
    assert workspace.sizes(handbook) == {"parts/long page.md": 5}
    (tmp_path / "knowledge/handbook/parts/long page.md").unlink()
    assert workspace.sizes(handbook) == {"parts/long page.md": 0}
    assert workspace.sizes(Address(kind="assistant", name="support")) == {}
