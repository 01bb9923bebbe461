"""An agent on the wire, to and from the attributes that we declare."""

import json
from collections.abc import Iterable

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.refs import remote
from gptctl.core.value import JSON, Attrs, canonical, without_nulls
from gptctl.providers.anthropic import marks, tools
from gptctl.providers.api import items, mapping, text

PATH = "/v1/agents"

_MODEL = ("effort", "speed", "inference_geo")
_ALONE = ("execution_identity",)
"""Kept as they are when they are not declared."""

_OFF: Attrs = {"type": "disabled"}


def body(attrs: Attrs, marker: Marker, environment: str) -> Attrs:
    """What makes an agent hold these attributes, whatever it held before; `None` in the metadata deletes a key."""
    return {
        "name": attrs.get("name"),
        "description": attrs.get("description"),
        "model": {"id": attrs.get("model"), **{name: attrs[name] for name in _MODEL if name in attrs}},
        "system": attrs.get("system"),
        "tools": tools.written(items(attrs.get("tools"))),
        "mcp_servers": attrs.get("mcp_servers", []),
        "skills": attrs.get("skills", []),
        "multiagent": multiagent(ids(attrs, "subagents")),
        "metadata": _metadata(attrs, marker, environment),
        **{name: attrs[name] for name in _ALONE if name in attrs},
    }


def first_body(attrs: Attrs, marker: Marker, environment: str) -> Attrs:
    """The same for an agent that does not exist yet: there is nothing to delete."""
    return without_nulls(body(attrs, marker, environment))


def attributes(agent: Attrs, environment: Attrs) -> Attrs:
    """What an agent holds, its server's defaults in our form. `environment` is the one it names, empty when gone."""
    metadata, model = mapping(agent.get("metadata")), mapping(agent.get("model"))
    return {
        "name": text(agent.get("name")),
        "description": text(agent.get("description")),
        "labels": _labels(metadata),
        "model": text(model.get("id")),
        **{name: _plain(model[name]) for name in _MODEL if model.get(name) is not None},
        "system": text(agent.get("system")),
        "tools": tools.read(items(agent.get("tools"))),
        "mcp_servers": list(items(agent.get("mcp_servers"))),
        "skills": list(items(agent.get("skills"))),
        "subagents": [remote(id_) for id_ in roster(agent)],
        "knowledge": [remote(id_) for id_ in stores(agent)],
        **({"environment": environment} if environment else {}),
        **{name: agent[name] for name in _ALONE if name in agent},
    }


def stores(agent: Attrs) -> tuple[RemoteId, ...]:
    """The memory stores that an agent's sessions are given."""
    return tuple(RemoteId(id_) for id_ in text(mapping(agent.get("metadata")).get(marks.KNOWLEDGE)).split())


def roster(agent: Attrs) -> tuple[RemoteId, ...]:
    """The agents that an agent may call."""
    multiagent = mapping(agent.get("multiagent"))
    called = (*items(multiagent.get("agents")), *items(mapping(multiagent.get("subagents")).get("predefined_agents")))
    return tuple(RemoteId(text(one.get("id"))) for one in called if one.get("type") == "agent")


def ids(attrs: Attrs, name: str) -> tuple[RemoteId, ...]:
    """The remote ids in a list of bound references."""
    return tuple(RemoteId(text(item.get("$id"))) for item in items(attrs.get(name)))


def multiagent(called: Iterable[RemoteId]) -> JSON:
    """Only the agents declared; without the newest version named, Anthropic takes the one there is now."""
    agents: list[JSON] = [{"type": "agent", "id": id_} for id_ in called]
    if not agents:
        return None
    subagents: Attrs = {"type": "enabled", "inline_agents": _OFF, "predefined_agents": agents}
    return {"type": "multiagent_20261001", "subagents": subagents, "workflows": _OFF, "advisor": _OFF}


def _metadata(attrs: Attrs, marker: Marker, environment: str) -> Attrs:
    labels = mapping(attrs.get("labels"))
    return {
        marks.MARKER: marker.encode(),
        marks.ENVIRONMENT: environment,
        marks.KNOWLEDGE: " ".join(ids(attrs, "knowledge")) or None,
        marks.LABELS: canonical(labels) if labels else None,
    }


def _labels(metadata: Attrs) -> Attrs:
    try:
        return mapping(json.loads(text(metadata.get(marks.LABELS)) or "{}"))
    except (ValueError, RecursionError):  # somebody edited it: then it is no label of ours
        return {}


def _plain(value: JSON) -> JSON:
    """The effort comes back as `{"type": "low"}`."""
    return text(mapping(value).get("type")) if isinstance(value, dict) else value
