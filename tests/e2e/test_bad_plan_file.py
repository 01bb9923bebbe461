"""Plan files that somebody made up, edited, or brought from elsewhere: none is applied."""

import json
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.e2e.conftest import Orderly
from tests.support.spoil import Spoil, folder, link, pipe, put, sparse
from tests.support.terminal import Project

FILE = "../plan.json"
Edit = Callable[[dict[str, Any]], object]


def asked(**parts: object) -> Edit:
    return lambda plan: plan["asked"].update(parts)


NO_PLANS: dict[str, Spoil] = {
    "deep": put(FILE, b"[" * 100_000),
    "pickle": put(FILE, pickle.dumps({"format": "gptctl.plan/v1"})),
    "no text": put(FILE, b"\xff\xfe{"),
    "another document": put(FILE, '{"format": "gptctl.status/v1"}'),
    "null": put(FILE, "null"),
}
ODD_FILES: dict[str, Spoil] = {
    "large": sparse(FILE),
    "pipe": pipe(FILE),
    "folder": folder(FILE),
    "endless": link(FILE, "/dev/zero"),
}
WRONG_TYPES: dict[str, Edit] = {
    "checksum": lambda plan: plan.update(checksum=3),
    "format": lambda plan: plan.update(format="gptctl.plan/v2"),
    "environment": lambda plan: plan.update(environment="\ud800"),
    "asked": lambda plan: plan.update(asked="x"),
    "changes": lambda plan: plan.pop("changes"),
    "addresses": asked(addresses=[1]),
    "address": asked(addresses=["nobody"]),
    "targets": asked(targets="local"),
    "ref": asked(ref="\ud800"),
    "max_delete": asked(max_delete=1e999),
}
SOMEBODY_ELSES: dict[str, Edit] = {
    "environment": lambda plan: plan.update(environment="nowhere\x1b[2J"),
    "path as environment": lambda plan: plan.update(environment="../../x"),
    "target": asked(targets=["\x1b[2J"]),
    "revision": asked(ref="nowhere"),
    "option as revision": asked(ref="--output=x"),
    "object": asked(addresses=["assistant.nobody"]),
}
EDITED: dict[str, Edit] = {
    "other environment": lambda plan: plan.update(environment="prod"),
    "what is shown": lambda plan: plan["changes"][0].update(address="assistant.harmless"),
    "what is not shown": lambda plan: plan["changes"].pop(),
    "checksum": lambda plan: plan.update(checksum=f"sha256:{'0' * 64}"),
    "what was asked": asked(addresses=["assistant.greeter"]),
}
QUICK = ("deep", "large", "addresses", "option as revision", "what is shown")


def cases(table: dict[str, Any]) -> list[object]:
    return [
        pytest.param(item, id=name, marks=() if name in QUICK else pytest.mark.slow) for name, item in table.items()
    ]


@pytest.fixture
def planned(project: Project) -> Project:
    """A project beside which lies the file of a good plan for it."""
    assert project.run("plan", "--out", FILE).status == 0
    return project


def change(project: Project, edit: Edit) -> None:
    plan = json.loads((project.root / FILE).read_text())
    edit(plan)
    project.write(FILE, json.dumps(plan))


@pytest.mark.parametrize("spoil", cases(NO_PLANS))
def test_what_is_no_plan_is_called_so(project: Project, refused: Orderly, spoil: Spoil) -> None:
    spoil(project)
    assert f"{FILE} is no plan file" in refused(project, "apply", FILE, status=64).err


@pytest.mark.parametrize("spoil", cases(ODD_FILES))
def test_what_cannot_be_read_is_named(project: Project, refused: Orderly, spoil: Spoil) -> None:
    spoil(project)
    assert refused(project, "apply", FILE, status=1).err.startswith(f"gptctl: {FILE} ")


@pytest.mark.parametrize("edit", cases(WRONG_TYPES))
def test_a_plan_with_a_part_of_another_type_is_none(planned: Project, refused: Orderly, edit: Edit) -> None:
    change(planned, edit)
    assert f"{FILE} is no plan file" in refused(planned, "apply", FILE, status=64).err


@pytest.mark.parametrize("edit", cases(SOMEBODY_ELSES))
def test_a_plan_for_what_is_not_here_is_refused(planned: Project, refused: Orderly, edit: Edit) -> None:
    change(planned, edit)
    refused(planned, "apply", FILE, status=64)


@pytest.mark.parametrize("edit", cases(EDITED))
def test_an_edited_plan_is_not_applied(planned: Project, orderly: Orderly, edit: Edit) -> None:
    change(planned, edit)
    orderly(planned, "apply", FILE, status=13)
    assert not planned.home.exists()


def test_a_plan_for_one_environment_is_refused_in_another(planned: Project, refused: Orderly) -> None:
    done = refused(planned, "apply", FILE, "--env", "prod", status=64)
    assert "the plan file is for environment dev, not prod" in done.err


def test_a_plan_of_another_project_is_not_applied(planned: Project, orderly: Orderly) -> None:
    other = replace(planned, root=planned.root.parent / "other")
    shutil.copytree(planned.root, other.root)
    other.replace("gptctl.yaml", "name: acme", "name: other")
    orderly(other, "apply", FILE, status=13)
    assert not other.home.exists()


def test_the_plan_as_it_was_written_is_applied(planned: Project) -> None:
    assert planned.run("apply", FILE).status == 0
    assert planned.run("plan", "--detailed-exitcode").status == 0
