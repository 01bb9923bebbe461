"""What declarations say of each other, of models and of environments."""

from pathlib import Path

import pytest

from gptctl.config.workspace import load
from gptctl.diagnostics import Severity
from tests.support.tree import PROJECT, SUPPORT, findings, project, told

FILE = "assistants/support.yaml"
TRIAGE = SUPPORT.replace("support", "triage")


@pytest.mark.parametrize(
    ("added", "where", "summary", "detail"),
    [
        ("subagents: [triag]\n", "6:13", "An assistant that does not exist", "no `triag`. Did you mean `triage`?"),
        ("knowledge: [handbok]\n", "6:13", "Knowledge that does not exist", "Did you mean `handbook`?"),
        ("targets: {opnai: {}}\n", "6:11", "A name that gptctl.yaml does not know", "Did you mean `openai`?"),
        ("environments: {prd: {}}\n", "6:16", "A name that gptctl.yaml does not know", "Did you mean `prod`?"),
        ("subagents: [support]\n", "6:1", "Subagents in a circle", "support -> support; take one out."),
    ],
)
def test_what_does_not_exist_is_told(tmp_path: Path, added: str, where: str, summary: str, detail: str) -> None:
    files = {FILE: SUPPORT + added, "assistants/triage.yaml": TRIAGE, "knowledge/handbook/a.md": ""}
    (found,) = [one for one in findings(project(tmp_path, files)) if one.severity is Severity.ERROR]
    assert (str(found.where), found.summary) == (f"{FILE}:{where}", summary)
    assert detail in found.detail


def test_a_name_that_two_files_give_names_both(tmp_path: Path) -> None:
    (found,) = findings(project(tmp_path, {"assistants/other.yaml": SUPPORT}))
    assert str(found.where) == "assistants/support.yaml:3:1"
    assert "`support` is also the name in assistants/other.yaml:3:1" in found.detail


def test_subagents_in_a_circle_are_told_at_each(tmp_path: Path) -> None:
    files = {FILE: SUPPORT + "subagents: [triage]\n", "assistants/triage.yaml": TRIAGE + "subagents: [support]\n"}
    assert told(project(tmp_path, files)) == [
        "assistants/support.yaml:6:1 Subagents in a circle",
        "assistants/triage.yaml:6:1 Subagents in a circle",
    ]


def test_a_name_may_only_seem_to_be_missing_while_a_file_is_broken(tmp_path: Path) -> None:
    files = {FILE: SUPPORT + "subagents: [triage]\n", "assistants/triage.yaml": TRIAGE + "modle: x\n"}
    assert told(project(tmp_path, files)) == ["assistants/triage.yaml:6:1 Unknown key"]


def test_an_alias_has_a_name_at_every_target_of_the_environment(tmp_path: Path) -> None:
    text = PROJECT.replace(", openai: big-model", "")
    root = project(tmp_path, {"gptctl.yaml": text})
    assert told(root) == []
    (found,) = findings(root, "prod")
    assert (str(found.where), found.summary) == (f"{FILE}:4:1", "A model without a name at a target")
    assert found.detail == (
        "`models.smart` in gptctl.yaml has no name for openai, a target of the environment prod; add it there."
    )


def test_a_model_that_is_no_alias_is_taken_as_it_stands(tmp_path: Path) -> None:
    assert told(project(tmp_path, {FILE: SUPPORT.replace("smart", "gpt-6-luna")}), "prod") == []


def test_a_misspelt_alias_is_only_a_warning_because_it_may_be_a_model(tmp_path: Path) -> None:
    root = project(tmp_path, {FILE: SUPPORT.replace("model: smart", "model: smatr")})
    (warning,) = load(root).warnings
    assert (str(warning.where), warning.summary) == (f"{FILE}:4:1", "A model that looks like an alias")
    assert warning.severity is Severity.WARNING
    assert warning.detail == "`smatr` is no alias; it is taken as the model's own name. Did you mean `smart`?"


def test_a_model_that_an_alias_leads_to_is_no_misspelt_alias(tmp_path: Path) -> None:
    files = {"gptctl.yaml": PROJECT.replace("small-model", "smart-1"), FILE: SUPPORT.replace("smart", "smart-1")}
    assert load(project(tmp_path, files)).warnings == ()


@pytest.mark.parametrize(
    ("moved", "summary"),
    [
        ("[{from: assistant.a, to: knowledge.support}]", "A rename that cannot be"),
        ("[{from: assistant.support, to: assistant.triage}]", "A rename that cannot be"),
        ("[{from: assistant.a, to: assistant.support}, {from: assistant.a, to: assistant.triage}]", "A rename that"),
        ("[{from: assistant.a, to: assistant.support}, {from: assistant.b, to: assistant.support}]", "A rename that"),
    ],
)
def test_a_rename_that_cannot_be_is_told(tmp_path: Path, moved: str, summary: str) -> None:
    files = {"gptctl.yaml": f"{PROJECT}moved: {moved}\n", "assistants/triage.yaml": TRIAGE}
    errors = [one for one in findings(project(tmp_path, files)) if one.severity is Severity.ERROR]
    assert [one.summary.startswith(summary) for one in errors] == [True]
    assert str(errors[0].where).startswith("gptctl.yaml:12:")


def test_a_rename_that_was_renamed_again_is_none_to_nothing(tmp_path: Path) -> None:
    again = "{from: assistant.b, to: assistant.support}"
    text = f"{PROJECT}moved: [{{from: assistant.a, to: assistant.b}}, {again}]\n"
    assert load(project(tmp_path, {"gptctl.yaml": text})).warnings == ()


def test_a_rename_to_nothing_is_only_a_warning(tmp_path: Path) -> None:
    text = f"{PROJECT}moved: [{{from: assistant.a, to: assistant.gone}}]\n"
    (warning,) = load(project(tmp_path, {"gptctl.yaml": text})).warnings
    assert (str(warning.where), warning.summary) == ("gptctl.yaml:12:9", "A rename to nothing")
