"""What a declaration becomes at Mistral, and what it takes."""

from collections.abc import Mapping

import pytest

from gptctl.core.address import Address
from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.providers.base import Lowering
from gptctl.providers.capabilities import FIELDS, Support
from gptctl.providers.mistral import limits
from gptctl.providers.mistral.agent import normal
from gptctl.providers.mistral.capabilities import CAPABILITIES
from gptctl.providers.mistral.lower import lower

FULL: Attrs = {
    "name": "full",
    "model": "mistral-medium-2505",
    "instructions": "Help.",
    "description": "Helps",
    "labels": {"team": "care"},
    "parameters": {
        "temperature": 0,
        "top_p": 0.5,
        "max_output_tokens": 9,
        "reasoning": "high",
        "seed": 3,
        "adapter": "tuned",
    },
    "starters": [{"title": "a", "text": "b"}],
    "capabilities": ["web_search", "code_interpreter", "image_generation"],
    "knowledge": [{"$ref": "knowledge.handbook"}],
    "tools": [
        {"type": "function", "name": "look", "description": "Look"},
        {"type": "mcp", "name": "acme", "url": "https://mcp.example"},
        {"type": "openapi", "name": "billing", "spec": {}},
    ],
    "output": {"schema": {"type": "object"}},
    "subagents": [{"$ref": "assistant.triage"}],
}


def lowered(attrs: Attrs, options: Attrs | None = None, kind: str = "assistant") -> Lowering:
    return lower(Declared(address=Address(kind=kind, name="full"), attrs=attrs), options or {})


def test_every_field_has_its_place() -> None:
    assert lowered(FULL).attrs == {
        "name": "full",
        "model": "mistral-medium-2505",
        "instructions": "Help.",
        "description": "Helps",
        "labels": {"team": "care"},
        "completion_args": {
            "temperature": 0,
            "top_p": 0.5,
            "max_tokens": 9,
            "reasoning_effort": "high",
            "random_seed": 3,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "full", "schema": {"type": "object"}, "strict": True},
            },
        },
        "tools": [
            {"type": "web_search"},
            {"type": "code_interpreter"},
            {"type": "image_generation"},
            {"type": "document_library", "library_ids": [{"$ref": "knowledge.handbook"}]},
            {
                "type": "function",
                "function": {
                    "name": "look",
                    "description": "Look",
                    "parameters": {"type": "object", "properties": {}},
                },
            },
        ],
        "handoffs": [{"$ref": "assistant.triage"}],
    }


def test_the_losses_are_those_of_the_table_and_the_parameters_without_a_place() -> None:
    table = [name for name in FIELDS if CAPABILITIES.fields[name].support is Support.LOST]
    assert [lost.field for lost in lowered(FULL).losses] == [*table, "parameters.adapter"]
    assert set(CAPABILITIES.fields) == set(FIELDS)


def test_the_last_day_of_the_model_is_told() -> None:
    assert str(lowered(FULL).retires) == "2026-08-31"
    assert lowered({**FULL, "model": "mistral-large-latest"}).retires is None


def test_options_are_merged_with_what_is_declared() -> None:
    options: Attrs = {
        "completion_args": {"stop": ["END"]},
        "guardrails": [{"block_on_error": True}],
        "tools": [{"type": "connector", "connector_id": "c1"}],
    }
    attrs = lowered({**FULL, "tools": []}, options).attrs
    assert attrs["guardrails"] == [{"block_on_error": True}]
    match attrs:
        case {"completion_args": {"stop": ["END"], "max_tokens": 9}, "tools": [*_, {"connector_id": "c1"}]}:
            pass
        case _:
            pytest.fail(str(attrs))


def test_how_knowledge_is_cut_is_lost() -> None:
    done = lowered({"name": "full", "files": {"a.md": "0"}, "chunking": {"max_tokens": 100}}, kind="knowledge")
    assert (done.attrs, [lost.field for lost in done.losses]) == (
        {"name": "full", "files": {"a.md": "0"}},
        ["chunking"],
    )


def test_numbers_are_as_mistral_gives_them_back_and_normalizing_twice_changes_nothing() -> None:
    once = normal(lowered(FULL).attrs)
    match once:
        case {"completion_args": {"temperature": float(), "max_tokens": int()}}:
            assert normal(once) == once
        case _:
            pytest.fail(str(once))


WRONG: Mapping[str, tuple[str, JSON]] = {
    "parameters.temperature": ("completion_args", {"temperature": 1.5}),
    "parameters.top_p": ("completion_args", {"top_p": 2}),
}


@pytest.mark.parametrize("path", WRONG)
def test_what_is_over_a_limit_is_found_at_its_place_in_the_file(path: str) -> None:
    name, value = WRONG[path]
    assert [problem.path for problem in limits.of_agent({"name": "a", name: value})] == [path]


@pytest.mark.parametrize(
    "options",
    [
        {"metadata": {"gptctl": "forged"}},
        {"completion_args": {"temprature": 1}},
        {"tools": [{"type": "file_search"}]},
    ],
)
def test_an_option_that_mistral_does_not_have_is_refused(options: Attrs) -> None:
    found = list(limits.of_agent(lowered({**FULL, "tools": []}, options).attrs))
    assert [problem.summary for problem in found] == ["unknown option"]


def test_a_declaration_without_mistakes_has_no_problem() -> None:
    assert list(limits.of_agent(normal(lowered(FULL).attrs))) == []


def test_a_file_that_mistral_does_not_read_is_refused() -> None:
    (problem,) = limits.of_library({"files": {"a.md": "0", "b.exe": "1"}})
    assert problem.path == 'files["b.exe"]'
