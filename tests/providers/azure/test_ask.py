"""Ask an agent of a Foundry project."""

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Message, Role
from gptctl.errors import ProviderError
from gptctl.providers.azure.provider import AzureProvider
from tests.support.fakes.azure import FakeAzure
from tests.support.site import Site


def said(text: str, role: Role = Role.USER) -> Message:
    return Message(role=role, text=text)


@pytest.fixture
def airline(repository: Site) -> RemoteId:
    repository.write("knowledge/handbook/parking.md", "# Parking\n\nBicycles stand behind the kitchen.\n")
    repository.apply()
    return RemoteId(repository.remote_id("assistant.airline"))


def test_an_answer_comes_from_the_agents_own_knowledge(
    azure: AzureProvider, repository: Site, airline: RemoteId
) -> None:
    pieces: list[str] = []
    handbook = RemoteId(repository.remote_id("assistant.handbook"))
    assert handbook != airline
    answer = azure.ask(handbook, [said("where do bicycles stand behind the kitchen.")], on_text=pieces.append)
    assert answer.text == "".join(pieces) == "# Parking\n\nBicycles stand behind the kitchen."
    assert [source.file for source in answer.sources] == ["parking.md"]
    assert answer.model == "gpt-6-luna"


def test_nothing_but_the_question_goes_along(azure: AzureProvider, fake: FakeAzure, airline: RemoteId) -> None:
    first = azure.ask(airline, [said("One")], on_text=lambda _: None)
    past = [said("One"), said(first.text, Role.ASSISTANT)]
    azure.ask(airline, [*past, said("Two")], on_text=lambda _: None)
    body = fake.asked("POST", "/responses")[-1].json
    assert set(body) == {"agent_reference", "input", "previous_response_id", "stream"}
    assert body["agent_reference"] == {"type": "agent_reference", "name": airline}


def test_a_tool_is_asked_for_and_its_result_taken(azure: AzureProvider, airline: RemoteId) -> None:
    asked = said("call get_user_details")
    wants = azure.ask(airline, [asked], on_text=lambda _: None)
    called = Message(role=Role.ASSISTANT, text="", tool_calls=wants.tool_calls)
    result = Message(role=Role.TOOL, text="Ada", tool_call_id=wants.tool_calls[0].id)
    assert azure.ask(airline, [asked, called, result], on_text=lambda _: None).text.startswith("The tool says Ada")


def test_an_agent_that_is_gone_is_an_error(azure: AzureProvider) -> None:
    with pytest.raises(ProviderError, match="there is no agent"):
        azure.ask(RemoteId("gone"), [said("One")], on_text=lambda _: None)
