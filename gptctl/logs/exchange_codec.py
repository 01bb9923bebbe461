"""Messages and answers as JSON text, as the store keeps them."""

import json
from dataclasses import asdict

from gptctl.core.conversation import Answer, Engine, Message, Role, Source, ToolCall


def dump(value: Message | Answer) -> str:
    return json.dumps(asdict(value), sort_keys=True)


def message(text: str) -> Message:
    """Raises ValueError, KeyError or TypeError when the text is not what `dump` writes."""
    body = json.loads(text)
    return Message(
        role=Role(body["role"]),
        text=body["text"],
        tool_calls=tuple(ToolCall(**call) for call in body["tool_calls"]),
        tool_call_id=body["tool_call_id"],
    )


def answer(text: str) -> Answer:
    """Raises ValueError, KeyError or TypeError when the text is not what `dump` writes."""
    body = json.loads(text)
    return Answer(
        text=body["text"],
        engine=Engine(body["engine"]),
        model=body["model"],
        sources=tuple(Source(**source) for source in body["sources"]),
        tool_calls=tuple(ToolCall(**call) for call in body["tool_calls"]),
        usage=body["usage"],
        notes=tuple(body["notes"]),
    )
