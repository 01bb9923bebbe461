"""An agent as Mistral writes it, and as we declare it."""

from collections.abc import Iterator, Mapping

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.refs import remote
from gptctl.core.resource import Observed
from gptctl.core.value import JSON, Attrs, without_nulls
from gptctl.providers.api import items, mapping, text
from gptctl.providers.mistral.lower import PARAMETERS

MARK, SCOPE, LABEL = "gptctl", "gptctl_scope", "label."
"""Keys of an agent's metadata: our mark, the part of it that a listing filters by, and the labels by their names."""

_PLAIN = ("name", "model", "instructions", "description", "guardrails")
_REMOVED: Attrs = {"description": None, "handoffs": None, "tools": [], "completion_args": {}}
_NUMBERS = ("temperature", "top_p", "presence_penalty", "frequency_penalty")
_DEFAULTS: Mapping[str, JSON] = {"tool_choice": "auto"}


def creation(attrs: Attrs, marker: Marker) -> Attrs:
    return {**_fields(attrs), "metadata": _metadata(attrs, marker, {}), "version_message": _message(marker)}


def change(attrs: Attrs, marker: Marker, now: Attrs) -> Attrs:
    """Sets everything that can be declared, so that what is declared no more goes, and keeps the rest of it."""
    arguments = {
        **without_nulls(mapping(now.get("completion_args"))),
        **dict.fromkeys((*PARAMETERS.values(), "response_format")),
        **mapping(attrs.get("completion_args")),
    }
    return {
        **_REMOVED,
        **_fields(attrs),
        "completion_args": arguments,
        "metadata": _metadata(attrs, marker, mapping(now.get("metadata"))),
        "version_message": _message(marker),
    }


def observed(body: Attrs) -> Observed:
    return Observed(
        id=RemoteId(text(body.get("id"))),
        kind="assistant",
        name=text(body.get("name")),
        marker=Marker.decode(mapping(body.get("metadata")).get(MARK)),
        version=f"{body.get('version')}@{body.get('updated_at')}",
        attrs=normal(dict(_declared(without_nulls(body)))),
    )


def normal(attrs: Attrs) -> Attrs:
    """Numbers as Mistral gives them back, and without what it fills in."""
    arguments = {
        name: float(value) if name in _NUMBERS and isinstance(value, int) else value
        for name, value in mapping(attrs.get("completion_args")).items()
        if value != _DEFAULTS.get(name)
    }
    tools: list[JSON] = [_tool(tool) for tool in items(attrs.get("tools"))]
    found: Attrs = {**attrs, "completion_args": arguments, "tools": tools}
    return without_nulls({name: value for name, value in found.items() if value or name in _PLAIN})


def _tool(tool: Attrs) -> Attrs:
    function = mapping(tool.get("function"))
    if not function:
        return tool
    kept = {
        name: value for name, value in function.items() if (name, value) not in (("strict", False), ("description", ""))
    }
    return {**tool, "function": kept}


def _fields(attrs: Attrs) -> Attrs:
    return {name: _outward(value) for name, value in attrs.items() if name != "labels"}


def _outward(value: JSON) -> JSON:
    """Remote ids as Mistral wants them: plain."""
    match value:
        case Mapping() if value.keys() == {"$id"}:
            return value["$id"]
        case Mapping():
            return {key: _outward(item) for key, item in value.items()}
        case list() | tuple():
            return [_outward(item) for item in value]
        case _:
            return value


def _declared(body: Attrs) -> Iterator[tuple[str, JSON]]:
    yield from ((name, body[name]) for name in (*_PLAIN, "completion_args") if name in body)
    yield "tools", [_inward(tool) for tool in items(body.get("tools"))]
    handoffs = body.get("handoffs")
    if isinstance(handoffs, list):
        yield "handoffs", [remote(RemoteId(text(id_))) for id_ in handoffs]
    metadata = mapping(body.get("metadata"))
    yield "labels", {key.removeprefix(LABEL): metadata[key] for key in metadata if key.startswith(LABEL)}


def _inward(tool: Attrs) -> Attrs:
    libraries = tool.get("library_ids")
    if not isinstance(libraries, list):
        return tool
    return {**tool, "library_ids": [remote(RemoteId(text(id_))) for id_ in libraries]}


def _metadata(attrs: Attrs, marker: Marker, now: Attrs) -> Attrs:
    foreign = {key: value for key, value in now.items() if not key.startswith(LABEL)}
    labels = {f"{LABEL}{key}": value for key, value in mapping(attrs.get("labels")).items()}
    return {**foreign, **labels, MARK: marker.encode(), SCOPE: marker.scope}


def _message(marker: Marker) -> str:
    return f"gptctl {marker.commit}".rstrip()
