"""What an assistant's files become."""

import json
from pathlib import Path

import pytest

from gptctl.config.workspace import load
from gptctl.core.address import Address
from tests.support.tree import HEAD, SUPPORT, assistant, findings, project, told

FILE = "assistants/support.yaml"
FULL = f"""{HEAD}name: support
description: Answers questions
labels: {{team: care}}
model: smart
parameters: {{temperature: 0.2, reasoning: low, max_output_tokens: 800}}
instructions: support.md
variables: {{product: Acme}}
starters: [{{title: Refund, text: I want a refund}}]
capabilities: [web_search]
knowledge: [handbook]
tools:
  - {{function: look_up, description: Look up an order, parameters: schemas/order.json}}
  - function: ping
  - function: inline
    parameters: {{type: object, properties: {{on: {{$ref: "#/$defs/date"}}}}, $defs: {{date: {{type: string}}}}}}
  - {{mcp: "https://mcp.acme.example", name: acme, allow: [search], auth: {{secret: ACME_MCP}}}}
  - {{openapi: ../actions/billing.yaml, auth: {{secret: BILLING_KEY}}}}
output: {{schema: schemas/answer.yaml}}
subagents: [triage]
targets: {{local: {{options: {{threads: 2}}}}}}
tests: [support.tests.yaml]
promotion: {{quotas: {{rows: 200}}}}
"""
TESTS = "apiVersion: gptctl/v1\nkind: Tests\ntests: [{name: a, ask: Hi, expect: {max_words: 9}}]\n"
ORDER = {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}
FILES = {
    FILE: FULL,
    "assistants/support.md": "You work for {{product}}.\r\nBe kind.  \n\n\n",
    "assistants/support.tests.yaml": TESTS,
    "assistants/schemas/order.json": json.dumps(ORDER),
    "assistants/schemas/answer.yaml": "type: object\n",
    "assistants/triage.yaml": SUPPORT.replace("support", "triage"),
    "actions/billing.yaml": "openapi: 3.1.0\npaths: {/: {get: {responses: {200: {description: ok}}}}}\n",
    "knowledge/handbook/a.md": "a\n",
}


def test_everything_that_is_declared_is_resolved(tmp_path: Path) -> None:
    workspace = load(project(tmp_path, FILES))
    declared = next(one for one in workspace.declared if one.address.name == "support")
    assert declared.attrs == {
        "name": "support",
        "description": "Answers questions",
        "labels": {"team": "care"},
        "model": "smart",
        "parameters": {"temperature": 0.2, "reasoning": "low", "max_output_tokens": 800},
        "starters": [{"title": "Refund", "text": "I want a refund"}],
        "capabilities": ["web_search"],
        "instructions": "You work for Acme.\nBe kind.\n",
        "knowledge": [{"$ref": "knowledge.handbook"}],
        "subagents": [{"$ref": "assistant.triage"}],
        "tools": [
            {"type": "function", "name": "look_up", "description": "Look up an order", "parameters": ORDER},
            {"type": "function", "name": "ping"},
            {
                "type": "function",
                "name": "inline",
                "parameters": {
                    "type": "object",
                    "properties": {"on": {"$ref": "#/$defs/date"}},
                    "$defs": {"date": {"type": "string"}},
                },
            },
            {
                "type": "mcp",
                "name": "acme",
                "url": "https://mcp.acme.example",
                "allow": ["search"],
                "auth": {"secret": "ACME_MCP"},
            },
            {
                "type": "openapi",
                "name": "billing",
                "spec": {"openapi": "3.1.0", "paths": {"/": {"get": {"responses": {"200": {"description": "ok"}}}}}},
                "auth": {"secret": "BILLING_KEY"},
            },
        ],
        "output": {"schema": {"type": "object"}},
    }
    assert declared.options == {"local": {"threads": 2}}


def test_its_sources_are_all_files_it_was_made_from(tmp_path: Path) -> None:
    workspace = load(project(tmp_path, FILES))
    assert sorted(workspace.sources[Address(kind="assistant", name="support")]) == [
        "actions/billing.yaml",
        "assistants/schemas/answer.yaml",
        "assistants/schemas/order.json",
        "assistants/support.md",
        "assistants/support.tests.yaml",
        "assistants/support.yaml",
    ]


