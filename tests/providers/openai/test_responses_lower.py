"""What a declaration becomes at the Responses API, and what that takes."""

import pytest

from gptctl.core.address import Address
from gptctl.core.resource import Declared
from gptctl.core.value import Attrs
from gptctl.errors import InvalidConfig
from gptctl.providers.base import Lowering
from gptctl.providers.capabilities import FIELDS, Support
from gptctl.providers.openai.provider import OpenAIProvider
from gptctl.providers.openai.responses import manifest
from gptctl.providers.openai.responses.capabilities import CAPABILITIES
from gptctl.providers.openai.responses.limits import problems_of
from gptctl.providers.openai.responses.lower import lower
from gptctl.providers.openai.settings import Runtime, parse

FULL: Attrs = {
    "name": "full",
    "model": "gpt-5",
    "instructions": "Help.",
    "description": "Helps",
    "labels": {"team": "care"},
    "parameters": {"temperature": 0, "top_p": 0.5, "max_output_tokens": 99, "reasoning": "high", "seed": 3},
    "starters": [{"title": "a", "text": "b"}],
    "capabilities": ["web_search", "code_interpreter", "image_generation"],
    "knowledge": [{"$ref": "knowledge.handbook"}],
    "tools": [
        {"type": "function", "name": "look", "description": "Look"},
        {"type": "mcp", "name": "acme", "url": "https://mcp.example", "allow": ["a"], "auth": {"secret": "ACME"}},
        {"type": "openapi", "name": "billing", "spec": {}},
    ],
    "output": {"schema": {"type": "object"}},
    "subagents": [{"$ref": "assistant.triage"}],
}


def lowered(attrs: Attrs, options: Attrs | None = None, kind: str = "assistant") -> Lowering:
    declared = Declared(address=Address(kind=kind, name="full"), attrs=attrs, options={"openai": options or {}})
    return lower(declared, "openai")


def test_every_field_has_its_place() -> None:
    assert lowered(FULL).attrs == {
        "name": "full",
        "model": "gpt-5",
        "instructions": "Help.",
        "description": "Helps",
        "labels": {"team": "care"},
        "starters": [{"title": "a", "text": "b"}],
        "knowledge": [{"$ref": "knowledge.handbook"}],
        "temperature": 0,
        "top_p": 0.5,
        "max_output_tokens": 99,
        "reasoning": {"effort": "high"},
        "text": {"format": {"type": "json_schema", "name": "answer", "schema": {"type": "object"}, "strict": False}},
        "tools": [
            {"type": "web_search"},
            {"type": "code_interpreter", "container": {"type": "auto"}},
            {"type": "image_generation"},
            {
                "type": "function",
                "name": "look",
                "description": "Look",
                "parameters": {"type": "object", "properties": {}},
                "strict": False,
            },
            {
                "type": "mcp",
                "server_label": "acme",
                "server_url": "https://mcp.example",
                "require_approval": "never",
                "allowed_tools": ["a"],
                "authorization": {"secret": "ACME"},
            },
        ],
    }


def test_the_losses_are_those_of_the_table_and_the_parameters_without_a_place() -> None:
    table = [name for name in FIELDS if CAPABILITIES.fields[name].support is Support.LOST]
    assert [lost.field for lost in lowered(FULL).losses] == [*table, "parameters.seed"]
    assert set(CAPABILITIES.fields) == set(FIELDS)


def test_the_last_day_of_the_model_is_told_whoever_named_it() -> None:
    assert str(lowered(FULL).retires) == "2026-12-11"
    assert lowered({**FULL, "model": "gpt-6-luna"}).retires is None
    assert str(lowered({**FULL, "model": "gpt-6-luna"}, {"model": "o3"}).retires) == "2026-12-11"


def test_options_are_laid_over_what_is_declared() -> None:
    attrs = lowered(FULL, {"text": {"verbosity": "low"}, "service_tier": "flex", "top_p": None}).attrs
    match attrs:
        case {"text": {"verbosity": "low", "format": _}, "service_tier": "flex"} if "top_p" not in attrs:
            assert not list(problems_of(attrs, "openai"))
        case _:
            pytest.fail(str(attrs))


def test_an_option_that_a_request_does_not_have_is_refused_at_its_place() -> None:
    (problem,) = problems_of(lowered(FULL, {"input": "mine"}).attrs, "openai")
    assert problem.path == "targets.openai.options.input"


def test_what_is_over_a_limit_is_found_at_its_place_in_the_file() -> None:
    (problem,) = problems_of(lowered({**FULL, "parameters": {"max_output_tokens": 3}}).attrs, "openai")
    assert problem.path == "parameters.max_output_tokens"


def test_an_overlap_that_is_not_said_fits_the_passage() -> None:
    attrs = lowered({"name": "a", "files": {}, "chunking": {"max_tokens": 300}}, kind="knowledge").attrs
    assert attrs["chunking"] == {
        "type": "static",
        "static": {"max_chunk_size_tokens": 300, "chunk_overlap_tokens": 150},
    }


@pytest.mark.parametrize("text", ["two  blanks", "   ", "a\n\n\tb", 'Ärger 🚆 \u200d\\ \\\\  " ', "\x00\x1f\x85\u2028"])
def test_a_manifest_survives_an_extractor_that_makes_one_blank_of_many(text: str) -> None:
    content = manifest.encode({"instructions": text, text: [text, {"deep": text}]}).decode("ascii")
    assert manifest.decode(" ".join(content.split())) == {"instructions": text, text: [text, {"deep": text}]}


def test_settings_are_checked_all_at_once() -> None:
    assert parse("openai", {}).runtime is Runtime.RESPONSES
    with pytest.raises(InvalidConfig) as wrong:
        parse("openai", {"runtime": "assistants", "base_url": 1, "key": "sk"})
    assert len(wrong.value.findings) == 3


def test_lowering_and_validating_need_no_key() -> None:
    provider = OpenAIProvider(name="openai", settings={}, environ={})
    declared = Declared(address=Address(kind="assistant", name="full"), attrs=FULL)
    assert not list(provider.handlers["assistant"].validate(provider.lower(declared).attrs))
