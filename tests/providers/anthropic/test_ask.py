"""Conversations with an applied assistant."""

import json

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message, Role
from gptctl.core.value import JSON
from gptctl.errors import NotDone, Rejected, Unknown
from gptctl.providers.anthropic.provider import AnthropicProvider
from tests.conformance.subject import SAMPLES, Subject, draft
from tests.support.fakes.anthropic import FakeAnthropic
from tests.support.fakes.trouble import Trouble


@pytest.fixture
def assistant(provider: AnthropicProvider) -> RemoteId:
    subject = Subject(provider=provider)
    knowledge = provider.handlers["knowledge"].create(draft("knowledge", subject.attrs("knowledge")))
    ids: JSON = [{"$id": knowledge.id}]
    return provider.handlers["assistant"].create(draft("assistant", subject.attrs("assistant", knowledge=ids))).id


def user(text: str) -> Message:
    return Message(role=Role.USER, text=text)


def said(answer: Answer) -> Message:
    return Message(role=Role.ASSISTANT, text=answer.text, tool_calls=answer.tool_calls)


def ask(provider: AnthropicProvider, id_: RemoteId, *messages: Message) -> Answer:
    pieces: list[str] = []
    answer = provider.ask(id_, messages, on_text=pieces.append)
    assert "".join(pieces) == answer.text
    return answer


def test_an_answer_rests_on_the_knowledge(
    provider: AnthropicProvider, fake: FakeAnthropic, assistant: RemoteId
) -> None:
    fake.slow = 3
    answer = ask(provider, assistant, user("How does one book trains?"))
    assert answer.text == "Book trains with the Büro für Reisen 🚆."
    assert [source.file for source in answer.sources] == ["travel/trips.md"]
    assert (answer.model, answer.usage["input_tokens"]) == (SAMPLES["assistant"]["model"], 10)
    (session,) = fake.sessions
    assert session["resources"][0]["access"] == "read_only"


def test_a_conversation_stays_in_its_session(
    provider: AnthropicProvider, fake: FakeAnthropic, assistant: RemoteId
) -> None:
    first = user("Good morning")
    answer = ask(provider, assistant, first)
    again = ask(provider, assistant, first, said(answer), user("And again"))
    assert again.text == "You said: And again"
    assert len(fake.sessions) == 1
    other = ask(provider, assistant, user("Good morning"))
    assert (other.text, len(fake.sessions)) == ("You said: Good morning", 2)


def test_a_conversation_from_elsewhere_is_told_to_a_new_session(
    provider: AnthropicProvider, assistant: RemoteId
) -> None:
    past = (user("Hello"), Message(role=Role.ASSISTANT, text="Hi"))
    answer = ask(provider, assistant, *past, user("Who are you"))
    assert answer.text == "You said: This was said before:\n\nuser: Hello\n\nassistant: Hi\n\nNow:\n\nWho are you"


def test_a_session_that_is_gone_is_begun_anew(
    provider: AnthropicProvider, fake: FakeAnthropic, assistant: RemoteId
) -> None:
    first = user("Hello")
    answer = ask(provider, assistant, first)
    (session,) = fake.sessions
    fake.sessions.pop(session["id"])
    again = ask(provider, assistant, first, said(answer), user("More"))
    assert again.text.endswith("Now:\n\nMore")


def test_a_function_is_run_by_the_caller(provider: AnthropicProvider, assistant: RemoteId) -> None:
    first = user("use lookup")
    asked = ask(provider, assistant, first)
    (call,) = asked.tool_calls
    assert (call.name, json.loads(call.arguments)) == ("lookup", {"about": "use lookup"})
    result = Message(role=Role.TOOL, text="Anna", tool_call_id=call.id)
    assert ask(provider, assistant, first, said(asked), result).text == "You said: Anna"


def test_a_result_without_its_session_is_refused(provider: AnthropicProvider, assistant: RemoteId) -> None:
    result = Message(role=Role.TOOL, text="Anna", tool_call_id="x")
    with pytest.raises(Rejected, match="ask the question again"):
        ask(provider, assistant, user("use lookup"), result)


def test_a_refusal_is_a_note_and_a_failure_an_error(
    provider: AnthropicProvider, fake: FakeAnthropic, assistant: RemoteId
) -> None:
    fake.refusing = True
    assert ask(provider, assistant, user("Hello")).notes == ("the model refused to go on",)
    fake.refusing, fake.failing = False, True
    with pytest.raises(NotDone, match="the model broke"):
        ask(provider, assistant, user("Hello"))


def test_an_agent_at_work_is_not_waited_for_without_end(
    provider: AnthropicProvider, fake: FakeAnthropic, assistant: RemoteId
) -> None:
    fake.slow = 10_000
    with pytest.raises(Unknown, match="still at work after 600 seconds"):
        ask(provider, assistant, user("Hello"))


def test_an_unanswered_question_is_not_asked_twice(
    provider: AnthropicProvider, fake: FakeAnthropic, assistant: RemoteId
) -> None:
    fake.trouble(Trouble.LOSE_ANSWER, "POST", "/v1/sessions/*/events")
    with pytest.raises(Unknown):
        ask(provider, assistant, user("Hello"))
    assert len(fake.asked("POST", "/v1/sessions/*/events")) == 1


def test_an_archived_assistant_says_so(provider: AnthropicProvider, assistant: RemoteId) -> None:
    provider.handlers["assistant"].delete(assistant, version="")
    with pytest.raises(Rejected, match="no agent"):
        ask(provider, assistant, user("Hello"))
