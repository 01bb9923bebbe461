"""Values that an answer may spell in other ways: 1 is 1.0, and the order of keys says nothing."""

import json
from collections.abc import Mapping
from typing import NoReturn

from gptctl.core.value import JSON


class NoJSON(ValueError):
    """An answer, or the arguments of a call, that are not JSON."""


def parsed(text: str) -> JSON:
    """Raises NoJSON."""
    try:
        value: JSON = json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise NoJSON from None
    return value


def same(made: JSON, wanted: JSON) -> bool:
    return holds(made, wanted) and holds(wanted, made)


def holds(made: JSON, wanted: JSON) -> bool:
    """Whether all that is wanted is there; maps, at any depth, may hold more. It goes no deeper than what is wanted."""
    if isinstance(wanted, Mapping):
        return isinstance(made, Mapping) and all(key in made and holds(made[key], wanted[key]) for key in wanted)
    if isinstance(wanted, list | tuple):
        if not isinstance(made, list | tuple) or len(made) != len(wanted):
            return False
        return all(holds(one, other) for one, other in zip(made, wanted, strict=True))
    return isinstance(made, bool) == isinstance(wanted, bool) and made == wanted


def _refused(constant: str) -> NoReturn:
    raise ValueError(constant)
