"""A declaration in the fields of a prompt agent."""

from collections.abc import Iterator

from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import items, mapping
from gptctl.providers.azure.capabilities import CAPABILITIES
from gptctl.providers.base import Lowering
from gptctl.providers.capabilities import losses
from gptctl.providers.openai_shape import chunking, parameters, tools
from gptctl.providers.openai_shape.merge import merged

_NO_SECRETS = "Azure keeps secrets in connections of the project: make one, and name it through options"


def lower(declared: Declared, target: str) -> Lowering:
    attrs = declared.attrs
    if declared.address.kind == "knowledge":
        return Lowering(attrs=chunking.knowledge(attrs))
    lost = (*losses(declared, CAPABILITIES), *parameters.lost(attrs), *tools.secrets(attrs, _NO_SECRETS))
    return Lowering(attrs=merged(_agent(attrs), mapping(declared.options.get(target))), losses=lost)


def _agent(attrs: Attrs) -> Attrs:
    said = mapping(attrs.get("parameters"))
    held: dict[str, JSON] = {
        "name": attrs.get("name"),
        "description": attrs.get("description", ""),
        "labels": attrs.get("labels", {}),
        "model": attrs.get("model"),
        "instructions": attrs.get("instructions"),
        "temperature": said.get("temperature"),
        "top_p": said.get("top_p"),
        "reasoning": parameters.effort(attrs),
        "text": parameters.form(attrs),
        "knowledge": attrs.get("knowledge", []),
        "tools": [*map(_without_secret, tools.lowered(attrs)), *_apis(attrs)],
    }
    return {name: value for name, value in held.items() if value is not None}


def _without_secret(tool: Attrs) -> JSON:
    return {name: value for name, value in tool.items() if name != "authorization"}


def _apis(attrs: Attrs) -> Iterator[JSON]:
    for tool in items(attrs.get("tools")):
        if tool.get("type") == "openapi":
            function = {"name": tool.get("name"), "spec": tool.get("spec"), "auth": {"type": "anonymous"}}
            yield {"type": "openapi", "openapi": function}
