"""Values as the tests compare them."""

from collections.abc import Mapping

from gptctl.core.value import JSON


def bare(value: JSON) -> JSON:
    """The value without null entries in maps, at every depth."""
    match value:
        case Mapping():
            return {key: bare(item) for key, item in value.items() if item is not None}
        case list() | tuple():
            return [bare(item) for item in value]
        case _:
            return value
