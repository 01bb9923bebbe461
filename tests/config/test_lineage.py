"""What an assistant extends, the environment over it, and where each field then stands."""

from pathlib import Path

import pytest

from gptctl.config.workspace import Workspace, load
from gptctl.core.address import Address
from tests.support.tree import HEAD, assistant, findings, project, told

BASE = f"""{HEAD}model: smart
instructions: base.md
description: From the base
parameters: {{temperature: 1, top_p: 0.5}}
labels: {{a: base, b: base}}
tools: [{{function: one}}, {{function: two}}]
environments:
  prod: {{parameters: {{top_p: 0.9}}, labels: {{a: base-prod}}}}
"""
CHILD = f"""{HEAD}name: support
extends: shared/_base.yaml
description:
parameters: {{temperature: 0}}
tools: [{{function: three}}]
environments:
  prod:
    parameters: {{temperature: null}}
    labels: {{a: child-prod}}
"""
FILES = {
    "assistants/support.yaml": CHILD,
    "assistants/shared/_base.yaml": BASE,
    "assistants/shared/base.md": "From the base.",
}


def where(workspace: Workspace, path: str) -> str:
    return str(workspace.locate(Address(kind="assistant", name="support"), path))


def test_maps_merge_lists_replace_and_null_takes_out(tmp_path: Path) -> None:
    assert assistant(load(project(tmp_path, FILES))) == {
        "name": "support",
        "model": "smart",
        "instructions": "From the base.\n",
        "parameters": {"temperature": 0, "top_p": 0.5},
        "labels": {"a": "base", "b": "base"},
        "tools": [{"type": "function", "name": "three"}],
    }


def test_the_environment_lies_over_everything(tmp_path: Path) -> None:
    found = assistant(load(project(tmp_path, FILES), "prod"))
    assert found["parameters"] == {"top_p": 0.9}
    assert found["labels"] == {"a": "child-prod", "b": "base"}


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("name", "assistants/support.yaml:3:1"),
        ("parameters.temperature", "assistants/support.yaml:6:14"),
        ("parameters.top_p", "assistants/shared/_base.yaml:6:30"),
        ("parameters.nope", "assistants/support.yaml:6:1"),
        ("tools[0].name", "assistants/support.yaml:7:9"),
        ("model", "assistants/shared/_base.yaml:3:1"),
        ("labels.b", "assistants/shared/_base.yaml:7:19"),
        ("nope", "assistants/support.yaml:1:1"),
        ("", "assistants/support.yaml:1:1"),
    ],
)
def test_a_field_is_found_in_the_layer_that_says_it(tmp_path: Path, path: str, place: str) -> None:
    assert where(load(project(tmp_path, FILES)), path) == place


def test_a_field_is_found_in_its_environment(tmp_path: Path) -> None:
    workspace = load(project(tmp_path, FILES), "prod")
    assert where(workspace, "labels.a") == "assistants/support.yaml:11:14"
    assert where(workspace, "labels.b") == "assistants/shared/_base.yaml:7:19"
    assert where(workspace, "parameters.top_p") == "assistants/shared/_base.yaml:10:23"


def test_the_sources_of_a_child_are_those_of_its_parents_too(tmp_path: Path) -> None:
    sources = load(project(tmp_path, FILES)).sources[Address(kind="assistant", name="support")]
    assert sources == ("assistants/support.yaml", "assistants/shared/_base.yaml", "assistants/shared/base.md")


def test_a_parent_may_be_an_assistant_itself(tmp_path: Path) -> None:
    child = f"{HEAD}name: second\nextends: support.yaml\nmodel: other\n"
    workspace = load(project(tmp_path, {"assistants/second.yaml": child}))
    assert assistant(workspace, "second")["instructions"] == "Help people.\n"
    assert assistant(workspace)["model"] == "smart"


def test_a_mistake_in_a_parent_is_told_once_and_there(tmp_path: Path) -> None:
    files = {
        "assistants/a.yaml": f"{HEAD}name: a\nextends: _base.yaml\n",
        "assistants/b.yaml": f"{HEAD}name: b\nextends: _base.yaml\n",
        "assistants/_base.yaml": f"{HEAD}model: x\ninstructions: nope.md\n",
    }
    assert told(project(tmp_path, files)) == ["assistants/_base.yaml:4:1 The file does not exist"]


def test_a_broken_parent_is_told_once_and_there(tmp_path: Path) -> None:
    files = {
        "assistants/a.yaml": f"{HEAD}name: a\nextends: deep/_base.yaml\n",
        "assistants/b.yaml": f"{HEAD}name: b\nextends: deep/_base.yaml\n",
        "assistants/deep/_base.yaml": f"{HEAD}modle: x\n",
    }
    assert told(project(tmp_path, files)) == ["assistants/deep/_base.yaml:3:1 Unknown key"]


@pytest.mark.parametrize(
    ("extends", "summary"),
    [
        ("nope.yaml", "The file does not exist"),
        ("../../x.yaml", "A path leads out of the project"),
        ("support.yaml", "Declarations extend each other in a circle"),
    ],
)
def test_a_parent_that_cannot_be_is_told(tmp_path: Path, extends: str, summary: str) -> None:
    root = project(tmp_path, {"assistants/support.yaml": f"{HEAD}name: support\nextends: {extends}\n"})
    assert told(root) == [f"assistants/support.yaml:4:1 {summary}"]


def test_a_circle_of_parents_is_spelled_out(tmp_path: Path) -> None:
    files = {
        "assistants/support.yaml": f"{HEAD}name: support\nextends: _a.yaml\n",
        "assistants/_a.yaml": f"{HEAD}extends: _b.yaml\n",
        "assistants/_b.yaml": f"{HEAD}extends: _a.yaml\n",
    }
    (found,) = findings(project(tmp_path, files))
    assert str(found.where) == "assistants/_b.yaml:3:1"
    assert "assistants/_a.yaml -> assistants/_b.yaml -> assistants/_a.yaml" in found.detail


def test_what_neither_child_nor_parent_says_is_missing(tmp_path: Path) -> None:
    files = {
        "assistants/support.yaml": f"{HEAD}name: support\nextends: _a.yaml\n",
        "assistants/_a.yaml": f"{HEAD}model: x\n",
    }
    (found,) = findings(project(tmp_path, files))
    assert (str(found.where), found.summary) == ("assistants/support.yaml:1:1", "A key is missing")
    assert found.detail == "Neither this file nor one it extends says `instructions:`."


def test_a_variable_of_another_environment_is_not_asked_for(tmp_path: Path) -> None:
    text = (
        f"{HEAD}name: support\nmodel: x\ninstructions: x\nenvironments: {{prod: {{description: '${{ONLY_PROD}}'}}}}\n"
    )
    root = project(tmp_path, {"assistants/support.yaml": text})
    assert told(root) == []
    assert told(root, "prod") == ["assistants/support.yaml:6:23 A variable of the environment"]
