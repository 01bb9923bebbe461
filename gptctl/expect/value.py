"""Values that an answer may spell in other ways: 1 is 1.0, and the order of keys says nothing."""

import json
from collections.abc import Mapping
from typing import NoReturn

from gptctl.core.value import JSON, canonical


class NoJSON(ValueError):
    """An answer, or the arguments of a call, that are not JSON."""


def parsed(text: str) -> JSON:
    """Raises NoJSON."""
    try:
        value: JSON = json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise NoJSON from None
    return value


def same(one: JSON, other: JSON) -> bool:
    return canonical(_normal(one)) == canonical(_normal(other))


def holds(made: JSON, wanted: JSON) -> bool:
    """Whether all that is wanted is there; maps, at any depth, may hold more."""
    if isinstance(wanted, Mapping):
        return isinstance(made, Mapping) and all(key in made and holds(made[key], wanted[key]) for key in wanted)
    if isinstance(wanted, list | tuple):
        if not isinstance(made, list | tuple) or len(made) != len(wanted):
            return False
        return all(holds(one, other) for one, other in zip(made, wanted, strict=True))
    return same(made, wanted)


def _normal(value: JSON) -> JSON:
    match value:
        case Mapping():
            return {key: _normal(item) for key, item in value.items()}
        case list() | tuple():
            return [_normal(item) for item in value]
        case float() if value.is_integer():
            return int(value)
        case _:
            return value


def _refused(constant: str) -> NoReturn:
    raise ValueError(constant)
