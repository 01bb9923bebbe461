"""A declaration in this provider's fields: it holds all of them, and says which it can do nothing with."""

from collections.abc import Iterator, Mapping, Sequence

from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.providers.base import Lost, Lowering


def lower(declared: Declared) -> Lowering:
    return Lowering(attrs=declared.attrs, losses=(*_capabilities(declared.attrs), *_tools(declared.attrs)))


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
