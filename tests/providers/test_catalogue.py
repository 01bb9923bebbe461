"""What the docs and `gptctl providers` say of every provider is what its code does."""

import pytest

from gptctl.core.address import Address
from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.providers.capabilities import FIELDS, Capabilities, Support
from gptctl.providers.catalogue import catalogue
from gptctl.providers.registry import FACTORIES, Setting

KNOWN = catalogue()
SAMPLES: dict[str, Attrs] = {
    "description": {"description": "d"},
    "labels": {"labels": {"team": "care"}},
    "parameters.temperature": {"parameters": {"temperature": 0.2}},
    "parameters.top_p": {"parameters": {"top_p": 0.9}},
    "parameters.max_output_tokens": {"parameters": {"max_output_tokens": 500}},
    "parameters.reasoning": {"parameters": {"reasoning": "low"}},
    "instructions": {"instructions": "Be kind.\n"},
    "starters": {"starters": [{"title": "Refund", "text": "I want a refund"}]},
    "capabilities.web_search": {"capabilities": ["web_search"]},
    "capabilities.code_interpreter": {"capabilities": ["code_interpreter"]},
    "capabilities.image_generation": {"capabilities": ["image_generation"]},
    "knowledge": {"knowledge": [{"$ref": "knowledge.handbook"}]},
    "tools.function": {
        "tools": [{"type": "function", "name": "f", "description": "d", "parameters": {"type": "object"}}]
    },
    "tools.mcp": {"tools": [{"type": "mcp", "name": "m", "url": "https://mcp.example"}]},
    "tools.openapi": {"tools": [{"type": "openapi", "name": "o", "spec": {"openapi": "3.1.0", "paths": {}}}]},
    "output": {"output": {"type": "object", "properties": {"a": {"type": "string"}}}},
    "subagents": {"subagents": [{"$ref": "assistant.triage"}]},
}


NEEDED: dict[str, Attrs] = {"openwebui": {"base_url": "http://127.0.0.1:9"}}
"""Settings without which a provider cannot be made."""


def settings(shown: str) -> Attrs:
    """`openai (agents)` is the provider `openai` with that runtime."""
    name, _, runtime = shown.partition(" (")
    way: dict[str, JSON] = {"runtime": runtime.rstrip(")")} if runtime else {}
    return {**NEEDED.get(name, {}), **way}


def lost(shown: str, field: str, tmp_path: object) -> bool:
    name = shown.partition(" ")[0]
    provider = FACTORIES[name](Setting(name=name, settings=settings(shown), home=tmp_path, environ={}))  # type: ignore[arg-type]
    attrs: Attrs = {"name": "a", "model": "m", "instructions": "Be kind.\n", **SAMPLES[field]}
    lowering = provider.lower(Declared(address=Address(kind="assistant", name="a"), attrs=attrs))
    return any(loss.field == field for loss in lowering.losses)


@pytest.mark.parametrize("shown", KNOWN)
def test_every_provider_says_something_of_every_field(shown: str) -> None:
    found: Capabilities = KNOWN[shown]
    assert list(found.fields) == list(FIELDS) == list(SAMPLES)
    assert all(one.note for one in found.fields.values() if one.support is not Support.HELD)
    assert found.logs


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("shown", KNOWN)
def test_a_field_is_reported_lost_exactly_when_the_matrix_says_so(shown: str, field: str, tmp_path: object) -> None:
    reported = lost(shown, field, tmp_path)
    if KNOWN[shown].fields[field].support is Support.LOST:
        assert reported
    elif shown != "local" or field != "parameters.reasoning":  # there it depends on base_url, as its note says
        assert not reported


@pytest.mark.parametrize("shown", KNOWN)
def test_the_limit_of_a_file_is_the_one_that_is_checked(shown: str, tmp_path: object) -> None:
    name = shown.partition(" ")[0]
    provider = FACTORIES[name](Setting(name=name, settings=settings(shown), home=tmp_path, environ={}))  # type: ignore[arg-type]
    published = [limit.most for limit in KNOWN[shown].limits if limit.path == "files[]"]
    assert [provider.handlers["knowledge"].traits.file_bytes] == (published or [0])
