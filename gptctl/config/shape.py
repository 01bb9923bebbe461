"""Checked JSON in the types that the schema promises."""

from collections.abc import Mapping

from gptctl.core.value import JSON, Attrs


def as_map(value: JSON) -> Attrs:
    """The map, or an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def as_list(value: JSON) -> list[JSON]:
    """The list, or an empty one for anything else."""
    return list(value) if isinstance(value, list | tuple) else []


def as_texts(value: JSON) -> list[str]:
    return [str(item) for item in as_list(value)]
