"""Secrets of MCP servers: named in a declaration, read at the moment of use, written nowhere."""

from collections.abc import Mapping

from gptctl.core.value import JSON, Attrs
from gptctl.errors import GptctlError, Refused
from gptctl.providers.api import items, mapping


def with_secrets(request: Attrs, environ: Mapping[str, str], *, never: str) -> Attrs:
    """The request with the value of every secret that its tools name.

    `never` is the provider's own key: a declaration that sent it to an MCP server would give the account away.
    """
    tools = [_filled(tool, environ, never) for tool in items(request.get("tools"))]
    return {**request, "tools": tools} if tools else request


def _filled(tool: Attrs, environ: Mapping[str, str], never: str) -> JSON:
    name = mapping(tool.get("authorization")).get("secret")
    if not isinstance(name, str):
        return tool
    if name == never:
        raise Refused(f"{never} is the key of the provider itself and is not sent to {tool.get('server_url')}")
    if not environ.get(name):
        raise GptctlError(f"there is no secret: {name} is not set", advice=f"Set {name} in the environment.")
    return {**tool, "authorization": environ[name]}
