"""Messages and answers as JSON text, as the store keeps them."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from gptctl.core.conversation import Answer, Engine, Message, Role, Source, ToolCall


def dump(value: Message | Answer) -> str:
    return json.dumps(asdict(value), sort_keys=True)


def dump_asked(asked: Message, beside: Sequence[Message]) -> str:
    """A question, and the messages that were said together with it."""
    together = {"beside": [asdict(one) for one in beside]} if beside else {}
    return json.dumps({**asdict(asked), **together}, sort_keys=True)


def message(text: str) -> Message:
    """Raises ValueError, KeyError or TypeError when the text is not what `dump` or `dump_asked` writes."""
    return _message(json.loads(text))


def beside(text: str) -> tuple[Message, ...]:
    """Raises ValueError, KeyError or TypeError when the text is not what `dump_asked` writes."""
    return tuple(_message(one) for one in json.loads(text).get("beside", []))


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


def _message(body: dict[str, Any]) -> Message:
    return Message(
        role=Role(body["role"]),
        text=body["text"],
        tool_calls=tuple(ToolCall(**call) for call in body["tool_calls"]),
        tool_call_id=body["tool_call_id"],
    )
