"""What a declaration becomes at Azure, and what that takes."""

import pytest

from gptctl.core.address import Address
from gptctl.core.marker import Marker
from gptctl.core.resource import Declared
from gptctl.core.value import Attrs
from gptctl.errors import InvalidConfig
from gptctl.providers.azure.capabilities import CAPABILITIES
from gptctl.providers.azure.limits import problems_of
from gptctl.providers.azure.lower import lower
from gptctl.providers.azure.provider import AzureProvider
from gptctl.providers.azure.settings import parse
from gptctl.providers.azure.shape import attrs_of, body_of, name_of
from gptctl.providers.base import Lowering
from gptctl.providers.capabilities import FIELDS, Support

MARKER = Marker(scope="1" * 12, address="2" * 20, nonce="3" * 16, applied="4" * 64)
FULL: Attrs = {
    "name": "full",
    "model": "my-deployment",
    "instructions": "Help.",
    "description": "Helps",
    "labels": {"team": "care"},
    "parameters": {"temperature": 0, "top_p": 0.5, "max_output_tokens": 99, "reasoning": "high", "adapter": "tuned"},
    "starters": [{"title": "a", "text": "b"}],
    "capabilities": ["web_search"],
    "knowledge": [{"$ref": "knowledge.handbook"}],
    "tools": [
        {"type": "mcp", "name": "acme", "url": "https://mcp.example", "auth": {"secret": "ACME"}},
        {"type": "openapi", "name": "billing", "spec": {"openapi": "3.1.0"}},
    ],
    "output": {"schema": {"type": "object"}},
    "subagents": [{"$ref": "assistant.triage"}],
}


def lowered(attrs: Attrs, options: Attrs | None = None) -> Lowering:
    declared = Declared(address=Address(kind="assistant", name="full"), attrs=attrs, options={"azure": options or {}})
    return lower(declared, "azure")


def test_every_field_has_its_place() -> None:
    assert lowered(FULL).attrs == {
        "name": "full",
        "description": "Helps",
        "labels": {"team": "care"},
        "model": "my-deployment",
        "instructions": "Help.",
        "temperature": 0,
        "top_p": 0.5,
        "reasoning": {"effort": "high"},
        "text": {"format": {"type": "json_schema", "name": "answer", "schema": {"type": "object"}, "strict": False}},
        "knowledge": [{"$ref": "knowledge.handbook"}],
        "tools": [
            {"type": "web_search"},
            {
                "type": "mcp",
                "server_label": "acme",
                "server_url": "https://mcp.example",
                "require_approval": "never",
            },
            {
                "type": "openapi",
                "openapi": {"name": "billing", "spec": {"openapi": "3.1.0"}, "auth": {"type": "anonymous"}},
            },
        ],
    }


def test_the_losses_are_those_of_the_table_the_parameters_without_a_place_and_the_secrets() -> None:
    table = [name for name in FIELDS if CAPABILITIES.fields[name].support is Support.LOST]
    assert [lost.field for lost in lowered(FULL).losses] == [*table, "parameters.adapter", "tools[acme].auth"]
    assert set(CAPABILITIES.fields) == set(FIELDS)


def test_an_agent_gives_back_what_was_declared() -> None:
    attrs = {**lowered(FULL).attrs, "knowledge": [{"$id": "vs_1"}]}
    seen = attrs_of(body_of(attrs, MARKER, {}))
    assert {name: seen[name] for name in attrs} == attrs


@pytest.mark.parametrize("name", ["support", "a" * 64, "x-" * 30, "7"])
def test_the_name_there_is_one_that_azure_takes(name: str) -> None:
    there = name_of(name, MARKER)
    assert len(there) <= 63
    assert there[0].isalnum()
    assert there.endswith(f"-{MARKER.address}")


def test_what_is_beyond_a_limit_is_found_at_its_place() -> None:
    too_hot = lowered({**FULL, "parameters": {"temperature": 3}}).attrs
    assert [problem.path for problem in problems_of(too_hot, "azure")] == ["parameters.temperature"]
    unknown = lowered(FULL, {"seed": 1}).attrs
    assert [problem.path for problem in problems_of(unknown, "azure")] == ["targets.azure.options.seed"]


def test_settings_are_checked_all_at_once_and_nothing_else_is_needed_offline() -> None:
    with pytest.raises(InvalidConfig) as wrong:
        parse("azure", {"endpoint": 1, "key": "x"})
    assert len(wrong.value.findings) == 2
    provider = AzureProvider(name="azure", settings={}, environ={})
    declared = Declared(address=Address(kind="assistant", name="full"), attrs=FULL)
    assert not list(provider.handlers["assistant"].validate(provider.lower(declared).attrs))
