"""Every document that --json prints is what its published schema says."""

import json

import pytest
from jsonschema import Draft202012Validator

from gptctl.views import documents
from tests.support.terminal import Done, Project


def check(done: Done, name: str) -> None:
    """The real output against the schema, and against one that allows no further keys, so that none is unpublished."""
    schema = json.loads(documents.text(name))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(done.document)
    Draft202012Validator(closed(schema)).validate(done.document)
    assert done.out.isascii()


def closed(schema: object) -> object:
    """The same schema, with no other keys than those it names."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(value) for key, value in schema.items()}
    return {"additionalProperties": False, **inner} if "properties" in schema else inner


def test_plans(project: Project) -> None:
    check(project.run("plan", "--json", "--allow-delete", "--max-delete", "2"), "plan")
    check(project.run("apply", "--yes", "--json"), "apply")
    project.replace("assistants/support.md", "Be kind.", "Be brief.")
    (project.root / "assistants/greeter.yaml").unlink()
    check(project.run("plan", "--json", "--allow-delete"), "plan")
    check(project.run("apply", "--json", "--yes", "--allow-delete"), "apply")


def test_a_plan_with_drift_and_losses(applied: Project) -> None:
    applied.replace("assistants/support.yaml", "model: smart", "model: smart\ncapabilities: [web_search]")
    (applied.home / "local.db").unlink()
    assert applied.run("apply", "--yes", "--recreate").status == 0
    done = applied.run("plan", "--json")
    check(done, "plan")
    assert done.document["losses"] != []
    assert done.status == 0
    strict = applied.run("plan", "--strict", "--json")
    assert strict.status == 12
    assert "--strict" in strict.document["blocked"][0]
    assert applied.run("apply", "--yes", "--strict").status == 12


def test_status(project: Project) -> None:
    check(project.run("status", "--json"), "status")
    project.run("apply", "--yes")
    check(project.run("status", "--json"), "status")


def test_answers(applied: Project) -> None:
    check(applied.run("chat", "support", "-m", "How long does a refund take?", "--json"), "answer")


def test_tests(applied: Project) -> None:
    tests = "[{name: a, ask: Hello, expect: {max_words: 500, contains: nothing like that}}]"
    applied.write("assistants/greeter.tests.yaml", f"apiVersion: gptctl/v1\nkind: Tests\ntests: {tests}\n")
    applied.replace("assistants/greeter.yaml", "model:", "tests: [greeter.tests.yaml]\nmodel:")
    check(applied.run("test", "--json"), "test")


def test_validate(project: Project) -> None:
    check(project.run("validate", "--json"), "validate")
    project.replace("assistants/support.yaml", "model:", "modle:")
    check(project.run("validate", "--json"), "validate")


def test_providers(project: Project) -> None:
    check(project.run("providers", "--json"), "providers")
    assert set(project.run("providers", "local", "--json").document["providers"]) == {"local"}
    assert project.run("providers", "nobody").status == 64


@pytest.mark.parametrize("arguments", [["plan", "--env", "nowhere"], ["paln"], ["plan", "--oops"], ["apply"]])
def test_failures(project: Project, arguments: list[str]) -> None:
    done = project.run(*arguments, "--json")
    assert done.status == 64
    check(done, "error")
    assert done.err == ""


def test_a_failure_with_findings(project: Project) -> None:
    project.replace("assistants/support.yaml", "model:", "modle:")
    done = project.run("plan", "--json")
    assert done.status == 10
    check(done, "error")
