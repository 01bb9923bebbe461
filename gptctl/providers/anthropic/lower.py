"""A declaration in Anthropic's fields. Every field that makes up an agent is said, empty ones too: so that what
somebody adds in the console is seen, and what is taken out of the declaration goes.
"""

from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.providers.anthropic import tools
from gptctl.providers.anthropic.capabilities import CAPABILITIES
from gptctl.providers.api import mapping, text
from gptctl.providers.base import Lost, Lowering
from gptctl.providers.capabilities import losses, retires

ABOUT_FILES = "Documents to answer from: find what fits with grep and glob, then read it."
"""The description of every memory store; Anthropic shows it to the agent."""

_EFFORT = {"none": "low", "minimal": "low"}


def lower(declared: Declared, target: str) -> Lowering:
    if declared.address.kind == "knowledge":
        return _knowledge(declared.attrs)
    attrs = {**_agent(declared.attrs), **declared.options.get(target, {})}
    return Lowering(attrs=attrs, losses=losses(declared, CAPABILITIES), retires=retires(declared.attrs, CAPABILITIES))


def _knowledge(attrs: Attrs) -> Lowering:
    reason = "Claude reads whole files and does not cut them into passages"
    lost = (Lost(field="chunking", reason=reason),) if attrs.get("chunking") else ()
    held = {"name": attrs.get("name"), "description": ABOUT_FILES, "files": attrs.get("files")}
    return Lowering(attrs=held, losses=lost)


def _agent(attrs: Attrs) -> Attrs:
    servers = tools.servers(attrs)
    held: dict[str, JSON] = {
        "name": attrs.get("name"),
        "description": attrs.get("description", ""),
        "labels": attrs.get("labels", {}),
        "model": attrs.get("model"),
        "system": attrs.get("instructions", ""),
        "tools": tools.lowered(attrs),
        "mcp_servers": servers,
        "skills": [],
        "subagents": attrs.get("subagents", []),
        "knowledge": attrs.get("knowledge", []),
        "environment": _environment(reaches_out=bool(servers)),
    }
    reasoning = text(mapping(attrs.get("parameters")).get("reasoning"))
    return {**held, "effort": _EFFORT.get(reasoning, reasoning)} if reasoning else held


def _environment(*, reaches_out: bool) -> Attrs:
    """A sandbox that reaches nothing but the MCP servers of the agent."""
    networking: Attrs = {
        "type": "limited",
        "allow_mcp_servers": reaches_out,
        "allow_package_managers": False,
        "allowed_hosts": [],
    }
    return {"type": "cloud", "networking": networking}
