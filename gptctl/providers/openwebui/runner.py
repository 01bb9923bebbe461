"""Ask a preset: an OpenAI-shaped chat completion that the server fills with instructions and passages."""

from collections.abc import Callable, Sequence

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message
from gptctl.core.value import JSON, Attrs
from gptctl.errors import Rejected
from gptctl.providers.api import mapping
from gptctl.providers.openai_shape.sdk import Sdk
from gptctl.providers.openai_shape.stream import stream
from gptctl.providers.openwebui.assistants import Assistants
from gptctl.providers.openwebui.shape import values
from gptctl.providers.openwebui.stream import Pieces

UNKNOWN = "Model not found"
"""What the server says of a preset that is newer than its own list of models."""


def ask(
    presets: Assistants, sdk: Sdk, id_: RemoteId, messages: Sequence[Message], on_text: Callable[[str], None]
) -> Answer:
    """Answer the last message. The server keeps no chat of it, so the whole transcript goes with every request."""
    preset = presets.read(id_)
    if preset is None:
        raise Rejected(f"there is no preset {id_}", advice="Run `gptctl apply`: it may have been deleted.")
    body: dict[str, JSON] = {
        "model": id_,
        "messages": [_message(one) for one in messages],
        "stream_options": {"include_usage": True},
        **_asked_for(mapping((preset.attrs or {}).get("meta"))),
    }
    pieces = Pieces(on_text)
    try:
        stream(sdk, "/chat/completions", body, pieces.take)
    except Rejected as error:
        if UNKNOWN not in error.message:
            raise
        presets.announce()
        stream(sdk, "/chat/completions", body, pieces.take)
    return pieces.answer()


def _asked_for(meta: Attrs) -> dict[str, JSON]:
    """What the console sends of itself and the API leaves to the caller: tools to be run, features to be used."""
    features = {str(name): True for name in values(meta.get("defaultFeatureIds"))}
    tools = values(meta.get("gptctl_tools"))
    return ({"features": features} if features else {}) | ({"tools": list(tools)} if tools else {})


def _message(message: Message) -> JSON:
    said: dict[str, JSON] = {"role": message.role.value, "content": message.text}
    if message.tool_calls:
        said["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in message.tool_calls
        ]
    if message.tool_call_id:
        said["tool_call_id"] = message.tool_call_id
    return said
