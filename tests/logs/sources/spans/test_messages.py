"""The shapes in which one small conversation is logged; each must be read as the same."""

import json

import pytest

from gptctl.core.conversation import Message, Role, ToolCall
from gptctl.core.value import JSON
from gptctl.logs.sources.spans.entry import tell
from gptctl.logs.sources.spans.messages import messages

USER = {"role": "user", "content": "Where is 7?"}
ARGUMENTS = {"order": "7"}
SPOKEN = (
    Message(role=Role.USER, text="Where is 7?"),
    Message(role=Role.ASSISTANT, text="", tool_calls=(ToolCall(id="c1", name="look", arguments='{"order":"7"}'),)),
    Message(role=Role.TOOL, text="on its way", tool_call_id="c1"),
    Message(role=Role.ASSISTANT, text="On its way."),
)
SHAPES: dict[str, JSON] = {
    "openai": [
        {"role": "system", "content": "Help."},
        USER,
        {"role": "assistant", "content": None, "tool_calls": [
            {"id": "c1", "type": "function", "function": {"name": "look", "arguments": '{"order":"7"}'}}]},
        {"role": "tool", "tool_call_id": "c1", "content": "on its way"},
        {"role": "assistant", "content": "On its way."},
    ],
    "anthropic": {
        "system": [{"type": "text", "text": "Help."}],
        "messages": [
            USER,
            {"role": "assistant", "content": [
                {"type": "thinking", "thinking": "hm"},
                {"type": "tool_use", "id": "c1", "name": "look", "input": ARGUMENTS}]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c1", "content": "on its way"}]},
            {"role": "assistant", "content": [{"type": "text", "text": "On its way."}]},
        ],
    },
    "gemini": {
        "system_instruction": {"parts": [{"text": "Help."}]},
        "contents": [
            {"role": "user", "parts": [{"text": "Where is 7?"}]},
            {"role": "model", "parts": [
                {"text": "hm", "thought": True}, {"functionCall": {"id": "c1", "name": "look", "args": ARGUMENTS}}]},
            {"role": "user", "parts": [
                {"functionResponse": {"id": "c1", "name": "look", "response": "on its way"}}]},
            {"role": "model", "parts": [{"text": "On its way."}]},
        ],
    },
    "responses": {
        "instructions": "Help.",
        "input": [
            {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Where is 7?"}]},
            {"type": "reasoning", "summary": []},
            {"type": "function_call", "call_id": "c1", "name": "look", "arguments": '{"order":"7"}'},
            {"type": "function_call_output", "call_id": "c1", "output": "on its way"},
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "On its way."}]},
        ],
    },
    "langchain, serialised": {"messages": [[
        {"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "SystemMessage"],
         "kwargs": {"content": "Help."}},
        {"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "HumanMessage"],
         "kwargs": {"content": "Where is 7?"}},
        {"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "AIMessage"],
         "kwargs": {"content": "", "tool_calls": [{"name": "look", "args": ARGUMENTS, "id": "c1"}]}},
        {"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "ToolMessage"],
         "kwargs": {"content": "on its way", "tool_call_id": "c1"}},
        {"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "AIMessage"],
         "kwargs": {"content": "On its way."}},
    ]]},
    "langchain, as maps": [
        {"type": "system", "data": {"content": "Help."}},
        {"type": "human", "data": {"content": "Where is 7?"}},
        {"type": "ai", "content": "", "additional_kwargs": {"tool_calls": [
            {"id": "c1", "function": {"name": "look", "arguments": '{"order":"7"}'}}]}},
        {"type": "tool", "content": "on its way", "tool_call_id": "c1"},
        {"type": "ai", "content": "On its way."},
    ],
    "opentelemetry": [
        {"role": "system", "parts": [{"type": "text", "content": "Help."}]},
        {"role": "user", "parts": [{"type": "text", "content": "Where is 7?"}]},
        {"role": "assistant", "parts": [
            {"type": "reasoning", "content": "hm"},
            {"type": "tool_call", "id": "c1", "name": "look", "arguments": ARGUMENTS}]},
        {"role": "tool", "parts": [{"type": "tool_call_response", "id": "c1", "response": "on its way"}]},
        {"role": "assistant", "parts": [{"type": "text", "content": "On its way."}]},
    ],
    "vercel": [
        {"role": "system", "content": "Help."},
        {"role": "user", "content": [{"type": "text", "text": "Where is 7?"}]},
        {"role": "assistant", "content": [
            {"type": "tool-call", "toolCallId": "c1", "toolName": "look", "args": ARGUMENTS}]},
        {"role": "tool", "content": [
            {"type": "tool-result", "toolCallId": "c1", "output": {"type": "text", "value": "on its way"}}]},
        {"role": "assistant", "content": "On its way."},
    ],
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_read_as_the_same_conversation(shape: str) -> None:
    for value in (SHAPES[shape], json.dumps(SHAPES[shape])):
        told = tell(messages(value))
        assert told.messages == SPOKEN
        assert told.instructions == "Help."
        assert told.lost == ()


@pytest.mark.parametrize("text", ["Hello", '{"a": 1}', '["x", 1, {"b": null}]', "[1, 2]", "{not json"])
def test_what_a_user_wrote_stays_what_it_is(text: str) -> None:
    assert [message.text for message in tell(messages([{"role": "user", "content": text}])).messages] == [text]
    assert [message.text for message in tell(messages({"messages": text})).messages] == [text]


def test_pairs_of_role_and_text_are_messages() -> None:
    told = tell(messages([["human", "Hello"], ["ai", "Good day"]]))
    assert [message.text for message in told.messages] == ["Hello", "Good day"]


def test_what_is_no_text_is_lost_and_said_so() -> None:
    blob: JSON = {"role": "user", "parts": [{"type": "blob", "modality": "image", "content": "aGk="}]}
    inline: JSON = {"role": "user", "parts": [{"inlineData": {"mimeType": "audio/wav", "data": "aGk="}}]}
    odd: JSON = {"role": "narrator", "content": "Meanwhile"}
    assert tell(messages([blob, inline, odd])).lost == (
        "an image in a message is not kept",
        "a sound in a message is not kept",
        "a message of a role that nobody knows is not kept",
    )


@pytest.mark.parametrize("value", [None, 3, [], {}, [None, 1, [[]]], {"messages": None}, {"other": [USER]}])
def test_what_holds_no_messages_gives_none_or_says_so(value: JSON) -> None:
    told = tell(messages(value))
    assert not told.messages
