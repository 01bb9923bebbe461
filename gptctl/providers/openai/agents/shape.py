"""An agent as the API has it, and as we declare it: what it has no field for stands in its metadata."""

import json

from gptctl.core.marker import Marker
from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import items, mapping, text
from gptctl.providers.openai.agents.limits import RAW

MARK = "gptctl"
TEMPLATE = "gptctl_environment_template"
_DESCRIPTION = "gptctl_description"
_LABELS = "gptctl_labels"
_SHELL = "gptctl_shell"
_OURS = (MARK, TEMPLATE, _DESCRIPTION, _LABELS, _SHELL)


def body_of(attrs: Attrs, marker: Marker, metadata: Attrs) -> Attrs:
    """What to write. `metadata` is what is there: whatever of it is not ours stays."""
    return {
        **{name: attrs.get(name) for name in ("name", "model", "instructions", "reasoning", "text")},
        **{name: attrs[name] for name in RAW if name in attrs},
        "tools": attrs.get("tools", []),
        "metadata": {**{k: v for k, v in metadata.items() if k not in _OURS}, **_metadata(attrs, marker)},
    }


def attrs_of(body: Attrs) -> Attrs:
    """As it was declared, and whatever the API filled in beside it."""
    metadata = mapping(body.get("metadata"))
    template = text(metadata.get(TEMPLATE))
    return {
        **{
            name: body.get(name)
            for name in ("name", "model", "instructions", "reasoning", "text", "tools", *sorted(RAW))
        },
        "description": text(metadata.get(_DESCRIPTION)),
        "labels": _parsed(text(metadata.get(_LABELS))),
        "knowledge": [{"$id": template}] if template else [],
        "shell": _SHELL in metadata,
    }


def marker_of(body: Attrs) -> Marker | None:
    return Marker.decode(mapping(body.get("metadata")).get(MARK))


def environment_of(body: Attrs) -> Attrs:
    """What a session with this agent runs in."""
    metadata = mapping(body.get("metadata"))
    template = text(metadata.get(TEMPLATE))
    if template:
        return {"type": "openai_hosted", "environment_template_id": template}
    return {"type": "openai_hosted"} if _SHELL in metadata else {"type": "none"}


def _metadata(attrs: Attrs, marker: Marker) -> Attrs:
    labels = mapping(attrs.get("labels"))
    held: dict[str, JSON] = {
        MARK: marker.encode(),
        TEMPLATE: "".join(text(one.get("$id")) for one in items(attrs.get("knowledge"))),
        _DESCRIPTION: attrs.get("description"),
        _LABELS: json.dumps(labels, sort_keys=True) if labels else "",
        _SHELL: "1" if attrs.get("shell") is True else "",
    }
    return {name: value for name, value in held.items() if value}


def _parsed(labels: str) -> JSON:
    """What somebody else wrote there is shown as it is."""
    try:
        return mapping(json.loads(labels)) if labels else {}
    except (ValueError, RecursionError):
        return labels
