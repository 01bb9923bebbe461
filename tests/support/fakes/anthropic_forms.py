"""How Anthropic looks at a body, by the types of its own SDK: unknown keys and missing ones are a 400.

Every answer is held against the SDK's types as well, strictly: a fake that strays from them fails its test.
"""

import collections.abc
import itertools
import json
import threading
import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from typing_extensions import is_typeddict

from tests.support.fakes.messages import Refusal, Reply, Request

_ticks = itertools.count()
_ids = itertools.count(1)
_lock = threading.Lock()


def now() -> str:
    """A time that moves on with every look, so that a change always shows."""
    with _lock:
        tick = next(_ticks)
    return f"2026-11-20T{tick // 3600 % 24:02}:{tick // 60 % 60:02}:{tick % 60:02}.{tick % 1000000:06}Z"


def new_id(prefix: str) -> str:
    """Ids sort in the order in which they were made."""
    with _lock:
        return f"{prefix}_01{next(_ids):022d}"


def refusal(status: int, kind: str, message: str) -> Refusal:
    return Refusal(status, {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"})


def invalid(message: str) -> Refusal:
    return refusal(400, "invalid_request_error", message)


def missing(what: str, id_: str) -> Refusal:
    return refusal(404, "not_found_error", f"{what} {id_} not found")


def taken(request: Request, kind: Any) -> dict[str, Any]:
    """The body, if the SDK could have sent it."""
    body: Any = request.json
    wrong = next(_wrong(body, kind, "body"), None)
    if wrong is not None:
        raise invalid(wrong)
    return dict(body)


def given(kind: type[BaseModel], body: dict[str, Any]) -> Reply:
    """An answer that the SDK understands in full."""
    kind.model_validate_json(json.dumps(body), strict=True)
    return Reply(body=body, headers={"request-id": "req_1"})


def page(request: Request, kind: type[BaseModel], items: "collections.abc.Sequence[dict[str, Any]]") -> Reply:
    """One page of a listing."""
    for item in items:
        kind.model_validate_json(json.dumps(item), strict=True)
    limit, start = request.query.get("limit", "20"), request.query.get("page", "page_0")
    if not limit.isdigit() or not 1 <= int(limit) <= 100:
        raise invalid("limit: Input should be between 1 and 100")
    if not start.removeprefix("page_").isdigit():
        raise invalid("page: Invalid cursor")
    first = int(start.removeprefix("page_"))
    last = first + int(limit)
    return Reply(body={"data": list(items[first:last]), "next_page": f"page_{last}" if last < len(items) else None})


def merged(metadata: dict[str, str], patch: dict[str, str | None] | None) -> dict[str, str]:
    """Keys left out keep their values, null deletes one; 16 pairs of 64 and 512 characters."""
    done = {key: value for key, value in {**metadata, **(patch or {})}.items() if value is not None}
    if len(done) > 16 or any(len(key) > 64 or len(value) > 512 for key, value in done.items()):
        raise invalid("metadata: at most 16 pairs, keys up to 64 and values up to 512 characters")
    return done


def _wrong(value: Any, kind: Any, path: str) -> Iterator[str]:
    """Every way in which a value is not of a type."""
    while get_origin(kind) in {Required, NotRequired, Annotated}:
        kind = get_args(kind)[0]
    origin, parts = get_origin(kind), get_args(kind)
    if is_typeddict(kind):
        yield from _wrong_map(value, kind, path)
    elif origin in {Union, types.UnionType}:
        if all(next(_wrong(value, one, path), None) for one in parts):
            yield f"{path}: {json.dumps(value)[:200]} is none of {len(parts)} forms"
    elif origin is Literal or origin is None:
        if not (value in parts if origin else _is(value, kind)):
            yield f"{path}: {json.dumps(value)[:200]} is no {kind}"
    else:
        yield from _wrong_many(value, dict if origin is dict else list, parts[-1], path)


def _wrong_many(value: Any, form: type, kind: Any, path: str) -> Iterator[str]:
    if not isinstance(value, form):
        yield f"{path}: Input should be a valid {form.__name__}"
        return
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _wrong(item, kind, f"{path}.{key}")


def _wrong_map(value: Any, kind: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: Input should be a valid dictionary"
        return
    hints = get_type_hints(kind, include_extras=True)
    open_ended = kind.__name__.endswith("InputSchemaParam")  # a JSON Schema takes any key
    for key, item in value.items():
        if key in hints:
            yield from _wrong(item, hints[key], f"{path}.{key}")
        elif not open_ended:
            yield f"{path}.{key}: Extra inputs are not permitted"
    for key, hint in hints.items():
        if get_origin(hint) is Required and key not in value:
            yield f"{path}.{key}: Field required"


def _is(value: Any, kind: Any) -> bool:
    if kind in {int, float} and isinstance(value, bool):
        return False
    return kind in {object, Any} or isinstance(value, kind)
