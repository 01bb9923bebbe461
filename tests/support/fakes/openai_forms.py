"""How OpenAI looks at a request and shapes what it gives back."""

import itertools
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from tests.support.fakes.messages import Refusal, Reply, Request

_ticks = itertools.count(1_795_000_000)


def now() -> int:
    """Seconds since the epoch; every look is a second later."""
    return next(_ticks)


def new_id(prefix: str) -> str:
    return f"{prefix}{secrets.token_hex(16)}"


def invalid(message: str, param: str | None = None, code: str | None = None, status: int = 400) -> Refusal:
    error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
    return Refusal(status, {"error": error}, {"x-request-id": new_id("req_")})


def missing(what: str, id_: str) -> Refusal:
    return invalid(f"No {what} found with id '{id_}'.", status=404)


def taken(request: Request, known: Sequence[str], required: Sequence[str] = ()) -> dict[str, Any]:
    """The JSON body, if it has these keys and no others."""
    body = request.json
    if not isinstance(body, dict):
        raise invalid("We could not parse the JSON body of your request.")
    for name in body:
        if name not in known:
            raise invalid(f"Unknown parameter: '{name}'.", name, "unknown_parameter")
    for name in required:
        if name not in body:
            raise invalid(f"Missing required parameter: '{name}'.", name, "missing_required_parameter")
    return body


def pairs(value: Any, param: str, kinds: tuple[type, ...] = (str,)) -> dict[str, Any]:
    """Metadata or attributes: 16 pairs, keys of 64 characters, texts of 512."""
    if value is None:
        return {}
    if not isinstance(value, Mapping) or len(value) > 16:
        raise invalid(f"Invalid '{param}': expected an object with at most 16 properties.", param)
    for name, item in value.items():
        if len(name) > 64 or not isinstance(item, kinds) or (isinstance(item, str) and len(item) > 512):
            raise invalid(f"Invalid '{param}.{name}': keys have 64 characters at most, values 512.", param)
    return dict(value)


def page(request: Request, objects: Sequence[dict[str, Any]], *, most: int = 100, usual: int = 20) -> Reply:
    """One page of these objects, which are oldest first: `limit`, `after` and `order` as all listings have them."""
    limit = request.query.get("limit", str(usual))
    if not limit.isdigit() or not 1 <= int(limit) <= most:
        raise invalid(f"Invalid 'limit': expected a number from 1 to {most}.", "limit")
    ordered = list(objects) if request.query.get("order") == "asc" else list(objects)[::-1]
    after = request.query.get("after")
    if after is not None:
        at = next((n for n, one in enumerate(ordered) if one["id"] == after), None)
        if at is None:
            raise invalid(f"Invalid 'after': no object with id '{after}'.", "after")
        ordered = ordered[at + 1 :]
    data = ordered[: int(limit)]
    ends = {"first_id": data[0]["id"], "last_id": data[-1]["id"]} if data else {"first_id": None, "last_id": None}
    return Reply(body={"object": "list", "data": data, **ends, "has_more": len(ordered) > len(data)})
