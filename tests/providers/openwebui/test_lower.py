"""Declarations in Open WebUI's fields; no server is asked, no key is there."""

from pathlib import Path

import pytest

from gptctl.config.workspace import load
from gptctl.core.address import Address
from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.errors import InvalidConfig
from gptctl.providers.base import Lost
from gptctl.providers.capabilities import FIELDS, Support
from gptctl.providers.openwebui.capabilities import CAPABILITIES
from gptctl.providers.openwebui.provider import OpenWebUIProvider

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def target() -> OpenWebUIProvider:
    return OpenWebUIProvider(name="openwebui", settings={"base_url": "https://chat.example.org/"}, environ={})


def lowered(target: OpenWebUIProvider, options: Attrs | None = None, **attrs: JSON) -> Attrs:
    declared = Declared(
        address=Address(kind="assistant", name="a"),
        attrs={"name": "a", "model": "m", "instructions": "Be kind.", **attrs},
        options={"openwebui": options or {}, "other": {"meta": {"x": 1}}},
    )
    return target.handlers["assistant"].normalize(target.lower(declared).attrs)


def test_our_own_assistants_are_lowered_without_a_loss(target: OpenWebUIProvider) -> None:
    declared = {str(one.address): one for one in load(ROOT, None).declared}
    airline, handbook = target.lower(declared["assistant.airline"]), target.lower(declared["assistant.handbook"])
    assert not airline.losses
    assert not handbook.losses
    for name, lowering in (("airline", airline), ("handbook", handbook)):
        assert not list(target.handlers["assistant"].validate(lowering.attrs)), name
    assert handbook.attrs["params"] == {
        "system": declared["assistant.handbook"].attrs["instructions"],
        "temperature": 0,
        "max_tokens": 200,
        "function_calling": "legacy",
    }
    meta = airline.attrs["meta"]
    assert isinstance(meta, dict)
    assert len(meta["gptctl_tools"]) == 14
    assert meta["tags"] == [{"name": "gptctl"}, {"name": "domain:airline"}]
    assert {"title": ["Cancel", ""], "content": "I want to cancel my reservation."} in meta["suggestion_prompts"]


def test_the_table_names_every_field_and_a_loss_says_why(target: OpenWebUIProvider) -> None:
    assert set(CAPABILITIES.fields) == set(FIELDS)
    assert all(one.note for one in CAPABILITIES.fields.values() if one.support is not Support.HELD)
    declared = Declared(
        address=Address(kind="assistant", name="a"),
        attrs={
            "name": "a",
            "tools": [{"type": "mcp", "name": "m"}, {"type": "openapi", "name": "o"}],
            "subagents": [{"$ref": "assistant.b"}],
            "parameters": {"adapter": "polite"},
        },
    )
    assert [one.field for one in target.lower(declared).losses] == [
        "tools.mcp",
        "tools.openapi",
        "subagents",
        "parameters.adapter",
    ]


def test_the_chunking_of_knowledge_is_a_loss(target: OpenWebUIProvider) -> None:
    address = Address(kind="knowledge", name="k")
    declared = Declared(address=address, attrs={"name": "k", "files": {"a.md": "0"}, "chunking": {"max_tokens": 200}})
    lowering = target.lower(declared)
    assert lowering.attrs == {"name": "k", "files": {"a.md": "0"}}
    assert lowering.losses == (
        Lost(field="chunking", reason="the server cuts all files alike, as its administrator says"),
    )


def test_every_parameter_has_its_place(target: OpenWebUIProvider) -> None:
    parameters: Attrs = {"top_p": 0.5, "reasoning": "low", "seed": 7, "max_output_tokens": 9}
    attrs = lowered(target, parameters=parameters, output={"schema": {"type": "object"}})
    assert attrs["params"] == {
        "system": "Be kind.",
        "top_p": 0.5,
        "reasoning_effort": "low",
        "seed": 7,
        "max_tokens": 9,
        "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": {"type": "object"}}},
    }


def test_knowledge_and_features_are_worked_by_the_server(target: OpenWebUIProvider) -> None:
    for attrs in (
        lowered(target, knowledge=[{"$ref": "knowledge.k"}]),
        lowered(target, capabilities=["web_search"]),
    ):
        params = attrs["params"]
        assert isinstance(params, dict)
        assert params["function_calling"] == "legacy"


def test_raw_options_go_over_ours_and_no_further(target: OpenWebUIProvider) -> None:
    attrs = lowered(target, {"params": {"top_k": 40}, "meta": {"toolIds": ["calculator"]}})
    assert attrs["params"] == {"system": "Be kind.", "top_k": 40}
    assert not list(target.handlers["assistant"].validate(attrs))
    for wrong in ({"access_grants": []}, {"meta": {"gptctl": "x"}}, {"name": {"a": 1}}):
        bad = lowered(target, wrong)
        assert list(target.handlers["assistant"].validate(bad)), wrong


@pytest.mark.parametrize(
    "settings",
    [{}, {"base_url": 7}, {"base_url": "http://chat.example.org"}, {"base_url": "https://a:b@chat.example.org"},
     {"base_url": "https://chat.example.org/?x=1"}, {"base_url": "https://chat.example.org", "api_key": "sk-1"}],
)  # fmt: skip
def test_wrong_settings_are_said_at_once(settings: Attrs) -> None:
    with pytest.raises(InvalidConfig) as caught:
        OpenWebUIProvider(name="openwebui", settings=settings, environ={})
    assert all("providers.openwebui." in one.detail for one in caught.value.findings)
    assert "sk-1" not in str([one.detail for one in caught.value.findings])
