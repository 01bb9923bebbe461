"""What is said, in the steps of Google's interactions."""

import json
from collections.abc import Iterator, Sequence

from gptctl.core.conversation import Answer, Engine, Message, Role, Source, ToolCall
from gptctl.core.value import JSON, Attrs, canonical
from gptctl.errors import Rejected
from gptctl.providers.api import items, mapping, text
from gptctl.providers.google.documents import PATH

_SHORT = {
    "incomplete": "the answer was cut short",
    "budget_exceeded": "the answer was cut short: the budget is used up",
}


def steps(messages: Sequence[Message]) -> Sequence[JSON]:
    """System messages are no steps: they go with the instructions."""
    return [step for message in messages for step in _steps(message)]


def answer(body: Attrs) -> Answer:
    """Raises Rejected for an interaction that failed."""
    status, made = text(body.get("status")), items(body.get("steps"))
    if status in {"failed", "cancelled"}:
        reasons = "; ".join(text(error.get("message")) for error in items(body.get("errors")))
        raise Rejected(f"the interaction {status}: {reasons or 'Google says no more'}")
    texts = [chunk for step in made if step.get("type") == "model_output" for chunk in items(step.get("content"))]
    return Answer(
        text="".join(text(chunk.get("text")) for chunk in texts if chunk.get("type") == "text"),
        engine=Engine.SERVER,
        model=text(body.get("model")),
        sources=tuple(dict.fromkeys(source for chunk in texts for source in _sources(chunk))),
        tool_calls=tuple(_call(step) for step in made if step.get("type") == "function_call"),
        usage=mapping(body.get("usage")),
        notes=(_SHORT[status],) if status in _SHORT else (),
    )


def _steps(message: Message) -> Iterator[JSON]:
    said: Sequence[JSON] = [{"type": "text", "text": message.text}]
    match message.role:
        case Role.SYSTEM:
            return
        case Role.USER:
            yield {"type": "user_input", "content": said}
        case Role.TOOL:
            yield {"type": "function_result", "call_id": message.tool_call_id, "result": message.text}
        case Role.ASSISTANT:
            if message.text:
                yield {"type": "model_output", "content": said}
            for call in message.tool_calls:
                yield {"type": "function_call", "id": call.id, "name": call.name, "arguments": _arguments(call)}


def _arguments(call: ToolCall) -> Attrs:
    try:
        return mapping(json.loads(call.arguments))
    except (ValueError, RecursionError):
        raise Rejected(f"the arguments of the call {call.name} are no JSON") from None


def _sources(chunk: Attrs) -> Iterator[Source]:
    for note in items(chunk.get("annotations")):
        if note.get("type") == "file_citation":
            file = text(mapping(note.get("custom_metadata")).get(PATH)) or text(note.get("file_name"))
            page = note.get("page_number")
            heading = f"page {page}" if isinstance(page, int) else ""
            yield Source(file=file, heading=heading, text=text(note.get("source")), score=0.0)


def _call(step: Attrs) -> ToolCall:
    arguments = canonical(mapping(step.get("arguments")))
    return ToolCall(id=text(step.get("id")), name=text(step.get("name")), arguments=arguments)
