"""A declaration in Open WebUI's own fields: a preset's name, base model, `params` and `meta`."""

from collections.abc import Iterator, Mapping

from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import mapping, text
from gptctl.providers.base import Lost, Lowering
from gptctl.providers.capabilities import losses
from gptctl.providers.openwebui.capabilities import CAPABILITIES
from gptctl.providers.openwebui.shape import values

TAG = "gptctl"
"""A tag on every preset of ours, so that they can be listed without the others."""

MAPS = ("params", "meta")
"""The fields of a preset that take raw options."""

OPTION = "options."

_PARAMETERS = {
    "temperature": "temperature",
    "top_p": "top_p",
    "max_output_tokens": "max_tokens",
    "reasoning": "reasoning_effort",
    "seed": "seed",
}


def lower(declared: Declared, target: str) -> Lowering:
    if declared.address.kind == "knowledge":
        return _knowledge(declared.attrs)
    attrs = declared.attrs
    preset: Attrs = {
        "name": attrs.get("name"),
        "model": attrs.get("model"),
        "params": dict(_params(attrs)),
        "meta": dict(_meta(attrs)),
    }
    return Lowering(
        attrs=_with_options(preset, declared.options.get(target, {})),
        losses=(*losses(declared, CAPABILITIES), *_adapter(attrs)),
    )


def _knowledge(attrs: Attrs) -> Lowering:
    lost = (Lost(field="chunking", reason="the server cuts all files alike, as its administrator says"),)
    return Lowering(
        attrs={"name": attrs.get("name"), "files": attrs.get("files")}, losses=lost if attrs.get("chunking") else ()
    )


def _params(attrs: Attrs) -> Iterator[tuple[str, JSON]]:
    yield "system", attrs.get("instructions")
    parameters = mapping(attrs.get("parameters"))
    yield from ((theirs, parameters[ours]) for ours, theirs in _PARAMETERS.items() if ours in parameters)
    schema = mapping(attrs.get("output")).get("schema")
    if schema is not None:
        yield "response_format", {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    if values(attrs.get("knowledge")) or values(attrs.get("capabilities")):
        # Only so does the server itself search and put what it found into the question.
        yield "function_calling", "legacy"


def _meta(attrs: Attrs) -> Iterator[tuple[str, JSON]]:
    if attrs.get("description"):
        yield "description", attrs["description"]
    yield "tags", [{"name": TAG}, *_labels(attrs)]
    if values(attrs.get("starters")):
        yield "suggestion_prompts", [_starter(mapping(one)) for one in values(attrs["starters"])]
    if values(attrs.get("capabilities")):
        yield "defaultFeatureIds", list(values(attrs["capabilities"]))
    if values(attrs.get("knowledge")):
        yield "knowledge", list(values(attrs["knowledge"]))
    functions = [dict(_function(mapping(tool))) for tool in values(attrs.get("tools"))]
    if any(functions):
        yield "gptctl_tools", [one for one in functions if one]


def _labels(attrs: Attrs) -> Iterator[JSON]:
    """The server cuts spaces off a tag's ends."""
    for name, value in sorted(mapping(attrs.get("labels")).items()):
        yield {"name": f"{name}:{text(value).strip()}"}


def _starter(starter: Attrs) -> JSON:
    return {"title": [starter.get("title"), ""], "content": starter.get("text")}


def _function(tool: Attrs) -> Iterator[tuple[str, JSON]]:
    if tool.get("type") == "function":
        yield "type", "function"
        yield "function", {key: value for key, value in tool.items() if key != "type"}


def _adapter(attrs: Attrs) -> Iterator[Lost]:
    if mapping(attrs.get("parameters")).get("adapter"):
        yield Lost(field="parameters.adapter", reason="adapters belong to the server of the base model")


def _with_options(preset: Attrs, options: Attrs) -> Attrs:
    """Raw fields go over ours, inside `params` and `meta`; any other is set aside for `validate` to refuse."""
    merged = dict(preset)
    for name, value in options.items():
        if name in MAPS and isinstance(value, Mapping):
            merged[name] = {**mapping(merged[name]), **value}
        else:
            merged[f"{OPTION}{name}"] = value
    return merged
