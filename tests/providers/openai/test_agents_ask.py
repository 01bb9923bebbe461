"""Ask an agent through sessions."""

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Engine, Message, Role
from gptctl.core.value import Attrs
from gptctl.errors import NotDone, Rejected, Unknown
from gptctl.providers.openai.agents.preview import Preview
from gptctl.providers.openai.provider import OpenAIProvider
from tests.support.fakes.openai import FakeOpenAI
from tests.support.fakes.trouble import Trouble
from tests.support.site import Site


def said(text: str, role: Role = Role.USER) -> Message:
    return Message(role=role, text=text)


@pytest.fixture
def airline(agency: Site) -> RemoteId:
    agency.apply()
    return RemoteId(agency.remote_id("assistant.airline"))


def test_an_answer_is_what_the_agent_says_for_good(agents: OpenAIProvider, airline: RemoteId) -> None:
    pieces: list[str] = []
    answer = agents.ask(airline, [said("One")], on_text=pieces.append)
    assert (answer.text, pieces) == ("One [1 turns]", ["One [1 t", "urns]"])
    assert (answer.engine, answer.model, answer.usage["total_tokens"]) == (Engine.SERVER, "gpt-6-luna", 15)


def test_a_dialogue_is_one_session(agents: OpenAIProvider, fake: FakeOpenAI, airline: RemoteId) -> None:
    first = agents.ask(airline, [said("One")], on_text=lambda _: None)
    past = [said("One"), said(first.text, Role.ASSISTANT)]
    assert agents.ask(airline, [*past, said("Two")], on_text=lambda _: None).text == "Two [2 turns]"
    assert len(fake.sessions) == 1


def test_a_dialogue_is_listened_to_as_well(agents: OpenAIProvider, airline: RemoteId) -> None:
    first = agents.ask(airline, [said("One")], on_text=lambda _: None)
    pieces: list[str] = []
    agents.ask(airline, [said("One"), said(first.text, Role.ASSISTANT), said("Two")], on_text=pieces.append)
    assert pieces == ["Two [2 t", "urns]"]


@pytest.mark.parametrize("trouble", [Trouble.CUT, Trouble.TRUNCATE])
def test_what_a_broken_stream_did_not_tell_is_looked_up(
    agents: OpenAIProvider, fake: FakeOpenAI, airline: RemoteId, trouble: Trouble
) -> None:
    first = agents.ask(airline, [said("One")], on_text=lambda _: None)
    fake.trouble(trouble, "GET", "/agents/sessions/*/events")
    pieces: list[str] = []
    past = [said("One"), said(first.text, Role.ASSISTANT)]
    agents.ask(airline, [*past, said("Two")], on_text=pieces.append)
    assert pieces == ["Two [2 turns]"]
    assert len(fake.asked("POST", "/agents/sessions/*/events")) == 1


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("Yes.\n\nNo.", "Yes.\n\nNo."),
        ("Yes.\n\nNo. And more.", "Yes.\n\nNo. And more."),
        ("Maybe.", "Yes.\n\nNo.\n\nMaybe."),
    ],
)
def test_what_was_shown_is_made_good_by_the_whole_answer(answer: str, shown: str) -> None:
    pieces: list[str] = []
    preview = Preview(pieces.append)
    for id_, phase, words in (("m1", "commentary", "Hm."), ("m2", None, "Yes."), ("m3", "final_answer", "No.")):
        item: Attrs = {"id": id_, "type": "message", "role": "assistant", "phase": phase}
        preview.take({"type": "agent.session.turn.item.added", "item": item})
        preview.take({"type": "agent.session.turn.output_text.delta", "item_id": id_, "delta": words})
    preview.finish(answer)
    assert "".join(pieces) == shown


