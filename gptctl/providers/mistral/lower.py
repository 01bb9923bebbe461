"""A declaration in Mistral's own fields."""

from collections.abc import Iterator

from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import items, mapping, text
from gptctl.providers.base import Lost, Lowering
from gptctl.providers.capabilities import losses, retires
from gptctl.providers.mistral.capabilities import CAPABILITIES

PARAMETERS = {
    "temperature": "temperature",
    "top_p": "top_p",
    "max_output_tokens": "max_tokens",
    "reasoning": "reasoning_effort",
    "seed": "random_seed",
}
"""Our names of the model's parameters, and Mistral's."""

_BUILT_IN = ("web_search", "code_interpreter", "image_generation")
_NO_PARAMETERS: Attrs = {"type": "object", "properties": {}}


def lower(declared: Declared, options: Attrs) -> Lowering:
    if declared.address.kind == "knowledge":
        return _knowledge(declared.attrs)
    attrs = dict(_agent(declared.attrs))
    return Lowering(
        attrs=_with_options(attrs, options),
        losses=(*losses(declared, CAPABILITIES), *_unknown_parameters(declared.attrs)),
        retires=retires(declared.attrs, CAPABILITIES),
    )


def _knowledge(attrs: Attrs) -> Lowering:
    lost = (Lost(field="chunking", reason="Mistral cuts documents its own way"),) if "chunking" in attrs else ()
    return Lowering(attrs={name: attrs[name] for name in ("name", "files") if name in attrs}, losses=lost)


def _agent(attrs: Attrs) -> Iterator[tuple[str, JSON]]:
    yield from ((name, attrs[name]) for name in ("name", "model", "instructions", "description") if name in attrs)
    if attrs.get("labels"):
        yield "labels", attrs["labels"]
    for name, value in (
        ("completion_args", dict(_arguments(attrs))),
        ("tools", [*_built_in(attrs), *_library(attrs), *_functions(attrs)]),
        ("handoffs", attrs.get("subagents")),
    ):
        if value:
            yield name, value


def _arguments(attrs: Attrs) -> Iterator[tuple[str, JSON]]:
    said = mapping(attrs.get("parameters"))
    yield from ((theirs, said[ours]) for ours, theirs in PARAMETERS.items() if said.get(ours) is not None)
    if "output" in attrs:
        schema = mapping(attrs["output"]).get("schema")
        form = {"name": text(attrs.get("name")), "schema": schema, "strict": True}
        yield "response_format", {"type": "json_schema", "json_schema": form}


def _built_in(attrs: Attrs) -> Iterator[JSON]:
    wanted = attrs.get("capabilities")
    return ({"type": name} for name in _BUILT_IN if isinstance(wanted, list | tuple) and name in wanted)


def _library(attrs: Attrs) -> Iterator[JSON]:
    if attrs.get("knowledge"):
        yield {"type": "document_library", "library_ids": attrs["knowledge"]}


def _functions(attrs: Attrs) -> Iterator[JSON]:
    for tool in items(attrs.get("tools")):
        if tool.get("type") == "function":
            described = {name: tool[name] for name in ("name", "description") if name in tool}
            yield {"type": "function", "function": {**described, "parameters": tool.get("parameters", _NO_PARAMETERS)}}


def _with_options(attrs: Attrs, options: Attrs) -> Attrs:
    """Raw fields go over ours; `tools` are added to ours, and `completion_args` merged with ours."""
    merged = {**attrs, **options}
    if "completion_args" in options:
        merged["completion_args"] = {**mapping(attrs.get("completion_args")), **mapping(options["completion_args"])}
    if "tools" in options:
        merged["tools"] = [*items(attrs.get("tools")), *items(options["tools"])]
    return merged


def _unknown_parameters(attrs: Attrs) -> Iterator[Lost]:
    for name in mapping(attrs.get("parameters")):
        if name not in PARAMETERS:
            yield Lost(field=f"parameters.{name}", reason=f"Mistral knows no parameter {name}")
