"""Talking to an assistant that is only a manifest."""

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Message, Role, ToolCall
from gptctl.core.value import Attrs
from gptctl.errors import GptctlError, Refused, Rejected, Unknown
from gptctl.providers.google.provider import GoogleProvider
from gptctl.providers.google.turn import Turn
from gptctl.providers.google.turns import answer, steps
from tests.providers.google.conftest import provider
from tests.support.fakes.google import KEY, FakeGoogle
from tests.support.fakes.trouble import Trouble
from tests.support.site import Site

TEXT = {"type": "text", "text": "Thirty"}
SECRET = "mcp-canary-0123456789"
TURNS = "/v1/interactions"


def user(text: str) -> Message:
    return Message(role=Role.USER, text=text)


@pytest.fixture
def assistant(repository: Site) -> RemoteId:
    repository.write("knowledge/handbook/leave.md", "# Sick leave\n")
    repository.apply()
    return RemoteId(repository.remote_id("assistant.handbook"))


def test_the_answer_names_its_page_and_is_shown_as_it_comes(google: GoogleProvider, assistant: RemoteId) -> None:
    shown: list[str] = []
    made = google.ask(assistant, [user("sick leave")], on_text=shown.append)
    assert (made.text, made.model) == ("SICK LEAVE", "gemini-3.5-flash")
    assert (len(shown), "".join(shown)) == (2, "SICK LEAVE")
    assert [(source.file, source.text) for source in made.sources] == [("leave.md", "# Sick leave\n")]
    assert made.usage["total_tokens"] == 9


def test_every_turn_brings_the_settings_and_only_what_is_new(
    google: GoogleProvider, assistant: RemoteId, fake: FakeGoogle
) -> None:
    said = [user("one")]
    for question in ("two", "three"):
        made = google.ask(assistant, said, on_text=lambda _: None)
        said = [*said, Message(role=Role.ASSISTANT, text=made.text), user(question)]
    google.ask(assistant, said, on_text=lambda _: None)
    asked = [one.json for one in fake.asked("POST", TURNS)]
    assert [len(one["input"]) for one in asked] == [1, 1, 1]
    assert ["previous_interaction_id" in one for one in asked] == [False, True, True]
    settings = [{name: one[name] for name in ("model", "system_instruction", "tools")} for one in asked]
    assert settings[0] == settings[1] == settings[2]
    assert not {"name", "description", "labels", "starters"} & asked[0].keys()
    assert len(list(fake.interactions.values())[-1]) == 6


def test_a_dialogue_keeps_to_the_settings_it_began_with(
    google: GoogleProvider, assistant: RemoteId, repository: Site, fake: FakeGoogle
) -> None:
    made = google.ask(assistant, [user("one")], on_text=lambda _: None)
    repository.write("assistants/handbook.md", "Be brief.\n")
    repository.apply()
    going_on = [user("one"), Message(role=Role.ASSISTANT, text=made.text), user("two")]
    google.ask(assistant, going_on, on_text=lambda _: None)
    google.ask(assistant, [user("new")], on_text=lambda _: None)
    told = [one.json["system_instruction"] for one in fake.asked("POST", TURNS)]
    assert told[0] == told[1]
    assert told[2] == "Be brief.\n"


def test_a_transcript_from_elsewhere_is_told_whole(
    google: GoogleProvider, assistant: RemoteId, fake: FakeGoogle
) -> None:
    said = [Message(role=Role.SYSTEM, text="Today is Monday."), user("one"), Message(role=Role.ASSISTANT, text="ONE")]
    google.ask(assistant, [*said, user("two")], on_text=lambda _: None)
    (asked,) = fake.asked("POST", TURNS)
    assert [step["type"] for step in asked.json["input"]] == ["user_input", "model_output", "user_input"]
    assert asked.json["system_instruction"].endswith("\n\nToday is Monday.")


def test_a_call_comes_back_and_its_result_is_answered(
    google: GoogleProvider, assistant: RemoteId, fake: FakeGoogle
) -> None:
    said = [user("call look")]
    made = google.ask(assistant, said, on_text=lambda _: None)
    (call,) = made.tool_calls
    assert (call.name, call.arguments) == ("look", '{"a":1}')
    told = Message(role=Role.ASSISTANT, text=made.text, tool_calls=made.tool_calls)
    result = Message(role=Role.TOOL, text="found", tool_call_id=call.id)
    assert google.ask(assistant, [*said, told, result], on_text=lambda _: None).text == "FOUND"
    (step,) = fake.asked("POST", TURNS)[-1].json["input"]
    assert step == {"type": "function_result", "call_id": call.id, "result": "found"}


def test_a_secret_is_put_in_place_in_the_turn_and_nowhere_else(repository: Site, fake: FakeGoogle) -> None:
    repository.declare(
        "acme", instructions="Help.", tools="[{mcp: 'https://mcp.example', name: acme, auth: {secret: ACME_MCP}}]"
    )
    repository.apply()
    id_ = RemoteId(repository.remote_id("assistant.acme"))
    assert not any(SECRET.encode() in one.body for one in fake.journal)
    google = provider(fake, ACME_MCP=SECRET)
    google.ask(id_, [user("hello")], on_text=lambda _: None)
    (tool,) = fake.asked("POST", TURNS)[-1].json["tools"]
    assert tool["headers"] == {"Authorization": f"Bearer {SECRET}"}
    assert "auth" not in tool
    google.close()
    without = provider(fake)
    with pytest.raises(GptctlError, match="ACME_MCP is not set"):
        without.ask(id_, [user("hello")], on_text=lambda _: None)
    without.close()
    untrusting = provider(fake, ACME_MCP=SECRET, GPTCTL_TRUSTED_ORIGINS=fake.url)
    with pytest.raises(Refused, match=r"ACME_MCP is not sent to https://mcp\.example"):
        untrusting.ask(id_, [user("hello")], on_text=lambda _: None)
    untrusting.close()


