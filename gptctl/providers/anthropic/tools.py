"""Tools: what is declared as Anthropic's own, and what Anthropic gives back in the form in which we declare it."""

from collections.abc import Iterable, Iterator

from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import items, mapping, text

TOOLSET = "agent_toolset_20260401"
BUILT_IN = ("bash", "edit", "glob", "grep", "read", "web_fetch", "web_search", "write")
FOR_KNOWLEDGE = ("glob", "grep", "read")
FOR_CAPABILITY = {
    "web_search": ("web_fetch", "web_search"),
    "code_interpreter": ("bash", "edit", "glob", "grep", "read", "write"),
}

ALLOW: Attrs = {"type": "always_allow"}
"""Said of every tool we declare, because the default is not the same for all and a chat has nobody to ask."""


def lowered(attrs: Attrs) -> list[JSON]:
    """Every tool of a declaration: the built-in ones that it needs, its MCP servers, its functions."""
    names = {name for wanted in _texts(attrs.get("capabilities")) for name in FOR_CAPABILITY.get(wanted, ())}
    if attrs.get("knowledge"):
        names.update(FOR_KNOWLEDGE)
    declared = tuple(items(attrs.get("tools")))
    return [
        *_built_in(names),
        *(_mcp(tool) for tool in declared if tool.get("type") == "mcp"),
        *(_function(tool) for tool in declared if tool.get("type") == "function"),
    ]


def servers(attrs: Attrs) -> list[JSON]:
    """Every MCP server of a declaration."""
    tools = (tool for tool in items(attrs.get("tools")) if tool.get("type") == "mcp")
    return [{"type": "url", "name": tool.get("name"), "url": tool.get("url")} for tool in tools]


def written(tools: Iterable[JSON]) -> list[JSON]:
    """As they are sent: of the built-in tools, those that are not named are switched off."""
    return [_switched(mapping(tool)) for tool in tools]


def read(tools: Iterable[Attrs]) -> list[JSON]:
    """As we declare them, from what Anthropic gives back with its defaults filled in."""
    return [found for tool in tools for found in _read(tool)]


def _texts(value: JSON) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list | tuple) else ()


def _built_in(names: Iterable[str]) -> Iterator[JSON]:
    enabled: list[JSON] = [_enabled(name) for name in sorted(names)]
    if enabled:
        yield {"type": TOOLSET, "configs": enabled}


def _switched(tool: Attrs) -> Attrs:
    return {**tool, "default_config": {"enabled": False}} if tool.get("type") == TOOLSET else tool


def _mcp(tool: Attrs) -> JSON:
    allowed: list[JSON] = [_enabled(name) for name in sorted(_texts(tool.get("allow")))]
    return {
        "type": "mcp_toolset",
        "mcp_server_name": tool.get("name"),
        "default_config": {"enabled": not allowed, "permission_policy": ALLOW},
        "configs": allowed,
    }


def _function(tool: Attrs) -> JSON:
    """Anthropic asks for a description and for a schema of an object; where none is declared the name has to do."""
    name = tool.get("name")
    schema = {"properties": {}, **mapping(tool.get("parameters")), "type": "object"}
    return {"type": "custom", "name": name, "description": tool.get("description", name), "input_schema": schema}


def _enabled(name: str) -> Attrs:
    return {"name": name, "enabled": True, "permission_policy": ALLOW}


def _read(tool: Attrs) -> Iterator[JSON]:
    match tool.get("type"):
        case "agent_toolset_20260401":
            default, configs = (
                mapping(tool.get("default_config")),
                {text(one.get("name")): one for one in items(tool.get("configs"))},
            )
            every = [_setting(name, configs.get(name, {}), default) for name in BUILT_IN]
            enabled: list[JSON] = [one for one in every if one["enabled"]]
            if enabled:
                yield {"type": TOOLSET, "configs": enabled}
        case "mcp_toolset":
            default = mapping(tool.get("default_config"))
            settings = (_setting(text(one.get("name")), one, default) for one in items(tool.get("configs")))
            named = sorted((one for one in settings if not _same(one, default)), key=lambda one: str(one["name"]))
            yield {**tool, "configs": named}
        case _:
            yield tool


def _setting(name: str, config: Attrs, default: Attrs) -> Attrs:
    """What holds for one tool of a set: what is said of it, else what is said of all."""
    enabled = config.get("enabled", default.get("enabled", True))
    policy = config.get("permission_policy") or default.get("permission_policy") or ALLOW
    return {"name": name, "enabled": enabled, "permission_policy": policy}


def _same(setting: Attrs, default: Attrs) -> bool:
    return all(setting[name] == default.get(name) for name in ("enabled", "permission_policy"))
