"""How Mistral looks at a body: unknown keys and missing ones are a 422 with a list of what is wrong."""

import itertools
import threading
from collections.abc import Iterable, Mapping
from typing import Any

from tests.support.fakes.messages import Refusal

_ticks = itertools.count()
_lock = threading.Lock()


def now() -> str:
    """A time that moves on with every look, so that a change always shows."""
    with _lock:
        tick = next(_ticks)
    return f"2026-11-20T{tick // 3600 % 24:02}:{tick // 60 % 60:02}:{tick % 60:02}.{tick:06}Z"


def taken(body: Any, known: Iterable[str], required: Iterable[str] = ()) -> dict[str, Any]:
    """The body, if it has these keys and no others."""
    if not isinstance(body, Mapping):
        raise invalid(["body"], "Input should be a valid dictionary", "dict_type")
    for name in body:
        if name not in set(known):
            raise invalid(["body", name], "Extra inputs are not permitted", "extra_forbidden")
    for name in required:
        if name not in body:
            raise invalid(["body", name], "Field required", "missing")
    return dict(body)


def invalid(where: list[str], message: str, kind: str) -> Refusal:
    return Refusal(422, {"detail": [{"loc": where, "msg": message, "type": kind, "input": None}]})


def missing(what: str, id_: str) -> Refusal:
    return Refusal(404, {"detail": f"{what} {id_} not found"})


def number(text: str, name: str, most: int) -> int:
    if not text.isdigit() or not 0 <= int(text) <= most:
        raise invalid(["query", name], f"Input should be at most {most}", "less_than_equal")
    return int(text)