def test_the_smallest_assistant_has_only_what_it_says(tmp_path: Path) -> None:
    assert assistant(load(project(tmp_path))) == {
        "name": "support",
        "model": "smart",
        "instructions": "Help people.\n",
    }


MARKDOWN = f"---\n{HEAD}name: guide\nmodel: smart\nvariables: {{city: Bern}}\n---\n\nShow {{{{city}}}}.\n"


def test_markdown_with_front_matter_is_an_assistant(tmp_path: Path) -> None:
    workspace = load(project(tmp_path, {"assistants/guide.md": MARKDOWN, "assistants/notes.md": "# Notes\n"}))
    assert [one.address.name for one in workspace.declared] == ["guide", "support"]
    assert assistant(workspace, "guide")["instructions"] == "Show Bern.\n"


def test_an_unknown_variable_is_placed_in_the_body(tmp_path: Path) -> None:
    root = project(tmp_path, {"assistants/guide.md": MARKDOWN + "And {{town}}.\n"})
    assert told(root) == ["assistants/guide.md:10:5 An unknown variable"]


def test_markdown_that_serves_as_instructions_is_no_assistant(tmp_path: Path) -> None:
    files = {FILE: SUPPORT.replace("Help people.", "text.md"), "assistants/text.md": "---\ntitle: x\n---\nHello\n"}
    workspace = load(project(tmp_path, files))
    assert len(workspace.declared) == 1
    assert assistant(workspace)["instructions"] == "---\ntitle: x\n---\nHello\n"


def test_front_matter_does_not_repeat_the_instructions(tmp_path: Path) -> None:
    root = project(tmp_path, {"assistants/guide.md": MARKDOWN.replace("model: smart", "model: smart\ninstructions: x")})
    assert told(root) == ["assistants/guide.md:6:1 Instructions are given twice"]


@pytest.mark.parametrize("folder", ["", "assistants/"])
def test_for_a_file_that_does_not_exist_one_beside_it_is_suggested(tmp_path: Path, folder: str) -> None:
    up = "" if folder else "../"
    files = {FILE: f"{HEAD}name: support\nmodel: smart\ninstructions: {up}handbok.md\n", f"{folder}handbook.md": "Hi"}
    (found,) = findings(project(tmp_path, files))
    assert found.detail == f"There is no `{folder}handbok.md` in the project. Did you mean `handbook.md`?"


def test_a_yaml_file_that_an_assistant_refers_to_is_no_assistant(tmp_path: Path) -> None:
    files = {
        FILE: SUPPORT + "tests: [checks.yaml]\ntools: [{openapi: api.yaml}]\n",
        "assistants/checks.yaml": TESTS,
        "assistants/api.yaml": "openapi: 3.1.0\n",
    }
    assert len(load(project(tmp_path, files)).declared) == 1


