"""What is said in a conversation, in Mistral's entries."""

from collections.abc import Iterator, Sequence

from gptctl.core.conversation import Answer, Engine, Message, Role, Source, ToolCall
from gptctl.core.value import JSON, Attrs, canonical
from gptctl.errors import Rejected
from gptctl.providers.api import items, mapping, text


def entries(messages: Sequence[Message]) -> Sequence[JSON]:
    """Raises Rejected for a system message: an agent has its instructions, and takes no others."""
    return [entry for message in messages for entry in _entries(message)]


def answer(body: Attrs) -> Answer:
    outputs = items(body.get("outputs"))
    said = [entry for entry in outputs if entry.get("type") == "message.output"]
    return Answer(
        text="".join(piece for entry in said for piece in texts(entry.get("content"))),
        engine=Engine.SERVER,
        model=next((text(entry["model"]) for entry in reversed(outputs) if entry.get("model")), ""),
        sources=tuple(source for entry in said for source in _sources(entry.get("content"))),
        tool_calls=tuple(_call(entry) for entry in outputs if entry.get("type") == "function.call"),
        usage=mapping(body.get("usage")),
    )


def texts(content: JSON) -> Iterator[str]:
    """What is said in the content of a message, piece by piece."""
    if isinstance(content, str):
        yield content
    yield from (text(chunk.get("text")) for chunk in items(content) if chunk.get("type") == "text")


def _entries(message: Message) -> Iterator[JSON]:
    match message.role:
        case Role.SYSTEM:
            raise Rejected("a Mistral agent takes no system message beside its own instructions")
        case Role.USER:
            yield {"type": "message.input", "role": "user", "content": message.text}
        case Role.TOOL:
            yield {"type": "function.result", "tool_call_id": message.tool_call_id, "result": message.text}
        case Role.ASSISTANT:
            if message.text:
                yield {"type": "message.output", "role": "assistant", "content": message.text}
            for call in message.tool_calls:
                yield {
                    "type": "function.call",
                    "tool_call_id": call.id,
                    "name": call.name,
                    "arguments": call.arguments,
                }


def _sources(content: JSON) -> Iterator[Source]:
    """Mistral names the document; the passage only where it describes one."""
    for chunk in items(content):
        if chunk.get("type") == "tool_reference":
            title = text(chunk.get("title")) or text(chunk.get("url"))
            yield Source(file=title, heading="", text=text(chunk.get("description")), score=0.0)


def _call(entry: Attrs) -> ToolCall:
    arguments = entry.get("arguments")
    return ToolCall(
        id=text(entry.get("tool_call_id")),
        name=text(entry.get("name")),
        arguments=arguments if isinstance(arguments, str) else canonical(arguments),
    )
