"""Parameters and the form of answers in the words of the Responses API."""

from collections.abc import Iterator

from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import mapping
from gptctl.providers.base import Lost

_NOWHERE = ("seed", "adapter")


def lost(attrs: Attrs) -> Iterator[Lost]:
    """Parameters of other providers that this API does not have."""
    said = mapping(attrs.get("parameters"))
    for name in _NOWHERE:
        if said.get(name) is not None:
            yield Lost(field=f"parameters.{name}", reason=f"this API has no parameter {name}")


def effort(attrs: Attrs) -> JSON:
    said = mapping(attrs.get("parameters")).get("reasoning")
    return None if said is None else {"effort": said}


def form(attrs: Attrs) -> JSON:
    """Not strict, for the reason given with functions."""
    schema = mapping(attrs.get("output")).get("schema")
    if schema is None:
        return None
    return {"format": {"type": "json_schema", "name": "answer", "schema": schema, "strict": False}}
