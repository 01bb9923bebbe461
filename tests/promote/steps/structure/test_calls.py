import json
from typing import Any

import pytest

from gptctl.promote.steps.structure.calls import Calls
from gptctl.promote.steps.structure.problem import Reason
from tests.support.planted import tools

CALLS = Calls(
    {"airline": tools(), "odd": [{"type": "web_search"}, {"type": "function", "function": {"name": "f"}}]}, []
)


def reason(name: str, arguments: str, digest: str = "airline", calls: Calls = CALLS) -> Reason | None:
    call = {"id": "a", "type": "function", "function": {"name": name, "arguments": arguments}}
    messages: list[Any] = [
        {"role": "user", "content": "x"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
    ]
    problem = calls.problem(messages, digest)
    assert problem is None or problem.at == 1
    return problem.reason if problem else None


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("get_user_details", '{"user_id": "mia_li_3668"}', None),
        ("get_user_details", '{"user_id": 3668}', Reason.SCHEMA),
        ("get_user_details", "{}", Reason.SCHEMA),
        ("get_user_details", '{"user_id": "mia', Reason.NOT_JSON),
        ("get_user_details", '["mia_li_3668"]', Reason.NOT_JSON),
        ("get_user_details", "", Reason.NOT_JSON),
        ("get_user_details", '{"user_id": NaN}', Reason.NOT_JSON),
        ("get_user_details", '{"a":' * 5000, Reason.NOT_JSON),
        ("get_user", '{"user_id": "mia_li_3668"}', Reason.UNKNOWN_TOOL),
        ("", "{}", Reason.NO_NAME),
        ("  ", "{}", Reason.NO_NAME),
    ],
)
def test_calls_are_held_against_their_tool(name: str, arguments: str, expected: Reason | None) -> None:
    assert reason(name, arguments) == expected


def test_without_a_list_of_tools_any_name_will_do() -> None:
    assert reason("anything", "{}", digest="") is None
    assert reason("anything", "{", digest="") == Reason.NOT_JSON


def test_a_tool_without_parameters_takes_anything() -> None:
    assert reason("f", '{"a": 1}', digest="odd") is None


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "nonsense"},
        {"$ref": "https://example.com/schema.json"},
        {"$ref": "file:///etc/hosts"},
        {"$ref": "#/nowhere"},
        {"pattern": "("},
    ],
)
def test_a_schema_that_is_none_or_points_outside_checks_nothing(schema: dict[str, Any]) -> None:
    calls = Calls({"d": [{"type": "function", "function": {"name": "f", "parameters": schema}}]}, [])
    assert reason("f", '{"a": 1}', digest="d", calls=calls) is None


def test_a_recursive_schema_and_deep_arguments_come_to_an_end() -> None:
    schema = {"type": "object", "properties": {"a": {"$ref": "#"}}}
    calls = Calls({"d": [{"type": "function", "function": {"name": "f", "parameters": schema}}]}, [])
    assert reason("f", '{"a":' * 900 + "{}" + "}" * 900, digest="d", calls=calls) is None
    assert reason("f", json.dumps({"a": {"a": 1}}), digest="d", calls=calls) == Reason.SCHEMA


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("get_user_details", '{"user_id": "mia_li_3668"}', None),
        ("get_user_details", '{"user_id": 3668}', Reason.SCHEMA_NOW),
        ("get_user", '{"user_id": "mia_li_3668"}', Reason.UNDECLARED),
        ("get_user", "{", Reason.NOT_JSON),
    ],
)
def test_calls_are_held_against_the_tools_that_an_example_shows(
    name: str, arguments: str, expected: Reason | None
) -> None:
    assert reason(name, arguments, digest="", calls=Calls({}, tools())) == expected


def test_what_was_wrong_then_is_told_before_what_is_wrong_now() -> None:
    calls = Calls({"airline": tools()}, tools())
    assert reason("get_user", "{}", calls=calls) == Reason.UNKNOWN_TOOL
    assert reason("get_user_details", "{}", calls=calls) == Reason.SCHEMA
