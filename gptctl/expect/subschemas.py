"""The schemas in a schema."""

from collections.abc import Iterator, Mapping

from gptctl.core.value import JSON, Attrs

DATA = ("const", "default", "enum", "examples")
"""Keys of values, in which nothing is a schema."""

_NAMED = ("properties", "$defs", "definitions", "dependentSchemas")
"""Maps from names, which mean nothing by themselves, to schemas."""


def subschemas(schema: JSON) -> Iterator[Attrs]:
    """The schema itself first, and all that stand in it at any depth."""
    match schema:
        case Mapping():
            yield schema
            for key, item in schema.items():
                if key in _NAMED and isinstance(item, Mapping):
                    yield from subschemas(list(item.values()))
                elif key not in DATA:
                    yield from subschemas(item)
        case list() | tuple():
            for item in schema:
                yield from subschemas(item)
        case _:
            return
