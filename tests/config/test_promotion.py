"""The recipe in an assistant's file."""

from pathlib import Path

import pytest

from gptctl.config.workspace import load
from gptctl.core.address import Address
from tests.support.tree import SUPPORT, findings, project

FILE = "assistants/support.yaml"


def test_a_recipe_is_given_beside_the_declaration_and_is_no_part_of_it(tmp_path: Path) -> None:
    files = {FILE: SUPPORT + "promotion: {select: {since: 2026-01-31}, to: 'together:Qwen/Qwen3-8B'}\n"}
    workspace = load(project(tmp_path, files))
    address = Address(kind="assistant", name="support")
    assert workspace.promotions[address] == {"select": {"since": "2026-01-31"}, "to": "together:Qwen/Qwen3-8B"}
    declared = next(one for one in workspace.declared if one.address == address)
    assert "promotion" not in declared.attrs


def test_an_environment_may_change_a_recipe(tmp_path: Path) -> None:
    patch = "promotion: {quotas: {rows: 10, cluster: 2}}\nenvironments: {dev: {promotion: {quotas: {rows: 5}}}}\n"
    workspace = load(project(tmp_path, {FILE: SUPPORT + patch}), "dev")
    assert workspace.promotions[Address(kind="assistant", name="support")] == {"quotas": {"rows": 5, "cluster": 2}}


def test_the_steps_of_a_rollout_may_be_any_that_rise_to_all(tmp_path: Path) -> None:
    for steps in ([100], [1, 10, 100]):
        load(project(tmp_path / str(len(steps)), {FILE: SUPPORT + f"promotion: {{rollout: {{steps: {steps}}}}}\n"}))


@pytest.mark.parametrize(
    ("recipe", "said"),
    [
        ("{nearr: 0.9}", "Unknown key"),
        ("{near: 0.2}", "near"),
        ("{select: {since: 2026-02-30}}", "The calendar has no 2026-02-30"),
        ("{split: {test_from: soon}}", "a day such as"),
        ("{split: {validation: 0.5, test: 0.5}}", "leave a share to train on"),
        ("{languages: [english]}", "a code of two letters"),
        ("{to: gpt-4o}", "a trainer and a model"),
        ("{rollout: {steps: [5, 25]}}", "the last one 100"),
        ("{rollout: {steps: [50, 5, 100]}}", "greater than the one before"),
        ("{rollout: {errors: 3}}", "errors"),
    ],
)
def test_a_wrong_recipe_is_told_at_its_line(tmp_path: Path, recipe: str, said: str) -> None:
    root = project(tmp_path, {FILE: SUPPORT + f"promotion: {recipe}\n"})
    wrong = findings(root)
    assert said in "\n".join(f"{one.summary} {one.detail}" for one in wrong)
    assert {finding.where.line for finding in wrong if finding.where} == {SUPPORT.count("\n") + 1}


def test_rules_for_training_again_are_checked_as_the_rest(tmp_path: Path) -> None:
    good = "promotion: {retrain: {conversations: 500, retirement: 60, rating: 0.7, instructions: true, every: 30}}\n"
    load(project(tmp_path / "good", {FILE: SUPPORT + good}))
    for number, wrong in enumerate(("{conversations: 0}", "{rating: 70}", "{instructions: 1}", "{days: 3}", "30")):
        found = findings(project(tmp_path / f"{number}", {FILE: SUPPORT + f"promotion: {{retrain: {wrong}}}\n"}))
        assert [one.where.line for one in found if one.where] == [SUPPORT.count("\n") + 1], wrong
