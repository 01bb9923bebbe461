"""The fake against the vendor's own SDK: the SDK drives it, and its types fit all that we and the fake say."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

import pytest
from mistralai.client import Mistral, models
from mistralai.client.errors import HTTPValidationError, SDKError
from pydantic import BaseModel, TypeAdapter

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Message, Role
from tests.providers.mistral.conftest import provider
from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.mistral import KEY, FakeMistral
from tests.support.fakes.trouble import Trouble
from tests.support.site import Site

pytestmark = pytest.mark.filterwarnings("ignore:.*DEPRECATED.*:DeprecationWarning")

SAID: Mapping[str, type[BaseModel]] = {
    "POST /v1/agents": models.CreateAgentRequest,
    "PATCH /v1/agents/*": models.UpdateAgentRequest,
    "POST /v1/libraries": models.CreateLibraryRequest,
    "PATCH /v1/libraries/*/documents/*": models.UpdateDocumentRequest,
    "PATCH /v1/libraries/*": models.UpdateLibraryRequest,
    "POST /v1/conversations/*": models.ConversationAppendStreamRequest,
    "POST /v1/conversations": models.ConversationStreamRequest,
}
TOLD: Mapping[str, type[BaseModel]] = {
    "GET /v1/agents/pages": models.AgentListPage,
    "* /v1/agents*": models.Agent,
    "GET /v1/libraries": models.ListLibrariesResponse,
    "GET /v1/libraries/*/documents": models.ListDocumentsResponse,
    "* /v1/libraries/*/documents*": models.Document,
    "* /v1/libraries*": models.Library,
}


class Overheard(FakeMistral):
    """Keeps its answers too."""

    def __init__(self) -> None:
        super().__init__()
        self.replies: list[tuple[str, Any]] = []

    def answer(self, request: Request) -> tuple[Reply, Trouble]:
        reply, trouble = super().answer(request)
        self.replies.append((f"{request.method} {request.path}", reply.body))
        return reply, trouble


@pytest.fixture
def fake() -> Iterator[Overheard]:
    with Overheard() as running:
        yield running


@pytest.fixture
def sdk(fake: Overheard) -> Iterator[Mistral]:
    with Mistral(api_key=KEY, server_url=fake.url) as made:
        yield made


def type_of(table: Mapping[str, type[BaseModel]], line: str) -> type[BaseModel]:
    return next(kind for pattern, kind in table.items() if fnmatchcase(line, pattern))


def fits(kind: type[BaseModel], body: Any) -> None:
    """The SDK's type reads it, and what it reads is all of it: no key is unknown to it, and none is spelled wrong."""
    read = TypeAdapter(kind).validate_python(body)
    assert shape(read.model_dump(by_alias=True, exclude_unset=True)) == shape(body)


def shape(value: Any) -> Any:
    match value:
        case dict():
            return {key: shape(item) for key, item in value.items() if item is not None}
        case list():
            return [shape(item) for item in value]
        case datetime():
            return "time"
        case str() if value[:2] == "20" and value.endswith("Z"):
            return "time"
        case _:
            return value


def test_what_we_send_and_what_comes_back_fits_the_sdks_types(repository: Site, fake: Overheard) -> None:
    repository.declare(
        "full",
        instructions="Help.",
        description="Helps",
        labels="{team: care}",
        parameters="{temperature: 0, top_p: 0.5, max_output_tokens: 9, reasoning: high, seed: 3}",
        capabilities="[web_search, code_interpreter, image_generation]",
        output="{schema: {type: object, properties: {a: {type: string}}}}",
        subagents="[airline]",
    )
    repository.apply()
    repository.declare("full", instructions="Help more.", parameters="{temperature: 0.5}")
    repository.write("knowledge/handbook/new.md", "# New\n")
    repository.apply()
    talk(fake, RemoteId(repository.remote_id("assistant.airline")))
    for request in fake.journal:
        if request.body and "json" in request.headers["content-type"]:
            fits(type_of(SAID, f"{request.method} {request.path}"), request.json)
    for line, body in fake.replies:
        if body is not None:
            fits(type_of(TOLD, line), body)


def talk(fake: FakeMistral, id_: RemoteId) -> None:
    mistral, said = provider(fake), [Message(role=Role.USER, text="call book_reservation")]
    answer = mistral.ask(id_, said, on_text=lambda _: None)
    said += [Message(role=Role.ASSISTANT, text="", tool_calls=answer.tool_calls)]
    said += [Message(role=Role.TOOL, text="done", tool_call_id=answer.tool_calls[0].id)]
    mistral.ask(id_, said, on_text=lambda _: None)
    mistral.close()


