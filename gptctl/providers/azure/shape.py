"""An agent as the API has it, and as we declare it."""

import json
import re

from gptctl.core.marker import Marker
from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import items, mapping, text
from gptctl.providers.openai_shape.tools import file_search

MARK = "gptctl"
_NAME = "gptctl_name"
_LABELS = "gptctl_labels"
_DEFINED = ("model", "instructions", "temperature", "top_p", "reasoning", "text")
_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")


def name_of(name: str, marker: Marker) -> str:
    """The agent's name there: one for each environment, at most 63 characters, the same at every attempt."""
    return f"{_UNSAFE.sub('-', name)[:40].strip('-') or 'agent'}-{marker.address}"


def body_of(attrs: Attrs, marker: Marker, before: Attrs) -> Attrs:
    """A new version. What the one before has and we have no word for goes along."""
    definition = {**mapping(before.get("definition")), "kind": "prompt"}
    for name in (*_DEFINED, "tools"):
        definition.pop(name, None)
    definition.update({name: attrs[name] for name in _DEFINED if name in attrs})
    definition["tools"] = [*file_search(attrs.get("knowledge")), *items(attrs.get("tools"))]
    labels = mapping(attrs.get("labels"))
    metadata = {k: v for k, v in mapping(before.get("metadata")).items() if k not in (MARK, _NAME, _LABELS)}
    metadata |= {MARK: marker.encode(), _NAME: text(attrs.get("name"))}
    metadata |= {_LABELS: json.dumps(labels, sort_keys=True)} if labels else {}
    return {"definition": definition, "metadata": metadata, "description": text(attrs.get("description"))}


def attrs_of(version: Attrs) -> Attrs:
    """As it was declared, and whatever the API filled in beside it."""
    definition, metadata = mapping(version.get("definition")), mapping(version.get("metadata"))
    tools = items(definition.get("tools"))
    stores = [id_ for tool in tools if tool.get("type") == "file_search" for id_ in _ids(tool)]
    return {
        **{name: definition.get(name) for name in _DEFINED},
        "name": declared_name(version),
        "description": text(version.get("description")),
        "labels": _parsed(text(metadata.get(_LABELS))),
        "knowledge": [{"$id": id_} for id_ in stores],
        "tools": [tool for tool in tools if tool.get("type") != "file_search"],
    }


def declared_name(version: Attrs) -> str:
    return text(mapping(version.get("metadata")).get(_NAME))


def marker_of(version: Attrs) -> Marker | None:
    return Marker.decode(mapping(version.get("metadata")).get(MARK))


def latest(agent: Attrs) -> Attrs:
    """The version that counts."""
    return mapping(mapping(agent.get("versions")).get("latest"))


def _ids(tool: Attrs) -> list[JSON]:
    ids = tool.get("vector_store_ids")
    return list(ids) if isinstance(ids, list | tuple) else []


def _parsed(labels: str) -> JSON:
    """What somebody else wrote there is shown as it is."""
    try:
        return mapping(json.loads(labels)) if labels else {}
    except (ValueError, RecursionError):
        return labels
