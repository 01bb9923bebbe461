"""Messages in OpenAI's chat shape: what is stored, what is trained on, what every target's format is made from.

Rows stay in this shape, as parsed, from the store to the export: making an object of each message would cost more
than all the steps of curation together (docs/decisions/0013-rows.md).
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NotRequired, TypedDict


class Function(TypedDict):
    """`arguments` is JSON text, as the model wrote it."""

    name: str
    arguments: str


class Call(TypedDict):
    id: str
    type: Literal["function"]
    function: Function


class Chat(TypedDict):
    """`content` is None only beside `tool_calls`; `tool_call_id` stands on messages of the role `tool` alone."""

    role: Literal["system", "user", "assistant", "tool"]
    content: str | None
    tool_calls: NotRequired[list[Call]]
    tool_call_id: NotRequired[str]


def said(messages: Sequence[Chat]) -> str:
    """All that stands in the messages, joined by newlines: their content, and the names and arguments of calls."""
    return "\n".join(_pieces(messages))


def _pieces(messages: Sequence[Chat]) -> Iterator[str]:
    for message in messages:
        if message["content"]:
            yield message["content"]
        for call in message.get("tool_calls", ()):
            yield call["function"]["name"]
            yield call["function"]["arguments"]
