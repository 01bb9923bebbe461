"""The tools of an assistant in portable words, every file taken in."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from gptctl.config.assembly import Assembly
from gptctl.config.reading.place import Path
from gptctl.config.shape import as_list, as_map
from gptctl.core.value import JSON, Attrs


def tools(assembly: Assembly) -> list[JSON]:
    found = [_tool(assembly, as_map(tool), ("tools", n)) for n, tool in enumerate(as_list(assembly.value.get("tools")))]
    names: set[JSON] = set()
    for index, tool in enumerate(found):
        if tool["name"] in names:
            detail = f"Another tool is called `{tool['name']}`; give each a name of its own."
            assembly.error(("tools", index), "A name is given twice", detail)
        names.add(tool["name"])
    return list(found)


def output(assembly: Assembly) -> Attrs:
    """The form of every answer, with its schema taken in."""
    return {"schema": _schema(assembly, as_map(assembly.value["output"])["schema"], ("output", "schema"))}


def _tool(assembly: Assembly, tool: Attrs, path: Path) -> dict[str, JSON]:
    if "function" in tool:
        return dict(_function(assembly, tool, path))
    return dict(_server(assembly, tool, path) if "mcp" in tool else _api(assembly, tool, path))


def _function(assembly: Assembly, tool: Attrs, path: Path) -> Iterator[tuple[str, JSON]]:
    yield from (("type", "function"), ("name", tool["function"]))
    if "description" in tool:
        yield "description", tool["description"]
    if "parameters" in tool:
        yield "parameters", _schema(assembly, tool["parameters"], (*path, "parameters"))


def _server(assembly: Assembly, tool: Attrs, path: Path) -> Iterator[tuple[str, JSON]]:
    url = str(tool["mcp"])
    if not _is_address(url):
        assembly.error((*path, "mcp"), "Badly formed", "Write an address such as https://mcp.example.org/mcp.")
    yield from (("type", "mcp"), ("name", tool["name"]), ("url", url))
    yield from ((key, tool[key]) for key in ("allow", "auth") if key in tool)


def _api(assembly: Assembly, tool: Attrs, path: Path) -> Iterator[tuple[str, JSON]]:
    file = str(tool["openapi"])
    yield from (("type", "openapi"), ("name", tool.get("name", PurePosixPath(file).stem)))
    yield "spec", assembly.take(file, "description", (*path, "openapi"))
    if "auth" in tool:
        yield "auth", tool["auth"]


def _schema(assembly: Assembly, written: JSON, path: Path) -> JSON:
    return assembly.take(written, "schema", path) if isinstance(written, str) else written


def _is_address(url: str) -> bool:
    """With a host, and without a user name or password in it: those would be written to the provider."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
