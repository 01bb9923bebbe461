"""The fake against the vendor's own SDK: the SDK drives it, and its types fit all that we and the fake say."""

import io
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

import pytest
from google import genai
from google.genai import errors, interactions, types
from pydantic import BaseModel

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Message, Role
from tests.providers.google.conftest import provider
from tests.support.fakes.google import KEY, FakeGoogle
from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.trouble import Trouble
from tests.support.site import Site

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*(DEPRECATED|deprecated).*:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*experimental.*:UserWarning"),
]

SAID: Mapping[str, type[BaseModel]] = {
    "POST /v1/fileSearchStores": types.CreateFileSearchStoreConfig,
    "POST /upload/*": types.UploadToFileSearchStoreConfig,
    "POST /v1/interactions": interactions.CreateModelInteraction,
}
TOLD: Mapping[str, type[BaseModel]] = {
    "GET /v1/fileSearchStores": types.ListFileSearchStoresResponse,
    "GET /v1/fileSearchStores/*/documents": types.ListDocumentsResponse,
    "GET /v1/fileSearchStores/*/operations/*": types.UploadToFileSearchStoreOperation,
    "POST /v1/fileSearchStores": types.FileSearchStore,
    "GET /v1/fileSearchStores/*": types.FileSearchStore,
}


class Overheard(FakeGoogle):
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
def sdk(fake: Overheard) -> Iterator[genai.Client]:
    with genai.Client(api_key=KEY, http_options=types.HttpOptions(base_url=fake.url)) as made:
        yield made


def type_of(table: Mapping[str, type[BaseModel]], line: str) -> type[BaseModel] | None:
    return next((kind for pattern, kind in table.items() if fnmatchcase(line, pattern)), None)


def unknown(value: Any) -> list[str]:
    """What the SDK's types have no place for. The types of stores refuse it themselves, those of turns keep it."""
    match value:
        case BaseModel():
            mine = [*(value.model_extra or {}), *(["no type"] if getattr(value, "is_unknown", False) else [])]
            return mine + [name for field in value.model_fields_set for name in unknown(getattr(value, field, None))]
        case list():
            return [name for item in value for name in unknown(item)]
        case _:
            return []


def test_what_we_send_and_what_comes_back_fits_the_sdks_types(repository: Site, fake: Overheard) -> None:
    repository.declare(
        "full",
        instructions="Help.",
        parameters="{temperature: 0, top_p: 0.5, max_output_tokens: 9, reasoning: high, seed: 3}",
        capabilities="[web_search, code_interpreter]",
        tools="[{mcp: 'https://mcp.example', name: acme, allow: [look], auth: {secret: ACME}}]",
        output="{schema: {type: object, properties: {a: {type: string}}}}",
    )
    repository.apply()
    for name in ("full", "airline", "handbook"):
        talk(fake, RemoteId(repository.remote_id(f"assistant.{name}")))
    for request in fake.journal:
        kind = type_of(SAID, f"{request.method} {request.path}")
        if kind is not None and "upload_id" not in request.query:
            assert unknown(kind.model_validate(request.json)) == []
    for line, body in fake.replies:
        told = type_of(TOLD, line)
        if told is not None and body is not None:
            assert unknown(told.model_validate(body)) == []


def talk(fake: FakeGoogle, id_: RemoteId) -> None:
    google, said = provider(fake, ACME="s3cret"), [Message(role=Role.USER, text="call look")]
    answer = google.ask(id_, said, on_text=lambda _: None)
    said += [Message(role=Role.ASSISTANT, text="", tool_calls=answer.tool_calls)]
    said += [Message(role=Role.TOOL, text="done", tool_call_id=answer.tool_calls[0].id)]
    google.ask(id_, said, on_text=lambda _: None)
    google.close()


def test_the_sdk_fills_a_store(sdk: genai.Client) -> None:
    stores = sdk.file_search_stores
    made = stores.create(config={"display_name": "My docs"})
    operation = stores.upload_to_file_search_store(
        file_search_store_name=made.name or "",
        file=io.BytesIO(b"# A"),
        config={
            "display_name": "a.md",
            "mime_type": "text/markdown",
            "custom_metadata": [{"key": "path", "string_value": "a.md"}],
            "chunking_config": {"white_space_config": {"max_tokens_per_chunk": 200}},
        },
    )
    assert not operation.done
    assert sdk.operations.get(operation).done
    (document,) = stores.documents.list(parent=made.name or "")
    assert [(one.key, one.string_value) for one in document.custom_metadata or []] == [("path", "a.md")]
    looks = [next(iter(stores.documents.list(parent=made.name or ""))).state for _ in range(2)]
    assert looks[-1] == types.DocumentState.STATE_ACTIVE
    assert stores.get(name=made.name or "").active_documents_count == 1
    with pytest.raises(errors.ClientError, match="non-empty"):
        stores.delete(name=made.name or "")
    stores.documents.delete(name=document.name or "", config={"force": True})
    stores.delete(name=made.name or "")
    assert list(stores.list()) == []


def test_the_sdk_pages_through_the_stores(sdk: genai.Client) -> None:
    names = [sdk.file_search_stores.create(config={"display_name": f"s{number}"}).name for number in range(25)]
    assert [one.name for one in sdk.file_search_stores.list()] == names


def test_the_sdk_takes_turns(sdk: genai.Client) -> None:
    first = sdk.interactions.create(model="gemini-3.5-flash", input="hello", system_instruction="Help.")
    second = sdk.interactions.create(
        model="gemini-3.5-flash", input="call look", previous_interaction_id=first.id, tools=[{"type": "function",
        "name": "look", "parameters": {}}],
    )  # fmt: skip
    assert (first.output_text, first.status, second.status) == ("HELLO", "completed", "requires_action")


def test_the_sdk_hears_an_answer_in_pieces(sdk: genai.Client) -> None:
    tools = [{"type": "function", "name": "look", "parameters": {}}]
    for question in ("how long is leave", "call look"):
        stream = sdk.interactions.create(model="gemini-3.5-flash", input=question, tools=tools, stream=True)
        heard = list(stream)
        assert [name for event in heard for name in unknown(event)] == []
        assert [one.event_type for one in (heard[0], heard[-1])] == ["interaction.created", "interaction.completed"]
        pieces = [one.delta for one in heard if one.event_type == "step.delta"]
        said = "".join(getattr(one, "text", "") or getattr(one, "arguments", "") for one in pieces)
        assert said == {"how long is leave": "HOW LONG IS LEAVE", "call look": '{"a": 1}'}[question]


def test_the_sdk_knows_the_errors(sdk: genai.Client, fake: FakeGoogle) -> None:
    with pytest.raises(errors.ClientError, match="NOT_FOUND"):
        sdk.file_search_stores.get(name="fileSearchStores/none")
    options = types.HttpOptions(base_url=fake.url)
    with genai.Client(api_key="wrong", http_options=options) as stranger, pytest.raises(errors.ClientError):
        list(stranger.file_search_stores.list())
