from gptctl.core.address import Address
from gptctl.core.resource import Declared
from gptctl.providers.base import Lost
from gptctl.providers.capabilities import FIELDS, HELD, Capabilities, Limit, losses, lost, problems

EVERYTHING = {
    "description": "d",
    "labels": {"a": "b"},
    "parameters": {"temperature": 1, "top_p": 1, "max_output_tokens": 1, "reasoning": "low"},
    "instructions": "i",
    "starters": [{"title": "t", "text": "t"}],
    "capabilities": ["web_search", "code_interpreter", "image_generation"],
    "knowledge": [{"$ref": "knowledge.k"}],
    "tools": [{"type": kind, "name": kind} for kind in ("function", "mcp", "openapi")],
    "output": {"type": "object"},
    "subagents": [{"$ref": "assistant.a"}],
}


def declared(**attrs: object) -> Declared:
    return Declared(address=Address(kind="assistant", name="a"), attrs=attrs)  # type: ignore[arg-type]


def test_every_field_is_seen_when_it_is_used_and_not_otherwise() -> None:
    nothing_held = Capabilities(fields=dict.fromkeys(FIELDS, lost("it has no place for it")))
    assert [one.field for one in losses(declared(**EVERYTHING), nothing_held)] == list(FIELDS)
    assert losses(declared(), nothing_held) == ()


def test_a_number_that_is_nought_is_used_and_an_empty_list_is_not() -> None:
    nothing_held = Capabilities(fields=dict.fromkeys(FIELDS, lost("it has no place for it")))
    said = declared(parameters={"temperature": 0}, starters=[], labels={}, description="")
    assert [one.field for one in losses(said, nothing_held)] == ["parameters.temperature"]


def test_only_what_cannot_be_held_is_lost_with_its_reason() -> None:
    fields = {**dict.fromkeys(FIELDS, HELD), "starters": lost("it has no place for them")}
    assert losses(declared(**EVERYTHING), Capabilities(fields=fields)) == (
        Lost(field="starters", reason="it has no place for them"),
    )


def test_limits_count_in_their_own_unit() -> None:
    limits = [
        Limit(path="name", most=3, unit="characters", source="docs"),
        Limit(path="text", most=3, unit="bytes", source="docs"),
        Limit(path="tools", most=1, unit="items", source="docs"),
        Limit(path="parameters.temperature", most=1, unit="values", source="docs"),
    ]
    fine = {"name": "äöü", "text": "abc", "tools": [1], "parameters": {"temperature": 1}}
    assert list(problems(fine, limits)) == []
    bad = {"name": "äöüß", "text": "äö", "tools": [1, 2], "parameters": {"temperature": -1}}
    assert [one.path for one in problems(bad, limits)] == ["name", "text", "tools", "parameters.temperature"]
    assert list(problems({}, limits)) == []