def test_a_session_that_is_gone_is_begun_anew_with_what_was_said(
    agents: OpenAIProvider, fake: FakeOpenAI, airline: RemoteId
) -> None:
    first = agents.ask(airline, [said("One")], on_text=lambda _: None)
    fake.sessions.clear()
    past = [said("One"), said(first.text, Role.ASSISTANT)]
    again = agents.ask(airline, [*past, said("Two")], on_text=lambda _: None).text
    assert "user: One" in again
    assert again.endswith("Two [1 turns]")


def test_a_session_finds_the_knowledge_in_its_workspace(
    agents: OpenAIProvider, fake: FakeOpenAI, agency: Site, airline: RemoteId
) -> None:
    agents.ask(airline, [said("One")], on_text=lambda _: None)
    agents.ask(RemoteId(agency.remote_id("assistant.handbook")), [said("Two")], on_text=lambda _: None)
    plain, hosted = (one.json["environment"] for one in fake.asked("POST", "/agents/sessions"))
    template = agency.remote_id("knowledge.handbook")
    assert (plain, hosted) == ({"type": "none"}, {"type": "openai_hosted", "environment_template_id": template})


def test_a_tool_is_asked_for_and_its_result_taken(agents: OpenAIProvider, airline: RemoteId) -> None:
    asked = said("call get_user_details")
    wants = agents.ask(airline, [asked], on_text=lambda _: None)
    (call,) = wants.tool_calls
    assert (call.name, call.arguments) == ("get_user_details", '{"id": 7}')
    called = Message(role=Role.ASSISTANT, text=wants.text, tool_calls=wants.tool_calls)
    result = Message(role=Role.TOOL, text="Ada", tool_call_id=call.id)
    answer = agents.ask(airline, [asked, called, result], on_text=lambda _: None)
    assert (answer.text, answer.tool_calls) == ("The tool says Ada [1 turns]", ())


def test_a_result_for_a_session_that_is_gone_is_refused(
    agents: OpenAIProvider, fake: FakeOpenAI, airline: RemoteId
) -> None:
    asked = said("call get_user_details")
    wants = agents.ask(airline, [asked], on_text=lambda _: None)
    called = Message(role=Role.ASSISTANT, text="", tool_calls=wants.tool_calls)
    fake.sessions.clear()
    result = Message(role=Role.TOOL, text="Ada", tool_call_id=wants.tool_calls[0].id)
    with pytest.raises(Rejected, match="ask the question again"):
        agents.ask(airline, [asked, called, result], on_text=lambda _: None)


def test_an_agent_that_waits_for_a_person_is_said_to(
    agents: OpenAIProvider, fake: FakeOpenAI, airline: RemoteId
) -> None:
    agents.ask(airline, [said("One")], on_text=lambda _: None)
    (session,) = fake.sessions.values()
    session["required_actions"] = [{"type": "mcp_approval_request"}]
    past = [said("One"), said("One [1 turns]", Role.ASSISTANT)]
    with pytest.raises(Rejected, match="mcp_approval_request"):
        agents.ask(airline, [*past, said("Two")], on_text=lambda _: None)


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_a_turn_that_failed_is_an_error(
    agents: OpenAIProvider, fake: FakeOpenAI, airline: RemoteId, status: str
) -> None:
    fake._say = lambda _id, turn, _words: turn.update(status=status, error={"code": "c", "message": "no credit"})  # type: ignore[method-assign]  # noqa: SLF001 -- what the service does then
    with pytest.raises(NotDone, match="no credit"):
        agents.ask(airline, [said("One")], on_text=lambda _: None)


def test_a_question_is_never_sent_twice(agents: OpenAIProvider, fake: FakeOpenAI, airline: RemoteId) -> None:
    fake.trouble(Trouble.LOSE_ANSWER, "POST", "/agents/sessions")
    with pytest.raises(Unknown):
        agents.ask(airline, [said("One")], on_text=lambda _: None)
    assert len(fake.sessions) == 1


def test_an_agent_that_is_gone_is_said_to_be(agents: OpenAIProvider) -> None:
    with pytest.raises(Rejected, match="no agent"):
        agents.ask(RemoteId("agent_gone"), [said("One")], on_text=lambda _: None)
