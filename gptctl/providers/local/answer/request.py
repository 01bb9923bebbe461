"""The fields of one chat-completions request, and what it gives back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gptctl.core.conversation import ToolCall
from gptctl.core.value import JSON, Attrs

# Our names of parameters to those of the chat-completions API.
_NAMES = {
    "temperature": "temperature",
    "top_p": "top_p",
    "max_output_tokens": "max_tokens",
    "seed": "seed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """`model` is the name the server gives itself; `usage` counts tokens, where it says."""

    text: str
    model: str
    tool_calls: tuple[ToolCall, ...]
    usage: Attrs


def fields_of(attrs: Attrs) -> dict[str, JSON]:
    """An assistant's parameters, function tools and output schema as chat-completions fields."""
    declared = attrs.get("parameters")
    values = declared if isinstance(declared, Mapping) else {}
    fields: dict[str, JSON] = {theirs: values[ours] for ours, theirs in _NAMES.items() if values.get(ours) is not None}
    tools = list(_functions(attrs.get("tools")))
    output = attrs.get("output")
    schema = output.get("schema") if isinstance(output, Mapping) else None
    if tools:
        fields["tools"] = tools
    if schema is not None:
        fields["response_format"] = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    return fields


def _functions(tools: JSON) -> Iterator[JSON]:
    for tool in tools if isinstance(tools, list | tuple) else ():
        if isinstance(tool, Mapping) and tool.get("type") == "function":
            yield {"type": "function", "function": {key: value for key, value in tool.items() if key != "type"}}
