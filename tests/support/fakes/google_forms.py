"""How Google looks at a body, and how it says what is wrong with one."""

import itertools
import re
import secrets
import threading
from collections.abc import Iterable, Sequence
from typing import Any

from tests.support.fakes.messages import Refusal, Request

LONGEST = 512
VALUE_BYTES = 256
_ticks = itertools.count()
_lock = threading.Lock()


def now() -> str:
    """A time that moves on with every look, so that a change always shows."""
    with _lock:
        tick = next(_ticks)
    return f"2026-11-20T{tick // 3600 % 24:02}:{tick // 60 % 60:02}:{tick % 60:02}.{tick:06}Z"


def failure(code: int, message: str, status: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "status": status}}


def invalid(message: str) -> Refusal:
    return Refusal(400, failure(400, message, "INVALID_ARGUMENT"))


def missing(what: str) -> Refusal:
    return Refusal(404, failure(404, f"Requested entity was not found: {what}", "NOT_FOUND"))


def taken(body: Any, known: Iterable[str]) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise invalid("Invalid JSON payload received.")
    for name in body:
        if name not in set(known):
            raise invalid(f'Invalid JSON payload received. Unknown name "{name}": Cannot find field.')
    return dict(body)


def camel(value: Any) -> Any:
    """A proto's JSON: its fields are known by both spellings."""
    if isinstance(value, dict):
        return {re.sub(r"_(\w)", lambda found: found[1].upper(), key): camel(item) for key, item in value.items()}
    return [camel(item) for item in value] if isinstance(value, list) else value


def title(body: dict[str, Any]) -> str:
    given = str(body.get("displayName", ""))
    if len(given) > LONGEST:
        raise invalid("display_name cannot be more than 512 characters long.")
    return given


def marks(body: dict[str, Any]) -> list[dict[str, Any]]:
    given = [taken(one, ("key", "stringValue", "numericValue", "stringListValue")) for one in
             body.get("customMetadata", [])]  # fmt: skip
    if len(given) > 20:
        raise invalid("A Document can have a maximum of 20 CustomMetadata.")
    for index, one in enumerate(given):
        if len(one.get("stringValue", "").encode()) > VALUE_BYTES:
            raise invalid(f"custom_metadata[{index}].string_value: cannot be more than 256 characters long.")
    return given


def named(display_name: str) -> str:
    """An id as Google derives it: from the display name, with twelve random characters."""
    words = re.sub(r"[^a-z0-9]+", "-", display_name.lower()).strip("-")[:27].strip("-")
    return f"{words}-{secrets.token_hex(6)}".lstrip("-")


def page(request: Request, found: Sequence[Any], name: str) -> dict[str, Any]:
    """At most 20 a page; an empty listing is an empty object."""
    size = min(int(request.query.get("pageSize", "10")), 20)
    start = int(request.query.get("pageToken", "0"))
    body: dict[str, Any] = {name: list(found[start : start + size])} if found[start : start + size] else {}
    return {**body, "nextPageToken": str(start + size)} if start + size < len(found) else body
