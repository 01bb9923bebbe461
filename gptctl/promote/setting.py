"""What an assistant is now: what its examples are rendered under."""

from collections.abc import Mapping
from dataclasses import dataclass

from gptctl.core.value import JSON, Attrs


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The compiled instructions, and the tools in OpenAI's shape."""

    instructions: str
    tools: tuple[Attrs, ...] = ()


def setting(attrs: Attrs) -> Setting:
    """Of a declared assistant. What a server or a description of an API offers is not known offline: left out."""
    declared = attrs.get("tools")
    tools = declared if isinstance(declared, list | tuple) else ()
    functions = (tool for tool in tools if isinstance(tool, Mapping) and tool.get("type") == "function")
    return Setting(instructions=str(attrs.get("instructions", "")), tools=tuple(map(_function, functions)))


def _function(tool: Attrs) -> Attrs:
    said: dict[str, JSON] = {name: tool[name] for name in ("name", "description", "parameters") if name in tool}
    return {"type": "function", "function": said}
