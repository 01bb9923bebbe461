"""Secrets of MCP servers: named in a declaration, read at the moment of use, written nowhere."""

from collections.abc import Mapping

from gptctl.core.value import JSON, Attrs
from gptctl.errors import Refused
from gptctl.providers.api import items, mapping, text
from gptctl.providers.http import find_key


def with_secrets(request: Attrs, environ: Mapping[str, str], *, never: str) -> Attrs:
    """The request with the value of every secret that its tools name.

    A declaration names both the secret and the server, so the server's origin must be trusted outside the repository.
    `never` is the provider's own key, which no MCP server gets.
    """
    tools = [_filled(tool, environ, never) for tool in items(request.get("tools"))]
    return {**request, "tools": tools} if tools else request


def _filled(tool: Attrs, environ: Mapping[str, str], never: str) -> JSON:
    name = mapping(tool.get("authorization")).get("secret")
    if not isinstance(name, str):
        return tool
    if name == never:
        raise Refused(f"{never} is the key of the provider itself and is not sent to {tool.get('server_url')}")
    key = find_key(environ, name, base_url=text(tool.get("server_url")), home_origin="")
    return {**tool, "authorization": key.value}
