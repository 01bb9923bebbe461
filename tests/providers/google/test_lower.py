"""What a declaration becomes at Google, and what it takes."""

import pytest

from gptctl.core.address import Address
from gptctl.core.resource import Declared
from gptctl.core.value import Attrs
from gptctl.providers.base import Lowering
from gptctl.providers.capabilities import FIELDS, Support
from gptctl.providers.google import limits
from gptctl.providers.google.capabilities import CAPABILITIES
from gptctl.providers.google.lower import lower

FULL: Attrs = {
    "name": "full",
    "model": "gemini-2.5-flash",
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
        {"type": "mcp", "name": "acme", "url": "https://mcp.example", "allow": ["a"], "auth": {"secret": "ACME"}},
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
        "model": "gemini-2.5-flash",
        "system_instruction": "Help.",
        "description": "Helps",
        "labels": {"team": "care"},
        "starters": [{"title": "a", "text": "b"}],
        "generation_config": {
            "temperature": 0,
            "top_p": 0.5,
            "max_output_tokens": 9,
            "thinking_level": "high",
            "seed": 3,
        },
        "tools": [
            {"type": "google_search"},
            {"type": "code_execution"},
            {"type": "file_search", "file_search_store_names": [{"$ref": "knowledge.handbook"}]},
            {"type": "function", "name": "look", "description": "Look"},
            {
                "type": "mcp_server",
                "name": "acme",
                "url": "https://mcp.example",
                "allowed_tools": [{"tools": ["a"]}],
                "auth": {"secret": "ACME"},
            },
        ],
        "response_format": {"type": "text", "mime_type": "application/json", "schema": {"type": "object"}},
    }


def test_the_losses_are_those_of_the_table_and_the_parameters_without_a_place() -> None:
    table = [name for name in FIELDS if CAPABILITIES.fields[name].support is Support.LOST]
    assert [lost.field for lost in lowered(FULL).losses] == [*table, "parameters.adapter"]
    assert set(CAPABILITIES.fields) == set(FIELDS)


def test_no_thinking_at_all_is_a_loss() -> None:
    done = lowered({"name": "a", "model": "m", "instructions": "x", "parameters": {"reasoning": "none"}})
    assert [lost.field for lost in done.losses] == ["parameters.reasoning"]
    assert "generation_config" not in done.attrs


def test_the_last_day_of_the_model_is_told() -> None:
    assert str(lowered(FULL).retires) == "2026-10-16"
    assert lowered({**FULL, "model": "gemini-3.5-flash"}).retires is None


def test_options_are_merged_with_what_is_declared() -> None:
    options: Attrs = {"generation_config": {"stop_sequences": ["END"]}, "tools": [{"type": "url_context"}]}
    match lowered({**FULL, "tools": []}, options).attrs:
        case {"generation_config": {"stop_sequences": ["END"], "seed": 3}, "tools": [*_, {"type": "url_context"}]}:
            pass
        case other:
            pytest.fail(str(other))


def test_how_knowledge_is_cut_is_held() -> None:
    attrs: Attrs = {"name": "full", "files": {"a.md": "0"}, "chunking": {"max_tokens": 200}}
    assert lowered(attrs, kind="knowledge") == Lowering(attrs=attrs)


def test_files_and_the_web_are_not_searched_together() -> None:
    assert [problem.path for problem in limits.of_assistant(lowered(FULL).attrs)] == ["knowledge"]


@pytest.mark.parametrize(
    "options", [{"metadata": {}}, {"generation_config": {"temprature": 1}}, {"tools": [{"type": "document_library"}]}]
)
def test_an_option_that_google_does_not_have_is_refused(options: Attrs) -> None:
    found = list(limits.of_assistant(lowered({**FULL, "knowledge": []}, options).attrs))
    assert [problem.summary for problem in found] == ["unknown option"]


def test_more_stores_than_one_turn_may_name_are_refused() -> None:
    many = [{"$ref": f"knowledge.k{number}"} for number in range(6)]
    found = list(limits.of_assistant(lowered({**FULL, "capabilities": [], "knowledge": many}).attrs))
    assert [problem.path for problem in found] == ["knowledge"]


@pytest.mark.parametrize("path", ["b.exe", "a" * 260 + ".md"])
def test_a_file_that_google_does_not_take_is_refused(path: str) -> None:
    (problem,) = limits.of_knowledge({"files": {"a.md": "0", path: "1"}})
    assert problem.path == f'files["{path}"]'


def test_passages_longer_than_google_cuts_are_refused() -> None:
    (problem,) = limits.of_knowledge({"files": {}, "chunking": {"max_tokens": 800}})
    assert problem.path == "chunking.max_tokens"