def test_a_question_whose_answer_was_lost_is_not_asked_again_on_its_own(
    google: GoogleProvider, assistant: RemoteId, fake: FakeGoogle
) -> None:
    fake.trouble(Trouble.LOSE_ANSWER, "POST", TURNS)
    with pytest.raises(Unknown):
        google.ask(assistant, [user("one")], on_text=lambda _: None)
    assert len(fake.asked("POST", TURNS)) == 1


@pytest.mark.parametrize("trouble", [Trouble.CUT, Trouble.TRUNCATE])
def test_an_answer_that_breaks_off_is_none(
    google: GoogleProvider, assistant: RemoteId, fake: FakeGoogle, trouble: Trouble
) -> None:
    fake.trouble(trouble, "POST", TURNS)
    with pytest.raises(Unknown):
        google.ask(assistant, [user("a question that is long enough")], on_text=lambda _: None)
    assert len(fake.asked("POST", TURNS)) == 1


def test_what_comes_is_put_together() -> None:
    shown: list[str] = []
    turn = Turn(shown.append)
    for event in (
        {"event_type": "interaction.created", "interaction": {"id": "v1_1", "model": "m", "status": "in_progress"}},
        {"event_type": "step.start", "index": 0, "step": {"type": "thought"}},
        {"event_type": "step.delta", "index": 0, "delta": {"type": "text", "text": "Hm."}},
        {"event_type": "step.start", "index": 1, "step": {"type": "model_output", "content": [TEXT]}},
        {"event_type": "step.delta", "index": 1, "delta": {"type": "text", "text": " days"}},
        {"event_type": "interaction.status_update", "interaction_id": "v1_1", "status": "in_progress"},
        {"event_type": "interaction.completed", "interaction": {"id": "v1_1", "status": "completed"}},
    ):
        turn.take(event)
    made = answer(turn.interaction())
    assert (made.text, made.model, shown) == ("Thirty days", "m", ["Thirty", " days"])


@pytest.mark.parametrize(
    "event",
    [
        {"event_type": "error", "error": {"message": "overloaded"}},
        {"event_type": "step.delta", "index": 0, "delta": {"type": "arguments_delta", "arguments": "{"}},
        {"event_type": "step.delta", "index": 0, "delta": {"type": "arguments_delta", "arguments": "[" * 100_000}},
    ],
)
def test_what_cannot_be_an_answer_is_none(event: Attrs) -> None:
    with pytest.raises(Unknown, match=r"overloaded|no JSON"):
        put_together(event, {"event_type": "interaction.completed", "interaction": {}})


def put_together(*events: Attrs) -> Attrs:
    turn = Turn(print)
    for event in events:
        turn.take(event)
    return turn.interaction()


@pytest.mark.parametrize("arguments", ["{", "[" * 100_000])
def test_a_call_whose_arguments_are_no_json_is_not_sent(arguments: str) -> None:
    said = Message(role=Role.ASSISTANT, text="", tool_calls=(ToolCall(id="c1", name="look", arguments=arguments),))
    with pytest.raises(Rejected, match="arguments of the call look"):
        steps([said])


def test_a_failed_turn_is_an_error_and_a_short_one_says_so() -> None:
    with pytest.raises(Rejected, match="too long"):
        answer({"status": "failed", "errors": [{"message": "too long"}]})
    assert answer({"status": "incomplete", "steps": []}).notes == ("the answer was cut short",)


@pytest.mark.parametrize("id_", ["assistant-000000000000-0000000000000000", "fileSearchStores/x", ""])
def test_an_assistant_that_is_not_there_cannot_be_asked(google: GoogleProvider, id_: str) -> None:
    with pytest.raises(Rejected, match="no assistant"):
        google.ask(RemoteId(id_), [user("hello")], on_text=lambda _: None)


def test_without_a_key_everything_that_needs_no_network_works() -> None:
    google = GoogleProvider(name="google", settings={}, environ={}, sleep=lambda _: None)
    assert list(google.handlers["assistant"].validate({"name": "a"})) == []
    (check,) = google.checks()
    assert not check.ok
    with pytest.raises(GptctlError, match="GEMINI_API_KEY is not set"):
        list(google.handlers["assistant"].list("0" * 12))


def test_an_address_from_the_repository_gets_no_key(fake: FakeGoogle) -> None:
    google = GoogleProvider(name="google", settings={"base_url": fake.url}, environ={"GEMINI_API_KEY": KEY})
    with pytest.raises(Refused, match="cannot be trusted"):
        list(google.handlers["assistant"].list("0" * 12))
    assert not fake.journal


def test_doctor_says_that_the_key_is_accepted(google: GoogleProvider) -> None:
    assert [check.ok for check in google.checks()] == [True]
