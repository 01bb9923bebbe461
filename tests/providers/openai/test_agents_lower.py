"""What a declaration becomes at the Agents API, and what that takes."""

import pytest

from gptctl.core.address import Address
from gptctl.core.marker import Marker
from gptctl.core.resource import Declared
from gptctl.core.value import Attrs
from gptctl.providers.base import Lowering
from gptctl.providers.capabilities import FIELDS, Support
from gptctl.providers.openai.agents import template
from gptctl.providers.openai.agents.capabilities import CAPABILITIES
from gptctl.providers.openai.agents.limits import of_agent
from gptctl.providers.openai.agents.lower import lower
from gptctl.providers.openai.agents.shape import attrs_of, body_of
from tests.providers.openai.test_responses_lower import FULL

MARKER = Marker(scope="1" * 12, address="2" * 20, nonce="3" * 16, applied="4" * 64, commit="5" * 40 + "+")


def lowered(attrs: Attrs, options: Attrs | None = None, kind: str = "assistant") -> Lowering:
    declared = Declared(address=Address(kind=kind, name="full"), attrs=attrs, options={"openai": options or {}})
    return lower(declared, "openai")


def test_every_field_has_its_place() -> None:
    assert lowered(FULL).attrs == {
        "name": "full",
        "description": "Helps",
        "labels": {"team": "care"},
        "model": "gpt-5",
        "instructions": "Help.",
        "knowledge": [{"$ref": "knowledge.handbook"}],
        "shell": True,
        "reasoning": {"effort": "high"},
        "text": {"format": {"type": "json_schema", "schema": {"type": "object"}}},
        "tools": [
            {"type": "web_search"},
            {
                "type": "function",
                "name": "look",
                "description": "Look",
                "parameters": {"type": "object", "properties": {}},
            },
            {
                "type": "mcp",
                "server_label": "acme",
                "transport": {"type": "http", "server_url": "https://mcp.example"},
                "allowed_tools": ["a"],
            },
        ],
    }


def test_the_losses_are_those_of_the_table_the_parameters_without_a_place_and_the_secrets() -> None:
    table = [name for name in FIELDS if CAPABILITIES.fields[name].support is Support.LOST]
    assert [lost.field for lost in lowered(FULL).losses] == [*table, "parameters.seed", "tools[acme].auth"]
    assert set(CAPABILITIES.fields) == set(FIELDS)


def test_an_agent_gives_back_what_was_declared() -> None:
    attrs = {**lowered(FULL, {"service_tier": "flex"}).attrs, "knowledge": [{"$id": "envtmpl_1"}]}
    seen = attrs_of(body_of(attrs, MARKER, {"theirs": "1"}))
    assert {name: seen[name] for name in attrs} == attrs


def test_labels_that_somebody_spoilt_are_shown_as_they_are() -> None:
    assert attrs_of({"metadata": {"gptctl_labels": "{no json"}})["labels"] == "{no json"


def test_the_mark_of_a_template_is_a_path() -> None:
    body = template.body_of("a", {"x/y.md": "d"}, {"d": "file-1"}, MARKER)
    assert template.marker_of(body) == MARKER
    assert list(template.files_of(body)) == [("x/y.md", "file-1")]
    assert template.marker_of({"files": [{"type": "inline", "path": "/workspace/.gptctl/other"}]}) is None


def test_one_session_takes_one_knowledge() -> None:
    two: Attrs = {**FULL, "knowledge": [{"$ref": "knowledge.a"}, {"$ref": "knowledge.b"}]}
    assert [problem.path for problem in of_agent(lowered(two).attrs, "openai")] == ["knowledge"]


@pytest.mark.parametrize("options", [{"temperature": 1}, {"metadata": {"gptctl": "forged"}}])
def test_an_option_that_an_agent_does_not_have_is_refused_at_its_place(options: Attrs) -> None:
    (problem,) = of_agent(lowered(FULL, options).attrs, "openai")
    assert problem.path == f"targets.openai.options.{next(iter(options))}"


def test_how_knowledge_is_cut_is_lost() -> None:
    done = lowered({"name": "a", "files": {"a.md": "0"}, "chunking": {"max_tokens": 100}}, kind="knowledge")
    assert [lost.field for lost in done.losses] == ["chunking"]
