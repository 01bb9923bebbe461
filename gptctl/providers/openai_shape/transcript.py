"""Messages as input items of the Responses API."""

from collections.abc import Iterator, Sequence

from gptctl.core.conversation import Message, Role
from gptctl.core.value import JSON


def items_of(messages: Sequence[Message]) -> list[JSON]:
    return [item for message in messages for item in _items(message)]


def _items(message: Message) -> Iterator[JSON]:
    if message.role is Role.TOOL:
        yield {"type": "function_call_output", "call_id": message.tool_call_id, "output": message.text}
        return
    if message.text:
        yield {"role": message.role.value, "content": message.text}
    for call in message.tool_calls:
        yield {"type": "function_call", "call_id": call.id, "name": call.name, "arguments": call.arguments}
