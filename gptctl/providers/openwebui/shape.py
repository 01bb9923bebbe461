"""Take answers apart without trusting them."""

from collections.abc import Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.errors import NotDone, Unknown
from gptctl.providers.api import mapping, text

_ADVICE = "Is base_url the address of an Open WebUI, 0.12 or later?"


def values(value: JSON) -> Sequence[JSON]:
    """The list itself, whatever is in it; an empty one for anything else."""
    return value if isinstance(value, list | tuple) else ()


def whole(value: JSON) -> int:
    return value if isinstance(value, int) else 0


def read(value: JSON, what: str) -> Attrs:
    """An object with an id, as the answer to a read. Raises NotDone for anything else."""
    if not text(mapping(value).get("id")):
        raise NotDone(f"{what} was answered with something unexpected", advice=_ADVICE)
    return mapping(value)


def written(value: JSON, what: str) -> Attrs:
    """An object with an id, as the answer to a write. Raises Unknown for anything else."""
    if not text(mapping(value).get("id")):
        raise Unknown(f"{what} was answered with something unexpected", advice=_ADVICE)
    return mapping(value)
