from pathlib import Path

import pytest

from gptctl.config.project import Environment, Lock
from gptctl.config.root import find_root
from gptctl.config.workspace import load
from gptctl.core.address import Address
from gptctl.errors import InvalidConfig, Usage
from tests.support.tree import PROJECT, project, told


def test_the_project_is_what_its_file_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCAL_URL", "http://127.0.0.1:1/v1")
    text = PROJECT.replace("local: {}", "local: {base_url: '${LOCAL_URL}', threads: 2}")
    moved = "moved: [{from: assistant.helpdesk, to: assistant.support}]\n"
    found = load(project(tmp_path, {"gptctl.yaml": text + moved})).project
    assert (found.root, found.name, found.id) == (tmp_path.resolve(), "acme", "0123456789abcdef")
    assert found.models == {"smart": {"local": "small-model", "openai": "big-model"}}
    assert found.providers == {"local": {"base_url": "http://127.0.0.1:1/v1", "threads": 2}}
    assert list(found.environments.values()) == [
        Environment(name="dev", targets=("local",), protect=False),
        Environment(name="prod", targets=("local", "openai"), protect=True),
    ]
    new, former = (Address(kind="assistant", name=name) for name in ("support", "helpdesk"))
    assert found.moved == {new: former}


@pytest.mark.parametrize(
    ("line", "lock", "said"),
    [
        ("", Lock.LOCAL, []),
        ("lock: local\n", Lock.LOCAL, []),
        ("lock: git\n", Lock.GIT, []),
        ("lock: s3\n", None, ["gptctl.yaml:12:1 Unknown value"]),
        ("lock: true\n", None, ["gptctl.yaml:12:1 Unknown value"]),
    ],
)
def test_the_lock_is_the_clones_own_unless_the_project_says(
    tmp_path: Path, line: str, lock: Lock | None, said: list[str]
) -> None:
    root = project(tmp_path, {"gptctl.yaml": PROJECT + line})
    assert told(root) == said
    assert lock is None or load(root).project.lock is lock


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ft:gpt-4.1-mini-2025-04-14:acme::AbC", []),
        ("arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.nova-micro-v1:0:128k/abc", []),
        ("accounts/acme/models/gptctl-0123456789abcdef", []),
        ("a model", ["gptctl.yaml:6:3 Badly formed"]),
    ],
)
def test_a_model_may_have_another_name_at_a_target(tmp_path: Path, name: str, said: list[str]) -> None:
    text = PROJECT.replace("  smart:", f"  {name}: {{azure: tuned}}\n  smart:", 1)
    assert told(project(tmp_path, {"gptctl.yaml": text})) == said


def test_the_first_environment_is_the_default(tmp_path: Path) -> None:
    root = project(tmp_path)
    assert load(root).environment.name == "dev"
    assert load(root, "prod").environment.name == "prod"


def test_an_unknown_environment_is_a_mistake_in_the_command(tmp_path: Path) -> None:
    with pytest.raises(Usage) as caught:
        load(project(tmp_path), "prd")
    assert caught.value.advice == "Did you mean `prod`?"


def test_a_project_may_declare_nothing(tmp_path: Path) -> None:
    (tmp_path / "gptctl.yaml").write_text(PROJECT)
    assert load(tmp_path).declared == ()


def test_without_its_file_there_is_no_project(tmp_path: Path) -> None:
    assert told(tmp_path) == ["gptctl.yaml The file does not exist"]


def test_an_unset_variable_is_told(tmp_path: Path) -> None:
    text = PROJECT.replace("local: {}", "local: {base_url: '${NOT_SET_ANYWHERE}'}")
    assert told(project(tmp_path, {"gptctl.yaml": text})) == ["gptctl.yaml:8:11 A variable of the environment"]


def test_the_root_is_found_from_below(tmp_path: Path) -> None:
    root = project(tmp_path, {"knowledge/a/b/c.md": ""})
    assert find_root(root / "knowledge" / "a" / "b") == root
    assert find_root(root) == root


def test_without_a_root_the_command_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(Usage, match=r"no gptctl\.yaml"):
        find_root(tmp_path)


def test_a_target_that_is_no_provider_is_told_at_its_place_and_alone(tmp_path: Path) -> None:
    text = PROJECT.replace("[local]", "[openai, locl]")
    with pytest.raises(InvalidConfig) as wrong:
        load(project(tmp_path, {"gptctl.yaml": text}), providers=("local", "openai"))
    (found,) = wrong.value.findings
    assert (str(found.where), found.summary) == ("gptctl.yaml:10:27", "An unknown provider")
    assert found.detail == "`locl` is no provider. Did you mean `local`?"


def test_a_field_of_the_project_is_located(tmp_path: Path) -> None:
    workspace = load(project(tmp_path))
    assert str(workspace.locate_project("providers.local")) == "gptctl.yaml:8:3"
    assert str(workspace.locate_project("providers.local.threads")) == "gptctl.yaml:8:3"
