"""Talking to an agent."""

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Message, Role
from gptctl.errors import GptctlError, Refused, Rejected, Unknown
from gptctl.providers.mistral.provider import MistralProvider
from gptctl.providers.mistral.turn import Turn
from tests.support.fakes.mistral import KEY, FakeMistral
from tests.support.fakes.trouble import Trouble
from tests.support.site import Site


def user(text: str) -> Message:
    return Message(role=Role.USER, text=text)


@pytest.fixture
def agent(repository: Site) -> RemoteId:
    repository.write("knowledge/handbook/leave.md", "# Sick leave\n")
    repository.apply()
    return RemoteId(repository.remote_id("assistant.handbook"))


def test_the_answer_names_its_page_and_is_shown_as_it_comes(mistral: MistralProvider, agent: RemoteId) -> None:
    shown: list[str] = []
    answer = mistral.ask(agent, [user("sick leave")], on_text=shown.append)
    assert (answer.text, answer.model) == ("SICK LEAVE", "mistral-large-latest")
    assert (len(shown), "".join(shown)) == (2, "SICK LEAVE")
    assert [source.file for source in answer.sources] == ["leave.md"]
    assert answer.usage["total_tokens"] == 9


def test_a_second_question_goes_on_with_the_conversation(
    mistral: MistralProvider, agent: RemoteId, fake: FakeMistral
) -> None:
    said = [user("one")]
    for question in ("two", "three"):
        answer = mistral.ask(agent, said, on_text=lambda _: None)
        said = [*said, Message(role=Role.ASSISTANT, text=answer.text), user(question)]
    mistral.ask(agent, said, on_text=lambda _: None)
    asked = fake.asked("POST", "/v1/conversations*")
    assert [len(one.json["inputs"]) for one in asked] == [1, 1, 1]
    assert len({one.path for one in asked}) == 3
    assert len(list(fake.conversations.values())[-1][1]) == 6


def test_a_transcript_from_elsewhere_is_told_whole(
    mistral: MistralProvider, agent: RemoteId, fake: FakeMistral
) -> None:
    said = [user("one"), Message(role=Role.ASSISTANT, text="ONE"), user("two")]
    mistral.ask(agent, said, on_text=lambda _: None)
    (asked,) = fake.asked("POST", "/v1/conversations")
    assert [entry["type"] for entry in asked.json["inputs"]] == ["message.input", "message.output", "message.input"]


def test_a_call_comes_back_and_its_result_is_answered(
    mistral: MistralProvider, agent: RemoteId, fake: FakeMistral
) -> None:
    said = [user("call look")]
    answer = mistral.ask(agent, said, on_text=lambda _: None)
    (call,) = answer.tool_calls
    assert (call.name, call.arguments) == ("look", '{"a": 1}')
    told = Message(role=Role.ASSISTANT, text=answer.text, tool_calls=answer.tool_calls)
    result = Message(role=Role.TOOL, text="found", tool_call_id=call.id)
    assert mistral.ask(agent, [*said, told, result], on_text=lambda _: None).text == "FOUND"
    (entry,) = fake.asked("POST", "/v1/conversations*")[-1].json["inputs"]
    assert entry == {"type": "function.result", "tool_call_id": call.id, "result": "found"}


def test_a_question_whose_answer_was_lost_is_not_asked_again_on_its_own(
    mistral: MistralProvider, agent: RemoteId, fake: FakeMistral
) -> None:
    fake.trouble(Trouble.LOSE_ANSWER, "POST", "/v1/conversations")
    with pytest.raises(Unknown):
        mistral.ask(agent, [user("one")], on_text=lambda _: None)
    assert len(fake.asked("POST", "/v1/conversations")) == 1


@pytest.mark.parametrize("trouble", [Trouble.CUT, Trouble.TRUNCATE])
def test_an_answer_that_breaks_off_is_none(
    mistral: MistralProvider, agent: RemoteId, fake: FakeMistral, trouble: Trouble
) -> None:
    fake.trouble(trouble, "POST", "/v1/conversations")
    with pytest.raises(Unknown):
        mistral.ask(agent, [user("a question that is long enough")], on_text=lambda _: None)
    assert len(fake.asked("POST", "/v1/conversations")) == 1


def test_what_comes_is_put_together() -> None:
    shown: list[str] = []
    turn = Turn(shown.append)
    for event in (
        {"type": "conversation.response.started", "conversation_id": "conv_1"},
        {"type": "tool.execution.started", "name": "web_search"},
        {"type": "message.output.delta", "id": "m", "content": {"type": "thinking", "thinking": []}},
        {"type": "message.output.delta", "id": "m", "content": "Thirty "},
        {"type": "message.output.delta", "id": "m", "content": [{"type": "text", "text": "days"}], "model": "l"},
        {"type": "message.output.delta", "id": "m", "content": {"type": "tool_reference", "title": "leave.md"}},
        {"type": "conversation.response.done", "usage": {"total_tokens": 9}},
    ):
        turn.take(event)
    answer = turn.answer()
    assert (answer.text, shown, turn.conversation) == ("Thirty days", ["Thirty ", "days"], "conv_1")
    assert ([source.file for source in answer.sources], answer.usage) == (["leave.md"], {"total_tokens": 9})


def test_what_mistral_says_of_its_own_failure_is_told() -> None:
    with pytest.raises(Unknown, match="overloaded"):
        Turn(print).take({"type": "conversation.response.error", "message": "overloaded", "code": 3505})


@pytest.mark.parametrize("said", [[], [Message(role=Role.SYSTEM, text="be rude"), user("hello")]])
def test_what_an_agent_does_not_take_is_said_before_it_is_sent(
    mistral: MistralProvider, fake: FakeMistral, said: list[Message]
) -> None:
    with pytest.raises(Rejected):
        mistral.ask(RemoteId("ag_1"), said, on_text=lambda _: None)
    assert not fake.journal


def test_without_a_key_everything_that_needs_no_network_works() -> None:
    mistral = MistralProvider(name="mistral", settings={}, environ={}, sleep=lambda _: None)
    assert list(mistral.handlers["assistant"].validate({"name": "a"})) == []
    (check,) = mistral.checks()
    assert not check.ok
    with pytest.raises(GptctlError, match="MISTRAL_API_KEY is not set"):
        list(mistral.handlers["assistant"].list("0" * 12))


def test_an_address_from_the_repository_gets_no_key(fake: FakeMistral) -> None:
    settings = {"base_url": fake.url}
    mistral = MistralProvider(name="mistral", settings=settings, environ={"MISTRAL_API_KEY": KEY})
    with pytest.raises(Refused, match="cannot be trusted"):
        list(mistral.handlers["assistant"].list("0" * 12))
    assert not fake.journal


def test_doctor_says_that_the_key_is_accepted(mistral: MistralProvider) -> None:
    assert [check.ok for check in mistral.checks()] == [True]
