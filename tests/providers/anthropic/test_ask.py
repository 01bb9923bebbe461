"""Conversations with an applied assistant."""

import json

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message, Role
from gptctl.core.value import JSON, Attrs
from gptctl.errors import NotDone, Rejected, Unknown
from gptctl.providers.anthropic.provider import AnthropicProvider
from gptctl.providers.anthropic.turn import Turn
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


def test_an_answer_is_shown_while_it_is_written(
    provider: AnthropicProvider, fake: FakeAnthropic, assistant: RemoteId
) -> None:
    pieces: list[str] = []
    provider.ask(assistant, [user("How does one book trains?")], on_text=pieces.append)
    assert "".join(pieces) == "Book trains with the Büro für Reisen 🚆."
    assert len(pieces) == 5
    looks = [one.path for one in fake.asked("GET", "/v1/sessions/*")]
    assert [path.rsplit("/", 1)[1] for path in looks] == ["events", "stream"]


@pytest.mark.parametrize("trouble", [Trouble.CUT, Trouble.TRUNCATE])
def test_what_a_broken_stream_did_not_tell_is_looked_up(
    provider: AnthropicProvider, fake: FakeAnthropic, assistant: RemoteId, trouble: Trouble
) -> None:
    fake.trouble(trouble, "GET", "/v1/sessions/*/events/stream")
    assert ask(provider, assistant, user("How does one book trains?")).sources
    assert len(fake.asked("POST", "/v1/sessions/*/events")) == 1


def test_a_stream_that_does_not_open_means_that_nothing_was_asked(
    provider: AnthropicProvider, fake: FakeAnthropic, assistant: RemoteId
) -> None:
    fake.trouble(Trouble.FAIL_BEFORE, "GET", "/v1/sessions/*/events/stream", times=9)
    with pytest.raises(NotDone):
        ask(provider, assistant, user("Hello"))
    assert not fake.asked("POST", "/v1/sessions/*/events")


def test_a_message_that_is_given_up_is_no_part_of_the_answer() -> None:
    turn = Turn()
    shown = [
        turn.take(event)
        for event in (preview("e1", "I thi"), message("e2", "Yes."), preview("e3", "Al"), message("e3", "Also no."))
    ]
    turn.take({"type": "session.status_idle", "id": "e4", "stop_reason": {"type": "end_turn"}})
    assert shown == ["I thi", "\n\nYes.", "\n\nAl", "so no."]
    assert turn.answer("m").text == "Yes.\n\nAlso no."


def preview(id_: str, words: str) -> Attrs:
    content: Attrs = {"type": "text", "text": words}
    return {"type": "event_delta", "event_id": id_, "delta": {"type": "content_delta", "content": content}}


def message(id_: str, words: str) -> Attrs:
    return {"type": "agent.message", "id": id_, "content": [{"type": "text", "text": words}]}


def test_an_archived_assistant_says_so(provider: AnthropicProvider, assistant: RemoteId) -> None:
    provider.handlers["assistant"].delete(assistant, version="")
    with pytest.raises(Rejected, match="no agent"):
        ask(provider, assistant, user("Hello"))
