"""What a provider can hold, as data: losses, limits, the matrix in the docs and `gptctl providers` all come from it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gptctl.core.resource import Declared
from gptctl.core.retirement import stops
from gptctl.core.value import JSON, Attrs
from gptctl.providers.base import Lost, Problem


class Support(StrEnum):
    """Where a field of a declaration ends up at a provider."""

    HELD = "held"
    SENT = "sent"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """`note` says why, for a loss, or how, where the provider's way differs; a whole sentence without its full stop."""

    support: Support
    note: str = ""


HELD = Capability(support=Support.HELD)


def sent(note: str) -> Capability:
    """Not stored there: the runtime sends it with every request, so that a program must do the same."""
    return Capability(support=Support.SENT, note=note)


def lost(note: str) -> Capability:
    return Capability(support=Support.LOST, note=note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most so much of a field. `unit` is characters, bytes, items or values; `source` is where that is published.

    The path `files[]` is for each file: a declaration has its hash alone, so `Traits.file_bytes` says it again.
    """

    path: str
    most: float
    unit: str
    source: str
    least: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """`fields` has every name in FIELDS. `file_types` are lower-case suffixes such as `.md`; empty means any.

    `retirements` leads from a model to the day on which it stops, `successors` to the model that its provider names in
    its place. `logs` says which conversations can be listed, or why none.
    """

    fields: Mapping[str, Capability]
    limits: Sequence[Limit] = ()
    file_types: frozenset[str] = frozenset()
    retirements: Mapping[str, date] = field(default_factory=dict[str, date])
    successors: Mapping[str, str] = field(default_factory=dict[str, str])
    logs: str = ""


def _get(*path: str) -> Callable[[Attrs], JSON]:
    def find(attrs: Attrs) -> JSON:
        value: JSON = attrs
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        return value

    return find


def _capability(name: str) -> Callable[[Attrs], JSON]:
    def find(attrs: Attrs) -> JSON:
        wanted = attrs.get("capabilities")
        return name if isinstance(wanted, Sequence) and name in wanted else None

    return find


def _tool(kind: str) -> Callable[[Attrs], JSON]:
    def find(attrs: Attrs) -> JSON:
        tools = attrs.get("tools")
        mine = [t for t in tools if isinstance(t, Mapping) and t.get("type") == kind] if isinstance(tools, list) else []
        return [str(tool.get("name", "")) for tool in mine] or None

    return find


FIELDS: Mapping[str, Callable[[Attrs], JSON]] = {
    "description": _get("description"),
    "labels": _get("labels"),
    "parameters.temperature": _get("parameters", "temperature"),
    "parameters.top_p": _get("parameters", "top_p"),
    "parameters.max_output_tokens": _get("parameters", "max_output_tokens"),
    "parameters.reasoning": _get("parameters", "reasoning"),
    "instructions": _get("instructions"),
    "starters": _get("starters"),
    "capabilities.web_search": _capability("web_search"),
    "capabilities.code_interpreter": _capability("code_interpreter"),
    "capabilities.image_generation": _capability("image_generation"),
    "knowledge": _get("knowledge"),
    "tools.function": _tool("function"),
    "tools.mcp": _tool("mcp"),
    "tools.openapi": _tool("openapi"),
    "output": _get("output"),
    "subagents": _get("subagents"),
}
"""Every field of an assistant that some provider cannot hold, and how to see whether a declaration uses it."""


def losses(declared: Declared, capabilities: Capabilities) -> tuple[Lost, ...]:
    """What of this declaration is lost, in the order of FIELDS."""
    return tuple(
        Lost(field=name, reason=capabilities.fields[name].note)
        for name, used in FIELDS.items()
        if capabilities.fields[name].support is Support.LOST and _says(used(declared.attrs))
    )


def _says(value: JSON) -> bool:
    """A temperature of 0 says something, an empty list does not."""
    return value not in (None, "", [], {})


def problems(attrs: Attrs, limits: Sequence[Limit]) -> Iterator[Problem]:
    """Every limit that these lowered attributes exceed. A limit on a field that is not there is kept."""
    for limit in limits:
        value = _get(*limit.path.split("."))(attrs)
        size = None if value is None else _size(value, limit.unit)
        if size is not None and not limit.least <= size <= limit.most:
            yield Problem(
                path=limit.path,
                summary="over a limit of the provider",
                detail=f"{size:,.12g} {limit.unit}, where {spelled(limit)} are taken ({limit.source})",
            )


def spelled(limit: Limit) -> str:
    """The numbers of a limit, from the least to the most."""
    return f"{limit.least:,.12g} to {limit.most:,.12g}"


def retires(attrs: Attrs, capabilities: Capabilities) -> date | None:
    """The day on which the model of these attributes stops, None while none is published."""
    model = attrs.get("model")
    return stops(capabilities.retirements, model) if isinstance(model, str) else None


def _size(value: JSON, unit: str) -> float | None:
    match unit, value:
        case "characters", str():
            return len(value)
        case "bytes", str():
            return len(value.encode("utf-8", "surrogatepass"))
        case "items", list() | tuple() | Mapping():
            return len(value)
        case "values", int() | float():
            return value
        case _:
            return None
