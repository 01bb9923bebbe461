"""An assistant that lives at OpenAI, and what would become of it at Anthropic."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gptctl.views import documents
from tests.e2e.test_documents import closed
from tests.support.hosted import Hosted, all_hosted, environ, project
from tests.support.terminal import Project

pytestmark = pytest.mark.wire

ASSISTANT = """\
apiVersion: gptctl/v1
kind: Assistant
name: support
model: default
instructions: Answer in one sentence, and never guess.
parameters: {temperature: 0.2, reasoning: low}
starters: [{title: Refund, text: I want a refund}]
knowledge: [handbook]
"""


@pytest.fixture
def hosted() -> Iterator[Mapping[str, Hosted]]:
    with all_hosted() as running:
        yield running


@pytest.fixture
def acme(hosted: Mapping[str, Hosted], tmp_path: Path) -> Project:
    """Applied to OpenAI."""
    made = Project(root=tmp_path / "acme", home=tmp_path / "home", variables=environ(hosted))
    made.write("gptctl.yaml", project(hosted, prod=["openai"]))
    made.write("assistants/support.yaml", ASSISTANT)
    made.write("knowledge/handbook/leave.md", "# Leave\n\nThirty days.\n")
    done = made.run("apply", "--yes")
    assert done.status == 0, done.err
    return made


def without(acme: Project, *names: str) -> Project:
    left = {name: value for name, value in acme.variables.items() if name not in names}
    return Project(root=acme.root, home=acme.home, variables=left)


def document(acme: Project, *arguments: str) -> Any:
    done = acme.run("plan", "--json", *arguments)
    assert done.status == 0, done
    schema = json.loads(documents.text("plan"))
    Draft202012Validator(schema).validate(done.document)
    Draft202012Validator(closed(schema)).validate(done.document)
    return done.document


def stores(hosted: Mapping[str, Hosted]) -> Any:
    fake: Any = hosted["openai"].fake
    return list(fake.stores)


def test_a_plan_for_another_provider_says_what_moves_what_changes_and_what_is_lost(
    acme: Project, hosted: Mapping[str, Hosted]
) -> None:
    found = document(acme, "-t", "anthropic")
    assert [(one["target"], one["address"], one["action"]) for one in found["changes"]] == [
        ("anthropic", "knowledge.handbook", "create"),
        ("anthropic", "assistant.support", "create"),
    ]
    assert {loss["field"] for loss in found["losses"]} >= {"starters", "parameters.temperature"}
    (support, handbook) = found["migration"]["from"]
    assert (support["target"], support["address"], support["lost"]) == ("openai", "assistant.support", [])
    assert support["id"] in {one["id"] for one in stores(hosted)}
    assert handbook["id"]
    fields = {(one["way"], one["path"], one["to"]) for one in support["fields"]}
    assert {("renamed", "instructions", "system"), ("changed", "model", "model")} <= fields
    assert ("dropped", "temperature", "") in fields
    assert found["calls"]["list"] > 0
    assert not found["migration"]["notes"]


def test_nothing_is_written_anywhere(acme: Project, hosted: Mapping[str, Hosted]) -> None:
    before = len(hosted["openai"].fake.journal)
    assert document(acme, "-t", "anthropic")
    asked = [*hosted["anthropic"].fake.journal, *hosted["openai"].fake.journal[before:]]
    assert asked
    assert {one.method for one in asked} == {"GET"}


def test_without_a_key_the_new_provider_is_taken_as_empty(acme: Project, hosted: Mapping[str, Hosted]) -> None:
    done = without(acme, "ANTHROPIC_API_KEY").run("plan", "-t", "anthropic")
    assert done.status == 0, done
    assert "ANTHROPIC_API_KEY is not set, so anthropic is planned as if it were empty" in done.out
    assert "instructions becomes system" in done.out
    assert '~ model: "gpt-6-luna" -> "claude-sonnet-5-5"' in done.out
    assert "starters: Claude agents have no conversation starters (openai holds it)" in done.out
    assert hosted["anthropic"].fake.journal == []


def test_without_the_old_key_the_record_says_where_it_lives(acme: Project) -> None:
    known = document(acme, "-t", "anthropic")["migration"]["from"]
    found = document(without(acme, "OPENAI_API_KEY"), "-t", "anthropic")["migration"]
    assert found["from"] == known
    assert found["notes"] == ["there is no key: OPENAI_API_KEY is not set, so openai is taken from the record"]


def test_what_is_there_already_is_listed(acme: Project, hosted: Mapping[str, Hosted]) -> None:
    """It was applied there once, and the target was taken out again."""
    acme.write("gptctl.yaml", project(hosted, prod=["openai", "anthropic"]))
    assert acme.run("apply", "--yes").status == 0
    acme.write("gptctl.yaml", project(hosted, prod=["openai"]))
    acme.replace("assistants/support.yaml", "never guess", "never invent")
    found = document(acme, "-t", "anthropic", "support")
    assert [one["action"] for one in found["changes"]] == ["update"]
    assert found["summary"]["noop"] == 1


def test_what_stands_in_the_way_is_told_at_its_place_and_does_not_hide_the_rest(acme: Project) -> None:
    acme.replace("gptctl.yaml", '"anthropic": "claude-sonnet-5-5",', "")
    acme.write("knowledge/handbook/scan.pdf", "no text")
    done = acme.run("plan", "-t", "anthropic")
    assert done.status == 0, done
    assert "assistants/support.yaml:4:1: error: A model without a name at a target" in done.out
    assert "knowledge/handbook/scan.pdf" in done.out
    assert "What moves to anthropic" in done.out


def test_a_change_made_at_the_old_provider_is_said_to_stay_behind(acme: Project, hosted: Mapping[str, Hosted]) -> None:
    for store in stores(hosted):
        if store["name"] == "gptctl: support":
            store["name"] = "gptctl: renamed"
    found = document(acme, "-t", "anthropic")["migration"]["from"]
    assert [one["drifted"] for one in found if one["address"] == "assistant.support"] == [True]
    assert "that is not in git, and stays behind" in acme.run("plan", "-t", "anthropic").out


@pytest.mark.parametrize("command", ["apply", "status", "destroy"])
def test_only_a_plan_goes_there(acme: Project, command: str) -> None:
    done = acme.run(command, *(() if command == "status" else ("--yes",)), "-t", "anthropic")
    assert done.status == 64
    assert "no target anthropic in the environment prod" in done.err
    assert "add it to `environments.prod.targets`" in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-t", "claude"), "no target claude"),
        (("-t", "anthropic", "-t", "mistral"), "a migration has one goal"),
        (("-t", "anthropic", "--out", "plan.json"), "no --ref, no --out"),
        (("-t", "anthropic", "nobody"), "not declared: assistant.nobody"),
    ],
)
def test_what_cannot_be_asked_for(acme: Project, arguments: tuple[str, ...], message: str) -> None:
    done = acme.run("plan", *arguments)
    assert done.status == 64
    assert message in done.err


def test_losses_refuse_it_under_strict(acme: Project) -> None:
    assert acme.run("plan", "-t", "anthropic", "--strict").status == 12
    assert acme.run("plan", "-t", "anthropic", "--detailed-exitcode").status == 2
