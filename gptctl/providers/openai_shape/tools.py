"""Capabilities and tools as tools of the Responses API, which Azure's agents share."""

from collections.abc import Iterator

from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import items, text
from gptctl.providers.base import Lost

_BUILT_IN: dict[str, Attrs] = {
    "web_search": {"type": "web_search"},
    "code_interpreter": {"type": "code_interpreter", "container": {"type": "auto"}},
    "image_generation": {"type": "image_generation"},
}
_NO_ARGUMENTS: Attrs = {"type": "object", "properties": {}}


def lowered(attrs: Attrs) -> Iterator[Attrs]:
    """Capabilities, then tools; a tool that has no form there is left out."""
    wanted = attrs.get("capabilities")
    yield from (_BUILT_IN[name] for name in _BUILT_IN if isinstance(wanted, list | tuple) and name in wanted)
    for tool in items(attrs.get("tools")):
        match tool.get("type"):
            case "function":
                yield _function(tool)
            case "mcp":
                yield _mcp(tool)
            case _:
                pass


def secrets(attrs: Attrs, reason: str) -> Iterator[Lost]:
    """The secrets of tools, where the provider keeps none with the assistant."""
    for tool in items(attrs.get("tools")):
        if tool.get("auth"):
            yield Lost(field=f"tools[{text(tool.get('name'))}].auth", reason=reason)


def file_search(knowledge: JSON) -> Iterator[Attrs]:
    """The tool that searches these references, already bound; none for no knowledge."""
    stores = [text(one.get("$id")) for one in items(knowledge)]
    if stores:
        yield {"type": "file_search", "vector_store_ids": stores}


def _function(tool: Attrs) -> Attrs:
    """Not strict: the API's strict mode takes a part of JSON Schema only, and the declaration may use all of it."""
    said = {name: tool[name] for name in ("name", "description") if name in tool}
    return {"type": "function", **said, "parameters": tool.get("parameters", _NO_ARGUMENTS), "strict": False}


def _mcp(tool: Attrs) -> Attrs:
    """Its calls need no approval: the declaration was reviewed, and there is nobody to ask."""
    return {
        "type": "mcp",
        "server_label": tool.get("name"),
        "server_url": tool.get("url"),
        "require_approval": "never",
        **({"allowed_tools": tool["allow"]} if "allow" in tool else {}),
        **({"authorization": tool["auth"]} if "auth" in tool else {}),
    }