def test_the_sdk_makes_changes_and_deletes_an_agent(sdk: Mistral) -> None:
    agents = sdk.beta.agents
    made = agents.create(model="m", name="a", completion_args={"temperature": 0}, metadata={"team": "care"})
    changed = agents.update(agent_id=made.id, instructions="Help.")
    assert (changed.version, changed.versions, changed.metadata) == (1, [0, 1], {"team": "care"})
    assert agents.update_version(agent_id=made.id, version=0).instructions is None
    assert [agents.create(model="m", name=name).name for name in "bc"] == ["b", "c"]
    page = agents.list_pages(page_size=2, metadata={})
    second = None if page is None else page.next()
    assert page is not None
    assert second is not None
    assert [one.name for one in (*page.result.data, *second.result.data)] == ["a", "b", "c"]
    found = agents.list_pages(metadata={"team": "care"})
    assert found is not None
    assert [one.id for one in found.result.data] == [made.id]
    agents.delete(agent_id=made.id)
    with pytest.raises(SDKError):
        agents.get(agent_id=made.id)


def test_the_sdk_fills_a_library(sdk: Mistral) -> None:
    library = sdk.beta.libraries.create(name="l", description="d")
    documents = sdk.beta.libraries.documents
    file = {"file_name": "a.md", "content": b"# A"}
    made = documents.upload(library_id=library.id, file=file)
    assert documents.upload(library_id=library.id, file={**file, "file_name": "b.md"}).id == made.id
    marked = documents.update(library_id=library.id, document_id=made.id, attributes={"paths": ["a.md", "b.md"]})
    assert (made.process_status, marked.attributes) == ("todo", {"paths": ["a.md", "b.md"]})
    looks = [documents.list(library_id=library.id).data[0].process_status for _ in range(3)]
    assert looks == ["in_progress", "done", "done"]
    documents.delete(library_id=library.id, document_id=made.id)
    assert sdk.beta.libraries.get(library_id=library.id).nb_documents == 0
    sdk.beta.libraries.delete(library_id=library.id)
    assert sdk.beta.libraries.list().data == []


def test_the_sdk_talks_to_an_agent(sdk: Mistral) -> None:
    agent = sdk.beta.agents.create(model="m", name="a")
    first = sdk.beta.conversations.start(agent_id=agent.id, inputs="hello")
    second = sdk.beta.conversations.append(conversation_id=first.conversation_id, inputs="call look")
    assert [type(one) for one in (*first.outputs, *second.outputs)] == [
        models.MessageOutputEntry,
        models.FunctionCallEntry,
    ]


def test_the_sdk_hears_an_answer_in_pieces(sdk: Mistral) -> None:
    agent = sdk.beta.agents.create(model="m", name="a")
    with sdk.beta.conversations.start_stream(agent_id=agent.id, inputs="how long is leave") as stream:
        heard = [event.data for event in stream]
    pieces = [one.content for one in heard if isinstance(one, models.MessageOutputEvent)]
    assert "".join(map(str, pieces)) == "HOW LONG IS LEAVE"
    assert (type(heard[0]), type(heard[-1])) == (models.ResponseStartedEvent, models.ResponseDoneEvent)
    id_ = heard[0].conversation_id  # type: ignore[union-attr]
    with sdk.beta.conversations.append_stream(conversation_id=id_, inputs="call look") as stream:
        calls = [event.data for event in stream if isinstance(event.data, models.FunctionCallEvent)]
    assert "".join(one.arguments for one in calls) == '{"a": 1}'


def test_the_sdk_lists_conversations_with_their_entries(sdk: Mistral) -> None:
    agent = sdk.beta.agents.create(model="m", name="a")
    made = [sdk.beta.conversations.start(agent_id=agent.id, inputs=text).conversation_id for text in ("one", "two")]
    moved = sdk.beta.conversations.append(conversation_id=made[0], inputs="call look").conversation_id
    assert [one.id for one in sdk.beta.conversations.list()] == [moved, made[1]]
    assert [one.id for one in sdk.beta.conversations.list(page=1, page_size=1)] == [made[1]]
    history = sdk.beta.conversations.get_history(conversation_id=moved)
    assert [entry.type for entry in history.entries] == [
        "message.input", "message.output", "message.input", "function.call"
    ]  # fmt: skip


def test_the_sdk_knows_the_errors(sdk: Mistral, fake: FakeMistral) -> None:
    with pytest.raises(HTTPValidationError):
        sdk.beta.agents.create(model="m", name="a", completion_args={"temperature": 2})
    with Mistral(api_key="wrong", server_url=fake.url) as stranger, pytest.raises(SDKError):
        stranger.beta.libraries.list()
