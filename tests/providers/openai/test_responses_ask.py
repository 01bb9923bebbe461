"""Ask an assistant that only its manifest knows."""

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Engine, Message, Role
from gptctl.errors import GptctlError, NotDone, Refused, Rejected, Unknown
from gptctl.providers.http.keys import TRUSTED
from gptctl.providers.openai.provider import OpenAIProvider
from gptctl.providers.openai_shape.secrets import with_secrets
from tests.support.fakes.openai import FakeOpenAI
from tests.support.fakes.trouble import Trouble
from tests.support.site import Site


def said(text: str, role: Role = Role.USER) -> Message:
    return Message(role=role, text=text)


@pytest.fixture
def handbook(repository: Site) -> RemoteId:
    repository.write("knowledge/handbook/parking.md", "# Parking\n\nBicycles stand behind the kitchen.\n")
    repository.apply()
    return RemoteId(repository.remote_id("assistant.handbook"))


@pytest.fixture
def airline(repository: Site) -> RemoteId:
    repository.apply()
    return RemoteId(repository.remote_id("assistant.airline"))


def test_an_answer_comes_in_pieces_with_its_source(openai: OpenAIProvider, handbook: RemoteId) -> None:
    pieces: list[str] = []
    answer = openai.ask(handbook, [said("where do bicycles stand behind the kitchen.")], on_text=pieces.append)
    assert answer.text == "".join(pieces) == "# Parking\n\nBicycles stand behind the kitchen."
    assert len(pieces) > 1
    assert (answer.engine, answer.model, answer.usage["total_tokens"]) == (Engine.SERVER, "gpt-6-luna", 15)
    (source,) = answer.sources
    assert (source.file, "Bicycles" in source.text, source.score > 0) == ("parking.md", True, True)


def test_everything_that_was_declared_goes_along(
    openai: OpenAIProvider, fake: FakeOpenAI, repository: Site, handbook: RemoteId
) -> None:
    openai.ask(handbook, [said("Hello")], on_text=lambda _: None)
    body = fake.asked("POST", "/responses")[-1].json
    assert body["instructions"] == (repository.root / "assistants/handbook.md").read_text(encoding="utf-8")
    assert body["tools"] == [{"type": "file_search", "vector_store_ids": [repository.remote_id("knowledge.handbook")]}]
    assert (body["temperature"], body["max_output_tokens"]) == (0, 200)
    assert not {"name", "starters", "knowledge"} & body.keys()


def test_a_dialogue_goes_on_from_its_last_response(openai: OpenAIProvider, fake: FakeOpenAI, airline: RemoteId) -> None:
    first = openai.ask(airline, [said("One")], on_text=lambda _: None)
    past = [said("One"), said(first.text, Role.ASSISTANT)]
    second = openai.ask(airline, [*past, said("Two")], on_text=lambda _: None)
    body = fake.asked("POST", "/responses")[-1].json
    assert (body["input"], "previous_response_id" in body) == ([{"role": "user", "content": "Two"}], True)
    assert "3 items" in second.text


def test_a_response_that_the_provider_forgot_is_told_again(
    openai: OpenAIProvider, fake: FakeOpenAI, airline: RemoteId
) -> None:
    first = openai.ask(airline, [said("One")], on_text=lambda _: None)
    fake.said.clear()
    past = [said("One"), said(first.text, Role.ASSISTANT)]
    second = openai.ask(airline, [*past, said("Two")], on_text=lambda _: None)
    assert "3 items" in second.text


def test_a_transcript_from_elsewhere_is_told_whole(openai: OpenAIProvider, airline: RemoteId) -> None:
    past = [said("One"), said("Yes", Role.ASSISTANT), said("Two"), said("No", Role.ASSISTANT)]
    assert "5 items" in openai.ask(airline, [*past, said("Three")], on_text=lambda _: None).text


def test_a_tool_is_asked_for_and_its_result_taken(openai: OpenAIProvider, airline: RemoteId) -> None:
    asked = said("call get_user_details")
    wants = openai.ask(airline, [asked], on_text=lambda _: None)
    (call,) = wants.tool_calls
    assert (call.name, call.arguments) == ("get_user_details", '{"id": 7}')
    called = Message(role=Role.ASSISTANT, text="", tool_calls=wants.tool_calls)
    result = Message(role=Role.TOOL, text="Ada", tool_call_id=call.id)
    assert openai.ask(airline, [asked, called, result], on_text=lambda _: None).text.startswith("The tool says Ada")


def test_a_new_dialogue_sees_what_was_applied_since(
    openai: OpenAIProvider, fake: FakeOpenAI, repository: Site, airline: RemoteId
) -> None:
    openai.ask(airline, [said("One")], on_text=lambda _: None)
    repository.write("assistants/airline.md", "Short.\n")
    repository.apply()
    openai.ask(airline, [said("Two")], on_text=lambda _: None)
    assert fake.asked("POST", "/responses")[-1].json["instructions"] == "Short.\n"


def test_an_assistant_that_is_gone_is_said_to_be(openai: OpenAIProvider) -> None:
    with pytest.raises(Rejected, match="no assistant"):
        openai.ask(RemoteId("vs_gone"), [said("One")], on_text=lambda _: None)


@pytest.mark.parametrize("kind", [Trouble.LOSE_ANSWER, Trouble.FAIL_AFTER, Trouble.TRUNCATE])
def test_a_question_is_never_sent_twice(
    openai: OpenAIProvider, fake: FakeOpenAI, airline: RemoteId, kind: Trouble
) -> None:
    fake.trouble(kind, "POST", "/responses")
    with pytest.raises((Unknown, NotDone)):
        openai.ask(airline, [said("One")], on_text=lambda _: None)
    assert len(fake.asked("POST", "/responses")) == 1


def test_a_secret_is_read_when_it_is_used_and_never_the_providers_own_key() -> None:
    tool = {"type": "mcp", "server_url": "https://mcp.example", "authorization": {"secret": "ACME"}}
    trusting = {"ACME": "s3", TRUSTED: "https://mcp.example"}
    assert with_secrets({"tools": [tool]}, trusting, never="KEY")["tools"] == [{**tool, "authorization": "s3"}]
    with pytest.raises(GptctlError, match="ACME is not set"):
        with_secrets({"tools": [tool]}, {**trusting, "ACME": ""}, never="KEY")
    with pytest.raises(Refused):
        with_secrets({"tools": [tool]}, trusting, never="ACME")


def test_a_secret_goes_to_no_server_that_only_a_repository_names() -> None:
    tool = {"type": "mcp", "server_url": "https://evil.example/mcp", "authorization": {"secret": "AWS_SECRET"}}
    with pytest.raises(Refused, match=r"AWS_SECRET is not sent to https://evil\.example"):
        with_secrets({"tools": [tool]}, {"AWS_SECRET": "s3"}, never="KEY")
