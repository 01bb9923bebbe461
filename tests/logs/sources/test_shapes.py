"""Hostile JSON taken for what it is meant to be."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.core.value import JSON
from gptctl.logs.sources import outcome, parts, shapes, tools
from gptctl.logs.sources.telling import Telling

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["type", "text", "function"]), inner),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("2026-01-02T03:04:05Z", 1767323045),
        ("2026-01-02 03:04:05", 1767323045),
        ("2026-01-02T04:04:05.000000123+01:00", 1767323045),
        ("1767323045", 1767323045),
        ("20260102", 1767312000),
        (1767323045, 1767323045),
        (1767323045000, 1767323045),
        (1767323045000000, 1767323045),
        (1767323045000000000, 1767323045),
        ("2026-01-02 03:04:05 UTC", 1767323045),
        ("yesterday", 0),
        (None, 0),
        (True, 0),
        (-5, 0),
        (10**400, 0),
        (1e300, 0),
        ("9" * 400, 0),
        ("0001-01-01T00:00:00+23:00", 0),
    ],
)
def test_times(told: JSON, seconds: int) -> None:
    assert shapes.instant(told) == seconds


@pytest.mark.parametrize("value", ['{"a":1}', ' [1, {"b": "x"}]'])
def test_json_in_a_string_is_opened(value: str) -> None:
    assert shapes.opened(value) == json.loads(value)


@pytest.mark.parametrize(
    "value", ["{", "[NaN]", "7", "hello", "[" * 200 + "]" * 200, "[" * 100_000, "[1" + "0" * 5000 + "]"]
)
def test_what_is_no_json_stays_a_string(value: str) -> None:
    assert shapes.opened(value) == value


@given(VALUES)
def test_nothing_raises(value: JSON) -> None:
    shapes.instant(value), shapes.number(value), shapes.name(value), shapes.digest(value), shapes.opened(value)
    assert isinstance(shapes.compact(value), str)
    assert isinstance(parts.said(value).text, str)
    assert all(tool["type"] == "function" for tool in tools.definitions(value))
    assert all(isinstance(call.arguments, str) for call in tools.calls(value, value))
    assert all(isinstance(count, int) for count in outcome.usage(value).values())
    telling = Telling()
    telling.system(value)
    telling.user(value)
    telling.assistant(value, tools.calls(value))
    telling.result(shapes.text(value), value)
    assert all(isinstance(message.text, str) for message in telling.messages)


def test_a_number_is_finite() -> None:
    assert shapes.number(math.inf) is None
    assert shapes.number(value=True) is None
    assert shapes.number(0) == 0.0


# Content


def test_text_of_parts_is_not_touched_and_what_is_no_text_is_told() -> None:
    content = [
        {"type": "text", "text": " \x1b[2Ja\r\n"},
        {"type": "image_url", "image_url": {"url": "https://example.org/x.png"}},
        {"type": "thinking", "thinking": "hm"},
        {"type": "output_text", "text": "b\x00 "},
        {"type": "\x1b[2J"},
    ]
    told = parts.said(content)
    assert told.text == " \x1b[2Ja\r\nb\x00 "
    assert told.lost == ("an image in a message is not kept", "a part of the type unknown in a message is not kept")


def test_content_that_is_no_content_is_lost() -> None:
    assert parts.said(7).lost == ("content of a message is neither text nor a list of parts",)
    assert parts.said([7]).lost == ("a part of a message is neither text nor a list of parts",)
    assert parts.said(None).lost == ()


# Tools


def test_every_way_to_define_a_tool_comes_to_one() -> None:
    schema = {"type": "object", "properties": {"id": {"type": "string"}}}
    chat = {"type": "function", "function": {"name": "find", "description": "Finds", "parameters": schema}}
    flat = {"type": "function", "name": "find", "description": "Finds", "parameters": schema, "strict": True}
    anthropic = {"name": "find", "description": "Finds", "input_schema": schema}
    for one in (chat, flat, anthropic):
        assert tools.definitions([one]) == (chat,)
    assert tools.definitions([chat], [anthropic]) == (chat,)
    assert tools.definitions([{"type": "web_search"}]) == ()
    assert [tool["function"]["name"] for tool in tools.used(["web_search", "find"], (chat,))] == ["find", "web_search"]


# The order of what was said


def call(id_: str, name: str = "find") -> JSON:
    return {"id": id_, "type": "function", "function": {"name": name, "arguments": "{}"}}


def test_a_result_stands_beside_its_call() -> None:
    telling = Telling()
    telling.user("Q")
    telling.assistant("", tools.calls([call("a"), call("b")]))
    telling.result("b", "B")
    telling.call(tools.tool_call("c", "find", "{}"))
    telling.result("a", "A")
    telling.result("c", "C")
    assert [(m.role.value, m.tool_call_id) for m in telling.messages] == [
        ("user", ""), ("assistant", ""), ("tool", "b"), ("tool", "a"), ("assistant", ""), ("tool", "c"),
    ]  # fmt: skip
    assert telling.lost == ()
    assert not telling.waits


def test_calls_and_results_without_an_id_find_each_other() -> None:
    telling = Telling()
    telling.assistant(None, tools.calls(None, {"name": "find", "arguments": "{}"}))
    telling.result("", "A")
    assert telling.messages[0].tool_calls[0].id == telling.messages[1].tool_call_id != ""
    assert telling.lost == ()


def test_an_id_that_is_used_again_is_the_newer_call() -> None:
    telling = Telling()
    for answer in ("A", "B"):
        telling.assistant("", tools.calls([call("find:0")]))
        telling.result("find:0", answer)
    assert [m.text for m in telling.messages] == ["", "A", "", "B"]
    assert telling.lost == ()


def test_calls_without_results_and_results_without_calls_are_told() -> None:
    telling = Telling()
    telling.assistant("", tools.calls([call("a")]))
    assert (telling.waits, telling.lost) == (True, ())
    telling.user("And?")
    assert telling.lost == ("a tool call has no result",)
    telling.result("z", "Z")
    assert telling.lost == ("the result of a tool has no call before it", "a tool call has no result")


def test_one_of_two_calls_has_its_result() -> None:
    telling = Telling()
    telling.assistant("", tools.calls([call("a"), call("b")]))
    telling.result("a", "A")
    assert (telling.waits, telling.lost) == (False, ("a tool call has no result",))


def test_instructions_in_the_middle_are_told() -> None:
    telling = Telling()
    telling.system("Be kind.")
    telling.user("Q")
    telling.system("Be kind.")
    assert telling.lost == ()
    telling.system("Be brief.")
    assert telling.instructions == "Be kind.\n\nBe brief."
    assert len(telling.lost) == 1


def test_many_results_without_a_call_are_not_searched_for_one_by_one() -> None:
    telling = Telling()
    telling.assistant("")
    for _ in range(100_000):
        telling.user("x")
    for _ in range(100_000):  # in minutes, if each walked back through all that was said
        telling.result("", "y")
        telling.result("z", "y")
    assert len(telling.messages) == 300_001


# Outcome


@pytest.mark.parametrize(
    ("model", "maker"),
    [
        ("gpt-4.1", "openai"),
        ("ft:gpt-4o:acme::x", "openai"),
        ("openrouter/anthropic/claude-opus", "anthropic"),
        ("bedrock/us.anthropic.claude-sonnet-4-20250514-v1:0", "anthropic"),
        ("qwen2.5-7b", "alibaba"),
        ("x", ""),
    ],
)
def test_whose_model(model: str, maker: str) -> None:
    assert outcome.maker(model) == maker


def test_words_of_every_source_are_ours() -> None:
    assert [outcome.finish(word) for word in ("end_turn", "MAX_TOKENS", "tool_use", None, "?")] == [
        "stop", "length", "tool_calls", "", "",
    ]  # fmt: skip
    assert outcome.usage({"prompt_tokens": 3, "outputTokens": 4, "total_tokens": "x"}) == {
        "input_tokens": 3,
        "output_tokens": 4,
    }
