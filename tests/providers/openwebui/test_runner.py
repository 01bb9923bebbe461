"""Asking a preset: sources, tools, and what is sent with every question."""

import json

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Engine, Message, Role, ToolCall
from gptctl.core.value import Attrs
from gptctl.errors import ProviderError, Rejected
from gptctl.providers.openwebui.provider import OpenWebUIProvider
from tests.conformance.subject import Pages, draft
from tests.support.fakes.openwebui import KEY, MODEL, FakeOpenWebUI
from tests.support.fakes.trouble import Trouble

TOOL: Attrs = {"type": "function", "function": {"name": "lookup", "parameters": {"type": "object"}}}
QUESTION = Message(role=Role.USER, text="How many days of leave?")


def preset(target: OpenWebUIProvider, **meta: object) -> RemoteId:
    attrs = {"name": "support", "model": MODEL, "params": {"function_calling": "legacy"}, "meta": meta}
    return target.handlers["assistant"].create(draft("assistant", attrs)).id  # type: ignore[arg-type]


def heard(target: OpenWebUIProvider, id_: RemoteId, *messages: Message) -> tuple[list[str], object]:
    pieces: list[str] = []
    return pieces, target.ask(id_, messages, on_text=pieces.append)


def test_an_answer_streams_and_names_the_pages_it_rests_on(target: OpenWebUIProvider) -> None:
    files = {"travel/leave.md": Pages.digest(b"# Leave\n\nThirty days of leave."), "a.md": Pages.digest(b"Trains.")}
    base = target.handlers["knowledge"].create(draft("knowledge", {"name": "handbook", "files": files}))
    pieces: list[str] = []
    answer = target.ask(preset(target, knowledge=[{"$id": base.id}]), [QUESTION], on_text=pieces.append)
    assert len(pieces) == 4
    assert "".join(pieces) == answer.text == "# Leave\n\nThirty days of leave."
    assert (answer.engine, answer.model, answer.usage) == (Engine.SERVER, MODEL, {"total_tokens": 3})
    assert (answer.sources[0].file, answer.sources[0].heading) == ("travel/leave.md", "Leave")


def test_tools_and_features_are_sent_and_a_call_comes_back(fake: FakeOpenWebUI, target: OpenWebUIProvider) -> None:
    id_ = preset(target, gptctl_tools=[TOOL], defaultFeatureIds=["web_search"])
    _, answer = heard(target, id_, QUESTION)
    assert answer.tool_calls == (ToolCall(id="call_1", name="lookup", arguments='{"id": 7}'),)  # type: ignore[attr-defined]
    sent = fake.asked("POST", "/api/chat/completions")[0].json
    assert sent["tools"] == [TOOL]
    assert sent["features"] == {"web_search": True}
    assert sent["stream"] is True


def test_the_whole_transcript_goes_with_every_question(fake: FakeOpenWebUI, target: OpenWebUIProvider) -> None:
    call = ToolCall(id="call_1", name="lookup", arguments="{}")
    heard(
        target,
        preset(target),
        QUESTION,
        Message(role=Role.ASSISTANT, text="", tool_calls=(call,)),
        Message(role=Role.TOOL, text="30", tool_call_id="call_1"),
    )
    function = {"name": "lookup", "arguments": "{}"}
    assert fake.asked("POST", "/api/chat/completions")[0].json["messages"] == [
        {"role": "user", "content": "How many days of leave?"},
        {
            "role": "assistant",
            "content": "",
            "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
        },
        {"role": "tool", "content": "30", "tool_call_id": "call_1"},
    ]


def test_a_preset_that_is_gone_is_said_so(target: OpenWebUIProvider) -> None:
    with pytest.raises(Rejected, match="there is no preset"):
        heard(target, RemoteId("nothing"), QUESTION)


@pytest.mark.parametrize("trouble", [Trouble.FAIL_BEFORE, Trouble.BUSY, Trouble.LOSE_ANSWER, Trouble.DROP])
def test_a_broken_answer_is_an_error_asked_once(
    fake: FakeOpenWebUI, target: OpenWebUIProvider, trouble: Trouble
) -> None:
    id_ = preset(target)
    fake.trouble(trouble, "POST", "/api/chat/completions")
    with pytest.raises(ProviderError) as caught:
        heard(target, id_, QUESTION)
    assert KEY not in json.dumps([caught.value.message, caught.value.advice])
    assert len(fake.asked("POST", "/api/chat/completions")) == 1
