"""What of ours stands in an object's metadata. Anthropic merges metadata, so that the keys of others stay."""

from gptctl.core.marker import Marker
from gptctl.core.value import Attrs
from gptctl.providers.api import mapping

MARKER = "gptctl"
KNOWLEDGE = "gptctl_knowledge"
"""Of an agent: the ids of its memory stores, with spaces between; a session is what they are attached to."""
ENVIRONMENT = "gptctl_environment"
"""Of an agent: the id of the environment that its sessions run in."""
LABELS = "gptctl_labels"
"""Of an agent: its labels, as a JSON object."""


def marker_of(item: Attrs) -> Marker | None:
    return Marker.decode(mapping(item.get("metadata")).get(MARKER))


def in_scope(item: Attrs, scope: str) -> bool:
    mark = marker_of(item)
    return mark is not None and mark.scope == scope


def same_address(item: Attrs, marker: Marker) -> bool:
    mark = marker_of(item)
    return mark is not None and (mark.scope, mark.address) == (marker.scope, marker.address)


def made_by(item: Attrs, marker: Marker) -> bool:
    """Whether the attempt of this marker made or last wrote the object."""
    mark = marker_of(item)
    return mark is not None and same_address(item, marker) and mark.nonce == marker.nonce
