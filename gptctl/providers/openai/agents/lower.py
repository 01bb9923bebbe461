"""A declaration in an agent's fields. All of them are said, empty ones too, so that what is taken out goes."""

from collections.abc import Iterator

from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import items, mapping
from gptctl.providers.base import Lost, Lowering
from gptctl.providers.capabilities import losses, retires
from gptctl.providers.openai.agents.capabilities import CAPABILITIES
from gptctl.providers.openai_shape import parameters
from gptctl.providers.openai_shape.merge import merged
from gptctl.providers.openai_shape.tools import secrets

_NO_SECRETS = "agents keep no secrets: keep it in a vault, named in the provider's `vaults`"
_NO_ARGUMENTS: Attrs = {"type": "object", "properties": {}}


def lower(declared: Declared, target: str) -> Lowering:
    if declared.address.kind == "knowledge":
        return _knowledge(declared.attrs)
    attrs = merged(_agent(declared.attrs), mapping(declared.options.get(target)))
    lost = (*losses(declared, CAPABILITIES), *parameters.lost(declared.attrs), *secrets(declared.attrs, _NO_SECRETS))
    return Lowering(attrs=attrs, losses=lost, retires=retires(attrs, CAPABILITIES))


def _knowledge(attrs: Attrs) -> Lowering:
    reason = "agents read whole files and do not cut them into passages"
    lost = (Lost(field="chunking", reason=reason),) if attrs.get("chunking") else ()
    return Lowering(attrs={"name": attrs.get("name"), "files": attrs.get("files")}, losses=lost)


def _agent(attrs: Attrs) -> Attrs:
    wanted = attrs.get("capabilities")
    capabilities = wanted if isinstance(wanted, list | tuple) else ()
    held: dict[str, JSON] = {
        "name": attrs.get("name"),
        "description": attrs.get("description", ""),
        "labels": attrs.get("labels", {}),
        "model": attrs.get("model"),
        "instructions": attrs.get("instructions"),
        "tools": list(_tools(attrs, web="web_search" in capabilities)),
        "knowledge": attrs.get("knowledge", []),
        "shell": "code_interpreter" in capabilities,
        "reasoning": parameters.effort(attrs),
        "text": _form(attrs),
    }
    return {name: value for name, value in held.items() if value is not None}


def _form(attrs: Attrs) -> JSON:
    schema = mapping(attrs.get("output")).get("schema")
    return None if schema is None else {"format": {"type": "json_schema", "schema": schema}}


def _tools(attrs: Attrs, *, web: bool) -> Iterator[JSON]:
    if web:
        yield {"type": "web_search"}
    for tool in items(attrs.get("tools")):
        match tool.get("type"):
            case "function":
                yield _function(tool)
            case "mcp":
                yield _mcp(tool)
            case _:
                pass


def _function(tool: Attrs) -> Attrs:
    """A description is asked for; where none is declared the name has to do."""
    name = tool.get("name")
    arguments = tool.get("parameters", _NO_ARGUMENTS)
    return {"type": "function", "name": name, "description": tool.get("description", name), "parameters": arguments}


def _mcp(tool: Attrs) -> Attrs:
    return {
        "type": "mcp",
        "server_label": tool.get("name"),
        "transport": {"type": "http", "server_url": tool.get("url")},
        **({"allowed_tools": tool["allow"]} if "allow" in tool else {}),
    }
