"""Declarations in Anthropic's fields."""

from datetime import date
from pathlib import Path

import pytest

from gptctl.config.workspace import load
from gptctl.core.address import Address
from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.providers.anthropic import agents, marks, tools
from gptctl.providers.anthropic.capabilities import CAPABILITIES
from gptctl.providers.anthropic.lower import ABOUT_FILES, lower
from gptctl.providers.base import Lowering
from gptctl.providers.capabilities import FIELDS, Support

ROOT = Path(__file__).parents[3]
ALLOW = {"type": "always_allow"}
EVERYTHING: Attrs = {
    "name": "all",
    "description": "d",
    "labels": {"a": "b"},
    "model": "claude-sonnet-4-5",
    "parameters": {"temperature": 1, "top_p": 1, "max_output_tokens": 9, "reasoning": "minimal"},
    "instructions": "i",
    "starters": [{"title": "t", "text": "t"}],
    "capabilities": ["web_search", "code_interpreter", "image_generation"],
    "knowledge": [{"$ref": "knowledge.k"}],
    "tools": [
        {"type": "function", "name": "f"},
        {"type": "mcp", "name": "m", "url": "https://mcp.example", "allow": ["b", "a"], "auth": {"secret": "S"}},
        {"type": "mcp", "name": "n", "url": "https://n.example"},
        {"type": "openapi", "name": "o", "spec": {}},
    ],
    "output": {"schema": {}},
    "subagents": [{"$ref": "assistant.s"}],
}


def lowered(attrs: Attrs, **options: JSON) -> Lowering:
    declared = Declared(address=Address(kind="assistant", name="all"), attrs=attrs, options={"claude": options})
    return lower(declared, "claude")


def of_repository(name: str) -> Lowering:
    declared = next(one for one in load(ROOT).declared if one.address == Address(kind="assistant", name=name))
    return lower(declared, "anthropic")


def test_the_table_has_every_field() -> None:
    assert CAPABILITIES.fields.keys() == FIELDS.keys()


def test_what_is_lost_is_what_the_table_says() -> None:
    expected = [name for name in FIELDS if CAPABILITIES.fields[name].support is Support.LOST]
    assert [lost.field for lost in lowered(EVERYTHING).losses] == expected
    assert all(lost.reason for lost in lowered(EVERYTHING).losses)


@pytest.mark.parametrize("labels", ["{", "[" * 100_000, "7", ""])
def test_labels_that_somebody_spoiled_are_none(labels: str) -> None:
    assert agents.attributes({"metadata": {marks.LABELS: labels}}, {})["labels"] == {}


def test_the_airline_becomes_an_agent_with_functions() -> None:
    done = of_repository("airline")
    assert "starters" in [lost.field for lost in done.losses]
    functions = done.attrs["tools"]
    assert isinstance(functions, list)
    assert len(functions) == 14
    assert functions[1] == {
        "type": "custom",
        "name": "calculate",
        "description": "Calculate the result of a mathematical expression.",
        "input_schema": functions[1]["input_schema"],
    }
    assert functions[1]["input_schema"]["required"] == ["expression"]
    assert str(done.attrs["system"]).startswith("# Airline Agent Policy")
    assert done.attrs["labels"] == {"domain": "airline"}


def test_the_handbook_reads_its_files_and_can_do_nothing_else() -> None:
    done = of_repository("handbook")
    assert done.attrs["tools"] == [
        {
            "type": tools.TOOLSET,
            "configs": [
                {"name": name, "enabled": True, "permission_policy": ALLOW} for name in ("glob", "grep", "read")
            ],
        }
    ]
    assert done.attrs["knowledge"] == [{"$ref": "knowledge.handbook"}]
    assert "knowledge" not in [lost.field for lost in done.losses]


def test_everything_at_once() -> None:
    done = lowered(EVERYTHING, speed="fast")
    assert done.retires == date(2026, 11, 30)
    assert (done.attrs["effort"], done.attrs["speed"]) == ("low", "fast")
    built_in, one, other, function = list(done.attrs["tools"])  # type: ignore[arg-type]  # a list, as the next lines show
    assert [tool["name"] for tool in built_in["configs"]] == list(tools.BUILT_IN)
    assert one["default_config"] == {"enabled": False, "permission_policy": ALLOW}
    assert [tool["name"] for tool in one["configs"]] == ["a", "b"]
    assert other["default_config"]["enabled"] is True
    assert function["input_schema"] == {"type": "object", "properties": {}}
    assert done.attrs["mcp_servers"] == [
        {"type": "url", "name": "m", "url": "https://mcp.example"},
        {"type": "url", "name": "n", "url": "https://n.example"},
    ]
    assert "secret" not in str(done.attrs)
    assert done.attrs["environment"]["networking"]["allow_mcp_servers"] is True  # type: ignore[index,call-overload]


def test_knowledge_keeps_its_files() -> None:
    attrs: Attrs = {"name": "k", "files": {"a.md": "0" * 64}, "chunking": {"max_tokens": 100}}
    done = lower(Declared(address=Address(kind="knowledge", name="k"), attrs=attrs), "anthropic")
    assert done.attrs == {"name": "k", "description": ABOUT_FILES, "files": {"a.md": "0" * 64}}
    assert [lost.field for lost in done.losses] == ["chunking"]


POLICY_ASK = {"type": "always_ask"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"default_config": {"enabled": False, "permission_policy": ALLOW}, "configs": []}, []),
        (
            {
                "default_config": {"enabled": False, "permission_policy": ALLOW},
                "configs": [
                    {"name": "read", "type": "read", "enabled": True, "permission_policy": ALLOW},
                    {"name": "bash", "type": "bash", "enabled": False, "permission_policy": ALLOW},
                ],
            },
            [("read", ALLOW)],
        ),
        (
            {
                "default_config": {"enabled": True, "permission_policy": POLICY_ASK},
                "configs": [{"name": "bash", "enabled": False, "permission_policy": POLICY_ASK}],
            },
            [(name, POLICY_ASK) for name in tools.BUILT_IN if name != "bash"],
        ),
    ],
)
def test_a_toolset_is_read_as_what_is_switched_on(given: Attrs, expected: list[tuple[str, Attrs]]) -> None:
    read = tools.read([{"type": tools.TOOLSET, **given}])
    configs = [{"name": name, "enabled": True, "permission_policy": policy} for name, policy in expected]
    assert read == ([{"type": tools.TOOLSET, "configs": configs}] if configs else [])
