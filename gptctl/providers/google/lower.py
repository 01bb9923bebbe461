"""A declaration in the fields of an interaction."""

from collections.abc import Iterator

from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import items, mapping
from gptctl.providers.base import Lost, Lowering
from gptctl.providers.capabilities import losses, retires
from gptctl.providers.google.capabilities import CAPABILITIES

PARAMETERS = {
    "temperature": "temperature",
    "top_p": "top_p",
    "max_output_tokens": "max_output_tokens",
    "reasoning": "thinking_level",
    "seed": "seed",
}
"""Our names of the model's parameters, and Google's."""

_BUILT_IN = {"web_search": "google_search", "code_interpreter": "code_execution"}
_KEPT = ("name", "model", "description", "labels", "starters")
_NO_THINKING = "none"


def lower(declared: Declared, options: Attrs) -> Lowering:
    if declared.address.kind == "knowledge":
        return Lowering(attrs={name: declared.attrs[name] for name in ("name", "files", "chunking")
                               if name in declared.attrs})  # fmt: skip
    return Lowering(
        attrs=_with_options(dict(_interaction(declared.attrs)), options),
        losses=(*losses(declared, CAPABILITIES), *_without_place(declared.attrs)),
        retires=retires(declared.attrs, CAPABILITIES),
    )


def _interaction(attrs: Attrs) -> Iterator[tuple[str, JSON]]:
    yield from ((name, attrs[name]) for name in _KEPT if attrs.get(name))
    yield "system_instruction", attrs.get("instructions")
    for name, value in (
        ("generation_config", dict(_generation(attrs))),
        ("tools", [*_built_in(attrs), *_search(attrs), *_called(attrs)]),
    ):
        if value:
            yield name, value
    if "output" in attrs:
        schema = mapping(attrs["output"]).get("schema")
        yield "response_format", {"type": "text", "mime_type": "application/json", "schema": schema}


def _generation(attrs: Attrs) -> Iterator[tuple[str, JSON]]:
    said = mapping(attrs.get("parameters"))
    for ours, theirs in PARAMETERS.items():
        if said.get(ours) is not None and (ours, said[ours]) != ("reasoning", _NO_THINKING):
            yield theirs, said[ours]


def _built_in(attrs: Attrs) -> Iterator[JSON]:
    wanted = attrs.get("capabilities")
    return (
        {"type": theirs} for ours, theirs in _BUILT_IN.items() if isinstance(wanted, list | tuple) and ours in wanted
    )


def _search(attrs: Attrs) -> Iterator[JSON]:
    if attrs.get("knowledge"):
        yield {"type": "file_search", "file_search_store_names": attrs["knowledge"]}


def _called(attrs: Attrs) -> Iterator[JSON]:
    for tool in items(attrs.get("tools")):
        if tool.get("type") == "function":
            yield {name: tool[name] for name in ("type", "name", "description", "parameters") if name in tool}
        if tool.get("type") == "mcp":
            yield dict(_server(tool))


def _server(tool: Attrs) -> Iterator[tuple[str, JSON]]:
    """`auth` names a secret; it becomes a header only in the request itself."""
    yield from (("type", "mcp_server"), ("name", tool.get("name")), ("url", tool.get("url")))
    if tool.get("allow"):
        yield "allowed_tools", [{"tools": tool["allow"]}]
    if "auth" in tool:
        yield "auth", tool["auth"]


def _with_options(attrs: Attrs, options: Attrs) -> Attrs:
    """Raw fields go over ours; `tools` are added to ours, and `generation_config` merged with ours."""
    merged = {**attrs, **options}
    if "generation_config" in options:
        ours = mapping(attrs.get("generation_config"))
        merged["generation_config"] = {**ours, **mapping(options["generation_config"])}
    if "tools" in options:
        merged["tools"] = [*items(attrs.get("tools")), *items(options["tools"])]
    return merged


def _without_place(attrs: Attrs) -> Iterator[Lost]:
    parameters = mapping(attrs.get("parameters"))
    if parameters.get("reasoning") == _NO_THINKING:
        yield Lost(field="parameters.reasoning", reason="Google has no level without thinking; minimal is the least")
    for name in parameters:
        if name not in PARAMETERS:
            yield Lost(field=f"parameters.{name}", reason=f"Google knows no parameter {name}")
