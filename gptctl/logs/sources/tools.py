"""Definitions and calls of tools, in OpenAI's chat shape whatever shape they were logged in."""

from collections.abc import Iterable, Sequence

from gptctl.core.conversation import ToolCall
from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.shapes import compact, mapping, maps, opened, text


def definitions(*lists: JSON) -> tuple[Attrs, ...]:
    """OpenAI's `tools` and legacy `functions`, the Responses API's flat ones, Anthropic's: each name once, in order.

    What has no name is left out: `{"type": "web_search"}` is a permission, and `used` tells of the calls made by it.
    """
    found = [_definition(one) for tools in lists for one in maps(opened(tools))]
    return merged(one for one in found if one is not None)


def merged(tools: Iterable[Attrs]) -> tuple[Attrs, ...]:
    """Each name once; the first definition of it stays."""
    by_name: dict[str, Attrs] = {}
    for tool in tools:
        by_name.setdefault(text(mapping(tool["function"]).get("name")), tool)
    return tuple(by_name.values())


def function(name: str, description: JSON = None, parameters: JSON = None) -> Attrs:
    """One tool in OpenAI's chat shape."""
    body: dict[str, JSON] = {"name": name}
    if text(description):
        body["description"] = description
    return {"type": "function", "function": {**body, "parameters": mapping(parameters) or {"type": "object"}}}


def calls(listed: JSON, legacy: JSON = None) -> tuple[ToolCall, ...]:
    """`tool_calls` of a message in OpenAI's chat shape, and its legacy `function_call`."""
    found = [_call(one) for one in maps(opened(listed))]
    once = mapping(legacy)
    return tuple([*found, tool_call("", once.get("name"), once.get("arguments"))] if once else found)


def tool_call(id_: JSON, name: JSON, arguments: JSON) -> ToolCall:
    """Arguments that are no text are written as JSON; none at all are an empty map."""
    return ToolCall(id=text(id_), name=text(name), arguments="{}" if arguments is None else compact(arguments))


def _call(one: Attrs) -> ToolCall:
    custom = mapping(one.get("custom"))
    if custom:  # its input is free text, which every chat format wants as JSON
        return tool_call(one.get("id"), custom.get("name"), {"input": custom.get("input")})
    inner = mapping(one.get("function")) or one
    return tool_call(one.get("id"), inner.get("name"), inner.get("arguments", inner.get("args")))


def _definition(one: Attrs) -> Attrs | None:
    inner = mapping(one.get("function")) or mapping(one.get("custom")) or one
    name = text(inner.get("name"))
    parameters = inner.get("parameters", inner.get("input_schema", inner.get("inputSchema")))
    return function(name, inner.get("description"), parameters) if name else None


def used(names: Iterable[str], declared: Sequence[Attrs]) -> tuple[Attrs, ...]:
    """The declared tools, and those the provider ran that nobody had declared under their own name."""
    return merged([*declared, *(function(name) for name in names if name)])
