"""A declaration in this provider's fields: it holds all of them, and says which it can do nothing with."""

from collections.abc import Iterator, Mapping, Sequence

from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.providers.base import Lost, Lowering
from gptctl.providers.local.settings import Settings


def lower(declared: Declared, settings: Settings) -> Lowering:
    attrs = declared.attrs
    losses = (*_capabilities(attrs), *_tools(attrs), *_reasoning(attrs, settings), *_overlap(attrs))
    return Lowering(attrs=attrs, losses=losses)


def _reasoning(attrs: Attrs, settings: Settings) -> Iterator[Lost]:
    if "reasoning" in _map(attrs.get("parameters")) and not settings.base_url:
        yield Lost(field="parameters.reasoning", reason="models run here have no levels of reasoning")


def _overlap(attrs: Attrs) -> Iterator[Lost]:
    if "overlap_tokens" in _map(attrs.get("chunking")):
        yield Lost(field="chunking.overlap_tokens", reason="passages are cut at headings here and do not overlap")


def _capabilities(attrs: Attrs) -> Iterator[Lost]:
    for index, name in enumerate(_items(attrs.get("capabilities"))):
        yield Lost(field=f"capabilities[{index}]", reason=f"{name} is kept, but nothing here can do it")


def _tools(attrs: Attrs) -> Iterator[Lost]:
    for index, tool in enumerate(_items(attrs.get("tools"))):
        kind = tool.get("type") if isinstance(tool, Mapping) else None
        if kind in {"mcp", "openapi"}:
            yield Lost(field=f"tools[{index}]", reason=f"the {kind} tool is kept, but never called from here")


def _items(value: JSON) -> Sequence[JSON]:
    return value if isinstance(value, list | tuple) else ()


def _map(value: JSON) -> Attrs:
    return value if isinstance(value, Mapping) else {}
