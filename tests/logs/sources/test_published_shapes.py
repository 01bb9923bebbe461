"""The samples have the shapes that the vendors' own SDKs publish."""

from collections.abc import Iterator
from typing import Any

import pytest
from anthropic.types import Message
from anthropic.types.beta import BetaManagedAgentsSession
from anthropic.types.beta.sessions import BetaManagedAgentsSessionEvent
from mistralai.client.models import AgentConversation, ConversationHistory
from openai.types.beta import AgentSession, AgentSessionItem
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.conversations import ConversationItem
from openai.types.responses import Response
from pydantic import TypeAdapter

from tests.support.logs import SAMPLES, files_of, in_memory

TYPES: dict[str, Any] = {
    "chat.completion": ChatCompletion,
    "chat.completion.chunk": ChatCompletionChunk,
    "response": Response,
    "agent.session": AgentSession,
    "conversation.history": ConversationHistory,
    "session": BetaManagedAgentsSession,
}


def values(shape: str) -> Iterator[Any]:
    for sample in sorted((SAMPLES / shape).iterdir()):
        for file in files_of(sample):
            yield from in_memory(file).values


def within(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from within(one)
    elif isinstance(value, list):
        for one in value:
            yield from within(one)


@pytest.mark.parametrize("shape", sorted(path.name for path in SAMPLES.iterdir()))
def test_objects_that_name_their_type_are_of_it(shape: str) -> None:
    for one in within(list(values(shape))):
        if "messages" in one or "input" in one:
            continue  # a logger merged the request into the response
        published = TYPES.get(str(one.get("object"))) or (TYPES.get(str(one.get("type"))) if "agent" in one else None)
        if published is not None:
            published.model_validate(one)
        elif one.get("type") == "message" and "stop_reason" in one:
            Message.model_validate(one)


def test_events_of_a_session_are_events() -> None:
    events = TypeAdapter(BetaManagedAgentsSessionEvent)
    assert [events.validate_python(one) for row in values("anthropic-session") for one in row["events"]]


def test_items_of_a_session_are_items() -> None:
    items = TypeAdapter(AgentSessionItem)
    assert [items.validate_python(one) for row in values("openai-session") for one in row["items"]]


def test_items_of_a_conversation_are_items() -> None:
    items = TypeAdapter(ConversationItem)
    pages = [page["data"] for page in within(list(values("openai-responses"))) if page.get("object") == "list"]
    assert [items.validate_python(one) for page in pages for one in page]


def test_pulled_conversations_are_a_row_of_the_listing_and_its_history() -> None:
    for row in values("mistral-conversation"):
        if "conversation" in row:
            AgentConversation.model_validate(row["conversation"])
            history = {"conversation_id": row["conversation"]["id"], "entries": row["entries"]}
            ConversationHistory.model_validate({"object": "conversation.history", **history})
