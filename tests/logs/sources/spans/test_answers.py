import json

import pytest

from gptctl.core.value import JSON
from gptctl.logs.sources.spans.answers import answers, candidates
from tests.support.spans import texts

TEXT: dict[str, JSON] = {
    "text": "Yes.",
    "message": {"role": "assistant", "content": "Yes."},
    "messages": [{"role": "assistant", "content": "Yes."}],
    "chat": {"choices": [{"message": {"role": "assistant", "content": "Yes."}}]},
    "completion": {"choices": [{"text": "Yes."}]},
    "anthropic": {"type": "message", "role": "assistant", "content": [{"type": "text", "text": "Yes."}]},
    "responses": {"output": [{"type": "message", "role": "assistant",
                              "content": [{"type": "output_text", "text": "Yes."}]}]},
    "gemini": {"candidates": [{"content": {"role": "model", "parts": [{"text": "Yes."}]}}]},
    "gemini without a role": {"candidates": [{"content": {"parts": [{"text": "Yes."}]}}]},
    "langchain": {"generations": [[{"text": "Yes.", "message": {"type": "ai", "content": "Yes."}}]]},
    "plain map": {"output": "Yes."},
}  # fmt: skip


def plain(value: JSON) -> list[str]:
    return ["".join(texts(one.entries)) for one in answers(value)]


@pytest.mark.parametrize("shape", TEXT)
def test_every_shape_of_a_response_is_one_answer(shape: str) -> None:
    (found,) = answers(TEXT[shape])
    assert "Yes." in str(found.entries[0].content)
    assert len(found.entries) == 1


def test_an_answer_in_json_stays_as_it_is() -> None:
    for text in ('{"intent": "refund"}', '["a", "b"]', "[1]", "{}"):
        assert plain(text) == [text]


@pytest.mark.parametrize(
    ("value", "finish"),
    [
        ({"choices": [{"finish_reason": "length", "message": {"role": "assistant", "content": "x"}}]}, "length"),
        ({"role": "assistant", "content": "x", "stop_reason": "tool_use"}, "tool_calls"),
        ({"candidates": [{"finishReason": "SAFETY", "content": {"parts": [{"text": "x"}]}}]}, "content_filter"),
        ({"generations": [{"text": "x", "generation_info": {"finish_reason": "stop"}}]}, "stop"),
        ({"output": "x"}, ""),
    ],
)
def test_why_an_answer_ended_is_told(value: JSON, finish: str) -> None:
    assert [one.finish for one in answers(value)] == [finish]


def test_a_message_and_the_calls_after_it_are_one() -> None:
    (found,) = answers({"output": [
        {"type": "message", "role": "assistant", "content": "Wait."},
        {"type": "function_call", "call_id": "c1", "name": "look", "arguments": "{}"},
        {"type": "function_call", "call_id": "c2", "name": "seek", "arguments": "{}"},
    ]})  # fmt: skip
    assert [[call.name for call in entry.calls] for entry in found.entries] == [["look", "seek"]]


def test_a_list_is_of_candidates_unless_tools_were_called() -> None:
    two: JSON = [{"role": "assistant", "content": "One"}, {"role": "assistant", "content": "Two"}]
    assert len(candidates(json.dumps(two))) == 2
    loop: JSON = [
        {"role": "assistant", "parts": [{"type": "tool_call", "id": "c", "name": "look", "arguments": {}}]},
        {"role": "tool", "parts": [{"type": "tool_call_response", "id": "c", "response": "there"}]},
        {"role": "assistant", "parts": [{"type": "text", "content": "There."}], "finish_reason": "stop"},
    ]
    (found,) = candidates(loop)
    assert len(found.entries) == 3
    assert found.finish == "stop"