@pytest.mark.parametrize(
    ("added", "files", "expected"),
    [
        ("instructions: nope.md\n", {}, ["assistants/support.yaml:5:1 The file does not exist"]),
        ("instructions: ../../x.md\n", {}, ["assistants/support.yaml:5:1 A path leads out of the project"]),
        ("instructions: /etc/x.md\n", {}, ["assistants/support.yaml:5:1 A path that cannot be used"]),
        ("instructions: ' '\n", {}, ["assistants/support.yaml:5:1 The instructions are empty"]),
        ("instructions: a.md\n", {"assistants/a.md": ""}, ["assistants/support.yaml:5:1 The instructions are empty"]),
        ("instructions: a.md\n", {"assistants/a.md": b"x\xff"}, ["assistants/a.md:1:2 The file is not UTF-8"]),
        ("instructions: a.md\n", {"assistants/a.md": "Hi\n {{x}}"}, ["assistants/a.md:2:2 An unknown variable"]),
        ("instructions: a.md\n", {"assistants/a.md": "sk-" + "A1b2" * 9}, ["assistants/a.md:1:1 A secret in a file"]),
        (
            "instructions: |\n  Hi\n  {{x}} {{y}}\n",
            {},
            ["assistants/support.yaml:5:1 An unknown variable", "assistants/support.yaml:5:1 An unknown variable"],
        ),
        ("instructions: x\ntests: [a.yaml]\n", {}, ["assistants/support.yaml:6:9 The file does not exist"]),
        (
            "instructions: x\ntools: [{function: f, parameters: a.json}]\n",
            {"assistants/a.json": "{"},
            ["assistants/a.json:1:2 This is not valid JSON"],
        ),
        (
            "instructions: x\ntools: [{function: f, parameters: a.json}]\n",
            {"assistants/a.json": '{"properties": {"x": {"type": 1}}}'},
            ["assistants/a.json Unknown value"],
        ),
        (
            "instructions: x\ntools: [{function: f, parameters: a.json}]\n",
            {"assistants/a.json": "[]"},
            ["assistants/a.json Wrong type"],
        ),
        (
            "instructions: x\ntools: [{openapi: a.yml}]\n",
            {"assistants/api/x": "", "assistants/a.yml": "openapi: 3.1.0\npaths:\n  $ref: other.yaml\n"},
            ["assistants/a.yml:3:3 A reference to elsewhere"],
        ),
        (
            "instructions: x\ntools: [{function: f}, {mcp: 'https://x', name: f}]\n",
            {},
            ["assistants/support.yaml:6:24 A name is given twice"],
        ),
        (
            "instructions: x\ntools: [{mcp: 'https://me@x', name: f}]\n",
            {},
            ["assistants/support.yaml:6:10 Badly formed"],
        ),
        ("instructions: x\ntools: [{mcp: 'http://[x', name: f}]\n", {}, ["assistants/support.yaml:6:10 Badly formed"]),
        ("instructions: x\nknowledge: [a, a]\n", {"knowledge/a/x": ""}, ["assistants/support.yaml:6:16 Listed twice"]),
        (
            "instructions: x\ncapabilities: [web_search, web_search]\n",
            {},
            ["assistants/support.yaml:6:28 Listed twice"],
        ),
    ],
)
def test_each_mistake_is_told(tmp_path: Path, added: str, files: dict[str, str | bytes], expected: list[str]) -> None:
    text = SUPPORT.replace("instructions: Help people.\n", added)
    assert told(project(tmp_path, {FILE: text, **files})) == expected


def test_a_link_as_instructions_is_refused(tmp_path: Path) -> None:
    root = project(tmp_path / "root", {FILE: SUPPORT.replace("Help people.", "a.md")})
    (tmp_path / "out.md").write_text("outside")
    (root / "assistants" / "a.md").symlink_to("../../out.md")
    assert "assistants/support.yaml:5:1 A symbolic link" in told(root)


def test_a_secret_in_a_variable_is_not_taken_into_a_declaration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEY", "sk-" + "A1b2" * 10)
    (found,) = findings(project(tmp_path, {FILE: SUPPORT + "description: use ${KEY}\n"}))
    assert (str(found.where), found.summary) == (f"{FILE}:6:1", "A variable of the environment")
    assert "A1b2" not in found.detail


def test_variables_of_the_environment_are_never_expanded_in_instructions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHO", "Anna")
    text = SUPPORT.replace("Help people.", "It costs $5, ${WHO}.") + "description: for ${WHO}\nlabels: {by: '${WHO}'}\n"
    found = assistant(load(project(tmp_path, {FILE: text})))
    assert found["instructions"] == "It costs $5, ${WHO}.\n"
    assert found["description"] == "for Anna"
    assert found["labels"] == {"by": "Anna"}


def test_a_variable_of_the_environment_leads_no_path_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIR", "../../..")
    text = SUPPORT + "tools: [{function: f, parameters: '${DIR}/etc/x.json'}]\n"
    assert told(project(tmp_path, {FILE: text})) == ["assistants/support.yaml:6:23 A path leads out of the project"]
